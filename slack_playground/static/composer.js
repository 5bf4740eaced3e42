// Where one writes: mentions and commands are completed, Enter sends.

import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";

/** A composer. `where()` names what it writes to, `send(text)` sends (fulfilled: done), `commands` whether / works here. */
export class Composer {
  constructor(page, { id, where, send, commands }) {
    Object.assign(this, { page, where, send, commands, editing: null, options: [], active: 0 });
    this.listId = freshId("completions");
    this.list = el("ul", {
      id: this.listId,
      class: "completions",
      role: "listbox",
      "aria-label": "Suggestions",
      hidden: true,
    });
    this.field = el("textarea", {
      id,
      rows: "1",
      "aria-autocomplete": "list",
      "aria-controls": this.listId,
      maxlength: "12000",
      oninput: () => this.complete(),
      onclick: () => this.complete(),
      onkeydown: (event) => this.key(event),
      onblur: () => this.offer([]),
    });
    this.note = el("p", { class: "composer-note" });
    this.node = el(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.submit();
        },
      },
      this.list,
      this.note,
      el(
        "div",
        { class: "composer-row" },
        this.field,
        el("button", { class: "send", "aria-label": "Send", title: "Send (Enter)" }, icon("send")),
      ),
    );
    this.label();
  }

  label() {
    this.field.setAttribute("aria-label", `Message ${this.where()}`);
    this.field.setAttribute("placeholder", `Message ${this.where()}`);
    this.note.replaceChildren();
    if (this.editing) this.note.append("Editing your message. Enter saves, Escape leaves it as it was.");
  }

  /** Take a message of one's own back into the composer. */
  edit(message) {
    this.editing = message;
    this.field.value = this.asTyped(message.text);
    this.label();
    this.field.focus();
  }

  stopEditing() {
    this.editing = null;
    this.field.value = "";
    this.label();
  }

  async submit() {
    const text = this.field.value.trim();
    if (!text) return;
    const { editing } = this;
    this.offer([]);
    this.stopEditing();
    try {
      if (editing)
        await this.page.live.act({ do: "edit", channel: editing.channel, ts: editing.ts, text: this.marked(text) });
      else await this.send(text);
    } catch (error) {
      // What was written is not lost.
      if (!this.field.value) this.field.value = text;
      this.page.notice(error.message);
    }
  }

  /** "@policybot" → "<@U…>", and likewise user groups and channels. */
  marked(text) {
    const { setup, channels } = this.page.world;
    const { app, people, groups } = setup;
    const marks = new Map([
      ...groups.map(({ id, handle }) => [`@${handle}`, `<!subteam^${id}|@${handle}>`]),
      ...channels.map(({ id, name }) => [`#${name}`, `<#${id}|${name}>`]),
      ...people.map(({ id, name }) => [`@${name}`, `<@${id}>`]),
      [`@${app.name}`, `<@${app.user}>`],
    ]);
    return text.replace(
      /(^|[\s(])([@#][\w-]+)/g,
      (whole, before, name) => `${before}${marks.get(name.toLowerCase()) ?? name}`,
    );
  }

  /** The way back: what somebody typed to become this text. */
  asTyped(text) {
    const { app, people } = this.page.world.setup;
    const names = new Map([[app.user, app.name], ...people.map((person) => [person.id, person.name])]);
    return text
      .replace(/<@(\w+)(\|[^>]*)?>/g, (whole, id) => (names.has(id) ? `@${names.get(id)}` : whole))
      .replace(/<!subteam\^\w+\|([^>]*)>/g, "$1")
      .replace(/<#\w+\|([^>]*)>/g, "#$1")
      .replace(/<(https?:[^>|]+)(\|[^>]*)?>/g, "$1")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&amp;", "&");
  }

  key(event) {
    if (this.options.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + this.options.length) % this.options.length);
    } else if (this.options.length && (event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      event.preventDefault();
      this.take(this.options[this.active]);
    } else if (event.key === "Escape" && (this.options.length || this.editing)) {
      event.preventDefault();
      event.stopPropagation();
      if (this.options.length) this.offer([]);
      else this.stopEditing();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      this.page.editLast(this);
    }
  }

  complete() {
    const before = this.field.value.slice(0, this.field.selectionStart);
    this.offer(this.suggestions(before));
  }

  /** What could be meant: `{insert, from, title, about}`. */
  suggestions(before) {
    const { app, people, groups, command, usage, more_commands: more } = this.page.world.setup;
    const at = before.match(/(?:^|\s)@([\w-]*)$/);
    if (at) {
      const names = [
        { name: app.name, about: "App" },
        ...people.map((person) => ({ name: person.name, about: person.real_name })),
        ...groups.map((group) => ({ name: group.handle, about: "User group" })),
      ];
      const start = at[1].toLowerCase();
      return names
        .filter(({ name, about }) => name.startsWith(start) || about.toLowerCase().startsWith(start))
        .map(({ name, about }) => ({
          insert: `@${name} `,
          from: before.length - at[1].length - 1,
          title: `@${name}`,
          about,
        }));
    }
    if (!this.commands) return [];
    if (/^\/\w*$/.test(before) && command.startsWith(before)) {
      return [
        {
          insert: `${command} `,
          from: 0,
          title: `${command} ${usage}`,
          about: "Ask privately: only you see the answer",
        },
      ];
    }
    if (!before.startsWith(`${command} `)) return [];
    const rest = before.slice(command.length + 1);
    return more
      .filter(({ text }) => text.startsWith(rest) && text !== rest)
      .map(({ text, about }) => ({
        insert: `${text.replace(/\s*[[<(].*/, "")} `,
        from: command.length + 1,
        title: `${command} ${text}`,
        about,
      }));
  }

  offer(options) {
    this.options = options;
    this.list.hidden = !options.length;
    this.list.replaceChildren(
      ...options.map((option, place) =>
        el(
          "li",
          // mousedown, and not click: the field must keep the focus.
          {
            id: `${this.listId}-${place}`,
            role: "option",
            onmousedown: (event) => {
              event.preventDefault();
              this.take(option);
            },
          },
          el("strong", {}, option.title),
          el("span", { class: "small" }, option.about),
        ),
      ),
    );
    if (options.length) this.mark(0);
    else this.field.removeAttribute("aria-activedescendant");
  }

  mark(place) {
    this.active = place;
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === place)));
    this.field.setAttribute("aria-activedescendant", `${this.listId}-${place}`);
  }

  take(option) {
    const end = this.field.selectionStart;
    this.field.setRangeText(option.insert, option.from, end, "end");
    this.field.focus();
    this.complete();
  }
}
