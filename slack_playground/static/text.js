// Text that the app sent: rich text, Slack's own markup and Markdown, as elements.

import { el } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u", highlight: "mark" };
const SAFE = ["http:", "https:", "mailto:"];

/** A link, if it leads to the web; else its text alone. */
export function link(url, ...children) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    // Not an address: its text will do.
  }
  if (!address || !SAFE.includes(address.protocol)) return el("span", {}, ...children);
  return el("a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

export function plain(text) {
  return el("span", { class: "literal" }, text);
}

/** The elements of one rich_text block. */
export function richText(block, world) {
  return el(
    "div",
    { class: "rich" },
    block.elements.map((part) => richPart(part, world)),
  );
}

function richPart(part, world) {
  const inner = () => part.elements.map((element) => richElement(element, world));
  switch (part.type) {
    case "rich_text_section":
      return el("div", { class: "section" }, inner());
    case "rich_text_quote":
      return el("blockquote", {}, inner());
    case "rich_text_preformatted":
      return el("pre", { tabindex: "0" }, inner());
    case "rich_text_list":
      return richList(part, world);
    default:
      return unknown(part, "rich text");
  }
}

function richList(part, world) {
  const ordered = part.style === "ordered";
  const items = part.elements.map((item) =>
    el(
      "li",
      {},
      item.elements.map((element) => richElement(element, world)),
    ),
  );
  const start = ordered && part.offset ? part.offset + 1 : null;
  return el(ordered ? "ol" : "ul", { class: `indent-${part.indent ?? 0}`, start }, items);
}

function richElement(element, world) {
  return styled(element.style ?? {}, richBare(element, world));
}

function richBare(element, world) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "user":
      return mention(`@${world.nameOf(element.user_id)}`);
    case "channel":
      return mention(`#${world.nameOf(element.channel_id)}`);
    case "usergroup":
      return mention(`@${element.usergroup_id}`);
    case "team":
      return mention(`@${element.team_id}`);
    case "broadcast":
      return mention(`@${element.range}`);
    case "emoji":
      return emoji(element);
    case "date":
      return date(element);
    case "color":
      return swatch(element.value);
    default:
      return unknown(element, "element of rich text");
  }
}

function styled(style, node) {
  for (const [name, tag] of Object.entries(TAGS)) if (style[name]) node = el(tag, {}, node);
  return node;
}

function mention(text) {
  return el("span", { class: "mention" }, text);
}

function emoji(element) {
  const points = (element.unicode ?? "").split("-").map((point) => Number.parseInt(point, 16));
  const known = points.every((point) => point > 0 && point <= 0x10ffff);
  return known
    ? el("span", { role: "img", "aria-label": element.name }, String.fromCodePoint(...points))
    : `:${element.name}:`;
}

/** Slack's date formats are many: the day and the time are shown in the reader's way. */
function date(element) {
  const when = new Date(element.timestamp * 1000);
  if (Number.isNaN(when.valueOf())) return element.fallback ?? String(element.timestamp);
  const timed = /\{(time|ago)/.test(element.format);
  const text = when.toLocaleString("en-GB", timed ? { dateStyle: "long", timeStyle: "short" } : { dateStyle: "long" });
  const shown = el("time", { datetime: when.toISOString(), title: element.fallback ?? null }, text);
  return element.url ? link(element.url, shown) : shown;
}

function swatch(value) {
  const sample = el("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) sample.style.backgroundColor = value;
  return el("span", {}, sample, el("code", {}, value));
}

/** A text object of a block: plain text literally, marked-up text as its lines. */
export function textObject(text, context) {
  if (text.type !== "mrkdwn") return plain(text.text);
  return lines(context.marks.mrkdwn[text.text] ?? [{ kind: "text", spans: [{ text: text.text, styles: [] }] }]);
}

/** Lines of spans; those of one quotation, or of one piece of code, stand together. */
export function lines(rows) {
  const parts = [];
  for (const row of rows) {
    const last = parts.at(-1);
    if (last && last.kind === row.kind) last.rows.push(row);
    else parts.push({ kind: row.kind, rows: [row] });
  }
  return el("div", { class: "lines" }, parts.map(linesPart));
}

function linesPart({ kind, rows }) {
  const inner = rows.map((row, at) => [at ? "\n" : null, row.spans.map(span)]);
  if (kind === "quote") return el("blockquote", {}, inner);
  if (kind === "code") return el("pre", { tabindex: "0" }, inner);
  return el("div", { class: "section" }, inner);
}

function span({ text, styles, url }) {
  const node = url ? link(url, text) : styles.includes("mention") ? mention(text) : text;
  return styled(Object.fromEntries(styles.map((name) => [name, true])), node);
}

/** A tree of Markdown nodes. */
export function markdown(nodes) {
  return el("div", { class: "markdown" }, nodes.map(markdownNode));
}

const MARKDOWN_TAGS = {
  paragraph: "p",
  blockquote: "blockquote",
  bullet_list: "ul",
  ordered_list: "ol",
  list_item: "li",
  strong: "strong",
  em: "em",
  s: "s",
  table: "table",
  thead: "thead",
  tbody: "tbody",
  tr: "tr",
  th: "th",
  td: "td",
};

function markdownNode(node) {
  const inner = () => (node.children ?? []).map(markdownNode);
  if (node.type in MARKDOWN_TAGS) return el(MARKDOWN_TAGS[node.type], {}, inner());
  switch (node.type) {
    case "heading":
      return el(
        "p",
        { class: `heading level-${node.level}`, role: "heading", "aria-level": String(node.level + 1) },
        inner(),
      );
    case "link":
      return link(node.url, inner());
    case "image":
      return el("span", { class: "mention" }, `[image: ${node.text}]`);
    case "code_inline":
      return el("code", {}, node.text);
    case "fence":
    case "code_block":
      return el("pre", { tabindex: "0" }, node.text);
    case "hr":
      return el("hr");
    case "hardbreak":
      return el("br");
    case "softbreak":
      return " ";
    case "inline":
      return inner();
    default:
      return node.text ?? inner();
  }
}

/** What the page cannot draw, said so. */
export function unknown(shape, what) {
  return el(
    "details",
    { class: "unknown" },
    el("summary", {}, `Slack would show ${what} of the type “${shape.type}” here; this page cannot draw it.`),
    el("pre", { tabindex: "0" }, JSON.stringify(shape, null, 2)),
  );
}
