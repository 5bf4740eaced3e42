"""What curators choose and write: pinned answers, and documents of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.answering.pins import Pin, PinState
from bot.core.model import Article, Attribution


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """A document that a curator wrote as an answer. `name` is that of its file, without the ending.

    `by` is the name in which it was written, `person` who wrote it, by Slack's id; None once that is forgotten.
    """

    name: str
    title: str
    text: str
    written: date
    by: str
    person: str | None = None
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A pinned answer, and who chose it, by Slack's id; None once that is forgotten."""

    pin: Pin
    person: str | None = None


@dataclass(frozen=True, slots=True)
class PinnedNow:
    """A pinned answer as it stands at this moment, and the document that it is in: None where that is gone."""

    pin: Pin
    state: PinState
    document: Attribution | None

    @classmethod
    def of(cls, pin: Pin, state: PinState, article: Article | None) -> "PinnedNow":
        """The same from the whole document."""
        return cls(pin, state, article.attribution if article else None)

    @property
    def wants_review(self) -> bool:
        """Whether it is no longer shown as chosen."""
        return self.state is not PinState.STANDS

    @property
    def collections(self) -> frozenset[str | None]:
        """Where it was chosen, and where its document is now."""
        return frozenset({self.pin.collection, self.document.collection if self.document else self.pin.collection})


class OwnAnswers(Protocol):
    """What curators chose and wrote. Safe between threads, and between processes on one database."""

    def pins(self) -> Sequence[Kept]:
        """Every pinned answer, the first first."""

    def find_pin(self, name: str) -> Pin | None:
        """The pinned answer with this id."""

    def pin(self, kept: Kept) -> None:
        """Keeps a pinned answer, in place of what had its id."""

    def unpin(self, name: str) -> bool:
        """Removes a pinned answer; False if there is none by this id."""

    def written(self) -> Sequence[WrittenAnswer]:
        """Every document that a curator wrote, by name."""

    def write(self, answer: WrittenAnswer) -> None:
        """Keeps a document, in place of what had its name."""

    def withdraw(self, name: str) -> bool:
        """Removes a document; False if there is none of this name."""

    def synonyms(self) -> Sequence[str]:
        """The lines that curators added to the synonyms, the first first."""

    def add_synonym(self, line: str, person: str | None, now: datetime) -> bool:
        """Keeps a line; False if it was kept before."""

    def remove_synonym(self, line: str) -> bool:
        """Removes a line; False if there is none like it."""
