"""`OkapiIndex` for large corpora: the same five fields, the same scores to the last bit, on posting lists.

A passage's score is a sum over fields with statistics of their own, and the passage that is best in all is seldom the
best in any: there are no bounds to skip by. But to add up the postings of a question's terms takes little time, and
only the passages that have one of its terms need to be looked at after that.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.core.model import Attribution, Hit, Passage, Query, Scope
from bot.search.block_max import Mask
from bot.search.field_terms import STRUCK
from bot.search.fields import Change, Fields
from bot.search.loops import Loops
from bot.search.postings import PostingIndex
from bot.search.segments import Floats, Integers
from bot.search.weighing import ARTICLES, HEADINGS, PAIRS, TITLES, Meanings, hits

# A quotation is looked for in so many articles at most that share most with it in all, and in one passage; and by so
# many of its words, the rarest.
SHARING, RAREST = 100, 24


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """What stands at each position: a passage; the number of its article in the field `articles`; the number of its
    attribution in `attributions`. The sequences may be read from files as they are asked.
    """

    passages: Sequence[Passage]
    attributions: Sequence[Attribution]
    article_of: npt.NDArray[np.intp]
    attribution_of: npt.NDArray[np.intp]


class PostingPassageIndex:
    """Passages ranked as `OkapiIndex` ranks them. Satisfies Ranker."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        these = tuple(passages)
        attributions: dict[Attribution, int] = {}
        articles: dict[str, list[int]] = {}
        for position, passage in enumerate(these):
            attributions.setdefault(passage.attribution, len(attributions))
            articles.setdefault(passage.attribution.article, []).append(position)
        numbers = {name: number for number, name in enumerate(articles)}
        places = Places(
            these,
            tuple(attributions),
            np.array([numbers[each.attribution.article] for each in these], dtype=np.intp),
            np.array([attributions[each.attribution] for each in these], dtype=np.intp),
        )
        fields = Fields.empty()
        counting = fields.counting()
        for group in articles.values():
            counting.add([these[position] for position in group])
        at = [position for group in articles.values() for position in group]
        self._set(places, fields.changed(Change(passages_at=at), counting))

    @classmethod
    def of(cls, places: Places, fields: Fields) -> Self:
        """The index whose fields were made of what stands at these places."""
        index = cls.__new__(cls)
        index._set(places, fields)
        return index

    def _set(self, places: Places, fields: Fields) -> None:
        self._places, self._fields = places, fields
        self._size = len(places.passages)
        self._within = lru_cache(maxsize=32)(self._mask)
        self._words = lru_cache(maxsize=4)(self._counted)

    def using(self, loops: Loops) -> "PostingPassageIndex":
        """The same index, searched by other loops with the same results."""
        return PostingPassageIndex.of(self._places, self._fields.using(loops))

    def search(
        self, query: Query, k: int, meanings: Meanings | None = None, having: Collection[str] = ()
    ) -> tuple[Hit, ...]:
        if not self._size or k < 1:
            return ()
        within = self._within(query.scope)
        for word in having:
            within = within & self._with_word(word)
        positions = np.flatnonzero(within if meanings else self._having(query.terms) & within)
        scores = self._scores(query, positions)
        if meanings:
            scores += meanings.weight * meanings.similarities[positions]
        if len(positions) > k:
            best = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
            positions, scores = positions[best], scores[best]
        # Ties keep corpus order (the sort is stable), so that the same question gets the same quotation.
        order = np.argsort(-scores, kind="stable")[:k]
        return hits(self._places.passages, positions[order], scores[order], meanings)

    def df(self, term: str, scope: Scope) -> int:
        return int(np.count_nonzero(self._having((term,)) & self._within(scope)))

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        return self._words(scope)

    def sharing(self, words: Collection[str]) -> Collection[int] | None:
        """The articles whose words weigh most in all, or in one passage: by the idf of the rarest of them."""
        article_of, postings = self._places.article_of, self._fields.words
        count = int(article_of.max(initial=-1)) + 1
        if count <= SHARING:
            return None
        lists = sorted((found for word in words if len(found := _with_struck(postings, word))), key=len)[:RAREST]
        in_passages, in_articles = np.zeros(self._size), np.zeros(count)
        for found in lists:
            weight = math.log(1 + self._size / len(found))
            in_passages[found] += weight
            has = np.zeros(count, dtype=bool)
            has[article_of[found]] = True
            in_articles[has] += weight
        best = np.zeros(count)
        np.maximum.at(best, article_of, in_passages)
        chosen = np.concatenate([_highest(in_articles, SHARING), _highest(best, SHARING)])
        return frozenset(chosen.tolist())

    def size(self, scope: Scope) -> int:
        return int(np.count_nonzero(self._within(scope)))

    def _with_word(self, word: str) -> Mask:
        """Which passages have a folded word anywhere."""
        found = np.zeros(self._size, dtype=bool)
        found[self._fields.words.having(word)] = True
        return found

    def _having(self, terms: Sequence[str]) -> Mask:
        """Which passages have one of the terms in their text, their context or their title."""
        found = np.zeros(self._size, dtype=bool)
        for term in set(terms):
            found[self._fields.texts.having(term)] = True
            found[self._fields.titles.having(term)] = True
        return found

    def _scores(self, query: Query, positions: npt.NDArray[np.intp]) -> Floats:
        """The scores of the passages at these positions: OkapiIndex's operations in OkapiIndex's order."""
        fields = self._fields
        total: Floats = fields.texts.scores(query.terms, query.weights)[positions]
        total += TITLES * fields.titles.scores(query.terms, query.weights)[positions]
        total += HEADINGS * fields.headings.scores(query.terms, query.weights)[positions]
        total += PAIRS * fields.pairs.scores(query.pairs)[positions]
        total += ARTICLES * fields.articles.scores(query.terms, query.weights)[self._places.article_of[positions]]
        return total

    def _counted(self, scope: Scope) -> Mapping[str, int]:
        found = self._fields.words.frequencies(None if scope.is_open else self._within(scope))
        return {word: count for word, count in found.items() if not word.startswith(STRUCK)}

    def _mask(self, scope: Scope) -> Mask:
        if scope.is_open:
            return np.ones(self._size, dtype=bool)
        admitted = np.array([scope.admits(each) for each in self._places.attributions], dtype=bool)
        return admitted[self._places.attribution_of]


def _with_struck(words: PostingIndex, word: str) -> Integers:
    """The passages that have a word, or have it struck out."""
    return np.concatenate([words.having(word), words.having(STRUCK + word)])


def _highest(values: Floats, most: int) -> npt.NDArray[np.intp]:
    """Where the highest of positive values stand; of equal ones the first."""
    if np.count_nonzero(values) <= most:
        return np.flatnonzero(values)
    return np.argsort(-values, kind="stable")[:most]
