// The middle: a channel, the conversation with the bot, or the app's home.

import { drawBlocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { el, stayAtEnd } from "./dom.js";
import { icon } from "./icons.js";
import { renderMessages } from "./messages.js";

export class Conversation {
  constructor(page, node) {
    this.page = page;
    this.node = node;
    this.shown = null;
    this.drafts = new Map();
  }

  render() {
    const { page } = this;
    const { channel } = page.place;
    const key = `${page.world.me}:${channel}`;
    if (this.shown !== key) this.build(key, channel);
    if (channel === "app") this.renderHome();
    else this.renderChannel(page.world.channel(channel));
  }

  build(key, id) {
    if (this.composer) this.drafts.set(this.shown, this.composer.field.value);
    this.shown = key;
    this.composer = null;
    this.guide = undefined;
    this.head = el("header", { class: "head-bar" });
    if (id === "app") {
      this.list = el("div", { class: "home scroll", tabindex: "-1" });
      this.node.replaceChildren(this.head, this.list);
      return;
    }
    const channel = this.page.world.channel(id);
    const name = channel.direct ? this.page.world.setup.app.name : `#${channel.name}`;
    this.list = el("ol", { class: "messages" });
    this.before = el("div", { class: "before" });
    this.scroll = el(
      "div",
      { class: "scroll", tabindex: "0", role: "log", "aria-label": `Messages in ${name}` },
      this.before,
      this.list,
    );
    stayAtEnd(this.scroll);
    this.after = el("div", { class: "after" });
    this.composer = new Composer(this.page, {
      id: "write",
      where: () => name,
      commands: true,
      send: (text) => this.send(channel, text),
    });
    this.composer.field.value = this.drafts.get(key) ?? "";
    this.node.replaceChildren(this.head, this.scroll, this.after, this.composer.node);
  }

  renderChannel(channel) {
    const { page } = this;
    const messages = page.world.messages(channel.id);
    this.head.replaceChildren(...this.title(channel));
    this.renderBefore(channel, messages);
    const atEnd = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < 120;
    const count = this.list.kept?.size ?? 0;
    renderMessages(this.list, messages, page);
    this.renderAfter(channel);
    if (!count || atEnd || messages.length > count)
      this.scroll.scrollTop = messages.length ? this.scroll.scrollHeight : 0;
    page.read(channel.id, messages.at(-1)?.ts);
  }

  title(channel) {
    const { page } = this;
    const menu = el(
      "button",
      {
        type: "button",
        class: "quiet only-narrow",
        "aria-label": "Open the sidebar",
        onclick: () => page.drawer(true),
      },
      icon("menu"),
    );
    if (!channel || channel.direct) return [menu, ...this.appTitle(channel ? "messages" : "home")];
    const { setup } = page.world;
    return [
      menu,
      el("h1", {}, el("span", { class: "hash" }, "#"), channel.name),
      el(
        "span",
        { class: "small only-wide" },
        channel.has_bot ? `${channel.members} members, ${setup.app.name} among them` : `${channel.members} members`,
      ),
      el("span", { class: "spring" }),
      setup.digest && channel.has_bot
        ? el(
            "button",
            { type: "button", class: "button", onclick: () => page.act({ do: "digest", channel: channel.id }) },
            "Send a digest",
          )
        : null,
    ].filter(Boolean);
  }

  appTitle(tab) {
    const { setup, direct } = this.page.world;
    const tabs = [
      ["home", "Home", "#/app"],
      ["messages", "Messages", `#/${direct.id}`],
    ].map(([name, text, href]) => el("a", { href, "aria-current": name === tab ? "page" : null }, text));
    return [
      el("h1", {}, setup.app.name, el("span", { class: "badge" }, "App")),
      el("nav", { class: "tabs", "aria-label": setup.app.name }, tabs),
    ];
  }

  /** What stands above the messages: proposals, or a word where nothing was said yet. */
  renderBefore(channel, messages) {
    const { page } = this;
    const { setup } = page.world;
    const guide = channel.id === setup.channel || channel.direct ? page.guide : null;
    const signature = JSON.stringify([guide?.open, [...(guide?.done ?? [])], messages.length > 0]);
    if (this.guide === signature) return;
    const focus = this.before.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    this.guide = signature;
    const words = channel.direct
      ? `This is between you and ${setup.app.name}. Write a question; no mention is needed.`
      : channel.has_bot
        ? `Mention @${setup.app.name} with a question, or ask privately with ${setup.command}.`
        : "People talk here. The bot does not listen.";
    const empty = messages.length
      ? null
      : el(
          "div",
          { class: "empty" },
          el("p", { class: "empty-title" }, channel.direct ? setup.app.name : `#${channel.name}`),
          el("p", {}, words),
        );
    this.before.replaceChildren(...[guide && !channel.direct ? guide.draw() : null, empty].filter(Boolean));
    if (focus)
      [...this.before.querySelectorAll("[data-focus]")]
        .find((one) => one.dataset.focus === focus)
        ?.focus({ preventScroll: true });
  }

  /** What stands between the messages and the composer: prompts, or an invitation. */
  renderAfter(channel) {
    const { page } = this;
    const { setup } = page.world;
    const prompts = page.world
      .prompts(channel.id)
      .map((prompt) =>
        el(
          "button",
          { type: "button", class: "button", onclick: () => this.send(channel, prompt.message) },
          prompt.title,
        ),
      );
    const stranger =
      channel.has_bot || channel.direct
        ? null
        : el(
            "p",
            { class: "invite" },
            `${setup.app.name} is not in this channel. ${setup.command} works here all the same. `,
            el(
              "button",
              { type: "button", class: "button", onclick: () => page.act({ do: "invite", channel: channel.id }) },
              `Invite ${setup.app.name}`,
            ),
          );
    this.after.replaceChildren(...prompts, ...(stranger ? [stranger] : []));
  }

  renderHome() {
    const { page } = this;
    this.head.replaceChildren(...this.title(null));
    const { home } = page.world;
    if (this.homeShown === home && this.list.childElementCount) return;
    this.homeShown = home;
    const focus = this.list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
    const empty = el(
      "div",
      { class: "empty" },
      el("p", { class: "empty-title" }, "Nothing here yet"),
      el("p", {}, "The app has not published a home for you. Its answers are under Messages."),
    );
    this.list.replaceChildren(home ? drawBlocks(home.body.blocks, page.views.context(home)) : empty);
    if (focus) [...this.list.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === focus)?.focus();
  }

  async send(channel, text) {
    const { page } = this;
    const { command, app } = page.world.setup;
    if (text.startsWith("/")) {
      const [name] = text.split(/\s+/);
      if (name !== command) throw new Error(`${name} is no command here. There is ${command}.`);
      await page.live.act({ do: "command", channel: channel.id, command, text: this.composer.marked(text.slice(name.length)).trim() });
      return;
    }
    const marked = this.composer.marked(text);
    if (channel.direct || (channel.has_bot && marked.includes(`<@${app.user}>`)))
      await page.ask(channel.id, marked, true);
    else await page.live.act({ do: "say", channel: channel.id, text: marked });
  }
}
