"""The channels and everything said in them."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from slack_playground.messages import Message
from slack_playground.people import App, Channel, Person
from slack_playground.refusals import Refused
from slack_playground.said import Said

TOMBSTONE = "This message was deleted."


class Conversations:
    """Channels, messages and private messages. Not locked: the workspace does that."""

    def __init__(self, people: Iterable[Person], channels: Iterable[Channel], app: App, now: Callable[[], float]):
        self.people = {person.id: person for person in people}
        self.channels = {channel.id: channel for channel in channels}
        self.app = app
        self._now = now
        self._ids = {channel.partner or channel.name: channel.id for channel in self.channels.values()}
        self._said = {channel: Said() for channel in self.channels}
        self._private: dict[str, dict[tuple[str, str], Message]] = {}
        self._last_tick = 0

    def next_ts(self) -> str:
        """A ts that no message has yet: seconds and microseconds, always increasing."""
        self._last_tick = max(self._last_tick + 1, int(self._now() * 1_000_000))
        return f"{self._last_tick // 1_000_000}.{self._last_tick % 1_000_000:06d}"

    def edit_ts(self) -> str:
        """When something is edited: in whole seconds, as Slack tells it."""
        return f"{int(self._now())}.000000"

    def channel(self, reference: str) -> Channel:
        """By id, by name with or without #, or by a person's id (their direct conversation)."""
        found = self.channels.get(reference) or self.channels.get(self._ids.get(reference.removeprefix("#"), ""))
        if found is None:
            raise Refused("channel_not_found")
        return found

    def put(self, channel: Channel) -> Channel:
        """The channel, in the place of the one with the same id."""
        self.channels[channel.id] = channel
        return channel

    def join(self, channel: Channel, user: str) -> Channel:
        """The channel with this member."""
        return self.put(replace(channel, members=channel.members | {user}))

    def leave(self, channel: Channel, user: str) -> Channel:
        """The channel without this member."""
        return self.put(replace(channel, members=channel.members - {user}))

    def forget(self, channel: Channel) -> None:
        """The channel is no more, nor what was said in it."""
        del self.channels[channel.id], self._said[channel.id]
        for private in self._private.values():
            for key in [key for key in private if key[0] == channel.id]:
                del private[key]

    def add(self, message: Message) -> Message:
        """Keep a new message where it belongs."""
        if message.ephemeral_to is not None:
            self._private.setdefault(message.ephemeral_to, {})[message.channel, message.ts] = message
        else:
            self._said[message.channel].put(message)
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """A message that everybody in the channel sees, or None."""
        said = self._said.get(channel)
        return said.find(ts) if said is not None else None

    def change(self, before: Message, after: Message) -> Message:
        """Put one message in another's place (the same channel and ts)."""
        return self.add(after) if self.current(before) is not None else after

    def current(self, message: Message) -> Message | None:
        """How this message stands now; None when it is gone."""
        if message.ephemeral_to is None:
            return self.find(message.channel, message.ts)
        return self._private.get(message.ephemeral_to, {}).get((message.channel, message.ts))

    def drop(self, message: Message) -> Message | None:
        """Take a message away. A parent with replies leaves a tombstone, as in Slack, which is given."""
        if message.ephemeral_to is not None:
            self._private.get(message.ephemeral_to, {}).pop((message.channel, message.ts), None)
            return None
        if len(self.thread(message.channel, message.ts)) == 1:
            self._said[message.channel].drop(message)
            return None
        tombstone = Message(
            channel=message.channel,
            ts=message.ts,
            text=TOMBSTONE,
            user="USLACKBOT",
            thread_ts=message.ts,
            subtype="tombstone",
        )
        return self.add(tombstone)

    def parent_of(self, channel: str, thread_ts: str) -> Message:
        """The message that replies hang on. A reply is no parent: Slack warns against its ts, we refuse it."""
        parent = self.find(channel, thread_ts)
        if parent is None or parent.is_reply:
            raise Refused("thread_not_found")
        return parent

    def all(self, channel: str) -> list[Message]:
        """Every shared message of a channel, oldest first."""
        return self._said[channel].all()

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A parent and its replies, oldest first."""
        return self._said[channel].thread(ts)

    def private(self, person: str, channel: str | None = None) -> list[Message]:
        """What only this person sees, oldest first."""
        return [kept for kept in self._private.get(person, {}).values() if channel in (None, kept.channel)]
