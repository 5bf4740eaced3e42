// A thread beside the conversation.

import { Composer } from "./composer.js";
import { el, stayAtEnd } from "./dom.js";
import { icon } from "./icons.js";
import { renderMessages } from "./messages.js";

export class Thread {
  constructor(page, node) {
    this.page = page;
    this.node = node;
    this.shown = null;
  }

  render() {
    const { page } = this;
    const { channel, thread } = page.place;
    const parent = thread ? page.world.message(channel, thread) : null;
    this.node.hidden = !parent;
    if (!parent) {
      this.shown = null;
      return;
    }
    const key = `${page.world.me}:${channel}:${thread}`;
    if (this.shown !== key) this.build(key, channel, thread);
    const replies = page.world.replies(channel, thread);
    const count = this.list.kept?.size ?? 0;
    renderMessages(this.list, [parent, ...replies], page, true);
    const status = page.world.status(channel, thread);
    const waits = !replies.length && page.asked === `${channel}:${thread}`;
    this.status.textContent = status
      ? `${page.world.setup.app.name} ${status}`
      : waits
        ? `${page.world.setup.app.name} is looking …`
        : "";
    if (replies.length + 1 > count) this.scroll.scrollTop = count ? this.scroll.scrollHeight : 0;
  }

  build(key, channel, thread) {
    const { page } = this;
    this.shown = key;
    const place = page.world.channel(channel);
    const name = place.direct ? page.world.setup.app.name : `#${place.name}`;
    this.list = el("ol", { class: "messages" });
    this.status = el("p", { class: "status", role: "status" });
    this.scroll = el(
      "div",
      { class: "scroll", tabindex: "0", role: "log", "aria-label": "Messages in the thread" },
      this.list,
      this.status,
    );
    stayAtEnd(this.scroll);
    this.composer = new Composer(page, {
      id: "reply",
      where: () => "the thread",
      commands: false,
      send: (text) => this.send(channel, thread, text),
    });
    this.node.replaceChildren(
      el(
        "header",
        { class: "head-bar" },
        el("h2", {}, "Thread ", el("span", { class: "small" }, name)),
        el("span", { class: "spring" }),
        el(
          "button",
          {
            type: "button",
            class: "quiet",
            "aria-label": "Close the thread",
            title: "Close (Escape)",
            onclick: () => page.closeThread(),
          },
          icon("close"),
        ),
      ),
      this.scroll,
      this.composer.node,
    );
  }

  async send(channel, thread, text) {
    if (text.startsWith("/")) throw new Error("Slack takes no commands in threads.");
    await this.page.live.act({ do: "say", channel, thread_ts: thread, text: this.composer.marked(text) });
  }
}
