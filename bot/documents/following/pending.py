"""What came from a feed and waits for a curator: values that a store can keep, and what is asked of such a store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.documents.adding.drafting import Draft, address_name, over, plausible
from bot.documents.adding.duplicates import Kind, Likeness
from bot.documents.corpus.metadata import Metadata
from bot.documents.following.polling import Feed
from bot.documents.readers.entries import Entry, entry_from_json
from bot.documents.readers.reading import Reading, from_json


@dataclass(frozen=True, slots=True)
class Pending:
    """An entry of a feed that somebody has to decide about.

    `id`: ours, the same whenever the same entry comes again. `feed`: the address of the feed. `url`: where its article
    was found, after redirects. `reading`: what stands there; None where `trouble` says why it could not be read.
    `like`: the articles of the corpus that it is like.
    """

    id: str
    feed: str
    entry: Entry
    found: datetime
    url: str
    reading: Reading | None = None
    trouble: str = ""
    like: tuple[Likeness, ...] = ()

    def draft(self, feed: Feed) -> Draft | None:
        """What may become an article, with what the feed's settings know of it; None if it could not be read."""
        return draft_of(feed, self.entry, self.url, self.reading) if self.reading else None

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `pending_from_json` reads back."""
        return {
            "id": self.id,
            "feed": self.feed,
            "entry": self.entry.as_json(),
            "found": self.found.isoformat(),
            "url": self.url,
            "reading": self.reading.as_json() if self.reading else None,
            "trouble": self.trouble,
            "like": [[each.article, each.kind.value, each.shared, each.contained] for each in self.like],
        }


class Waiting(Protocol):
    """Keeps what waits for a curator. Safe between threads, and between processes on one database."""

    def keep(self, pending: Pending) -> bool:
        """Keeps it, unless one with this id waits already or was decided about; returns whether it was kept."""

    def waiting(self) -> Sequence[Pending]:
        """What waits, the oldest first."""

    def find(self, name: str) -> Pending | None:
        """What waits under this id."""

    def take(self, name: str) -> Pending | None:
        """Takes it away for good, to decide about it. Of two takers at once, only one gets it."""


def pending_id(feed: str, entry: Entry) -> str:
    """The id of an entry that waits: opaque, and fit for a button. A later change of the entry has another one."""
    changed = entry.updated.isoformat() if entry.updated else ""
    return sha256(f"{feed}\n{entry.id}\n{changed}".encode("utf-8", "replace")).hexdigest()[:20]


def draft_of(feed: Feed, entry: Entry, url: str, reading: Reading) -> Draft:
    """The draft of an entry's page. Its own word goes before the entry's; publisher and topics are the feed's."""
    said = {"title": entry.title, "author": entry.author, "url": url}
    if entry.published:
        said["published"] = entry.published.date().isoformat()
    ours = {"topics": feed.topics} if feed.topics else {}
    publisher = plausible({"publisher": feed.publisher}) if feed.publisher else Metadata()
    known = over(over(plausible(said), plausible(reading.known)), publisher).model_copy(update=ours)
    return Draft(url, address_name(known.title, known.url or url), reading, known)


def pending_from_json(said: Mapping[str, Any]) -> Pending:
    """What was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return Pending(
        str(said["id"]),
        str(said["feed"]),
        entry_from_json(said["entry"]),
        datetime.fromisoformat(said["found"]),
        str(said["url"]),
        from_json(said["reading"]) if said["reading"] else None,
        str(said["trouble"]),
        tuple(Likeness(str(name), Kind(kind), float(a), float(b)) for name, kind, a, b in said["like"]),
    )
