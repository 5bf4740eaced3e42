"""Documents that are due for review: on which days somebody is reminded, until there is a new day of review."""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

EVERY = timedelta(days=30)
"""So often an overdue review is told again where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class DueReview:
    """A document by its id, its day of review, and the day on which it is told: that one, or a later reminder."""

    article: str
    due: date
    day: date

    def mark(self, person: str) -> str:
        """A name for that this person was told, which tells neither the person nor the document."""
        told = f"{person} {self.article} {self.due} {self.day}"
        return f"{TOLD}{sha256(told.encode('utf-8', 'replace')).hexdigest()[:32]}"


TOLD = "review:"


def reminder_day(due: date, today: date, every: timedelta = EVERY) -> date | None:
    """The last day by today on which a review is told: the day when it is due, and then every so often; None before."""
    return due + (today - due) // every * every if due <= today else None
