"""A corpus as an audience may see it: an index of what may be seen alone, as if there were nothing else.

So nothing that may not be seen leaves a trace, in words, counts or scores.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

from bot.core.corpus import Corpus
from bot.core.model import UNCOLLECTED
from bot.library.engine import Indexer
from bot.library.snapshot import Snapshot
from bot.search.embedded import Comparing, EmbeddedIndex
from bot.search.weighing import Meanings

MOST = 64
"""So many views are kept at hand, with no more passages altogether than the corpus has, but for the last one."""
RENEWED = 8
"""So many of them are made anew when the corpus has changed, before anybody asks: those that were asked for last."""


class Views:
    """Makes views of the snapshot of the moment, and keeps those that were asked for last. Safe between threads."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self._lock = Lock()
        self._at_hand = _AtHand(Corpus(()))

    def of(self, now: Snapshot, collections: frozenset[str] | None) -> Snapshot:
        """The snapshot with the documents of these collections alone; None stands for all of them."""
        if collections is None:
            return now
        with self._lock:
            at_hand = self._current(now)
        visible = collections.intersection(at_hand.numbers)
        if len(visible) == len(at_hand.numbers):
            return now
        with self._lock:
            if found := at_hand.taken(visible):
                return found
        made = self._made(now, sorted(number for name in visible for number in at_hand.numbers[name]), visible)
        with self._lock:
            at_hand.keep(visible, made)
        return made

    def renew(self, now: Snapshot) -> None:
        """Makes those views anew that were asked for last before the corpus changed, if it has."""
        with self._lock:
            at_hand = self._current(now)
            wanted, at_hand.before = at_hand.before[-RENEWED:], ()
        for visible in wanted:
            self.of(now, visible)

    def _current(self, now: Snapshot) -> "_AtHand":
        if self._at_hand.corpus is not now.corpus:
            self._at_hand = _AtHand(now.corpus, self._at_hand.visible)
        return self._at_hand

    def _made(self, now: Snapshot, numbers: list[int], visible: frozenset[str]) -> Snapshot:
        comparing, some = now.index.comparing, self._indexer.of_some(now, numbers, visible)
        if comparing is None or not isinstance(some.index, EmbeddedIndex):
            return some
        compared = SomeCompared(comparing, _positions(now.corpus, numbers))
        return replace(some, index=EmbeddedIndex(some.corpus, some.index.ranker, compared))


class _AtHand:
    """The views of one corpus. `before` is what was seen in the views of the corpus before, the last one last."""

    def __init__(self, corpus: Corpus, before: tuple[frozenset[str], ...] = ()) -> None:
        self.corpus, self.before = corpus, before
        self._views: dict[frozenset[str], Snapshot] = {}

    @cached_property
    def numbers(self) -> Mapping[str, list[int]]:
        """The numbers of the articles of each collection, in order."""
        numbers: dict[str, list[int]] = {}
        for number, known in enumerate(self.corpus.attributions):
            numbers.setdefault(known.collection or UNCOLLECTED, []).append(number)
        return numbers

    @property
    def visible(self) -> tuple[frozenset[str], ...]:
        """What is seen in each view that is at hand; where none is yet, in those before."""
        return tuple(self._views) or self.before

    def taken(self, visible: frozenset[str]) -> Snapshot | None:
        """The view that is at hand, which is now the one that was asked for last."""
        found = self._views.pop(visible, None)
        if found is not None:
            self._views[visible] = found
        return found

    def keep(self, visible: frozenset[str], made: Snapshot) -> None:
        """Keeps a view; those that were not asked for the longest make way."""
        self._views[visible] = made
        sizes = [len(each.corpus.passages) for each in self._views.values()]
        while len(sizes) > MOST or (len(sizes) > 1 and sum(sizes) > len(self.corpus.passages)):
            del self._views[next(iter(self._views))], sizes[0]


@dataclass(frozen=True, slots=True)
class SomeCompared:
    """Compares a question with some passages of a corpus, by their positions in it. Satisfies Comparing."""

    whole: Comparing
    positions: list[int]

    @property
    def model(self) -> str:
        return self.whole.model

    @property
    def count(self) -> int:
        return len(self.positions)

    def meanings(self, words: str, mass: float) -> Meanings:
        found = self.whole.meanings(words, mass)
        return replace(found, similarities=found.similarities[self.positions])


def _positions(corpus: Corpus, numbers: Iterable[int]) -> list[int]:
    """The positions of the passages of these articles."""
    wanted, first = frozenset(numbers), 0
    found: list[int] = []
    for number, article in enumerate(corpus.articles):
        if number in wanted:
            found += range(first, first + len(article.passages))
        first += len(article.passages)
    return found
