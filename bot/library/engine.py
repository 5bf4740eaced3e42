"""Which engine ranks: rank-bm25 for hundreds of passages, posting lists for thousands, or a cluster.

All give the same scores, and nobody else knows that there are several.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.documents.corpus.inventory import Inventory, Taken
from bot.documents.corpus.roots import Roots
from bot.library.clustered import Cluster
from bot.library.snapshot import Snapshot
from bot.search.embedded import Comparing, EmbeddedIndex, Ranker

if TYPE_CHECKING:
    from bot.search.indexed_corpus import IndexedCorpus
    from bot.search.loops import Loops

log = logging.getLogger(__name__)

Engine = Literal["auto", "okapi", "postings", "opensearch"]
Progress = Callable[[str, int, int], None]
"""Told of what takes a while: what it is, how much of it is done, and of how much."""
Keep = Callable[["IndexedCorpus", Inventory], "IndexedCorpus"]
"""Keeps an index of a part of the files, and gives it as it is kept."""
Compare = Callable[[Corpus], Comparing]
"""Makes ready to compare the meanings of a corpus's passages with a question."""

# Passages. Of a thousand rank-bm25 makes its index within a tenth of a second and answers within a millisecond; from
# there on a saved index opens sooner than a new one is made (docs/performance.md).
MANY = 1_000
# Passages. In fewer NumPy finds the best within half a millisecond: not worth the memory that Numba takes.
FAST = 100_000
# Passages. A first index is made of so many at a time: what is counted of them takes some hundred megabytes.
STEP = 100_000


def silent(what: str, done: int, total: int) -> None:
    """Tells nobody how much is done."""


def is_large(passages: int, engine: Engine) -> bool:
    """Whether so many passages are kept with their index, if any; `auto` chooses by their number."""
    return engine in {"postings", "opensearch"} or (engine == "auto" and passages >= MANY)


def build_index(corpus: Corpus, engine: Engine, compare: Compare | None = None) -> EmbeddedIndex:
    """An index of the corpus by the engine that is asked for; `compare`, if given, compares meanings beside words."""
    passages = corpus.passages
    ranker: Ranker
    # Each brings libraries that the other does without.
    if is_large(len(passages), engine):
        from bot.search.posting_passages import PostingPassageIndex  # noqa: PLC0415

        ranker = PostingPassageIndex(passages)
    else:
        from bot.search.okapi import OkapiIndex  # noqa: PLC0415

        ranker = OkapiIndex(passages)
    return EmbeddedIndex(corpus, ranker, compare(corpus) if compare else None)


class Indexer:
    """Makes snapshots of one corpus with the engine that fits its size.

    `told` is told of what takes a while; `compare`, if there is one, compares meanings beside words. If there is a
    `cluster`, it ranks. A first index is made of `step` passages at a time.
    """

    def __init__(
        self,
        roots: Roots,
        engine: Engine,
        told: Progress = silent,
        compare: Compare | None = None,
        cluster: Cluster | None = None,
    ) -> None:
        self.roots, self.engine, self.told, self._compare, self.cluster = roots, engine, told, compare, cluster
        self._loops: Loops | None = None
        self.step = STEP

    def made(self, taken: Taken, before: Snapshot | None, keep: "Keep | None" = None) -> Snapshot:
        """The snapshot of what was taken; it shares with the one before what it can.

        Where there is none before, its index is made in steps, and `keep` keeps each of them.
        """
        if before is not None and list(taken.order) == list(range(len(before.corpus.articles))):
            return replace(before, inventory=taken.inventory)
        if not is_large(taken.inventory.passages, self.engine):
            corpus = Corpus(_resolved(taken, before))
            return Snapshot(self.roots, corpus, build_index(corpus, self.engine, self._compare), taken.inventory)
        from bot.search.indexed_corpus import IndexedCorpus  # noqa: PLC0415  # small corpora do without

        told, empty = partial(self.told, "indexing"), IndexedCorpus.empty(ranked=self.cluster is None)
        if before is None:
            return self.indexed(self._made_in_steps(empty, taken, keep), taken.inventory)
        if before.indexed is None:
            return self.indexed(empty.changed(_resolved(taken, before), told), taken.inventory)
        order = [each if isinstance(each, int) else None for each in taken.order]
        return self.indexed(before.indexed.with_others(order, taken.fresh, told), taken.inventory)

    def _made_in_steps(self, indexed: "IndexedCorpus", taken: Taken, keep: "Keep | None") -> "IndexedCorpus":
        """The index of all that was taken, into an empty one."""
        fresh, inventory = taken.fresh, taken.inventory
        total = len(inventory.paths)
        for done in inventory.steps(self.step) if keep else [total]:
            begun = len(indexed)
            order = [*range(begun), *[None] * (done - begun)]
            indexed = indexed.with_others(order, islice(fresh, done - begun), partial(self._indexing, begun, total))
            if keep and done < total:
                indexed = keep(indexed, inventory.beginning(done))
        return indexed

    def _indexing(self, begun: int, total: int, done: int, _: int) -> None:
        self.told("indexing", begun + done, total)

    def indexed(self, indexed: "IndexedCorpus", inventory: Inventory) -> Snapshot:
        """The snapshot of a corpus that comes with its index, or that a cluster ranks."""
        if self.cluster is not None:
            corpus = indexed.corpus
            return Snapshot(self.roots, corpus, self.cluster.index_of(corpus), inventory, indexed)
        indexed = indexed.using(self._loops) if self._loops else indexed
        index = indexed.index.compared(self._compare) if self._compare else indexed.index
        return Snapshot(self.roots, indexed.corpus, index, inventory, indexed)

    def otherwise(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise: beside it, not in its place.

        What it does not have at all comes last.
        """
        if self.cluster is not None:
            return self.cluster.otherwise(now, articles)
        gone = now.lacks(articles)
        if now.indexed is not None:
            order = [articles.get(name, number) for number, name in enumerate(now.corpus.names)]
            return self.indexed(now.indexed.changed([*order, *gone]), now.inventory)
        corpus = Corpus([*(articles.get(article.id, article) for article in now.corpus.articles), *gone])
        return replace(now, corpus=corpus, index=build_index(corpus, self.engine, self._compare))

    def of_some(self, now: Snapshot, numbers: Sequence[int], visible: frozenset[str]) -> Snapshot:
        """The snapshot with the articles of the visible collections alone, by their numbers, which rise; meanings are
        not compared."""
        if self.cluster is not None:
            return self.cluster.of_some(now, numbers, visible)
        if now.indexed is not None and is_large(now.indexed.passages_of(numbers), self.engine):
            indexed = now.indexed.changed(numbers)
            return replace(now, corpus=indexed.corpus, index=indexed.index, indexed=indexed)
        articles = now.corpus.articles
        corpus = Corpus(articles[number] for number in numbers)
        return replace(now, corpus=corpus, index=build_index(corpus, self.engine), indexed=None)

    def sped_up(self, now: Snapshot, passages: int, compiled: Path | None) -> Snapshot:
        """The same snapshot, searched with compiled loops from so many passages on, if they are installed and work.

        `compiled` is a place for what Numba compiles.
        """
        if self._loops is not None or now.indexed is None or len(now.corpus.passages) < passages:
            return now
        self._loops = _fastest(compiled)
        return self.indexed(now.indexed, now.inventory)


def _resolved(taken: Taken, before: Snapshot | None) -> list[Article]:
    """The articles themselves."""
    known = before.corpus.articles if before else ()
    return [known[each] if isinstance(each, int) else taken.article(each) for each in taken.order]


def _fastest(compiled: Path | None) -> "Loops":
    """The compiled loops, if they are installed and work."""
    from bot.search import engines, loops  # noqa: PLC0415  # only where it is wanted

    try:
        return engines.fastest(compiled)
    except (ImportError, RuntimeError) as error:
        log.warning("the extra `fast` does not work here: %s", error)
        return loops.NUMPY
