"""Articles and the index of their passages: an immutable snapshot, in memory or mapped from files.

Nothing is read that is not asked for: of a hundred thousand passages a question needs some dozens.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.core.corpus import Corpus, Origin
from bot.core.model import Article, Attribution, Passage, Reference
from bot.core.names import resolved, short_names
from bot.search.arrays import under, within
from bot.search.coming import Come
from bot.search.embedded import EmbeddedIndex
from bot.search.fields import Change, CountingFields, Fields
from bot.search.files import Arrays, Facts
from bot.search.loops import Loops
from bot.search.posting_passages import Places, PostingPassageIndex
from bot.search.records import (
    Bytes,
    Lazily,
    Longs,
    Records,
    article_from,
    attribution_from,
    passage_from,
    supersedes_from,
)
from bot.search.vocabulary import SavedTerms

ARTICLES_AT_HAND = 64  # that were read last

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class IndexedCorpus:
    """A corpus and its index.

    `firsts[i]` is the position of article i's first passage; the last of them is how many passages there are.
    `digests` has a row of bytes for each article; `superseding` are the numbers of the articles that supersede another;
    `origin_of` gives each article the number of its origin among `origins`. `fields` is None where its passages are
    ranked elsewhere.
    """

    heads: Records
    texts: Records
    firsts: Longs
    digests: Bytes
    superseding: Longs
    names: SavedTerms
    origin_of: npt.NDArray[np.int32]
    origins: tuple[Origin, ...]
    fields: Fields | None

    @classmethod
    def empty(cls, *, ranked: bool = True) -> Self:
        nothing, none = Records.made(()), np.zeros(0, np.int64)
        nobody, names = np.zeros(0, np.int32), SavedTerms.of(())
        own = Fields.empty() if ranked else None
        return cls(nothing, nothing, np.zeros(1, np.int64), np.zeros((0, 16), np.uint8), none, names, nobody, (), own)

    def __len__(self) -> int:
        """How many articles there are."""
        return len(self.digests)

    @cached_property
    def corpus(self) -> "HeldCorpus":
        """The articles."""
        return HeldCorpus(self)

    @cached_property
    def index(self) -> EmbeddedIndex:
        """What answers questions from them. Raises ValueError if they are ranked elsewhere."""
        if self.fields is None:
            raise ValueError("there are no fields to rank by")
        corpus = self.corpus
        article_of = np.repeat(np.arange(len(self), dtype=np.intp), np.diff(self.firsts))
        attributions = Lazily(len(self), lambda number: corpus.attributions[number])
        places = Places(corpus.passages, attributions, article_of, article_of)
        return EmbeddedIndex(corpus, PostingPassageIndex.of(places, self.fields))

    def passages_of(self, articles: Sequence[int]) -> int:
        """How many passages these articles have, by their numbers."""
        return int(np.diff(self.firsts)[list(articles)].sum())

    def using(self, loops: Loops) -> "IndexedCorpus":
        """The same, searched by other loops with the same results."""
        return replace(self, fields=self.fields.using(loops)) if self.fields else self

    def changed(self, articles: Sequence[int | Article], told: Progress | None = None) -> "IndexedCorpus":
        """What there is with these articles, in this order; a number, from 0, stands for one that is there already.

        `told` is told how many of the others are done, of how many. Raises ValueError if the numbers do not rise.
        """
        order = [each if isinstance(each, int) else None for each in articles]
        return self.with_others(order, (each for each in articles if not isinstance(each, int)), told)

    def with_others(
        self, order: Sequence[int | None], fresh: Iterable[Article], told: Progress | None = None
    ) -> "IndexedCorpus":
        """The same, of articles that come one at a time: None stands for the next of those that are `fresh`."""
        kept = [each for each in order if each is not None]
        if any(one >= other for one, other in pairwise(kept)):
            raise ValueError("the articles that stay must keep their order")
        counting = self.fields.counting() if self.fields else None
        come = Come.of(_counted(fresh, counting, told, order.count(None)))
        coming = iter(range(len(self), len(self) + len(come.names)))
        # From here on the articles that are there and the fresh ones after them are numbered in one row.
        picked = np.array([next(coming) if each is None else each for each in order], dtype=np.intp)
        sizes = np.concatenate([np.diff(self.firsts), np.array(come.sizes, np.int64)])
        replaces = np.zeros(len(sizes), dtype=bool)
        replaces[self.superseding] = True
        replaces[len(self) :] = come.replaces
        goes, comes = np.ones(len(self), dtype=bool), picked >= len(self)
        goes[kept] = False
        change = Change(
            np.flatnonzero(np.repeat(goes, sizes[: len(self)])).tolist(),
            np.flatnonzero(goes).tolist(),
            np.flatnonzero(np.repeat(comes, sizes[picked])).tolist(),
            np.flatnonzero(comes).tolist(),
        )
        known = self.names.all()
        names = list(map([*known, *come.names].__getitem__, picked.tolist()))
        number_of = {origin: number for number, origin in enumerate(dict.fromkeys((*self.origins, *come.origins)))}
        numbers = np.array([number_of[origin] for origin in come.origins], np.int32)
        return IndexedCorpus(
            self.heads.picked(picked, come.heads),
            self.texts.picked(picked, come.texts),
            np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes[picked])]),
            np.concatenate([self.digests, come.digests])[picked],
            np.flatnonzero(replaces[picked]),
            self.names if names == known else SavedTerms.of(names),
            np.concatenate([self.origin_of, numbers])[picked],
            tuple(number_of),
            self.fields.changed(change, counting) if self.fields and counting else None,
        )

    def parted(self) -> tuple[Arrays, Facts]:
        """The holdings as arrays and small facts, from which `joined` makes it again."""
        arrays, facts = self.fields.parted() if self.fields else ({}, {})
        for name in RECORDS:
            arrays |= under(f"records.{name}.", getattr(self, name).parted())
        arrays |= {name: getattr(self, name) for name in ARRAYS}
        arrays |= under("names.", {each.name: getattr(self.names, each.name) for each in fields(self.names)})
        return arrays, {**facts, "origins": self.origins}

    @classmethod
    def joined(cls, arrays: Mapping[str, npt.NDArray[Any]], facts: Facts) -> Self:
        """The holdings that were `parted`."""
        heads, texts = (Records.joined(within(arrays, f"records.{name}.")) for name in RECORDS)
        firsts, digests, superseding, origin_numbers = (arrays[name] for name in ARRAYS)
        origins = tuple(Origin(*each) for each in facts["origins"])
        names = SavedTerms(**within(arrays, "names."))
        own = Fields.joined(arrays, facts) if len(facts) > 1 else None
        return cls(heads, texts, firsts, digests, superseding, names, origin_numbers, origins, own)


def _counted(
    articles: Iterable[Article], counting: CountingFields | None, told: Progress | None, total: int
) -> Iterator[Article]:
    """The articles as they come; who waits is told how many are done."""
    for number, article in enumerate(articles):
        if told:
            told(number, total)
        if counting:
            counting.add(article.passages)
        yield article
    if told:
        told(total, total)


RECORDS = ("heads", "texts")
ARRAYS = ("firsts", "digests", "superseding", "origin_of")


class HeldCorpus(Corpus):
    """The articles of holdings, read as they are asked for."""

    def __init__(self, held: IndexedCorpus) -> None:
        self._held = held
        self._read = lru_cache(maxsize=ARTICLES_AT_HAND)(self._article)
        self._head_and_text = lru_cache(maxsize=ARTICLES_AT_HAND)(self._plain)

    @property
    def articles(self) -> Sequence[Article]:
        return Lazily(len(self._held), self._read)

    @cached_property
    def names(self) -> Sequence[str]:
        return self._held.names.all()

    @cached_property
    def attributions(self) -> Sequence[Attribution]:
        return tuple(attribution_from(self._held.heads.read(number)) for number in range(len(self._held)))

    @cached_property
    def origins(self) -> Mapping[Origin, int]:
        many = np.bincount(self._held.origin_of, minlength=len(self._held.origins)).tolist()
        return {origin: count for origin, count in zip(self._held.origins, many, strict=True) if count}

    @property
    def passages(self) -> Sequence[Passage]:
        return Lazily(int(self._held.firsts[-1]), self._passage)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        return tuple(digest.tobytes().hex() for digest in self._held.digests)

    def article(self, name: str) -> Article | None:
        number = self._held.names.find(name)
        return None if number is None else self._read(number)

    def some(self, names: Collection[str]) -> Sequence[Article]:
        found = {number for name in names if (number := self._held.names.find(name)) is not None}
        return [self._read(number) for number in sorted(found)]

    def naming(self, reference: Reference) -> Sequence[Article]:
        return [self._read(number) for number in self._superseding.get(reference, ())]

    @property
    def superseded(self) -> Iterable[Reference]:
        return self._superseding

    def having(self, word: str) -> Iterable[Passage]:
        if self._held.fields is None:
            return self.passages
        return map(self._passage, np.sort(self._held.fields.words.having(word)).tolist())

    def _article(self, number: int) -> Article:
        return article_from(self._held.heads.read(number), self._held.texts.read(number))

    def _plain(self, number: int) -> tuple[Attribution, Sequence[Any]]:
        """An article without its passages, for who wants one of them, and their values."""
        return attribution_from(self._held.heads.read(number)), self._held.texts.read(number)

    def _passage(self, position: int) -> Passage:
        number = int(np.searchsorted(self._held.firsts, position, side="right")) - 1
        known, text = self._head_and_text(number)
        at = position - int(self._held.firsts[number])
        return passage_from(known, at + 1, text[at])

    @cached_property
    def _superseding(self) -> dict[Reference, list[int]]:
        found: dict[Reference, list[int]] = {}
        if not len(self._held.superseding):
            return found
        names = self.names
        known, short = frozenset(names), short_names(names)
        for number in self._held.superseding.tolist():
            for reference in supersedes_from(self._held.heads.read(number)):
                meant = resolved(reference.article, known, short) or reference.article
                found.setdefault(replace(reference, article=meant), []).append(number)
        return found
