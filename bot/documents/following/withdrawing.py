"""Documents of sources that have gone: withdrawn, or, where they are many at once, put before the curators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.changes.revisions import Changes
from bot.core.changes.withdrawals import SourceDocument
from bot.core.curation.feed_candidates import FeedCandidate, FeedCandidates
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_question
from bot.documents.corpus.withholding import Withheld


class Marks(Protocol):
    """Moments that are known again by name."""

    def note(self, name: str, moment: datetime) -> None:
        """Keeps the moment in the place of the one that had this name."""

    def find(self, name: str) -> datetime | None:
        """The moment with this name."""


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """Which documents go. What a curator confirmed is a mark in the store, so that every replica knows."""

    candidates: FeedCandidates
    changes: Changes
    marks: Marks
    now: Callable[[], datetime]

    def confirmed(self, name: str) -> bool:
        """Whether a curator has confirmed the withdrawal of this id."""
        return self.marks.find(_mark(name)) is not None

    def confirm(self, name: str) -> None:
        """A curator has confirmed it."""
        self.marks.note(_mark(name), self.now())

    def ask(self, held: Withheld, names: Sequence[str]) -> None:
        """Puts a withdrawal before the curators, once."""
        self.candidates.keep(withdrawal_question(held.id, held.source, self.now(), names, held.total))

    def questions(self, source: str | None = None) -> list[FeedCandidate]:
        """The withdrawals that wait for a curator, of one source or of all."""
        waiting = [each for each in self.candidates.waiting() if asks_to_withdraw(each)]
        return [each for each in waiting if source in (None, each.feed)]

    def withdraw(self, documents: Sequence[SourceDocument]) -> None:
        """They are gone from this moment on; a digest tells of it."""
        self.changes.withdraw(documents, self.now())


def _mark(name: str) -> str:
    return f"withdraw:{name}"
