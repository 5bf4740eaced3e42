// One message, and lists of them.

import { drawBlocks } from "./blocks.js";
import { closing } from "./choosing.js";
import { el, keep, timeOf } from "./dom.js";
import { icon, sign } from "./icons.js";
import { lines } from "./text.js";

const TOGETHER = 300;

/** Show messages in a list. `inThread` leaves out the way into threads. */
export function renderMessages(list, messages, page, inThread = false) {
  const shown = messages.map((message, at) => ({
    message,
    follows: follows(messages[at - 1], message),
    replies: repliesTo(message, page, inThread),
  }));
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = list.kept?.size ?? 0;
  keep(
    list,
    shown,
    ({ message }) => `${message.private ? "private" : "shared"}:${message.channel}:${message.ts}`,
    ({ message, follows: joined, replies }) => [message, joined, replies.length, replies.at(-1)],
    (item) => drawMessage(item, page, inThread),
  );
  if (wasAtEnd || (list.kept.size > before && messages.at(-1)?.user === page.world.me))
    list.scrollTop = list.scrollHeight;
}

function repliesTo(message, page, inThread) {
  return inThread || message.private ? [] : page.world.replies(message.channel, message.ts);
}

/** Whether it is shown below the one before without a head of its own. */
function follows(before, message) {
  if (
    !before ||
    before.private ||
    message.private ||
    before.deleted ||
    before.user !== message.user ||
    before.name !== message.name
  )
    return false;
  return Number.parseFloat(message.ts) - Number.parseFloat(before.ts) < TOGETHER && before.thread_ts !== before.ts;
}

function drawMessage({ message, follows: joined, replies }, page, inThread) {
  const head = el(
    "div",
    { class: "head" },
    el("span", { class: "who" }, message.name),
    message.app ? el("span", { class: "badge" }, "App") : null,
    timeOf(message.ts),
    message.edited ? el("span", { class: "edited" }, "(edited)") : null,
  );
  return el(
    "li",
    { class: `message ${joined ? "follows" : ""} ${message.private ? "private" : ""}`, tabindex: "-1" },
    message.private ? el("div", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
    el(
      "article",
      { "aria-label": `${message.name}${message.private ? ", only visible to you" : ""}` },
      avatar(message),
      el("div", { class: "body" }, head, content(message, page), threadLink(message, replies, page)),
    ),
    message.deleted ? null : tools(message, page, inThread),
  );
}

/** Initials on a colour of one's own; the app has its sign. */
export function avatar({ user, name, app }) {
  if (app && (user || !name)) return el("span", { class: "avatar app", "aria-hidden": "true" }, sign());
  const initials = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? "")
    .slice(0, 2)
    .join("");
  const hue = [...(user ?? name)].reduce((sum, letter) => (sum * 37 + letter.codePointAt(0)) % 65521, 0) % 6;
  return el("span", { class: `avatar hue-${hue}`, "aria-hidden": "true" }, initials);
}

function content(message, page) {
  if (message.deleted) return el("p", { class: "small" }, message.text);
  if (!message.blocks.length) return lines(message.lines);
  const place = { channel: message.channel, ts: message.ts, private: message.private };
  const key = (element) => `${message.channel}:${message.ts}:${element.action_id}`;
  return drawBlocks(message.blocks, {
    world: page.world,
    marks: message.marks,
    held: (block, element) => page.chosen.get(key(element)),
    changed: (block, element, value) => {
      page.chosen.set(key(element), value);
      page.act({ do: "press", ...place, action_id: element.action_id, value });
    },
  });
}

function threadLink(message, replies, page) {
  if (!replies.length) return null;
  const count = `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`;
  const writers = [...new Map(replies.map((reply) => [reply.user ?? reply.name, reply])).values()].slice(0, 3);
  return el(
    "button",
    { type: "button", class: "thread-link", dataset: { focus: "thread" }, onclick: () => page.openThread(message.ts) },
    writers.map(avatar),
    el("strong", {}, count),
    el("span", { class: "small" }, "Last reply ", timeOf(replies.at(-1).ts)),
  );
}

function tools(message, page, inThread) {
  const place = { channel: message.channel, ts: message.ts, private: message.private };
  const mine = message.user === page.world.me && !message.app;
  const tool = (name, drawing, run) =>
    el(
      "button",
      { type: "button", class: "quiet", title: name, "aria-label": name, dataset: { focus: name }, onclick: run },
      icon(drawing),
    );
  const shortcuts = page.world.setup.message_shortcuts.filter(() => !message.private);
  return el(
    "div",
    { class: "tools", role: "group", "aria-label": `Actions for the message of ${message.name}` },
    inThread || message.private ? null : tool("Reply in thread", "reply", () => page.openThread(message.ts)),
    mine ? tool("Edit", "edit", () => page.edit(message, inThread)) : null,
    mine || message.private
      ? tool(message.private ? "Dismiss" : "Delete", "trash", () => page.act({ do: "remove", ...place }))
      : null,
    message.app ? tool("Inspect", "code", () => page.inspect(message)) : null,
    shortcuts.length
      ? shortcutMenu(shortcuts, (callback_id) => page.act({ do: "message_shortcut", ...place, callback_id }))
      : null,
  );
}

/** The menu of an app's shortcuts. */
export function shortcutMenu(shortcuts, run) {
  const choices = shortcuts.map((shortcut) =>
    el(
      "button",
      {
        type: "button",
        class: "choice",
        onclick: () => {
          menu.open = false;
          run(shortcut.callback_id);
        },
      },
      shortcut.label,
    ),
  );
  const menu = el(
    "details",
    { class: "overflow" },
    el("summary", { class: "quiet", title: "Shortcuts", "aria-label": "Shortcuts" }, icon("bolt")),
    el("div", { class: "choices" }, choices),
  );
  return closing(menu);
}
