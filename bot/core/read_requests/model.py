"""What was asked to be read, of whom, and who has confirmed it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class Ending(StrEnum):
    """Why nobody is asked any more: a curator stopped it, or the document says something else by now, or is gone."""

    STOPPED = "stopped"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """A curator's wish that people read a document as it stands, by a day.

    `id`: opaque, ours. `version`: the hash of its paragraphs. `title`: what it was called. `by`: who asked; "" once
    they are forgotten. `target`: the channel or user group that is asked, and `zone` whose days count for `until`.
    `since`: with what it said at that moment it is compared, None for a document that is new to them. `ending`: why
    nobody is asked any more.
    """

    id: str
    document: str
    version: str
    title: str
    by: str
    target: str
    asked: datetime
    until: date
    zone: str
    since: datetime | None = None
    ending: Ending | None = None

    @property
    def in_channel(self) -> bool:
        """Whether it stands in a channel, and not in the direct messages of a user group."""
        return not self.target.startswith("S")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who was asked: when they confirmed it, and how often, and when last, they were reminded."""

    request: str
    person: str
    read: datetime | None = None
    reminders: int = 0
    reminded: datetime | None = None


class ReadRequests(Protocol):
    """Keeps requests to read. Safe between threads, and between processes on one database. Raises StoreError."""

    def keep(self, request: ReadRequest, people: Collection[str]) -> None:
        """Keeps a request and whom it asks, unless it is kept already."""

    def find(self, name: str) -> ReadRequest | None:
        """The request with this id."""

    def open(self) -> Sequence[ReadRequest]:
        """Those that have not ended, the oldest first. What is past its day is among them."""

    def of_document(self, document: str) -> Sequence[ReadRequest]:
        """All that asked to read a document, the oldest first."""

    def of_person(self, person: str) -> Sequence[tuple[ReadRequest, Asked]]:
        """What a person was asked to read, the oldest first."""

    def people(self, name: str) -> Sequence[Asked]:
        """Everybody who was asked by a request, and who confirmed it without being asked."""

    def note_read(self, name: str, person: str, at: datetime) -> datetime:
        """A person has confirmed it. Returns when they did so first."""

    def note_reminded(self, name: str, person: str, number: int, at: datetime) -> None:
        """A person was reminded for this time, counted from 1. Earlier times count as done."""

    def end(self, name: str, why: Ending) -> None:
        """Nobody is asked any more. What has ended keeps its first reason."""

    def purge(self, before: datetime) -> int:
        """Removes requests that were asked, and whose day was, before that moment. Returns how many rows."""
