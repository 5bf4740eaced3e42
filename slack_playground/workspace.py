"""The pretend workspace: what people do in it, and what can be seen there.

Every method may be called from any thread. People and channels are given as such, by id or by name.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from slack_playground import description, gestures
from slack_playground.invocations import Invocation
from slack_playground.messages import Message, as_typed
from slack_playground.people import Channel, Person
from slack_playground.refusals import Impossible, Refused
from slack_playground.state import SCOPES, SUBSCRIPTIONS, State
from slack_playground.views import View

__all__ = ["SCOPES", "SUBSCRIPTIONS", "Workspace"]

T = TypeVar("T")


class Workspace(State):
    """People in their channels, and an app: see ``State`` for how one is made."""

    # What people do

    def say(self, person: Person | str, channel: Channel | str, text: str, thread_ts: str | None = None) -> Message:
        """Post what a person types. ``<@U…>`` is a mention; any other ``<``, ``>`` and ``&`` is escaped."""
        who, where = self.person(person), self.channel(channel)
        if who.id not in where.members or where.archived:
            raise Impossible(f"{who.name} cannot write in {where.name}")
        with self.changes.changing():
            parent = self.conversations.find(where.id, thread_ts) if thread_ts else None
            if thread_ts and (parent is None or parent.is_reply):
                raise Impossible(f"no thread starts at {thread_ts}")
            return self.posts.add(
                Message(
                    channel=where.id,
                    ts=self.conversations.next_ts(),
                    text=as_typed(text),
                    user=who.id,
                    thread_ts=thread_ts,
                    client_msg_id=str(uuid.uuid4()),
                    team=who.team,
                )
            )

    def mention(self, person: Person | str, channel: Channel | str, text: str, thread_ts: str | None = None) -> Message:
        """Say something with the bot's mention before it."""
        return self.say(person, channel, f"<@{self.app.user_id}> {text}", thread_ts)

    def say_twice(
        self, person: Person | str, channel: Channel | str, text: str, thread_ts: str | None = None
    ) -> tuple[Message, Message]:
        """One gesture that Slack makes two messages of: each with its ts, both with the same client_msg_id."""
        with self.changes.changing():
            first = self.say(person, channel, text, thread_ts)
            return first, self.posts.add(replace(first, ts=self.conversations.next_ts()))

    def direct_message(self, person: Person | str, text: str, thread_ts: str | None = None) -> Message:
        """Say something to the bot alone."""
        return self.say(person, self.direct_channel(person), text, thread_ts)

    def edit(self, message: Message, new_text: str) -> Message:
        """Change one's own message."""
        with self.changes.changing():
            before = self._as_it_stands(message)
            after = replace(before, text=as_typed(new_text), edited=self.conversations.edit_ts())
            return self.posts.change(before, after)

    def remove(self, message: Message) -> None:
        """Delete a message."""
        with self.changes.changing():
            self.posts.drop(self._as_it_stands(message))

    def bot_says(
        self, channel: Channel | str, text: str, thread_ts: str | None = None, username: str = "Standup"
    ) -> Message:
        """Post as another app's bot: a ``bot_message`` without a user."""
        with self.changes.changing():
            return self.posts.add(
                Message(
                    channel=self.channel(channel).id,
                    ts=self.conversations.next_ts(),
                    text=text,
                    bot_id="B0STANDUP",
                    thread_ts=thread_ts,
                    subtype="bot_message",
                    username=username,
                )
            )

    def command(self, person: Person | str, channel: Channel | str, command: str, text: str = "") -> Invocation:
        """Give a slash command, also where the bot is no member."""
        with self.changes.changing():
            return gestures.command(self, self.person(person), self.channel(channel), command, text)

    def press(self, person: Person | str, on: Message | View, action_id: str, value: Any = None) -> Invocation:
        """Press a button or pick from a menu, on a message or in a view. ``value`` chooses among several."""
        with self.changes.changing():
            who = self.person(person)
            if isinstance(on, View):
                return gestures.press_in_view(self, who, self._view_as_it_stands(on), action_id, value)
            return gestures.press_on_message(self, who, self._as_it_stands(on), action_id, value)

    def submit(self, person: Person | str, view: View, values: dict[str, Any] | None = None) -> Invocation:
        """Send a modal's form. ``values`` by action_id or block_id: text, option's value, date, or list."""
        with self.changes.changing():
            return gestures.submit(self, self.person(person), self._view_as_it_stands(view), values or {})

    def close(self, person: Person | str, view: View) -> None:
        """Close a modal; the app hears of it when it asked to (``notify_on_close``)."""
        with self.changes.changing():
            gestures.close(self, self.person(person), self._view_as_it_stands(view))

    def shortcut(self, person: Person | str, callback_id: str, message: Message | None = None) -> Invocation:
        """Use a message shortcut, or (without a message) a global one."""
        with self.changes.changing():
            current = self._as_it_stands(message) if message else None
            return gestures.shortcut(self, self.person(person), callback_id, current)

    def open_home(self, person: Person | str, tab: str = "home") -> View | None:
        """Look at the app's ``home`` or ``messages`` tab; gives what was published there so far."""
        with self.changes.changing():
            who = self.person(person)
            view = self.open_views.home(who.id)
            shape = view.as_slack(self.app) if view else None
            self.posts.home_opened(who, self.direct_channel(who), tab, shape)
            return view

    # What can be seen

    def messages(self, channel: Channel | str) -> list[Message]:
        """What stands in a channel outside threads, oldest first."""
        with self.changes.reading():
            return [kept for kept in self.conversations.all(self.channel(channel).id) if not kept.is_reply]

    def replies(self, channel: Channel | str, ts: str) -> list[Message]:
        """The replies of a thread without its parent, oldest first."""
        with self.changes.reading():
            return [kept for kept in self.conversations.thread(self.channel(channel).id, ts) if kept.is_reply]

    def private_messages(self, person: Person | str, channel: Channel | str | None = None) -> list[Message]:
        """What only this person sees, oldest first."""
        with self.changes.reading():
            where = self.channel(channel).id if channel is not None else None
            return self.conversations.private(self.person(person).id, where)

    def views(self, person: Person | str) -> list[View]:
        """A person's open modals, the one on top last."""
        with self.changes.reading():
            return self.open_views.stack(self.person(person).id)

    def home(self, person: Person | str) -> View | None:
        """What the app published to a person's home."""
        with self.changes.reading():
            return self.open_views.home(self.person(person).id)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every change, in the thread that made it. Returns a function that ends this."""
        return self.changes.subscribe(callback)

    def hear_messages(self, callback: Callable[[Message], None]) -> Callable[[], None]:
        """Call back with every new message, private ones too, while the workspace is locked: be quick.

        Returns a function that ends this. Where thousands of answers are awaited, this is cheaper than waiting.
        """
        self.posts.hearers.append(callback)
        return lambda: self.posts.hearers.remove(callback)

    def wait_for(self, find: Callable[["Workspace"], T | None], timeout: float = 30.0) -> T:
        """The first truthy answer of ``find``. Raises TimeoutError after ``timeout`` seconds, with what was there."""
        return self.changes.wait_until(lambda: find(self), timeout, lambda: description.of(self))

    def _as_it_stands(self, message: Message) -> Message:
        current = self.conversations.current(message)
        if current is None:
            raise Impossible("the message is gone")
        return current

    def _view_as_it_stands(self, view: View) -> View:
        try:
            return self.open_views.find(view.id)
        except Refused as error:
            raise Impossible("the view is closed") from error
