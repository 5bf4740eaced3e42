// Buttons, menus, pickers and fields. Each tells `context.changed(block, element, value)` what was chosen.

import { attributes, choose, focusOf, initialOf } from "./choosing.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { overflow, select, several } from "./menus.js";
import { plain, unknown } from "./text.js";

const DRAWN = {
  button,
  icon_button: iconButton,
  feedback_buttons: feedback,
  overflow,
  static_select: select,
  users_select: select,
  conversations_select: select,
  channels_select: select,
  multi_static_select: several,
  multi_users_select: several,
  multi_conversations_select: several,
  multi_channels_select: several,
  datepicker: (element, block, context) => picker(element, block, context, "date", element.initial_date),
  timepicker: (element, block, context) => picker(element, block, context, "time", element.initial_time),
  plain_text_input: textInput,
  checkboxes: (element, block, context) => boxes(element, block, context, "checkbox"),
  radio_buttons: (element, block, context) => boxes(element, block, context, "radio"),
  image: (element) =>
    el(
      "span",
      { class: "accessory-image", role: "img", "aria-label": element.alt_text, title: element.alt_text },
      icon("picture"),
    ),
};

export function drawElement(element, block, context) {
  return Object.hasOwn(DRAWN, element.type)
    ? DRAWN[element.type](element, block, context)
    : unknown(element, "an element");
}

function button(element, block, context) {
  const looks = {
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    dataset: focusOf(block, element, element.value),
  };
  const press = () => choose(element, block, context, element.value ?? null);
  const leads = element.url && /^https?:/i.test(element.url);
  if (leads)
    return el(
      "a",
      { ...looks, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: press },
      element.text.text,
    );
  return el("button", { ...looks, type: "button", onclick: press }, element.text.text);
}

function iconButton(element, block, context) {
  const press = () => choose(element, block, context, element.value ?? null);
  const name = element.accessibility_label ?? element.text.text;
  return el(
    "button",
    {
      type: "button",
      class: "quiet",
      title: element.text.text,
      "aria-label": name,
      onclick: press,
      dataset: focusOf(block, element),
    },
    icon(element.icon),
  );
}

function feedback(element, block, context) {
  const chosen = context.held(block, element);
  const buttons = [
    ["up", element.positive_button],
    ["down", element.negative_button],
  ].map(([drawing, choice]) =>
    el(
      "button",
      {
        type: "button",
        class: "quiet",
        title: choice.text.text,
        "aria-label": choice.accessibility_label ?? choice.text.text,
        "aria-pressed": String(chosen === choice.value),
        dataset: focusOf(block, element, choice.value),
        onclick: (event) => {
          for (const other of buttons) other.setAttribute("aria-pressed", String(other === event.currentTarget));
          choose(element, block, context, choice.value);
        },
      },
      icon(drawing),
    ),
  );
  return el("span", { class: "feedback" }, buttons);
}

function picker(element, block, context, type, initial) {
  const change = (event) => choose(element, block, context, event.currentTarget.value || null);
  return el("input", {
    ...attributes(element, block, context),
    type,
    value: context.held(block, element) ?? initial ?? "",
    onchange: change,
  });
}

function textInput(element, block, context) {
  const shared = {
    ...attributes(element, block, context),
    placeholder: element.placeholder?.text,
    minlength: element.min_length,
    maxlength: element.max_length,
    autocomplete: "off",
    value: context.held(block, element) ?? element.initial_value ?? "",
    oninput: (event) => context.changed(block, element, event.currentTarget.value || null),
  };
  return element.multiline ? el("textarea", { ...shared, rows: "4" }) : el("input", { ...shared, type: "text" });
}

function boxes(element, block, context, type) {
  const initial = type === "radio" ? initialOf(element) : (element.initial_options ?? []).map((option) => option.value);
  const held = context.held(block, element) ?? initial;
  const name = freshId("choice");
  const rows = element.options.map((option, at) => {
    const checked = type === "radio" ? held === option.value : held.includes(option.value);
    const field = el("input", {
      type,
      name,
      value: option.value,
      checked,
      onchange: pick,
      dataset: focusOf(block, element, at),
    });
    return el(
      "label",
      { class: "choice" },
      field,
      el("span", {}, plain(option.text.text), option.description ? el("small", {}, option.description.text) : null),
    );
  });
  const group = el(
    "div",
    {
      class: "boxes",
      role: type === "radio" ? "radiogroup" : "group",
      "aria-label": context.label ?? "Choices",
      "aria-describedby": context.described,
    },
    rows,
  );
  function pick() {
    const ticked = [...group.querySelectorAll("input:checked")].map((field) => field.value);
    choose(element, block, context, type === "radio" ? ticked[0] : ticked);
  }
  return group;
}
