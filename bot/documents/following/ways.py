"""How a source is looked at: where to, how pages are fetched, and how much one look may bring."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

from bot.documents.adding.corpus_writer import Added, CorpusWriter, Fate, WriteOptions
from bot.documents.corpus.roots import Roots
from bot.documents.following.arriving import Arrived, Doors, Known
from bot.documents.following.pending import Pending, Waiting
from bot.documents.web.fetched import NO_STAMP, Fetch, Fetched, Stamp, Trouble, Unchanged

log = structlog.get_logger()

# So many of what one source brought may wait for curators; it is asked again once they have decided.
MOST_WAITING = 100
FULL = f"{MOST_WAITING} of its documents wait for a curator; it is looked at again once they are decided about"

GoOn = Callable[[], bool]
"""Whether a look may go on; it is asked before every page."""


@dataclass(slots=True)
class Budget:
    """Fetches, and counts what it brought: a look takes no more bytes than it may."""

    fetch: Fetch
    limit: int
    spent: int = 0

    def __call__(self, url: str, stamp: Stamp = NO_STAMP) -> Fetched | Unchanged | Trouble:
        got = self.fetch(url, stamp)
        self.spent += len(got.body) if isinstance(got, Fetched) else 0
        return got

    @property
    def is_left(self) -> bool:
        return self.spent < self.limit


@dataclass(frozen=True, slots=True)
class Ways:
    """How sources are read: where to, how pages are fetched, how many bytes a look may bring, and what waits where."""

    roots: Roots
    fetch: Callable[[], Fetch]
    most_bytes: int
    room: Waiting

    def budget(self) -> Budget:
        """What one look may fetch."""
        return Budget(self.fetch(), self.most_bytes)

    def doors(self, fetch: Fetch) -> Doors:
        """What arrivals go through; they see the corpus as it is now."""
        writer, trial = (CorpusWriter(self.roots, WriteOptions(dry=dry)) for dry in (False, True))
        return Doors(fetch, self.roots.read, writer, trial, self.room)

    def is_full(self, key: str) -> bool:
        """Whether too much of a source waits already."""
        return sum(each.feed == key for each in self.room.waiting()) >= MOST_WAITING


def tell_of(arrived: Arrived, source: str) -> str:
    """Logs what became of something that a source brought; returns a word for it."""
    match arrived:
        case Added(file=where, fate=fate):
            log.info("a trusted source brought a document", source=source, file=str(where), fate=fate.value)
            return {Fate.ADDED: "new", Fate.REPLACED: "changed"}.get(fate, "unchanged")
        case Known(article=article):
            log.info("a source brought what is there already", source=source, article=article)
            return "unchanged"
        case Pending():
            log.info("a source brought something that waits for a curator", source=source, newcomer=arrived.id)
            return "waiting for a curator"
