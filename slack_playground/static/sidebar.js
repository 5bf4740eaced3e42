// The sidebar: where one can go, who one is, how it looks.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./messages.js";
import { nextTheme, themeName } from "./theme.js";

export class Sidebar {
  constructor(page, node) {
    this.page = page;
    this.node = node;
  }

  render() {
    const { world } = this.page;
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const bot = world.setup.app.name;
    this.node.replaceChildren(
      el(
        "div",
        { class: "team" },
        el("strong", {}, world.setup.team),
        el("span", {}, "A pretend Slack workspace. Nothing leaves this machine."),
      ),
      el(
        "div",
        { class: "places" },
        this.group(
          "Channels",
          world.channels.map((channel) => this.place(channel.id, icon("hash"), channel.name)),
        ),
        this.group("Direct messages", [this.place(world.direct.id, avatar({ app: true, name: "" }), bot)]),
        this.group("Apps", [this.place("app", icon("home"), bot, "Home")]),
      ),
      this.extras(),
      this.people(),
    );
    if (focus) [...this.node.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus)?.focus();
  }

  group(title, rows) {
    return el(
      "section",
      {},
      el("h2", {}, title),
      el(
        "ul",
        {},
        rows.map((row) => el("li", {}, row)),
      ),
    );
  }

  place(id, drawing, name, more = null) {
    const here = this.page.place.channel === id;
    const unread = id !== "app" && this.page.unread(id);
    return el(
      "a",
      {
        href: `#/${id}`,
        class: `place ${unread ? "unread" : ""}`,
        "aria-current": here ? "page" : null,
        dataset: { focus: `place-${id}` },
      },
      drawing,
      el("span", {}, name),
      more ? el("span", { class: "more" }, more) : null,
      unread ? el("span", { class: "dot" }, el("span", { class: "sr" }, "(unread)")) : null,
    );
  }

  extras() {
    const { page } = this;
    const { setup } = page.world;
    const entry = (name, drawing, run, pressed = null) =>
      el(
        "button",
        { type: "button", class: "place", onclick: run, "aria-pressed": pressed, dataset: { focus: name } },
        icon(drawing),
        el("span", {}, name),
      );
    return el(
      "div",
      { class: "extras" },
      setup.offers.length ? entry("Things to try", "list", () => page.showGuide()) : null,
      setup.global_shortcuts.map((shortcut) =>
        entry(shortcut.label, "bolt", () => page.act({ do: "shortcut", callback_id: shortcut.callback_id })),
      ),
      entry("Inspector", "code", () => page.toggleInspector(), String(page.inspecting.open)),
      entry(`Theme: ${themeName()}`, "theme", () => {
        nextTheme();
        page.changed();
        this.node.querySelector('[data-focus^="Theme"]')?.focus();
      }),
    );
  }

  people() {
    const { world } = this.page;
    const rows = world.setup.people.map((person) =>
      el(
        "label",
        { class: "person" },
        el("input", {
          type: "radio",
          name: "person",
          value: person.id,
          checked: person.id === world.me,
          onchange: () => this.page.be(person.id),
          dataset: { focus: `person-${person.id}` },
        }),
        avatar({ user: person.id, name: person.real_name, app: false }),
        el("span", {}, person.real_name),
      ),
    );
    return el("fieldset", { class: "people" }, el("legend", {}, "You speak as"), rows);
  }
}
