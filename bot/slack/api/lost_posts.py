"""Posts that were begun and never marked as sent: looked for in their thread or conversation, by their id.

Slack may be slow: what it was sent, it may still accept after we gave up waiting. So a look in vain counts only once
the post has stood unchanged for the whole grace, by this process's own steady clock. Where we may not look (the history
scopes are optional), nobody knows, and the post is not sent again.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.core.errors import DeliveryError, RetryLater
from bot.core.ports import Posts
from bot.core.requests import Post, PostStatus
from bot.slack.api.clocks import SlackClock
from bot.slack.api.message import Destination
from bot.slack.api.refusals import UNCLEAR, delivery_error, refusal_of

# How long Slack may still accept what it was sent: thirty seconds were seen, and time-outs come before that.
GRACE = 45.0
# A message that Slack has accepted shows up in its history at once, but not always at the very same moment.
SHOWN = 3.0
# How long before its last renewal a sending may have begun.
EARLIER = timedelta(hours=1)
PAGE, MOST_PAGES = 200, 50
# Posts that nobody settled are forgotten beyond this many; to wait for one anew is safe.
REMEMBERED = 10_000
NOBODY_CAN_LOOK = "a reply may or may not have been posted, and without history scopes nobody can look"


class Sightings:
    """For how long a post has been as it is, as this process saw it. Safe between threads.

    No moment that another process wrote is compared with a clock: clocks differ, and jump.
    """

    def __init__(self, since_start: Callable[[], float]) -> None:
        self._steady = since_start
        self._lock = threading.Lock()
        self._seen: dict[str, tuple[Post, float]] = {}

    def seconds(self, post: Post) -> float:
        """How long ago it was first seen like this: 0 the first time."""
        with self._lock:
            seen, since = self._seen.get(post.key, (None, 0.0))
            if seen != post:
                since = self._steady()
                self._seen[post.key] = (post, since)
                while len(self._seen) > REMEMBERED:
                    del self._seen[next(iter(self._seen))]
            return self._steady() - since

    def forget(self, post: Post) -> None:
        """Its fate is known."""
        with self._lock:
            self._seen.pop(post.key, None)


@dataclass(frozen=True, slots=True)
class LostPosts:
    """Finds out what became of them. `grace`: seconds for which Slack may still accept what it did not confirm."""

    client: WebClient
    posts: Posts
    clock: SlackClock
    sightings: Sightings
    grace: float

    def begin_grace(self, post: Post) -> None:
        """Slack may have accepted this post just now: its grace begins at this moment."""
        self.sightings.seconds(post)

    def settled(self, post: Post, place: Destination) -> Post | None:
        """The post as Slack has it: sent; None if it is not there.

        Raises RetryLater while it is too early to say, DeliveryError where nobody can look, and StoreError.
        """
        waited = self.sightings.seconds(post)
        if waited < min(SHOWN, self.grace):
            raise RetryLater("a message was just sent, and its fate is not known yet", SHOWN - waited)
        ts = self._looked_for(post, place)
        if ts is None and waited < self.grace:
            pause = min(max(waited, SHOWN), self.grace - waited)
            raise RetryLater("Slack may still accept a message that it was sent", pause)
        self.sightings.forget(post)
        if ts is None:
            return None
        self.posts.mark(post, PostStatus.SENT, ts=ts)
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
                self.posts.mark(post, PostStatus.UNKNOWN)
                raise DeliveryError(NOBODY_CAN_LOOK) from error
            raise delivery_error(error) from error
        except DeliveryError:
            raise
        except Exception as error:
            raise delivery_error(error) from error

    def _earliest(self, post: Post) -> str:
        """From when on to look for it, as Slack's ts. A moment that is still to come was written by a wrong clock."""
        if post.since > self.clock.now() + EARLIER:
            return "0"
        return f"{(post.since - EARLIER).timestamp():.6f}"

    def _look_for(self, post: Post, oldest: str) -> str | None:
        cursor = ""
        for _ in range(MOST_PAGES):
            page: dict[str, Any] = {"oldest": oldest, "limit": PAGE, "include_all_metadata": True, "inclusive": True}
            page |= {"cursor": cursor} if cursor else {}
            if post.thread:
                found = self.client.conversations_replies(channel=post.channel, ts=post.thread, **page)
            else:
                found = self.client.conversations_history(channel=post.channel, **page)
            self.clock.hear(found.headers)
            messages = found.get("messages")
            if not isinstance(messages, list):
                raise UNCLEAR.as_error()
            for message in messages:
                metadata = message.get("metadata") or {}
                if (metadata.get("event_payload") or {}).get("id") == post.id:
                    return str(message["ts"])
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return None
