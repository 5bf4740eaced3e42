"""Messages on their way to Slack: each once, whatever happens on the way.

Slack knows no key that would keep it from posting twice. So a post is begun in the store, sent with its opaque id as
metadata, and marked. What was begun and never marked is looked for in its thread or conversation, by that id, before
anything is sent again; where we may not look (the history scopes are optional), it is not sent again.

Slack may be slow: what it was sent, it may still accept after we gave up waiting. So a look in vain counts only once
the post has stood unchanged for the whole grace, by this process's own steady clock. Whoever sends it renews it
meanwhile, as a claim is renewed, and each taking has a moment of its own: who was overtaken can mark nothing any more.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.core.errors import DeliveryError, RetryLater
from bot.core.ports import Posts
from bot.core.requests import Handled, Post, PostStatus
from bot.slack.api.client import Called, counted, uncounted
from bot.slack.api.clocks import Sightings, SlackClock
from bot.slack.api.message import Message, Reply
from bot.slack.api.pacing import Pace
from bot.slack.api.refusals import UNCLEAR, Refusal, of_response, refusal_of

M = TypeVar("M", bound=Message)

EVENT_TYPE = "policybot_post"
# For so long Slack may still accept what it was sent: thirty seconds were seen, and time-outs come before that.
GRACE = 45.0
# A message that Slack has accepted shows up in its history at once, but not always at the very same moment.
SHOWN = 3.0
# Who was held up for so long between taking a post and sending it does not send it: somebody else may do it by now.
FRESH = 5.0
# How long before its last renewal a sending may have begun.
EARLIER = timedelta(hours=1)
PAGE, MOST_PAGES = 200, 50
RESPONSE_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a post belongs, and the key under which it is known: one key, one post.

    `after`: Slack's ts of what it answers, if it answers something: it stands nowhere before that.
    """

    key: str
    channel: str
    thread: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Which words a post answers: a hash of them, and since when they stand (Slack's ts of the event)."""

    at: str = ""
    words: str = ""

    @property
    def fingerprint(self) -> str:
        """How it is kept."""
        return f"{self.at} {self.words}"

    def answered_by(self, message: Message) -> str:
        """How it is kept beside the message that answers it: with what came of it, if that is a reply.

        So who finds the message in Slack after a crash knows what it rests on.
        """
        if not isinstance(message, Reply):
            return self.fingerprint
        return f"{self.fingerprint} {message.handled.receipt} {message.handled.outcome}"

    def replaces(self, fingerprint: str) -> bool:
        """Whether a post that answers that must be changed: not for the same words, nor for older ones."""
        at, words, _ = _parts(fingerprint)
        return words != self.words and _moment(at) <= _moment(self.at)

    def handled(self, fingerprint: str) -> Handled | None:
        """What came of these words, if a post has a reply to them."""
        _, words, handled = _parts(fingerprint)
        return handled if words == self.words else None


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
        self._grace, self._steady, self._called = grace, clock.seconds, called
        self._sightings = Sightings(clock.seconds)
        self._lock = threading.Lock()
        self._under_way: dict[str, Post] = {}

    def post(self, place: Destination, edition: Version, make: Callable[[], M]) -> M | None:
        """Makes the message stand in its place, once. One that answers an older edition is changed.

        Returns the message; None where nothing had to be said.
        """
        known = self._posts.find(place.key)
        if known is None or known.fate is PostStatus.UNSENT:
            # First the turn: who has to wait for it makes the message when it comes, and not twice.
            self._pace.take_turn(place.channel, place.key)
            message = make()  # may fail, so before anything is begun
            taken = self._steady()
            answered = edition.answered_by(message)
            known, mine = self._posts.begin(place.key, place.channel, place.thread, answered, self._clock.now())
            if mine:
                self._send(known, message, taken)
                return message
        if known.fate is PostStatus.SENDING:
            found = self._settled(known, place)
            if found is None:
                message = make()
                self._send_again(known, edition, message)
                return message
            known = found
        if known.fate is PostStatus.SENT and edition.replaces(known.fingerprint):
            message = make()
            self._change(known, edition.answered_by(message), message)
            return message
        return None

    def handled(self, place: Destination, edition: Version) -> Handled | None:
        """What came of the edition, if the post that stands in the place is a reply to it."""
        known = self._posts.find(place.key)
        return edition.handled(known.fingerprint) if known and known.fate is PostStatus.SENT else None

    def remove(self, place: Destination) -> None:
        """Takes the post away if it stands, and keeps it from being sent if it does not."""
        begun, mine = self._posts.begin(place.key, place.channel, place.thread, "", self._clock.now())
        known = self._settled(begun, place) if begun.fate is PostStatus.SENDING and not mine else begun
        if mine or known is None:
            self._posts.mark(begun, PostStatus.REMOVED)
        elif known.fate is PostStatus.SENT and known.ts is not None:
            ts = known.ts
            self._call(lambda: self._client.chat_delete(channel=known.channel, ts=ts), fine={"message_not_found"})
            self._posts.mark(known, PostStatus.REMOVED)

    def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers privately, by the address that came with a command or a press: nobody can look it up afterwards."""
        client = WebhookClient(url, timeout=RESPONSE_TIMEOUT, retry_handlers=[])
        with counted("response_url", self._called):
            try:
                answer = client.send_dict(dict(body))
            except Exception as error:
                raise _delivery_error(error) from error
            if refusal := of_response(answer.status_code, answer.body, answer.headers):
                raise _told(refusal)

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
            told = _delivery_error(error)
            if str(told) == "missing_scope":
                return person
            raise told from error
        channel = (opened.get("channel") or {}).get("id")
        if not isinstance(channel, str):
            raise _told(UNCLEAR)
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

    def _send_again(self, known: Post, edition: Version, message: Message) -> None:
        taken = self._steady()
        if again := self._posts.retake(known, edition.answered_by(message), self._clock.now()):
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
            told = _delivery_error(error)
            if not told.uncertain:
                self._posts.mark(current(), PostStatus.UNSENT)
            elif noted := self._posts.retake(current(), post.fingerprint, self._clock.now()):
                self._sightings.seconds(noted)  # the grace begins now, not when it was sent
            if isinstance(told, RetryLater) and told.seconds is not None:
                self._pace.hold(post.channel, told.seconds)
            raise told from error
        self._posts.mark(post, PostStatus.SENT, ts=ts)

    def _posted(self, post: Post, message: Message) -> str:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": post.id}}
        posted = self._client.chat_postMessage(
            channel=post.channel, thread_ts=post.thread, metadata=metadata, **message.arguments
        )
        self._clock.hear(posted.headers)
        if not isinstance(ts := posted.get("ts"), str):
            raise _told(UNCLEAR)
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

    def _settled(self, post: Post, place: Destination) -> Post | None:
        """The post as Slack has it: sent; None if it is not there. Raises RetryLater while it is too early to say."""
        waited = self._sightings.seconds(post)
        if waited < min(SHOWN, self._grace):
            raise RetryLater("a message was just sent, and its fate is not known yet", SHOWN - waited)
        ts = self._looked_for(post, place)
        if ts is None and waited < self._grace:
            pause = min(max(waited, SHOWN), self._grace - waited)
            raise RetryLater("Slack may still accept a message that it was sent", pause)
        self._sightings.forget(post)
        if ts is None:
            return None
        self._posts.mark(post, PostStatus.SENT, ts=ts)
        return replace(post, fate=PostStatus.SENT, ts=ts)

    def _looked_for(self, post: Post, place: Destination) -> str | None:
        """Its ts in Slack; None if it is not there."""
        try:
            return self._look_for(post, place.after or post.thread or self._earliest(post))
        except SlackApiError as error:
            refusal = refusal_of(error)
            # A person's conversation that we may write into by their id alone can be looked into by nobody.
            is_hidden = post.channel[:1] in {"U", "W"} and refusal is not None and refusal.reason == "channel_not_found"
            if refusal and (is_hidden or refusal.reason in {"missing_scope", "no_permission"}):
                self._posts.mark(post, PostStatus.UNKNOWN)
                what = "a reply may or may not have been posted, and without history scopes nobody can look"
                raise DeliveryError(what) from error
            raise _delivery_error(error) from error
        except DeliveryError:
            raise
        except Exception as error:
            raise _delivery_error(error) from error

    def _earliest(self, post: Post) -> str:
        """From when on to look for it, as Slack's ts. A moment that is still to come was written by a wrong clock."""
        if post.since > self._clock.now() + EARLIER:
            return "0"
        return f"{(post.since - EARLIER).timestamp():.6f}"

    def _look_for(self, post: Post, oldest: str) -> str | None:
        cursor = ""
        for _ in range(MOST_PAGES):
            page: dict[str, Any] = {"oldest": oldest, "limit": PAGE, "include_all_metadata": True, "inclusive": True}
            page |= {"cursor": cursor} if cursor else {}
            if post.thread:
                found = self._client.conversations_replies(channel=post.channel, ts=post.thread, **page)
            else:
                found = self._client.conversations_history(channel=post.channel, **page)
            self._clock.hear(found.headers)
            messages = found.get("messages")
            if not isinstance(messages, list):
                raise _told(UNCLEAR)
            for message in messages:
                metadata = message.get("metadata") or {}
                if (metadata.get("event_payload") or {}).get("id") == post.id:
                    return str(message["ts"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return None

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
            told = _delivery_error(error)
            if not told.uncertain and str(told) in fine:
                return True
            raise told from error
        return False


def answered_at(post: Post) -> str:
    """Since when the words stand that a post answers, as Slack's ts."""
    return _parts(post.fingerprint)[0]


def _parts(fingerprint: str) -> tuple[str, str, Handled | None]:
    """The moment and the hash of the words that a post answers, and what came of them."""
    at, _, answered = fingerprint.partition(" ")
    words, _, came = answered.partition(" ")
    receipt, _, outcome = came.partition(" ")
    return at, words, Handled(outcome, receipt) if outcome else None


def _moment(ts: str) -> Decimal:
    try:
        return Decimal(ts or 0)
    except InvalidOperation:
        return Decimal(0)


def _delivery_error(error: Exception) -> DeliveryError:
    """What it means for the delivery. Raises the error itself, if it is no trouble with the call."""
    if isinstance(error, DeliveryError):
        return error
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    return _told(refusal)


def _told(refusal: Refusal) -> DeliveryError:
    if refusal.again:
        return RetryLater(refusal.reason, refusal.wait, uncertain=refusal.accepted)
    return DeliveryError(refusal.reason, uncertain=refusal.accepted)
