// The WebSocket: what this person sees comes in, what they do goes out.

const PATIENCE = [300, 1000, 2000, 5000];

export class Live {
  /** `changed` is called after every change, `connected` with true or false. */
  constructor(person, changed, connected) {
    this.values = new Map();
    this.waiting = new Map();
    this.count = 0;
    this.tries = 0;
    this.ended = false;
    this.person = person;
    this.changed = changed;
    this.connected = connected;
    this.open();
  }

  open() {
    const address = new URL("live", location.href);
    address.protocol = "ws:";
    address.hash = "";
    if (this.person) address.searchParams.set("as", this.person);
    this.socket = new WebSocket(address);
    this.socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => this.lost());
  }

  /** Do something. Fulfilled with what came of it; rejected with a sentence. */
  act(gesture) {
    const { socket } = this;
    if (socket.readyState > WebSocket.OPEN) return Promise.reject(new Error("The playground does not answer."));
    this.count += 1;
    const text = JSON.stringify({ number: this.count, gesture });
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else socket.addEventListener("open", () => socket.send(text), { once: true });
    return new Promise((fulfil, reject) => this.waiting.set(this.count, { fulfil, reject }));
  }

  end() {
    this.ended = true;
    this.socket.close();
  }

  hear(news) {
    if (this.ended) return;
    if ("re" in news) {
      const { fulfil, reject } = this.waiting.get(news.re) ?? {};
      this.waiting.delete(news.re);
      if (news.error) reject?.(new Error(news.error));
      else fulfil?.(news);
      return;
    }
    if (news.fresh) {
      this.values.clear();
      this.tries = 0;
      this.connected(true);
    }
    for (const [name, value] of Object.entries(news.set)) this.values.set(name, value);
    for (const name of news.gone) this.values.delete(name);
    this.changed();
  }

  lost() {
    for (const { reject } of this.waiting.values()) reject(new Error("The connection to the playground was lost."));
    this.waiting.clear();
    if (this.ended) return;
    this.connected(false);
    setTimeout(() => this.ended || this.open(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }
}
