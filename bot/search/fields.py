"""The posting lists of every field that a passage is ranked by, as `okapi` describes them, and of its words.

The words are no field to be ranked by: they are what a misspelt one is looked for among. Their lists tell which words
the passages within a scope have, without a look at their texts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import chain
from typing import Any, Self, cast

import numpy.typing as npt

from bot.core.model import Passage
from bot.core.text import analysis
from bot.search.arrays import TERMS, under, within
from bot.search.field_terms import field_terms, struck_words
from bot.search.files import Arrays, Facts
from bot.search.loops import Loops
from bot.search.pairs import CountingPairs, Pairs
from bot.search.postings import PostingIndex
from bot.search.vocabulary import Terms
from bot.search.weighing import K1, B


@dataclass(frozen=True, slots=True)
class Change:
    """What goes and what comes: passages and articles by position, the positions before the change for what goes,
    those after it for what comes. `passages_at` and `articles_at` are in the order of `added`, which has the passages
    of an article in each item.
    """

    passages_gone: Sequence[int]
    articles_gone: Sequence[int]
    added: Iterable[Sequence[Passage]]
    passages_at: Sequence[int] | None = None
    articles_at: Sequence[int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """An index for each field. Positions are those of the passages, in `articles` those of the articles."""

    texts: PostingIndex
    titles: PostingIndex
    headings: PostingIndex
    pairs: PostingIndex
    articles: PostingIndex
    words: PostingIndex

    @classmethod
    def empty(cls) -> Self:
        texts = PostingIndex.empty(Terms(), k1=K1, b=B)
        return cls(
            texts,
            PostingIndex.empty(Terms(), k1=K1, b=B),
            PostingIndex.empty(Terms(), k1=K1, b=B),
            PostingIndex.empty(Pairs(texts.vocabulary), k1=K1, b=0.0),
            PostingIndex.empty(Terms(), k1=K1, b=B),
            PostingIndex.empty(Terms(), k1=K1, b=B),
        )

    def changed(self, change: Change) -> "Fields":
        """The fields after a change; these stay as they are, and share with the new ones what they can."""
        pairs = CountingPairs()
        texts, titles, headings = self.texts.counting(pairs), self.titles.counting(), self.headings.counting()
        articles, words = self.articles.counting(), self.words.counting()
        for passages in change.added:
            found = list(field_terms(passages))
            whole = list(found[0].title)
            for passage, terms in zip(passages, found, strict=True):
                texts.add(terms.text)
                titles.add(terms.title)
                headings.add(terms.heading)
                words.add(list(dict.fromkeys(_words_of(passage))))
                whole += terms.text
            articles.add(whole)
        gone, at = change.passages_gone, change.passages_at
        # What was counted of a field is let go of as soon as its lists are laid out: of a million passages it is more
        # than the lists are.
        texts_changed = self.texts.with_counted(gone, texts.done(), at)
        known = cast("Pairs", self.pairs.vocabulary)
        return Fields(
            texts_changed,
            self.titles.with_counted(gone, titles.done(), at),
            self.headings.with_counted(gone, headings.done(), at),
            self.pairs.with_counted(gone, pairs.done(known, texts_changed.vocabulary), at),
            self.articles.with_counted(change.articles_gone, articles.done(), change.articles_at),
            self.words.with_counted(gone, words.done(), at),
        )

    def using(self, loops: Loops) -> "Fields":
        """The same fields, searched by other loops with the same results."""
        return replace(self, **{name: getattr(self, name).using(loops) for name in FIELDS})

    def parted(self) -> tuple[Arrays, Facts]:
        """The fields as arrays and small facts."""
        arrays: Arrays = {}
        facts: Facts = {}
        for name in FIELDS:
            own, facts[name] = getattr(self, name).parted()
            arrays |= under(f"{name}.", own)
        return arrays, facts

    @classmethod
    def joined(cls, arrays: Mapping[str, npt.NDArray[Any]], facts: Facts) -> Self:
        """The fields that were `parted`."""
        own = {name: within(arrays, f"{name}.") for name in FIELDS}
        texts = PostingIndex.joined(own["texts"], facts["texts"])
        pairs = Pairs.of(within(own["pairs"], TERMS), texts.vocabulary)
        others = {
            name: PostingIndex.joined(own[name], facts[name]) for name in ("titles", "headings", "articles", "words")
        }
        return cls(texts=texts, pairs=PostingIndex.joined(own["pairs"], facts["pairs"], pairs), **others)


FIELDS = tuple(each.name for each in fields(Fields))


def _words_of(passage: Passage) -> Iterator[str]:
    attribution = passage.attribution
    above = (attribution.title, *attribution.keywords, passage.context.words)
    return chain(*map(_words, above), analysis.words(passage.text), struck_words(passage))


# The passages of an article share their title, and many a heading.
@lru_cache(maxsize=1_000)
def _words(context: str | None) -> tuple[str, ...]:
    return tuple(analysis.words(context or ""))
