"""The corpus of a folder and its index, kept up to date: small ones in memory, large ones on disk as well.

Only files that have changed are read. What comes out of that is what reading everything would give; but while the
bot runs, an article whose file becomes faulty stays as it was until the file is fixed or gone. Whoever opens the
folder anew knows of no such last good state, and has the sound articles alone.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.model import Article
from bot.documents.corpus.catalogue import Clock, Looked, is_gone, look, still
from bot.documents.corpus.document import article_of, written
from bot.documents.corpus.inventory import NOTHING_KNOWN, Inventory, Taken, take
from bot.documents.faults import Faulty, ShortOfFilesError
from bot.library.earlier import EarlierDays
from bot.library.engine import FAST, Indexer
from bot.library.index_cache import IndexCache, SavedIndex
from bot.library.live_corpus import FileCopy
from bot.library.memory import give_back
from bot.library.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.search.indexed_corpus import IndexedCorpus


class CorpusRefresher:
    """Keeps `snapshot`, which is immutable, what there is in a folder. Satisfies LiveCorpus.

    `cache` is where the index of a large corpus is saved. `files_read` counts the files that were read. `clock` is that
    of the files, in nanoseconds.
    """

    lacking = ""

    def __init__(self, indexer: Indexer, cache: IndexCache | None = None, clock: Clock = time.time_ns) -> None:
        self.roots, self._told, self._clock = indexer.roots, indexer.told, clock
        self.indexer, self._earlier = indexer, EarlierDays(indexer)
        self._cache = cache if indexer.engine != "okapi" else None
        self.files_read = 0
        if saved := self._cache.open() if self._cache else None:
            self.snapshot = self.indexer.indexed(saved.indexed, saved.inventory)
            self._update(keep_faulty=False, publish=False)
        else:
            keep = self._keep if self._cache else None
            self.snapshot = self.indexer.made(self._take(None, look(self.roots), keep_faulty=False), None, keep)
            self.save()
            if self.saved:
                give_back(len(self.snapshot.corpus.articles))
        if cluster := indexer.cluster:
            cluster.publish_if_possible(self.snapshot)

    @property
    def saved(self) -> SavedIndex | None:
        """What is saved of the index, if anything is."""
        return self._cache.saved if self._cache else None

    @property
    def why_not_saved(self) -> str | None:
        """Why the index could not be saved, if it could not."""
        return self._cache.trouble if self._cache else "the engine is rank-bm25"

    def refresh(self, fast: int = FAST) -> bool:
        """Reads the files that have changed, come or gone. Returns whether that changed anything.

        The article of a file that is faulty by now stays as it was (`Snapshot.retained`).

        Who refreshes goes on for a while. So the compiled loops are taken into use here, if they are installed and
        there are `fast` passages or more: while they load, NumPy answers.

        Raises SearchError, and all stays as it is, where a cluster is to rank and cannot be asked.
        """
        saved = self.saved
        changed = self._update(keep_faulty=True)
        if self.saved is not saved:
            give_back(len(self.snapshot.corpus.articles))
        if cluster := self.indexer.cluster:
            cluster.publish(self.snapshot)  # it may not have been possible before
        self.snapshot = self.indexer.sped_up(self.snapshot, fast, self._cache.compiled if self._cache else None)
        return changed

    def save(self, *, at_once: bool = False) -> None:
        """Saves the index of a large corpus if what is saved lags too far behind, or `at_once` if it lags at all."""
        cache, now = self._cache, self.snapshot
        # A folder that is empty may only be out of reach for a while.
        if cache is None or not now.corpus.articles:
            return
        if now.indexed is None:
            cache.drop()
        elif cache.lags_behind(now.inventory, bearable=not at_once):
            # To make an index takes a while, in which articles may have changed. What is saved of an article that only
            # stays as it was, no later start takes without reading its file.
            taken = take(look(self.roots, now.inventory.entries), now.inventory, clock=self._clock, keep_faulty=True)
            self.snapshot = now = self.indexer.made(taken, now)
            saved = now.indexed and cache.save(now.indexed, now.inventory)
            if saved:
                # What is mapped from files need not be held in memory.
                self.snapshot = self.indexer.indexed(saved.indexed, now.inventory)

    def otherwise(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise: beside it, not in its place."""
        return self._earlier.of(now, articles)

    @property
    def watched(self) -> Sequence[Path]:
        """The folders in which a change is to be seen at once."""
        return [root.folder for root in self.roots.there]

    def current(self, article: str) -> Article | None:
        """The article that is in force at this moment: as its file has it, or as it was if the file is faulty now.

        None if the file is gone. It is read each time. Where its text is what it was, to the last character, so is the
        article in it.
        """
        now, roots = self.snapshot, self.roots
        path = now.inventory.file_of(article)
        if path is None:
            return None
        try:
            found = written(roots.file(path))
            unchanged = now.inventory.has(path, found.hash)
            return now.corpus.article(article) if unchanged else article_of(roots, path, article, found)
        except (Faulty, ShortOfFilesError):
            is_withdrawn = is_gone(roots, path) and not now.inventory.withholds(path)
            return None if is_withdrawn else now.corpus.article(article)

    def copy_of(self, article: str) -> FileCopy | None:
        """The file of an article as it is at this moment, to the last byte, if it is sound: what is quoted from it
        stands in it. None if it is gone, or faulty and only its last good state is in force.
        """
        inventory, roots = self.snapshot.inventory, self.roots
        path = inventory.file_of(article)
        if path is None:
            return None
        try:
            found = written(roots.file(path))
            if not inventory.has(path, found.hash):
                article_of(roots, path, article, found)
        except (Faulty, ShortOfFilesError):
            return None
        return FileCopy(sha256(found.data).hexdigest(), found.data)

    def _keep(self, indexed: "IndexedCorpus", inventory: Inventory) -> "IndexedCorpus":
        """The index of a part of the files as it is saved: who is interrupted goes on from there."""
        saved = self._cache.save(indexed, inventory) if self._cache else None
        if saved is None:
            return indexed
        give_back(len(indexed))
        return saved.indexed

    def _update(self, *, keep_faulty: bool, publish: bool = True) -> bool:
        before = self.snapshot
        looked = look(self.roots, before.inventory.entries)
        faulty = still(before.inventory.entries, looked, before.inventory.retained)
        if faulty is None:
            self._read_again(before, looked, keep_faulty=keep_faulty, publish=publish)
        else:
            self.snapshot = replace(before, inventory=replace(before.inventory, faulty=faulty))
        now = self.snapshot
        if (now.faults, now.retained) != (before.faults, before.retained):
            return True
        return now.corpus.revision != before.corpus.revision

    def _read_again(self, known: Snapshot, looked: Looked, *, keep_faulty: bool, publish: bool) -> None:
        if self.saved and not known.corpus.articles:
            # It saves reading. But its articles have been gone since: no last state of theirs is in force.
            known, keep_faulty = self.indexer.indexed(self.saved.indexed, self.saved.inventory), False
        made = self.indexer.made(self._take(known, looked, keep_faulty=keep_faulty), known)
        if publish and self.indexer.cluster is not None:
            self.indexer.cluster.publish(made)
        self.snapshot = made
        self.save()

    def _take(self, known: Snapshot | None, looked: Looked, *, keep_faulty: bool) -> Taken:
        told, inventory = partial(self._told, "reading"), known.inventory if known else NOTHING_KNOWN
        taken = take(looked, inventory, told, self._clock, keep_faulty=keep_faulty)
        self.files_read += len(taken.read)
        return taken
