"""What curators choose and write: pinned answers, and documents of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.answering.pins import Pin


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
