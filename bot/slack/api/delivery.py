"""Messages on their way to Slack: each once, whatever happens on the way.

Slack knows no key that would keep it from posting twice. So a post is begun in the store, sent with its opaque id as
metadata, and marked. What was begun and never marked is looked for in its thread or conversation, by that id, before
anything is sent again; where we may not look (the history scopes are optional), it is not sent again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.core.errors import DeliveryError, RetryLater
from bot.core.ports import Posts
from bot.core.requests import Post, PostStatus
from bot.slack.api.message import Message
from bot.slack.api.pacing import Pace
from bot.slack.api.refusals import Refusal, of_status, refusal_of

EVENT_TYPE = "policybot_post"
# A message that Slack has accepted shows up in its history at once, but not always at the very same moment.
GRACE = timedelta(seconds=3)
# How far our clock may be behind Slack's, and how long a sending may have been under way.
EARLIER = timedelta(minutes=5)
PAGE = 200
RESPONSE_TIMEOUT = 10


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a post belongs, and the key under which it is known: one key, one post."""

    key: str
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Which words a post answers: a hash of them, and since when they stand (Slack's ts of the event)."""

    at: str = ""
    words: str = ""

    @property
    def fingerprint(self) -> str:
        """How it is kept."""
        return f"{self.at} {self.words}"

    def replaces(self, fingerprint: str) -> bool:
        """Whether a post that answers that must be changed: not for the same words, nor for older ones."""
        at, _, words = fingerprint.rpartition(" ")
        return words != self.words and _moment(at) <= _moment(self.at)


class Delivery:
    """Posts, changes and removes our messages. Every method may be called again after any failure.

    All raise RetryLater where a later try may help, DeliveryError where none will, and StoreError.
    """

    def __init__(self, client: WebClient, posts: Posts, pace: Pace, now: Callable[[], datetime]) -> None:
        self._client, self._posts, self._pace, self._now = client, posts, pace, now

    def post(self, place: Destination, edition: Version, make: Callable[[], Message]) -> None:
        """Makes the message stand in its place, once. One that answers an older edition is changed."""
        known = self._posts.find(place.key)
        if known is None or known.fate is PostStatus.UNSENT:
            message = make()  # may fail, so before anything is begun
            self._pace.take_turn(place.channel, place.key)
            known, mine = self._posts.begin(place.key, place.channel, place.thread, edition.fingerprint, self._now())
            if mine:
                self._send(known, message)
                return
        if known.fate is PostStatus.SENDING:
            found = self._settled(known)
            if found is None:
                if self._posts.retake(known, edition.fingerprint, self._now()):
                    self._send(known, make())
                return
            known = found
        if known.fate is PostStatus.SENT and edition.replaces(known.fingerprint):
            self._change(known, edition.fingerprint, make())

    def remove(self, place: Destination) -> None:
        """Takes the post away if it stands, and keeps it from being sent if it does not."""
        begun, mine = self._posts.begin(place.key, place.channel, place.thread, "", self._now())
        known = self._settled(begun) if begun.fate is PostStatus.SENDING and not mine else begun
        if mine or known is None:
            self._posts.mark(begun, PostStatus.REMOVED)
        elif known.fate is PostStatus.SENT and known.ts is not None:
            ts = known.ts
            self._call(lambda: self._client.chat_delete(channel=known.channel, ts=ts), fine={"message_not_found"})
            self._posts.mark(known, PostStatus.REMOVED)

    def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Answers privately, by the address that came with a command or a press: nobody can look it up afterwards."""
        client = WebhookClient(url, timeout=RESPONSE_TIMEOUT, retry_handlers=[])
        try:
            answer = client.send_dict(dict(body))
        except Exception as error:
            raise _delivery_error(error) from error
        if refusal := of_status(answer.status_code, answer.headers.get("Retry-After")):
            raise _told(refusal)
        if answer.status_code != 200:
            raise DeliveryError(f"the private reply was refused ({answer.body[:40]})")

    def find(self, key: str) -> Post | None:
        """What is known of the post with this key."""
        return self._posts.find(key)

    def once(self, place: Destination, act: Callable[[], None]) -> bool:
        """Does something that cannot be looked up, at most once. False if it may have been done before."""
        known, mine = self._posts.begin(place.key, place.channel, place.thread, "", self._now())
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

    def _send(self, post: Post, message: Message) -> None:
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"id": post.id}}
        try:
            posted = self._client.chat_postMessage(
                channel=post.channel, thread_ts=post.thread, metadata=metadata, **message.arguments
            )
        except Exception as error:
            told = _delivery_error(error)
            if not told.uncertain:
                self._posts.mark(post, PostStatus.UNSENT)
            if isinstance(told, RetryLater) and told.seconds is not None:
                self._pace.hold(post.channel, told.seconds)
            raise told from error
        self._posts.mark(post, PostStatus.SENT, ts=str(posted["ts"]))

    def _settled(self, post: Post) -> Post | None:
        """The post as Slack has it: sent; None if it is not there. Raises RetryLater while it is too early to say."""
        age = self._now() - post.since
        if age < GRACE:
            raise RetryLater("a message was just sent, and its fate is not known yet", (GRACE - age).total_seconds())
        try:
            ts = self._look_for(post)
        except SlackApiError as error:
            if error.response.get("error") in {"missing_scope", "no_permission"}:
                self._posts.mark(post, PostStatus.UNKNOWN)
                what = "a reply may or may not have been posted, and without history scopes nobody can look"
                raise DeliveryError(what) from error
            raise _delivery_error(error) from error
        except Exception as error:
            raise _delivery_error(error) from error
        if ts is None:
            return None
        self._posts.mark(post, PostStatus.SENT, ts=ts)
        return replace(post, fate=PostStatus.SENT, ts=ts)

    def _look_for(self, post: Post) -> str | None:
        oldest = f"{(post.since - EARLIER).timestamp():.6f}"
        cursor = ""
        while True:
            page: dict[str, Any] = {"oldest": oldest, "limit": PAGE, "include_all_metadata": True}
            page |= {"cursor": cursor} if cursor else {}
            if post.thread:
                found = self._client.conversations_replies(channel=post.channel, ts=post.thread, **page)
            else:
                found = self._client.conversations_history(channel=post.channel, **page)
            for message in found.get("messages") or []:
                metadata = message.get("metadata") or {}
                if (metadata.get("event_payload") or {}).get("id") == post.id:
                    return str(message["ts"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None

    def _change(self, post: Post, fingerprint: str, message: Message) -> None:
        ts, blocks = post.ts or "", list(message.blocks)
        gone = self._call(
            lambda: self._client.chat_update(channel=post.channel, ts=ts, text=message.text, blocks=blocks),
            fine={"message_not_found"},
        )
        self._posts.mark(post, PostStatus.REMOVED if gone else PostStatus.SENT, fingerprint=fingerprint)

    def _call(self, act: Callable[[], object], *, fine: set[str]) -> bool:
        """Makes a call that may be repeated. Returns whether Slack answered with one of the errors that are fine."""
        try:
            act()
        except Exception as error:
            if isinstance(error, SlackApiError) and error.response.get("error") in fine:
                return True
            raise _delivery_error(error) from error
        return False


def _moment(ts: str) -> Decimal:
    try:
        return Decimal(ts or 0)
    except InvalidOperation:
        return Decimal(0)


def _delivery_error(error: Exception) -> DeliveryError:
    """What it means for the delivery. Raises the error itself, if it is no trouble with the call."""
    refusal = refusal_of(error)
    if refusal is None:
        raise error
    return _told(refusal)


def _told(refusal: Refusal) -> DeliveryError:
    if refusal.again:
        return RetryLater(refusal.reason, refusal.wait, uncertain=refusal.accepted)
    return DeliveryError(refusal.reason, uncertain=refusal.accepted)
