"""The channels and everything said in them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.playground.messages import Message
from bot.playground.people import App, Channel, Person
from bot.playground.refusals import Refused


class Conversations:
    """Channels, messages and private messages. Not locked: the workspace does that."""

    def __init__(self, people: Iterable[Person], channels: Iterable[Channel], app: App, now: Callable[[], float]):
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.app = app
        self._now = now
        self._messages: dict[str, dict[str, Message]] = {channel: {} for channel in self.channels}
        self._private: list[Message] = []
        self._last_tick = 0

    def next_ts(self) -> str:
        """A ts that no message has yet: seconds and microseconds, always increasing."""
        self._last_tick = max(self._last_tick + 1, int(self._now() * 1_000_000))
        return f"{self._last_tick // 1_000_000}.{self._last_tick % 1_000_000:06d}"

    def channel(self, reference: str) -> Channel:
        """By id, by name with or without #, or by a person's id (their direct conversation)."""
        if reference in self.channels:
            return self.channels[reference]
        name = reference.removeprefix("#")
        for channel in self.channels.values():
            if channel.partner == reference or (not channel.is_im and channel.name == name):
                return channel
        raise Refused("channel_not_found")

    def join(self, channel: Channel, user: str) -> Channel:
        """The channel with this member."""
        joined = replace(channel, members=channel.members | {user})
        self.channels[channel.id] = joined
        return joined

    def leave(self, channel: Channel, user: str) -> Channel:
        """The channel without this member."""
        left = replace(channel, members=channel.members - {user})
        self.channels[channel.id] = left
        return left

    def add(self, message: Message) -> Message:
        """Keep a new message where it belongs."""
        if message.ephemeral_to is not None:
            self._private.append(message)
        else:
            self._messages[message.channel][message.ts] = message
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """A message that everybody in the channel sees, or None."""
        return self._messages[channel].get(ts)

    def change(self, before: Message, after: Message) -> Message:
        """Put one message in another's place (the same channel and ts)."""
        if before.ephemeral_to is not None:
            self._private = [after if kept is before else kept for kept in self._private]
        else:
            self._messages[before.channel][before.ts] = after
        return after

    def current(self, message: Message) -> Message | None:
        """How this message stands now; None when it is gone."""
        if message.ephemeral_to is None:
            return self.find(message.channel, message.ts)
        same = [kept for kept in self._private if (kept.channel, kept.ts) == (message.channel, message.ts)]
        return same[0] if same else None

    def drop(self, message: Message) -> None:
        """Take a message away. A parent with replies leaves a tombstone, as in Slack."""
        if message.ephemeral_to is not None:
            self._private = [kept for kept in self._private if (kept.channel, kept.ts) != (message.channel, message.ts)]
        elif len(self.thread(message.channel, message.ts)) > 1:
            tombstone = Message(
                channel=message.channel,
                ts=message.ts,
                text="This message was deleted.",
                user="USLACKBOT",
                thread_ts=message.ts,
                subtype="tombstone",
            )
            self._messages[message.channel][message.ts] = tombstone
        else:
            self._messages[message.channel].pop(message.ts, None)

    def parent_of(self, channel: str, thread_ts: str) -> Message:
        """The message that replies hang on. A reply is no parent: Slack warns against its ts, we refuse it."""
        parent = self.find(channel, thread_ts)
        if parent is None or parent.is_reply:
            raise Refused("thread_not_found")
        return parent

    def all(self, channel: str) -> list[Message]:
        """Every shared message of a channel, oldest first."""
        return sorted(self._messages[channel].values(), key=lambda message: message.ts)

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A parent and its replies, oldest first."""
        return [kept for kept in self.all(channel) if ts in (kept.ts, kept.thread_ts)]

    def private(self, person: str, channel: str | None = None) -> list[Message]:
        """What only this person sees, oldest first."""
        return [kept for kept in self._private if kept.ephemeral_to == person and channel in (None, kept.channel)]
