"""Curators hear of pinned answers whose passages have changed: once a change, when it has stood for a while."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from bot.core.curation.requests import ReviewPin
from bot.core.ports import Inbox
from bot.core.requests import Request

# Somebody may still be writing, or the documents be out of reach for a moment.
SETTLED = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class PinReviews:
    """Hands in what curators are to be told. `channel` is theirs; without one, nothing is told.

    `changed` gives the pins that do not stand any more, and names how each stands.
    """

    inbox: Inbox
    channel: str
    changed: Callable[[], Sequence[tuple[str, str]]]
    _since: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _told: set[tuple[str, str]] = field(default_factory=set)

    def look(self, now: datetime) -> bool:
        """Hands in what has stood for long enough and was not handed in before; whether there was any."""
        if not self.channel:
            return False
        there = set(self.changed())
        for gone in self._since.keys() - there:
            del self._since[gone]
        new = False
        for each in sorted(there - self._told):
            if now - self._since.setdefault(each, now) >= SETTLED:
                self._told.add(each)
                about = f"pin review:{each[0]}:{each[1]}"
                request = Request(uuid4().hex, ReviewPin(each[0]), about, now, place=self.channel)
                # Another replica, or this one before it was started anew, may have handed it in.
                new = self.inbox.accept(request, [about]) or new
        return new
