// The app's modals and its home.

import { drawBlocks } from "./blocks.js";
import { frame } from "./dialogs.js";
import { el } from "./dom.js";

const LISTS = ["checkboxes"];

/** What is typed and chosen in a view is kept by view, block and action, also when the app redraws it. */
export class Views {
  constructor(page) {
    this.page = page;
    this.typed = new Map();
    this.shown = null;
  }

  /** Show the topmost modal, or none. */
  render() {
    const view = this.page.world.views.at(-1) ?? null;
    if (this.shown?.view === view) return;
    if (view === null || this.shown?.view.id !== view.id) this.hide();
    if (view === null) return;
    if (this.shown) this.redraw(view);
    else this.show(view);
  }

  show(view) {
    const leave = () => this.page.act({ do: "close", view: view.id });
    const form = el("form", { class: "dialog-body", onsubmit: (event) => this.submit(event, view.id) });
    const dialog = frame(view.body.title.text, form, [], leave);
    dialog.classList.add("modal");
    this.before = document.activeElement;
    document.body.append(dialog);
    this.shown = { view, dialog, form };
    this.redraw(view);
    dialog.showModal();
  }

  redraw(view) {
    const { dialog, form } = this.shown;
    this.shown.view = view;
    const focus = form.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    dialog.setAttribute("aria-label", view.body.title.text);
    dialog.querySelector("h2").textContent = view.body.title.text;
    form.id = `form-${view.id}`;
    form.replaceChildren(
      drawBlocks(view.body.blocks, this.context(view)),
      view.failure
        ? el("p", { class: "error", role: "alert" }, `The app did not take this (${view.failure}). Try again.`)
        : "",
    );
    dialog.querySelector(".dialog-foot").replaceChildren(...this.buttons(view));
    const back = [...form.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus);
    const wrong = form.querySelector("[aria-invalid]");
    (wrong ?? back)?.focus();
  }

  buttons(view) {
    const { close, submit } = view.body;
    const leave = () => this.page.act({ do: "close", view: view.id });
    const buttons = [
      el("button", { type: "button", class: "button", onclick: leave }, close?.text ?? (submit ? "Cancel" : "Close")),
    ];
    if (submit)
      buttons.push(
        el(
          "button",
          { type: "submit", class: "button primary", form: `form-${view.id}`, disabled: view.waiting },
          view.waiting ? "Sending …" : submit.text,
        ),
      );
    return buttons;
  }

  hide() {
    if (!this.shown) return;
    this.shown.dialog.close();
    this.shown.dialog.remove();
    this.shown = null;
    if (this.before?.isConnected) this.before.focus();
  }

  /** How blocks of a view find and keep what is in their fields. */
  context(view) {
    const key = (block, element) => `${view.id}:${block.block_id}:${element.action_id}`;
    return {
      world: this.page.world,
      level: view.body.type === "modal" ? 3 : 2,
      marks: view.marks,
      errors: view.errors,
      held: (block, element) => this.typed.get(key(block, element)),
      changed: (block, element, value) => {
        this.typed.set(key(block, element), value);
        const dispatches = block.type !== "input" || (block.dispatch_action && element.type !== "plain_text_input");
        if (dispatches) this.page.act({ do: "press_in_view", view: view.id, action_id: element.action_id, value });
      },
    };
  }

  submit(event, id) {
    event.preventDefault();
    const { view } = this.shown;
    const values = {};
    for (const block of view.body.blocks) {
      if (block.type !== "input") continue;
      const typed = this.typed.get(`${id}:${block.block_id}:${block.element.action_id}`);
      if (typed !== undefined) values[block.block_id] = typed ?? (LISTS.includes(block.element.type) ? [] : null);
    }
    this.page.act({ do: "submit", view: id, values });
  }
}
