// What the first visit proposes.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { recall, remember } from "./theme.js";

const WAYS = {
  mention: (setup) => `in a channel, with @${setup.app.name}`,
  command: (setup) => `privately, with ${setup.command}`,
  direct: () => "in a direct message",
  digest: () => "what is new, posted to the channel",
};

export class Guide {
  constructor(page) {
    this.page = page;
    this.open = recall("guided") === null;
    this.done = new Set();
  }

  show() {
    this.open = true;
    this.page.changed();
  }

  hide() {
    this.open = false;
    remember("guided", "yes");
    this.page.changed();
  }

  /** The card, or null when it is closed or there is nothing to propose. */
  draw() {
    const { setup } = this.page.world;
    if (!this.open || !setup.offers.length) return null;
    const rows = setup.offers.map((offer, place) =>
      el(
        "li",
        {},
        el(
          "button",
          {
            type: "button",
            class: "offer",
            dataset: { focus: `offer-${place}` },
            onclick: () => this.take(offer, place),
          },
          el(
            "span",
            { class: "offer-mark", "aria-hidden": "true" },
            this.done.has(place) ? icon("check") : String(place + 1),
          ),
          el(
            "span",
            { class: "offer-words" },
            el(
              "span",
              { class: "offer-head" },
              el("strong", {}, offer.label),
              el("small", {}, `${WAYS[offer.kind](setup)}${offer.person ? `, as ${this.speaker(offer).real_name}` : ""}`),
            ),
            offer.text ? el("span", { class: "offer-text" }, offer.text) : null,
          ),
        ),
      ),
    );
    return el(
      "section",
      { class: "guide", "aria-labelledby": "guide-title" },
      el(
        "header",
        {},
        el(
          "div",
          {},
          el("h2", { id: "guide-title" }, "Ask your policies"),
          el("p", {}, "Every answer is a quotation, with its source. Try one, or write your own below."),
        ),
        el(
          "button",
          { type: "button", class: "quiet", "aria-label": "Close the proposals", onclick: () => this.hide() },
          icon("close"),
        ),
      ),
      el("ol", {}, rows),
    );
  }

  speaker(offer) {
    return this.page.world.setup.people.find((person) => person.name === offer.person);
  }

  async take(offer, place) {
    const { page } = this;
    this.done.add(place);
    if (this.done.size === page.world.setup.offers.length) remember("guided", "yes");
    page.changed();
    const who = this.speaker(offer);
    if (who && who.id !== page.world.me) await page.become(who.id);
    const { setup, direct } = page.world;
    if (offer.kind === "direct") {
      page.go({ channel: direct.id });
      await page.ask(direct.id, offer.text);
      return;
    }
    page.go({ channel: setup.channel });
    if (offer.kind === "mention") await page.ask(setup.channel, `<@${setup.app.user}> ${offer.text}`);
    if (offer.kind === "command")
      await page.act({ do: "command", channel: setup.channel, command: setup.command, text: offer.text });
    if (offer.kind === "digest") await page.act({ do: "digest", channel: setup.channel });
  }
}
