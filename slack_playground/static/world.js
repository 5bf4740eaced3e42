// Questions to what the WebSocket brought: who is there, what stands where.

export class World {
  constructor(values) {
    this.values = values;
  }

  get ready() {
    return this.values.has("setup");
  }

  get setup() {
    return this.values.get("setup");
  }

  get me() {
    return this.values.get("me");
  }

  get home() {
    return this.values.get("home");
  }

  get channels() {
    return this.under("channel:").filter((channel) => !channel.direct);
  }

  get direct() {
    return this.under("channel:").find((channel) => channel.direct);
  }

  get exchanges() {
    return this.under("exchange:");
  }

  get views() {
    return this.under("view:").sort((one, other) => one.place - other.place);
  }

  channel(id) {
    return this.values.get(`channel:${id}`);
  }

  /** Everything in a channel that this person sees outside threads, oldest first. */
  messages(channel) {
    return this.everything(channel).filter((message) => !isReply(message));
  }

  /** The replies of a thread, oldest first. */
  replies(channel, ts) {
    return this.everything(channel).filter((message) => isReply(message) && message.thread_ts === ts);
  }

  message(channel, ts) {
    return this.values.get(`message:${channel}:${ts}`) ?? this.values.get(`private:${channel}:${ts}`);
  }

  status(channel, ts) {
    return this.values.get(`status:${channel}:${ts}`);
  }

  prompts(channel) {
    return this.values.get(`prompts:${channel}`) ?? [];
  }

  /** What people see for an id, without @ or #. */
  nameOf(id) {
    if (id === this.setup.app.user || id === this.setup.app.bot) return this.setup.app.name;
    const person = this.setup.people.find((one) => one.id === id);
    return person?.real_name ?? this.channel(id)?.name ?? id;
  }

  /** The exchange in which the app posted (or last changed) a message. */
  exchangeOf(message) {
    const place = `${message.channel}:${message.ts}`;
    return this.exchanges.findLast((exchange) => exchange.steps.some((step) => step.posted === place));
  }

  everything(channel) {
    const found = [...this.under(`message:${channel}:`), ...this.under(`private:${channel}:`)];
    return found.sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  under(start) {
    const found = [];
    for (const [name, value] of this.values) if (name.startsWith(start)) found.push(value);
    return found;
  }
}

export function isReply(message) {
  return message.thread_ts !== null && message.thread_ts !== message.ts;
}
