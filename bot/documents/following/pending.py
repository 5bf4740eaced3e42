"""What came from a feed and waits for a curator: values that a store can keep, and what is asked of such a store."""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.documents.adding.drafting import Draft, address_path, plausible
from bot.documents.adding.duplicates import Kind, Likeness
from bot.documents.corpus import metadata
from bot.documents.corpus.document import over
from bot.documents.corpus.metadata import Metadata
from bot.documents.following.polling import Feed
from bot.documents.readers.entries import Entry, entry_from_json


@dataclass(frozen=True, slots=True)
class Pending:
    """An entry of a feed that somebody has to decide about.

    `id`: ours, the same whenever the same entry comes again. `feed`: the address of the feed. `draft`: what
    stands there; None where `trouble` says why it could not be read. `lead`: how it begins. `like`: the articles of the
    corpus that it is like; `replaces`: the one from the same address, "" if there is none.
    """

    id: str
    feed: str
    entry: Entry
    found: datetime
    url: str
    draft: Draft | None = None
    lead: str = ""
    trouble: str = ""
    like: tuple[Likeness, ...] = ()
    replaces: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `pending_from_json` reads back."""
        return {
            "id": self.id,
            "feed": self.feed,
            "entry": self.entry.as_json(),
            "found": self.found.isoformat(),
            "url": self.url,
            "draft": _draft_values(self.draft) if self.draft else None,
            "lead": self.lead,
            "trouble": self.trouble,
            "like": [[each.article, each.kind.value, each.shared, each.contained] for each in self.like],
            "replaces": self.replaces,
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


def draft_of(feed: Feed, entry: Entry, draft: Draft) -> Draft:
    """The draft of an entry's page with what the feed knows of it: its publisher, topics, and the entry's own date."""
    said = {"author": entry.author}
    if entry.published:
        said["published"] = entry.published.date().isoformat()
    given = {"topics": feed.topics, "from_source": feed.source, "collection": feed.collection}
    ours = Metadata.model_validate({key: value for key, value in given.items() if value})
    publisher = plausible({"publisher": feed.publisher}) if feed.publisher else Metadata()
    path = address_path(draft.path, draft.said.origin or entry.link) if feed.by_path else draft.path
    return replace(draft, path=path, said=over(over(over(plausible(said), draft.said), publisher), ours))


def pending_from_json(said: Mapping[str, Any]) -> Pending:
    """What was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return Pending(
        str(said["id"]),
        str(said["feed"]),
        entry_from_json(said["entry"]),
        datetime.fromisoformat(said["found"]),
        str(said["url"]),
        _draft(said["draft"]) if said["draft"] else None,
        str(said["lead"]),
        str(said["trouble"]),
        tuple(Likeness(str(name), Kind(kind), float(a), float(b)) for name, kind, a, b in said["like"]),
        str(said["replaces"]),
    )


def _draft_values(draft: Draft) -> list[str]:
    return [str(draft.source), draft.path, b64encode(zlib.compress(draft.data)).decode(), draft.said.as_yaml()]


def _draft(values: Sequence[str]) -> Draft:
    source, path, data, said = values
    return Draft(source, path, zlib.decompress(b64decode(data)), metadata.parse(said))
