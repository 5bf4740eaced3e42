// What buttons, menus, pickers and fields have in common.

import { confirmed } from "./dialogs.js";

/** Asks first where the app wants it; tells whether the choice was meant. */
export async function choose(element, block, context, value) {
  if (element.confirm && !(await confirmed(element.confirm, context))) return false;
  context.changed(block, element, value);
  return true;
}

export function focusOf(block, element, more = "") {
  return { focus: `${block.block_id}:${element.action_id}${more}` };
}

export function attributes(element, block, context) {
  return {
    id: context.id,
    "aria-describedby": context.described,
    "aria-invalid": context.wrong ? "true" : null,
    "aria-label": context.isInput ? null : (element.placeholder?.text ?? "Choose"),
    autofocus: element.focus_on_load,
    dataset: focusOf(block, element),
  };
}

export function initialOf(element) {
  return (
    element.initial_option?.value ??
    element.initial_user ??
    element.initial_conversation ??
    element.initial_channel ??
    null
  );
}

/** A menu that closes when the focus leaves it, or by Escape. */
export function closing(menu) {
  menu.addEventListener("toggle", () => menu.open && menu.lastElementChild.scrollIntoView({ block: "nearest" }));
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  return menu;
}
