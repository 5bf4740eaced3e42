// Menus: one choice, several, and the three dots.

import { attributes, choose, closing, focusOf, initialOf } from "./choosing.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { plain } from "./text.js";

export function overflow(element, block, context) {
  const choices = element.options.map((option) => {
    const words = [plain(option.text.text), option.description ? el("small", {}, option.description.text) : null];
    const pick = () => {
      menu.open = false;
      summary.focus();
      choose(element, block, context, option.value);
    };
    const leads = option.url && /^https?:/i.test(option.url);
    return leads
      ? el(
          "a",
          { class: "choice", href: option.url, target: "_blank", rel: "noopener noreferrer", onclick: pick },
          words,
        )
      : el("button", { type: "button", class: "choice", onclick: pick }, words);
  });
  const summary = el(
    "summary",
    { class: "button", "aria-label": "More choices", dataset: focusOf(block, element) },
    icon("more"),
  );
  const menu = el("details", { class: "overflow" }, summary, el("div", { class: "choices" }, choices));
  return closing(menu);
}

export function select(element, block, context) {
  const chosen = context.held(block, element) ?? initialOf(element);
  const groups = groupsOf(element, context.world).map(([label, options]) => {
    const made = options.map((option) =>
      el("option", { value: option.value, selected: option.value === chosen }, option.text.text),
    );
    return label ? el("optgroup", { label }, made) : made;
  });
  const nothing = el(
    "option",
    { value: "", selected: chosen === null, disabled: !context.isInput },
    element.placeholder?.text ?? "Choose …",
  );
  const change = async (event) => {
    const field = event.currentTarget;
    const meant = await choose(element, block, context, field.value || null);
    if (!meant) field.value = chosen ?? "";
  };
  return el("select", { ...attributes(element, block, context), onchange: change }, nothing, groups);
}

export function several(element, block, context) {
  const initial = element.initial_options?.map((option) => option.value);
  const held =
    context.held(block, element) ??
    initial ??
    element.initial_users ??
    element.initial_conversations ??
    element.initial_channels ??
    [];
  const chosen = new Set(held);
  const most = element.max_selected_items ?? Infinity;
  const summary = el("summary", { class: "button", dataset: focusOf(block, element) });
  const say = () =>
    (summary.textContent = chosen.size ? `${chosen.size} chosen` : (element.placeholder?.text ?? "Choose …"));
  const pick = (event) => {
    const { value, checked } = event.currentTarget;
    if (checked && chosen.size >= most) event.currentTarget.checked = false;
    else if (checked) chosen.add(value);
    else chosen.delete(value);
    say();
    choose(element, block, context, [...chosen]);
  };
  const rows = groupsOf(element, context.world).map(([label, options]) => [
    label ? el("div", { class: "small" }, label) : null,
    options.map((option) =>
      el(
        "label",
        { class: "choice" },
        el("input", { type: "checkbox", value: option.value, checked: chosen.has(option.value), onchange: pick }),
        plain(option.text.text),
      ),
    ),
  ]);
  say();
  const name = context.label ?? element.placeholder?.text ?? "Choose";
  return closing(
    el(
      "details",
      { class: "overflow several" },
      summary,
      el("div", { class: "choices", role: "group", "aria-label": name }, rows),
    ),
  );
}

/** What a menu offers: its options, or people, or channels. Pairs of group label (or null) and options. */
function groupsOf(element, world) {
  if (element.options) return [[null, element.options]];
  if (element.option_groups) return element.option_groups.map((group) => [group.label.text, group.options]);
  const option = (value, text) => ({ value, text: { text } });
  const people = world.setup.people.map((person) => option(person.id, person.real_name));
  const channels = world.channels.map((channel) => option(channel.id, `#${channel.name}`));
  if (element.type.includes("users")) return [[null, people]];
  return [[null, channels]];
}
