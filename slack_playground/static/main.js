// The page: joins what the WebSocket brings to what is shown, and knows where one is.

import { Conversation } from "./conversation.js";
import { el } from "./dom.js";
import { Guide } from "./guide.js";
import { Inspector } from "./inspector.js";
import { Live } from "./live.js";
import { Sidebar } from "./sidebar.js";
import { applyTheme, recall, remember } from "./theme.js";
import { Thread } from "./thread.js";
import { Views } from "./views.js";
import { World } from "./world.js";

const byId = (id) => document.getElementById(id);

class Page {
  constructor() {
    this.place = { channel: null, thread: null };
    this.inspecting = { open: false, message: null, exchange: null };
    this.chosen = new Map();
    this.seen = new Map();
    this.failures = 0;
    this.asked = null;
    this.guide = new Guide(this);
    this.views = new Views(this);
    this.sidebar = new Sidebar(this, byId("sidebar"));
    this.conversation = new Conversation(this, byId("main"));
    this.thread = new Thread(this, byId("thread"));
    this.inspector = new Inspector(this, byId("inspector"));
    this.connect(recall("person"));
    addEventListener("hashchange", () => this.follow());
    addEventListener("keydown", (event) => this.key(event));
    document.querySelector(".skip").addEventListener("click", (event) => {
      // The address says where one is: it must not change.
      event.preventDefault();
      (byId("write") ?? byId("main")).focus();
    });
    byId("veil").addEventListener("click", () => this.drawer(false));
  }

  connect(person) {
    this.live?.end();
    this.live = new Live(
      person,
      () => this.changed(),
      (connected) => this.connection(connected),
    );
    this.world = new World(this.live.values);
    this.failures = null;
  }

  /** Speak as somebody else. */
  be(person) {
    remember("person", person);
    this.connect(person);
    this.arrived = null;
  }

  /** Speak as somebody else; fulfilled once what they see is here. */
  become(person) {
    this.be(person);
    return new Promise((fulfil) => {
      this.came = fulfil;
    });
  }

  /** Show everything as it is now, once for all changes of this moment. */
  changed() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      if (!this.world.ready) return;
      this.render();
      this.came?.();
      this.came = null;
    });
  }

  render() {
    if (this.place.channel === null || !this.exists(this.place.channel)) this.follow(true);
    this.arrive();
    this.conversation.render();
    this.thread.render();
    this.sidebar.render();
    this.inspector.render();
    this.views.render();
    this.tellFailures();
    document.body.dataset.speaker = this.world.nameOf(this.world.me);
    document.body.classList.toggle("in-thread", !byId("thread").hidden);
    document.body.classList.toggle("inspecting", this.inspecting.open);
  }

  exists(channel) {
    return channel === "app" || Boolean(this.world.channel(channel));
  }

  /** Go where the address says; without one, to the bot's channel. */
  follow(quietly = false) {
    if (!this.world.ready) return;
    const [channel, thread] = location.hash.replace(/^#\//, "").split("/").map(decodeURIComponent);
    const fallback =
      this.place.channel && !this.exists(this.place.channel) && !this.exists(channel)
        ? this.world.direct.id
        : this.world.setup.channel;
    this.place = this.exists(channel) ? { channel, thread: thread ?? null } : { channel: fallback, thread: null };
    this.drawer(false);
    if (!quietly) this.changed();
  }

  go({ channel = this.place.channel, thread = null }) {
    location.hash = `#/${channel}${thread ? `/${thread}` : ""}`;
    this.follow();
  }

  /** Where a pointer hovers, there is a keyboard: writing goes on in the thread. */
  openThread(thread) {
    this.go({ thread });
    this.render();
    if (matchMedia("(hover: hover)").matches) this.thread.composer.field.focus();
  }

  closeThread() {
    const inside = byId("thread").contains(document.activeElement);
    this.go({ thread: null });
    this.render();
    if (inside) this.conversation.composer?.field.focus({ preventScroll: true });
  }

  /** The app hears when somebody looks at its home or its messages. */
  arrive() {
    const where = `${this.world.me}:${this.place.channel}`;
    if (this.arrived === where) return;
    this.arrived = where;
    if (this.place.channel === "app") this.act({ do: "open_home", tab: "home" });
    if (this.world.channel(this.place.channel)?.direct) this.act({ do: "open_home", tab: "messages" });
  }

  /** Do something; what cannot be done is said. */
  async act(gesture) {
    try {
      return await this.live.act(gesture);
    } catch (error) {
      this.notice(error.message);
      return null;
    }
  }

  /** Ask in a channel, and open the thread in which the answer will come. */
  async ask(channel, text, loudly = false) {
    const say = { do: "say", channel, text };
    const said = await (loudly ? this.live.act(say) : this.act(say));
    if (!said) return;
    this.asked = `${said.channel}:${said.ts}`;
    this.go({ channel, thread: said.ts });
  }

  edit(message, inThread) {
    (inThread ? this.thread : this.conversation).composer.edit(message);
  }

  editLast(composer) {
    const inThread = composer === this.thread.composer;
    const { channel, thread } = this.place;
    const all = inThread ? this.world.replies(channel, thread) : this.world.messages(channel);
    const mine = all.findLast((message) => message.user === this.world.me && !message.app);
    if (mine) composer.edit(mine);
  }

  unread(channel) {
    const last = this.world.messages(channel).findLast((message) => message.user !== this.world.me);
    return (
      Boolean(last) && channel !== this.place.channel && last.ts > (this.seen.get(`${this.world.me}:${channel}`) ?? "")
    );
  }

  read(channel, ts) {
    if (ts) this.seen.set(`${this.world.me}:${channel}`, ts);
  }

  showGuide() {
    this.guide.show();
    this.go({ channel: this.world.setup.channel });
  }

  inspect(message) {
    this.inspecting = { open: true, message: { channel: message.channel, ts: message.ts }, exchange: null };
    this.changed();
  }

  inspectExchange(number) {
    this.inspecting = { open: true, message: null, exchange: number };
    this.changed();
  }

  toggleInspector(open = !this.inspecting.open) {
    this.inspecting = { open, message: null, exchange: null };
    this.drawer(false);
    this.changed();
  }

  drawer(open) {
    document.body.classList.toggle("drawer", open);
    document.querySelector(".work").inert = open;
    byId("veil").hidden = !open;
    if (open) byId("sidebar").querySelector("a")?.focus();
  }

  key(event) {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      if (document.body.classList.contains("drawer")) this.drawer(false);
      else if (this.inspecting.open) this.toggleInspector(false);
      else if (this.place.thread) this.closeThread();
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const places = [...this.world.channels.map((channel) => channel.id), this.world.direct.id, "app"];
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.go({ channel: places[(places.indexOf(this.place.channel) + step + places.length) % places.length] });
    }
  }

  /** What failed since the page was opened. */
  tellFailures() {
    const failures = this.world.under("failure:");
    if (this.failures !== null)
      for (const failure of failures.slice(this.failures))
        this.notice(`Slack would say: ${failure.kind} failed (${failure.reason}).`);
    this.failures = failures.length;
  }

  notice(text) {
    const note = el("p", { class: "notice" }, text);
    byId("notices").append(note);
    setTimeout(() => note.remove(), 8000);
  }

  connection(connected) {
    this.lost?.remove();
    this.lost = null;
    if (connected) return;
    this.lost = el(
      "p",
      { class: "notice lost" },
      "The playground does not answer. Is it still running? Trying again …",
    );
    byId("notices").append(this.lost);
  }
}

applyTheme();
new Page();
