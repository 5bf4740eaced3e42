"""What time it is for Slack, and a clock that nobody sets: both whatever happens to this machine's own.

A clock of a machine may be wrong, and may be set while the bot runs. Slack's time comes with each of its answers; how
long something takes is counted by a clock that cannot be set.
"""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from bot.slack.api.refusals import date_of


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
        except (ValueError, TypeError, OverflowError):
            return
        if not 2000 <= said.year < 3000:  # nobody's clock; and what is calculated from it may leave the calendar
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
