"""What comes from feeds and waits for a curator, and what is known of the feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FeedCandidate:
    """Something that a feed told of, and that a curator has to decide about.

    `id`: opaque, and the same whenever the feed tells of the same. `feed`: its address. `content`: all that is known
    of it, as JSON values that only those need to understand who found it.
    """

    id: str
    feed: str
    found: datetime
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Followed:
    """A source that is followed: what is remembered of it (JSON values), and why the last look failed, if it did.

    `url` is its key: the address of a feed, or a name. `looked` is when a look last went well, `told` what it brought.
    """

    url: str
    state: Mapping[str, object] = field(default_factory=dict)
    trouble: str = ""
    looked: datetime | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A newcomer as curators see it, in plain text.

    `source`: who published it, or where it stands. `link`: "" if it has none. `lead`: how it begins. `likeness`: what
    it is like, an article each. `replaces`: the article of which it seems to be a newer version, "" if of none.
    `trouble`: why it could not be read; then it can only be ignored. `gone`: how many documents of a source are gone,
    and wait for somebody to confirm it; 0 for what is new.
    """

    id: str
    title: str
    source: str
    link: str
    lead: str
    likeness: tuple[str, ...] = ()
    replaces: str = ""
    trouble: str = ""
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of the wish to have a newcomer in the corpus: its file, or the trouble in a sentence."""

    file: str = ""
    trouble: str = ""


class FeedCandidates(Protocol):
    """What comes from feeds and waits for a curator. Safe between threads, and between processes on one database."""

    def keep(self, candidate: FeedCandidate) -> bool:
        """Keeps it, unless one with this id waits already or was decided about; returns whether it was kept."""

    def waiting(self) -> Sequence[FeedCandidate]:
        """What waits, the oldest first."""

    def find(self, name: str) -> FeedCandidate | None:
        """What waits under this id."""

    def settle(self, name: str) -> bool:
        """It was decided about, and waits no longer. Of several at once, only one gets True."""

    def claim_feed(self, url: str, holder: str, now: datetime, until: datetime) -> bool:
        """The right to look at a feed until then, or to go on with it; False while somebody else has it."""

    def note_feed(self, followed: Followed, holder: str) -> bool:
        """What the holder's look came to; the feed is free again. False, and nothing changes, if another took over."""

    def feeds(self) -> Mapping[str, Followed]:
        """What is known of each feed that was ever claimed, by its address."""
