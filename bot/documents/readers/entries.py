"""What a feed says, as values that can be written down as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as plain text. `id` is what tells it from the others; unknown text is "".

    Times are by UTC; None is unknown.
    """

    id: str
    title: str = ""
    link: str = ""
    author: str = ""
    summary: str = ""
    published: datetime | None = None
    updated: datetime | None = None

    def as_json(self) -> dict[str, str]:
        """Plain values, which `entry_from_json` reads back."""
        return {
            "id": self.id,
            "title": self.title,
            "link": self.link,
            "author": self.author,
            "summary": self.summary,
            "published": self.published.isoformat() if self.published else "",
            "updated": self.updated.isoformat() if self.updated else "",
        }


def entry_from_json(said: Mapping[str, Any]) -> Entry:
    """An entry that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    words = {key: str(said[key]) for key in ("id", "title", "link", "author", "summary")}
    return Entry(**words, published=moment(said["published"]), updated=moment(said["updated"]))


@dataclass(frozen=True, slots=True)
class FeedReading:
    """What a feed says: its own title, and its entries as they stand in it (mostly the latest first)."""

    title: str
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        return {"title": self.title, "entries": [entry.as_json() for entry in self.entries]}


def reading_from_json(said: Mapping[str, Any]) -> FeedReading:
    """A reading that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return FeedReading(str(said["title"]), tuple(entry_from_json(each) for each in said["entries"]))


def moment(said: object) -> datetime | None:
    """A time in ISO 8601, with its zone; None for what says nothing. Raises ValueError."""
    found = datetime.fromisoformat(str(said)) if said else None
    if found is not None and found.tzinfo is None:
        raise ValueError("a time without a zone")
    return found
