"""Messages on their way to Slack: each once, whatever happens on the way.

Slack knows no key that would keep it from posting twice. So a post is begun in the store, sent with its opaque id as
metadata, and marked. What was begun and never marked is looked for (`lost_posts`) before anything is sent again.

Whoever sends a post renews it meanwhile, as a claim is renewed, and each taking has a moment of its own: a sender that
was overtaken can mark nothing any more.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.core.errors import DeliveryError, RetryLater
from bot.core.ports import Posts
from bot.core.requests import Handled, Post, PostStatus
from bot.slack.api.client import Called, counted, trusted_at, uncounted
from bot.slack.api.clocks import SlackClock
from bot.slack.api.lost_posts import GRACE, SHOWN, LostPosts, Sightings
from bot.slack.api.message import Destination, Message, Version
from bot.slack.api.pacing import Pace
from bot.slack.api.refusals import UNCLEAR, delivery_error, of_response

M = TypeVar("M", bound=Message)

EVENT_TYPE = "policybot_post"
# Seconds between taking a post and sending it, after which it is not sent: another worker may be doing it by now.
FRESH = 5.0
RESPONSE_TIMEOUT = 10


class Delivery:
    """Posts, changes and removes our messages. Every method may be called again after any failure.

    All raise RetryLater where a later try may help, DeliveryError where none will, and StoreError.
    """

    def __init__(  # noqa: PLR0913  # two of them have a default
        self,
        client: WebClient,
        posts: Posts,
        pace: Pace,
        clock: SlackClock,
        *,
        grace: float = GRACE,
        called: Called = uncounted,
    ) -> None:
        """`grace`: seconds for which Slack may still accept what it did not confirm. `called` is told of what goes to
        response URLs.
        """
        self._client, self._posts, self._pace, self._clock = client, posts, pace, clock
        self._steady, self._called = clock.seconds, called
        self._lost = LostPosts(client, posts, clock, Sightings(clock.seconds), grace)
        self._lock = threading.Lock()
        self._under_way: dict[str, Post] = {}

    def post(self, place: Destination, version: Version, make: Callable[[], M]) -> M | None:
        """Makes the message stand in its place, once. One that answers an older version is changed.

        Returns the message; None where nothing had to be said.
        """
        known = self._posts.find(place.key)
        if known is None or known.fate is PostStatus.UNSENT:
            # First the turn: if that has to be waited for, the message is made when it comes, and not twice.
            self._pace.take_turn(place.channel, place.key)
            message = make()  # may fail, so before anything is begun
            taken = self._steady()
            answered = version.answered_by(message)
            known, mine = self._posts.begin(place.key, place.channel, place.thread, answered, self._clock.now())
            if mine:
                self._send(known, message, taken)
                return message
        if known.fate is PostStatus.SENDING:
            found = self._lost.settled(known, place)
            if found is None:
                message = make()
                self._send_again(known, version, message)
                return message
            known = found
        if known.fate is PostStatus.SENT and version.replaces(known.fingerprint):
            message = make()
            self._change(known, version.answered_by(message), message)
            return message
        return None

    def handled(self, place: Destination, version: Version) -> Handled | None:
        """What came of the version, if the post that stands in the place is a reply to it."""
        known = self._posts.find(place.key)
        return version.handled(known.fingerprint) if known and known.fate is PostStatus.SENT else None

    def remove(self, place: Destination) -> None:
        """Takes the post away if it stands, and keeps it from being sent if it does not."""
        begun, mine = self._posts.begin(place.key, place.channel, place.thread, "", self._clock.now())
        known = self._lost.settled(begun, place) if begun.fate is PostStatus.SENDING and not mine else begun
        if mine or known is None:
            self._posts.mark(begun, PostStatus.REMOVED)
        elif known.fate is PostStatus.SENT and known.ts is not None:
            ts = known.ts
            self._call(lambda: self._client.chat_delete(channel=known.channel, ts=ts), fine={"message_not_found"})
            self._posts.mark(known, PostStatus.REMOVED)

    def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers privately, by the address that came with a command or a press: nobody can look it up afterwards."""
        client = WebhookClient(url, timeout=RESPONSE_TIMEOUT, retry_handlers=[], ssl=trusted_at(url))
        with counted("response_url", self._called):
            try:
                answer = client.send_dict(dict(body))
            except Exception as error:
                raise delivery_error(error) from error
            if refusal := of_response(answer.status_code, answer.body, answer.headers):
                raise refusal.as_error()

    def show(self, name: str, view: Mapping[str, Any]) -> bool:
        """Puts this in the place of an open view of that name (its external_id). False if there is none."""
        return not self._call(lambda: self._client.views_update(external_id=name, view=dict(view)), fine={"not_found"})

    def whisper(self, channel: str, thread: str, person: str, message: Message) -> None:
        """Tells one person something in a thread that nobody else sees. Nobody can look it up afterwards."""
        arguments = {name: message.arguments[name] for name in ("text", "blocks")}
        self._call(
            lambda: self._client.chat_postEphemeral(channel=channel, thread_ts=thread, user=person, **arguments),
            fine={"user_not_in_channel", "channel_not_found", "thread_not_found"},
        )

    def direct(self, person: str) -> str:
        """The conversation of a person with the bot.

        Without the scope im:write the person's id, which Slack takes in its place to post, but not to look anything up.
        """
        try:
            opened = self._client.conversations_open(users=person)
        except Exception as error:
            trouble = delivery_error(error)
            if str(trouble) == "missing_scope":
                return person
            raise trouble from error
        found = opened.get("channel")
        channel = found.get("id") if isinstance(found, Mapping) else None
        if not isinstance(channel, str):
            raise UNCLEAR.as_error()
        return channel

    def find(self, key: str) -> Post | None:
        """What is known of the post with this key."""
        return self._posts.find(key)

    def once(self, place: Destination, act: Callable[[], None]) -> bool:
        """Does something that cannot be looked up, at most once. False if it may have been done before."""
        known, mine = self._posts.begin(place.key, place.channel, place.thread, "", self._clock.now())
        if not mine:
            if known.fate is PostStatus.SENDING:
                self._posts.mark(known, PostStatus.UNKNOWN)
            return known.fate is PostStatus.SENT
        try:
            act()
        except DeliveryError as error:
            if not error.uncertain:
                self._posts.mark(known, PostStatus.UNSENT)
            raise
        self._posts.mark(known, PostStatus.SENT)
        return True

    def renew(self) -> None:
        """What is being sent at this moment is still being sent: nobody else takes it for left. Raises StoreError."""
        with self._lock:
            for key, post in list(self._under_way.items()):
                # None: somebody has taken it over all the same; whoever sends it now, marks it.
                self._under_way[key] = self._posts.retake(post, post.fingerprint, self._clock.now()) or post

    def _send_again(self, known: Post, version: Version, message: Message) -> None:
        taken = self._steady()
        if again := self._posts.retake(known, version.answered_by(message), self._clock.now()):
            self._send(again, message, taken)

    def _send(self, post: Post, message: Message, taken: float) -> None:
        """Sends what was taken just now, at `taken` by the steady clock."""
        if self._steady() - taken > FRESH:
            self._posts.mark(post, PostStatus.UNSENT)
            raise RetryLater("the machine stalled before a message was sent", SHOWN)
        try:
            with self._renewed(post) as current:
                ts = self._posted(post, message)
        except Exception as error:
            trouble = delivery_error(error)
            if not trouble.uncertain:
                self._posts.mark(current(), PostStatus.UNSENT)
            elif noted := self._posts.retake(current(), post.fingerprint, self._clock.now()):
                self._lost.begin_grace(noted)
            if isinstance(trouble, RetryLater) and trouble.seconds is not None:
                self._pace.hold(post.channel, trouble.seconds)
            raise trouble from error
        self._posts.mark(post, PostStatus.SENT, ts=ts)

    def _posted(self, post: Post, message: Message) -> str:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": post.id}}
        posted = self._client.chat_postMessage(
            channel=post.channel, thread_ts=post.thread, metadata=metadata, **message.arguments
        )
        self._clock.hear(posted.headers)
        if not isinstance(ts := posted.get("ts"), str):
            raise UNCLEAR.as_error()
        return ts

    @contextmanager
    def _renewed(self, post: Post) -> Iterator[Callable[[], Post]]:
        """While this lasts, the post is renewed with the claims. Gives what tells how it stands in the store."""
        with self._lock:
            self._under_way[post.key] = post
        latest = post

        try:
            yield lambda: latest
        finally:
            with self._lock:
                latest = self._under_way.pop(post.key)

    def _change(self, post: Post, fingerprint: str, message: Message) -> None:
        ts, blocks = post.ts or "", list(message.blocks)
        gone = self._call(
            lambda: self._client.chat_update(channel=post.channel, ts=ts, text=message.text, blocks=blocks),
            fine={"message_not_found"},
        )
        self._posts.mark(post, PostStatus.REMOVED if gone else PostStatus.SENT, fingerprint=fingerprint)

    def _call(self, act: Callable[[], SlackResponse], *, fine: set[str]) -> bool:
        """Makes a call that may be repeated. Returns whether Slack answered with one of the errors that are fine."""
        try:
            self._clock.hear(act().headers)
        except Exception as error:
            trouble = delivery_error(error)
            if not trouble.uncertain and str(trouble) in fine:
                return True
            raise trouble from error
        return False
