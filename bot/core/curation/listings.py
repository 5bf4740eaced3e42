"""Documents and sources in a few words each, as whoever looks after them sees them listed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a few words. `source` brought it, "" for the corpus folder; `origin` is where it came from.

    `faults` are sentences; a file that is faulty and in force in no form has no title and no passages.
    """

    name: str
    title: str | None
    date: str
    publisher: str | None
    passages: int
    source: str
    origin: str
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        unsaid = {name: getattr(self, name) or None for name in ("date", "source", "origin")}
        return {**asdict(self), **unsaid, "faults": list(self.faults)}


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source as it stands. `looked` is when a look last went well, `told` what it brought, `trouble` why the last one
    failed, if it did; `waiting` counts what waits for a curator, `asks` says which withdrawal does."""

    name: str
    kind: str
    place: str
    trusted: bool
    documents: int
    faults: int
    looked: datetime | None
    told: str
    trouble: str
    waiting: int
    asks: str

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        looked = self.looked.isoformat(timespec="seconds") if self.looked else None
        return {**asdict(self), "looked": looked}
