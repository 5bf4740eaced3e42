"""Posting, editing and removing messages, and telling the app what it subscribed to."""

from collections.abc import Callable
from dataclasses import replace

from slack_playground import payloads
from slack_playground.conversations import Conversations
from slack_playground.delivery.outbox import Outbox
from slack_playground.invocations import Failure
from slack_playground.messages import Message, as_slack
from slack_playground.people import App, Channel, Json, Person


class Posts:
    """Changes to conversations that the app may hear of. Not locked: the workspace does that."""

    def __init__(
        self,
        conversations: Conversations,
        outbox: Outbox,
        subscriptions: set[str],
        failures: list[Failure],
        now: Callable[[], float],
    ) -> None:
        self.conversations = conversations
        self.subscriptions = subscriptions
        self._outbox = outbox
        self._failures = failures
        self._now = now
        self.hearers: list[Callable[[Message], None]] = []

    @property
    def app(self) -> App:
        return self.conversations.app

    def add(self, message: Message) -> Message:
        """Post a message; its parent becomes a thread."""
        if message.is_reply and message.ephemeral_to is None:
            parent = self.conversations.parent_of(message.channel, message.thread_ts or "")
            if parent.thread_ts is None:
                self.conversations.change(parent, replace(parent, thread_ts=parent.ts))
        self.conversations.add(message)
        if message.ephemeral_to is None:
            self._tell_of_mention(message, message.ts)
            channel = self.conversations.channels[message.channel]
            self._tell_of_message(channel, lambda: payloads.message_event(message, self.app, channel))
        for hear in tuple(self.hearers):
            hear(message)
        return message

    def change(self, before: Message, after: Message) -> Message:
        """Put an edited message in its place."""
        self.conversations.change(before, after)
        if before.ephemeral_to is None:
            channel, ts = self.conversations.channels[before.channel], self.conversations.next_ts()
            if after.edited:
                self._tell_of_mention(after, ts)
            event = payloads.changed_event(before, as_slack(after, self.app), self.app, channel, ts)
            self._tell_of_message(channel, lambda: event)
        return after

    def drop(self, message: Message) -> None:
        """Remove a message. Of a parent with replies the app hears as of a change, to a tombstone."""
        tombstone = self.conversations.drop(message)
        if message.ephemeral_to is not None:
            return
        channel, ts = self.conversations.channels[message.channel], self.conversations.next_ts()
        if tombstone is None:
            self._tell_of_message(channel, lambda: payloads.deleted_event(message, self.app, channel, ts))
        else:
            shape = payloads.tombstone(tombstone, self.conversations.thread(channel.id, message.ts)[1:], self.app)
            event = payloads.changed_event(message, shape, self.app, channel, ts)
            self._tell_of_message(channel, lambda: event)

    def home_opened(self, person: Person, channel: Channel, tab: str, view: Json | None) -> None:
        """Somebody looks at the app's home."""
        if "app_home_opened" in self.subscriptions:
            self._send(payloads.home_event(person, channel, tab, view, self.conversations.next_ts()))

    def from_bot(  # noqa: PLR0913 - what a message is made of
        self,
        channel: Channel,
        text: str,
        blocks: list[Json],
        *,
        thread_ts: str | None = None,
        ephemeral_to: str | None = None,
        metadata: Json | None = None,
    ) -> Message:
        """A new message of the app, posted."""
        return self.add(
            Message(
                channel=channel.id,
                ts=self.conversations.next_ts(),
                text=text,
                user=self.app.user_id,
                bot_id=self.app.bot_id,
                thread_ts=thread_ts,
                blocks=blocks,
                ephemeral_to=ephemeral_to,
                metadata=metadata,
            )
        )

    def _tell_of_mention(self, message: Message, event_ts: str) -> None:
        channel = self.conversations.channels[message.channel]
        mentioned = f"<@{self.app.user_id}>" in message.text or f"<@{self.app.user_id}|" in message.text
        heard = self.app.user_id in channel.members and not channel.is_im
        if mentioned and heard and message.user != self.app.user_id and "app_mention" in self.subscriptions:
            self._send(payloads.mention_event(message, self.app, event_ts))

    def _tell_of_message(self, channel: Channel, event: Callable[[], Json]) -> None:
        wanted = "message.im" if channel.is_im else "message.channels"
        if wanted in self.subscriptions and self.app.user_id in channel.members:
            self._send(event())

    def _send(self, event: Json) -> None:
        def lost(reason: str) -> None:
            self._failures.append(Failure("event", None, reason, str(event["type"])))

        place = self.conversations.channels.get(str(event["channel"]))
        shared = place is not None and place.shared
        payload = payloads.event_callback(event, self.app, self._now(), shared=shared)
        self._outbox.put("events_api", payload, lambda _: None, lost)
