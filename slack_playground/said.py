"""What was said in one place, with its threads."""

from slack_playground.messages import Message


class Said:
    """Messages by ts, oldest first. Looking up, adding and reading one thread do not slow down with the others."""

    def __init__(self) -> None:
        self._by_ts: dict[str, Message] = {}
        self._replies: dict[str, dict[str, None]] = {}

    def put(self, message: Message) -> None:
        """Add a message, or put it in the place of the one with the same ts."""
        newest = next(reversed(self._by_ts), "")
        if message.is_reply and message.thread_ts is not None:
            self._replies.setdefault(message.thread_ts, {})[message.ts] = None
        is_new = message.ts not in self._by_ts
        self._by_ts[message.ts] = message
        if is_new and message.ts < newest:
            self._by_ts = dict(sorted(self._by_ts.items()))

    def drop(self, message: Message) -> None:
        """Forget a message."""
        self._by_ts.pop(message.ts, None)
        if message.is_reply and message.thread_ts is not None:
            self._replies.get(message.thread_ts, {}).pop(message.ts, None)

    def find(self, ts: str) -> Message | None:
        """The message with this ts, or None."""
        return self._by_ts.get(ts)

    def all(self) -> list[Message]:
        """Everything, oldest first."""
        return list(self._by_ts.values())

    def thread(self, ts: str) -> list[Message]:
        """A parent and its replies, oldest first. What has no replies is alone."""
        parent = self._by_ts.get(ts)
        replies = [self._by_ts[reply] for reply in sorted(self._replies.get(ts, {}))]
        return [*([parent] if parent is not None else []), *replies]
