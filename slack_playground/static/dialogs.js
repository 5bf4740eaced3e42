// Dialogs: the app's modals, and its "are you sure".

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { textObject } from "./text.js";

/** A dialog with a title, a body and buttons, not yet shown. `leave` is called by its cross and by Escape. */
export function frame(title, body, buttons, leave) {
  const dialog = el(
    "dialog",
    { "aria-label": title },
    el(
      "header",
      { class: "dialog-head" },
      el("h2", {}, title),
      el("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: leave }, icon("close")),
    ),
    body,
    el("footer", { class: "dialog-foot" }, buttons),
  );
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  return dialog;
}

/** Asks what the app wants asked before a choice counts. */
export function confirmed(confirm, context) {
  return new Promise((fulfil) => {
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      fulfil(answer);
    };
    const buttons = [
      el("button", { type: "button", class: "button", onclick: () => end(false) }, confirm.deny.text),
      el(
        "button",
        { type: "button", class: `button ${confirm.style ?? "primary"}`, onclick: () => end(true) },
        confirm.confirm.text,
      ),
    ];
    const dialog = frame(
      confirm.title.text,
      el("div", { class: "dialog-body" }, textObject(confirm.text, context)),
      buttons,
      () => end(false),
    );
    dialog.classList.add("small-dialog");
    document.body.append(dialog);
    dialog.showModal();
  });
}
