// Block Kit: each block as elements. What it does not know it says, and shows the JSON.

import { el, freshId } from "./dom.js";
import { drawElement } from "./elements.js";
import { icon } from "./icons.js";
import { link, markdown, plain, richText, textObject, unknown } from "./text.js";

/**
 * Blocks in order. `context` has `world`, `marks` (the block's marked-up texts), `errors` (by block_id),
 * `held(block, element)` and `changed(block, element, value, isInput)`.
 */
export function drawBlocks(blocks, context) {
  return el(
    "div",
    { class: "blocks" },
    blocks.map((block) => drawBlock(block, context)),
  );
}

const DRAWN = {
  rich_text: (block, context) => richText(block, context.world),
  section,
  header: (block, context) => el(`h${context.level ?? 2}`, { class: "header" }, plain(block.text.text)),
  context: contextBlock,
  actions: controls,
  context_actions: controls,
  divider: () => el("hr"),
  image: (block) => picture(block, "image"),
  video,
  input,
  markdown: (block, context) => markdown(context.marks.markdown[block.text] ?? []),
};

export function drawBlock(block, context) {
  const draw = Object.hasOwn(DRAWN, block.type) ? DRAWN[block.type] : null;
  return el(
    "div",
    { class: `block ${draw ? block.type : "unknown-block"}` },
    draw ? draw(block, context) : unknown(block, "a block"),
  );
}

function section(block, context) {
  const fields = (block.fields ?? []).map((field) => el("div", { class: "field" }, textObject(field, context)));
  return [
    el(
      "div",
      { class: "section-text" },
      block.text ? textObject(block.text, context) : null,
      fields.length ? el("div", { class: "fields" }, fields) : null,
    ),
    block.accessory ? el("div", { class: "accessory" }, drawElement(block.accessory, block, context)) : null,
  ];
}

function contextBlock(block, context) {
  return block.elements.map((element) =>
    element.type === "image" ? thumbnail(element) : el("div", { class: "context-item" }, textObject(element, context)),
  );
}

function controls(block, context) {
  return block.elements.map((element) => drawElement(element, block, context));
}

function thumbnail(element) {
  return el(
    "span",
    { class: "thumbnail", role: "img", "aria-label": element.alt_text, title: element.alt_text },
    icon("picture"),
  );
}

/** Pictures lie elsewhere, and nothing is fetched from elsewhere: their description is shown. */
export function picture(block, kind) {
  const address = block.image_url ?? block.thumbnail_url;
  return el(
    "figure",
    { class: "picture" },
    icon("picture"),
    el(
      "figcaption",
      {},
      block.title ? el("strong", {}, block.title.text) : null,
      el("span", {}, block.alt_text),
      el("small", {}, `The ${kind} is not fetched: `, link(address, hostOf(address))),
    ),
  );
}

function video(block) {
  return [
    picture(block, "video"),
    el(
      "p",
      { class: "small" },
      link(block.title_url ?? block.video_url, block.title.text),
      block.description ? ` · ${block.description.text}` : null,
    ),
  ];
}

function input(block, context) {
  const id = freshId("field");
  const error = context.errors?.[block.block_id];
  const several =
    ["checkboxes", "radio_buttons"].includes(block.element.type) || block.element.type.startsWith("multi_");
  const label = [block.label.text, block.optional ? el("span", { class: "optional" }, " (optional)") : null];
  const described = [block.hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean).join(" ") || null;
  const field = drawElement(block.element, block, {
    ...context,
    id,
    described,
    wrong: Boolean(error),
    isInput: true,
    label: block.label.text,
  });
  return [
    several ? el("div", { class: "label", id: `${id}-label` }, label) : el("label", { class: "label", for: id }, label),
    field,
    block.hint ? el("p", { class: "small", id: `${id}-hint` }, plain(block.hint.text)) : null,
    error ? el("p", { class: "error", id: `${id}-error` }, error) : null,
  ];
}

function hostOf(address) {
  try {
    return new URL(address).host || address;
  } catch {
    return address;
  }
}
