"""The posting lists of every field that a passage is ranked by, as `okapi` describes them, and of its words.

The words are no field to be ranked by: they are what a misspelt one is looked for among. Their lists tell which words
the passages within a scope have, without a look at their texts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
    """What goes and where what comes is to stand: passages and articles by position, the positions before the change
    for what goes, those after it for what comes, in the order in which it was counted.
    """

    passages_gone: Sequence[int] = ()
    articles_gone: Sequence[int] = ()
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

    def counting(self) -> "CountingFields":
        """What counts the articles that are to come in."""
        return CountingFields(self)

    def changed(self, change: Change, come: "CountingFields") -> "Fields":
        """The fields after a change; these stay as they are, and share with the new ones what they can."""
        gone, at = change.passages_gone, change.passages_at
        # What was counted of a field is let go of as soon as its lists are laid out: of a million passages it is more
        # than the lists are.
        texts = self.texts.with_counted(gone, come.texts.done(), at)
        known = cast("Pairs", self.pairs.vocabulary)
        return Fields(
            texts,
            self.titles.with_counted(gone, come.titles.done(), at),
            self.headings.with_counted(gone, come.headings.done(), at),
            self.pairs.with_counted(gone, come.pairs.done(known, texts.vocabulary), at),
            self.articles.with_counted(change.articles_gone, come.articles.done(), change.articles_at),
            self.words.with_counted(gone, come.words.done(), at),
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


class CountingFields:
    """Counts the terms of articles in each field, as they come."""

    def __init__(self, known: Fields) -> None:
        self.pairs = CountingPairs()
        self.texts, self.titles = known.texts.counting(self.pairs), known.titles.counting()
        self.headings, self.articles, self.words = (
            each.counting() for each in (known.headings, known.articles, known.words)
        )

    def add(self, passages: Sequence[Passage]) -> None:
        """Takes the passages of an article."""
        found = list(field_terms(passages))
        whole = list(found[0].title)
        for passage, terms in zip(passages, found, strict=True):
            self.texts.add(terms.text)
            self.titles.add(terms.title)
            self.headings.add(terms.heading)
            self.words.add(dict.fromkeys(_words_of(passage)))
            whole += terms.text
        self.articles.add(whole)


FIELDS = tuple(each.name for each in fields(Fields))


def _words_of(passage: Passage) -> Iterator[str]:
    return chain(analysis.words_beside(passage), analysis.words(passage.text), struck_words(passage))
