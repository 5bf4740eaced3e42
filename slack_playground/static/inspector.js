// What Slack sent, what the app answered, how long it took, and the blocks as Block Kit Builder takes them.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const BUILDER = "https://app.slack.com/block-kit-builder";

export class Inspector {
  constructor(page, node) {
    this.page = page;
    this.node = node;
    this.shown = null;
    this.folds = new Map();
  }

  render() {
    const { page } = this;
    const { open, message, exchange } = page.inspecting;
    this.node.hidden = !open;
    if (!open) {
      this.shown = null;
      return;
    }
    const { exchanges } = page.world;
    const subject = message ? page.world.message(message.channel, message.ts) : null;
    const chosen = subject
      ? page.world.exchangeOf(subject)
      : (exchanges.find((one) => one.number === exchange) ?? exchanges.at(-1));
    const signature = [chosen, subject, exchanges.length];
    if (this.shown && signature.every((part, at) => part === this.shown[at])) return;
    this.shown = signature;
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.node.replaceChildren(
      this.head(),
      el("div", { class: "inspector-body" }, this.exchangeList(exchanges, chosen), this.detail(chosen, subject)),
    );
    if (focus) [...this.node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus)?.focus();
  }

  head() {
    return el(
      "header",
      { class: "head-bar" },
      el("h2", {}, "Inspector"),
      el("span", { class: "small only-wide" }, "What Slack sent, and what the bot made of it"),
      el("span", { class: "spring" }),
      el(
        "button",
        {
          type: "button",
          class: "quiet",
          "aria-label": "Close the inspector",
          onclick: () => this.page.toggleInspector(false),
        },
        icon("close"),
      ),
    );
  }

  exchangeList(exchanges, chosen) {
    const rows = exchanges.toReversed().map((one) =>
      el(
        "li",
        {},
        el(
          "button",
          {
            type: "button",
            class: "exchange",
            "aria-current": one === chosen ? "true" : null,
            dataset: { focus: `exchange-${one.number}` },
            onclick: () => this.page.inspectExchange(one.number),
          },
          el("span", {}, one.name),
          el("span", { class: "small" }, milliseconds(duration(one))),
        ),
      ),
    );
    return el("ol", { class: "exchanges", "aria-label": "Exchanges, newest first", tabindex: "0" }, rows);
  }

  detail(exchange, subject) {
    const parts = [];
    if (subject?.blocks.length) parts.push(this.message(subject));
    if (exchange) {
      parts.push(el("p", { class: "summary" }, ...summary(exchange)));
      parts.push(
        el(
          "ol",
          { class: "steps" },
          exchange.steps.map((step, at) => el("li", {}, this.step(exchange, step, at, !subject))),
        ),
      );
    }
    if (!parts.length)
      parts.push(el("p", { class: "empty" }, "Nothing has passed yet. Ask something, and look here again."));
    return el("div", { class: "detail", tabindex: "0", role: "region", "aria-label": "Details" }, parts);
  }

  step(exchange, step, at, unfold) {
    const key = `${exchange.number}:${at}`;
    const out = step.direction === "to the app";
    const who = out ? "Slack →" : "→ Slack";
    const answer = step.answer?.ok === false ? step.answer.error : null;
    const head = [
      el("span", { class: `way ${out ? "out" : "back"}` }, who),
      el("strong", {}, step.name),
      answer ? el("span", { class: "error" }, answer) : null,
      el("span", { class: "small" }, `+${milliseconds(step.at - exchange.began)}`),
    ];
    const blocks = blocksOf(step.body);
    return this.fold(
      key,
      unfold && Boolean(blocks),
      el("summary", { dataset: { focus: `step-${key}` } }, head),
      blocks ? this.copies(blocks) : null,
      json(step.body),
      step.answer ? [el("p", { class: "small" }, "Slack's answer"), json(step.answer)] : null,
    );
  }

  message(subject) {
    const value = { blocks: subject.blocks };
    const key = `${subject.channel}:${subject.ts}`;
    return this.fold(
      key,
      true,
      el("summary", { dataset: { focus: `step-${key}` } }, el("strong", {}, "Blocks of this message")),
      this.copies(value),
      json(value),
    );
  }

  /** Something to unfold, which stays as one left it. */
  fold(key, open, ...inside) {
    const made = el("details", { open: this.folds.get(key) ?? open }, ...inside);
    made.addEventListener("toggle", () => this.folds.set(key, made.open));
    return made;
  }

  /** The copy button, and where the copy can go. */
  copies(value) {
    const said = el("span", { class: "small", role: "status" });
    const copy = async () => {
      const text = JSON.stringify(value, null, 2);
      said.textContent = (await copied(text))
        ? "Copied. Paste it into Block Kit Builder."
        : "The browser does not allow it: select the text below and copy it.";
    };
    return el(
      "p",
      { class: "copies" },
      el(
        "button",
        { type: "button", class: "button", dataset: { focus: "copy" }, onclick: copy },
        icon("copy"),
        "Copy for Block Kit Builder",
      ),
      el("a", { href: BUILDER, target: "_blank", rel: "noopener noreferrer" }, "Open Block Kit Builder"),
      said,
    );
  }
}

/** What Block Kit Builder takes: the blocks of a message, or a whole view. */
function blocksOf(body) {
  const view = typeof body.view === "string" ? parsed(body.view) : body.view;
  if (view?.blocks && !view.id) return view;
  const blocks = typeof body.blocks === "string" ? parsed(body.blocks) : body.blocks;
  return Array.isArray(blocks) ? { blocks } : null;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function json(value) {
  return el("pre", { tabindex: "0" }, JSON.stringify(value, null, 2));
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** From what Slack sent to the last that the app did about it, in seconds. */
function duration(exchange) {
  return (exchange.steps.at(-1)?.at ?? exchange.began) - exchange.began;
}

function milliseconds(seconds) {
  return seconds < 10 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

function summary(exchange) {
  const ack = exchange.steps.find((step) => step.name === "ack");
  const posted = exchange.steps.find((step) => step.posted || step.name.startsWith("views."));
  const words = [el("strong", {}, exchange.name)];
  if (ack) words.push(` · taken after ${milliseconds(ack.at - exchange.began)}`);
  if (posted && exchange.steps[0].direction === "to the app")
    words.push(` · answered after ${milliseconds(posted.at - exchange.began)}`);
  return words;
}
