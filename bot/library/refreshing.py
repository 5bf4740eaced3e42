"""The corpus of a folder and its index, kept up to date: small ones in memory, large ones on disk as well.

Only files that have changed are read. What comes out of that is what reading everything would give; but while the
bot runs, an article whose file becomes faulty stays as it was until the file is mended or gone. Whoever opens the
folder anew knows of no such last good state, and has the sound articles alone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.documents.corpus.catalogue import Clock, still
from bot.documents.corpus.inventory import Inventory, Taken, take
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault
from bot.library.engine import Engine, build_index, is_large
from bot.library.index_cache import LAG, IndexCache, Kept, lags
from bot.library.lazy_log import warn
from bot.search.embedded import EmbeddedIndex

if TYPE_CHECKING:
    from bot.search.indexed_corpus import IndexedCorpus
    from bot.search.loops import Loops

# Passages. In fewer NumPy finds the best within half a millisecond: not worth the memory that Numba takes.
FAST = 100_000

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody how much is done."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corpus of a folder at one moment, and its index; `holdings` has both where the corpus is large."""

    roots: Roots
    corpus: Corpus
    index: EmbeddedIndex
    inventory: Inventory
    holdings: "IndexedCorpus | None" = None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong with the files."""
        return self.inventory.faulty + self.inventory.faults

    @property
    def faults_by_file(self) -> Mapping[str, tuple[Fault, ...]]:
        """The same, by the path of the file, or of a folder; that of the corpus folder is ""."""
        found: dict[str, tuple[Fault, ...]] = {}
        for fault in self.faults:
            path = self.roots.path_of(fault.file)
            found[path] = (*found.get(path, ()), fault)
        return found

    @property
    def retained(self) -> frozenset[str]:
        """The files, by path, that are faulty or out of reach, but whose articles are in force as
        they were."""
        return self.inventory.retained

    def stays(self, path: str) -> bool:
        """Whether what is at this path, a file or a folder, is faulty and stays as it was."""
        below = path if not path or path.endswith("/") else f"{path}/"
        return path in self.retained or any(each.startswith(below) for each in self.retained)


class CorpusRefresher:
    """Keeps `snapshot`, which is immutable, what there is in a folder.

    `keeping` is where the index of a large corpus is kept: what is there is `kept`. `told` is told of what takes a
    while: what it is, how much of it is done, and of how much. `read` counts the files that were read. `clock` is that
    of the files, in nanoseconds.
    """

    def __init__(
        self,
        roots: Roots,
        engine: Engine,
        keeping: IndexCache | None = None,
        told: Progress = silent,
        clock: Clock = time.time_ns,
    ) -> None:
        self.roots, self._engine, self._told, self._clock = roots, engine, told, clock
        self._keeping = keeping if engine != "okapi" else None
        self._loops: Loops | None = None
        self.kept: Kept | None = self._keeping.open() if self._keeping else None
        if self.kept:
            self.read = 0
            self.snapshot = self._held(self.kept.holdings, self.kept.inventory)
            self._update(keep_faulty=False)
        else:
            taken = take(roots, told=partial(told, "reading"), clock=clock)
            self.read = taken.read
            self.snapshot = self._made(taken, None)
            self.keep()

    @property
    def trouble(self) -> str | None:
        """Why the index could not be saved, if it could not."""
        return self._keeping.trouble if self._keeping else "the engine is rank-bm25"

    def refresh(self, fast: int = FAST) -> bool:
        """Reads the files that have changed, come or gone. Returns whether that changed anything.

        The article of a file that is faulty by now stays as it was (`Snapshot.retained`).

        Who refreshes goes on for a while. So the compiled loops are taken into use here, if they are installed and
        there are `fast` passages or more: while they load, NumPy answers.
        """
        changed = self._update(keep_faulty=True)
        now = self.snapshot
        if self._loops is None and now.holdings is not None and len(now.corpus.passages) >= fast:
            self._loops = _fastest(self._keeping)
            self.snapshot = self._held(now.holdings, now.inventory)
        return changed

    def keep(self, *, at_once: bool = False) -> None:
        """Saves the index of a large corpus if what is saved lags too far behind, or `at_once` if it lags at all."""
        now = self.snapshot
        # A folder that is empty may only be out of reach for a while.
        if self._keeping is None or not now.corpus.articles:
            return
        if now.holdings is None:
            self.kept = None
            self._keeping.drop()
            return
        bearable = 0 if at_once else len(now.inventory.entries) // LAG
        if self.kept is None or lags(self.kept.inventory, now.inventory) > bearable:
            # To make an index takes a while, in which articles may have changed. What is saved of an article that only
            # stays as it was, no later start takes without reading its file.
            self.snapshot = now = self._made(take(self.roots, now.inventory, clock=self._clock, keep_faulty=True), now)
            saved = now.holdings and self._keeping.save(now.holdings, now.inventory)
            if saved:
                # What is mapped from files need not be held in memory.
                self.kept, self.snapshot = saved, self._held(saved.holdings, now.inventory)

    def reading(self, now: Snapshot, otherwise: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise: beside it, not in its place."""
        if now.holdings is not None:
            names = (each.article for each in now.corpus.attributions)
            order = [otherwise.get(name, number) for number, name in enumerate(names)]
            return self._held(now.holdings.changed(order), now.inventory)
        corpus = Corpus(otherwise.get(each.id, each) for each in now.corpus.articles)
        return replace(now, corpus=corpus, index=build_index(corpus, self._engine))

    def _update(self, *, keep_faulty: bool) -> bool:
        before = self.snapshot
        faulty = still(before.inventory.entries, self.roots, before.inventory.retained)
        if faulty is None:
            known = before
            if self.kept and not known.corpus.articles:
                # It saves reading. But its articles have been gone since: no last state of theirs is in force.
                known, keep_faulty = self._held(self.kept.holdings, self.kept.inventory), False
            told = partial(self._told, "reading")
            taken = take(self.roots, known.inventory, told, self._clock, keep_faulty=keep_faulty)
            self.read += taken.read
            self.snapshot = self._made(taken, known)
            self.keep()
        else:
            self.snapshot = replace(before, inventory=replace(before.inventory, faulty=faulty))
        now = self.snapshot
        if (now.faults, now.retained) != (before.faults, before.retained):
            return True
        return now.corpus.revision != before.corpus.revision

    def _made(self, taken: Taken, before: Snapshot | None) -> Snapshot:
        """The snapshot of what was taken; it shares with the one before what it can."""
        if before is not None and list(taken.articles) == list(range(len(before.corpus.articles))):
            return replace(before, inventory=taken.inventory)
        if not is_large(taken.inventory.passages, self._engine):
            corpus = Corpus(_resolved(taken, before))
            return Snapshot(self.roots, corpus, build_index(corpus, self._engine), taken.inventory)
        from bot.search.indexed_corpus import IndexedCorpus  # noqa: PLC0415  # small corpora do without

        told = partial(self._told, "indexing")
        if before is not None and before.holdings is not None:
            return self._held(before.holdings.changed(taken.articles, told), taken.inventory)
        return self._held(IndexedCorpus.empty().changed(_resolved(taken, before), told), taken.inventory)

    def _held(self, holdings: "IndexedCorpus", inventory: Inventory) -> Snapshot:
        holdings = holdings.using(self._loops) if self._loops else holdings
        return Snapshot(self.roots, holdings.corpus, holdings.index, inventory, holdings)


def _resolved(taken: Taken, before: Snapshot | None) -> list[Article]:
    """The articles themselves."""
    known = before.corpus.articles if before else ()
    return [known[each] if isinstance(each, int) else each for each in taken.articles]


def _fastest(keeping: IndexCache | None) -> "Loops":
    """The compiled loops, if they are installed and work."""
    from bot.search import engines, loops  # noqa: PLC0415  # only where it is wanted

    try:
        return engines.fastest(keeping.compiled if keeping else None)
    except (ImportError, RuntimeError) as error:
        warn(f"the extra `fast` does not work here: {error}")
        return loops.NUMPY
