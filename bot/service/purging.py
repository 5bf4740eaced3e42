"""What has been kept for long enough goes, once a day, by how far time has moved.

A clock that is wrong for one start must not take everything.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

# A purge comes once a day. Without anybody else's word for it, time has not moved on by more since the last one.
FURTHEST = timedelta(days=2)
LAST = "purge"

Purge = Callable[[datetime], int]
"""Removes what is older than a moment; returns how many rows."""


class Marks(Protocol):
    """Moments that are to be known again, by name."""

    def note(self, name: str, moment: datetime) -> None: ...

    def find(self, name: str) -> datetime | None: ...


def purge(
    marks: Marks, now: datetime, by_slack: datetime | None, lives: Sequence[tuple[Purge, timedelta]]
) -> int | None:
    """Removes what has outlived its time; returns how many rows, or None if nobody can say yet how late it is.

    `lives`: what is purged, and for how long it is kept. Raises StoreError.
    """
    moment = purging_moment(now, marks.find(LAST), by_slack)
    marks.note(LAST, moment or now)
    return None if moment is None else sum(old(moment - life) for old, life in lives)


def purging_moment(now: datetime, last: datetime | None, by_slack: datetime | None) -> datetime | None:
    """The moment that counts as now, by our clock, the last purge and Slack's clock; None: nobody can say yet."""
    if by_slack is not None:
        return min(now, by_slack)
    return None if last is None else min(now, last + FURTHEST)
