"""What time it is for Slack, and how long something has stood: both whatever happens to this machine's clock.

A clock of a machine may be wrong, and may be set while the bot runs. Slack's own time comes with each of its answers;
how long something takes is counted by a clock that cannot be set.
"""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.core.requests import Post
from bot.slack.api.refusals import date_of

# Posts that nobody settled are forgotten beyond this many; to wait for one anew is safe.
REMEMBERED = 10_000


def steady() -> float:
    """Seconds by a clock that nobody sets, and that goes on while the machine sleeps (where the system has one)."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.clock_gettime(clock) if clock is not None else time.monotonic()


class SlackClock:
    """Slack's time, from the `Date` of its last answer on; before the first one, ours. Safe between threads.

    `seconds` is the steady clock that it goes by.
    """

    def __init__(self, now: Callable[[], datetime], since_start: Callable[[], float] = steady) -> None:
        self._now, self.seconds = now, since_start
        # Slack's time when the steady clock stood at zero.
        self._zero: datetime | None = None

    def hear(self, headers: Mapping[str, Any]) -> None:
        """Takes the time from the headers of an answer, if they tell it."""
        try:
            said = parsedate_to_datetime(date_of(headers))
        except ValueError:
            return
        # A date with the zone "-0000" comes without one.
        moment = said.replace(tzinfo=said.tzinfo or UTC)
        self._zero = moment - timedelta(seconds=self.seconds())

    def now(self) -> datetime:
        """The moment, to the second or so."""
        return self._now() if self._zero is None else self._zero + timedelta(seconds=self.seconds())

    def ahead(self) -> timedelta | None:
        """How far this machine's clock is ahead of Slack's (less than nothing: behind); None before Slack told."""
        return None if self._zero is None else self._now() - self.now()


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
