"""`OkapiIndex` for large corpora: the same four fields, the same scores to the last bit, on posting lists.

A passage's score is a sum over fields with statistics of their own, and the passage that is best in all is seldom the
best in any: there are no bounds to skip by. But to add up the postings of a question's terms takes little time, and
only the passages that have one of its terms need to be looked at after that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from bot.core import analysis
from bot.core.model import Hit, Passage, Query, Ranking, Scope
from bot.search.block_max import Mask
from bot.search.okapi import ARTICLES, HEADINGS, K1, PAIRS, B, revision_of
from bot.search.postings import PostingIndex
from bot.search.segments import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Fields:
    """The posting lists of each field, as `okapi` describes them."""

    texts: PostingIndex
    headings: PostingIndex
    pairs: PostingIndex
    articles: PostingIndex

    @classmethod
    def build(cls, passages: Sequence[Passage]) -> Self:
        titles = [analysis.terms(each.attribution.title or "") for each in passages]
        headings = [analysis.terms(each.heading or "") for each in passages]
        texts = [heading + analysis.terms(each.text) for heading, each in zip(headings, passages, strict=True)]
        articles: dict[str, list[str]] = {}
        for passage, title, text in zip(passages, titles, texts, strict=True):
            articles.setdefault(passage.attribution.article, list(title)).extend(text)
        return cls(
            PostingIndex.build(texts, k1=K1, b=B),
            PostingIndex.build((title + own for title, own in zip(titles, headings, strict=True)), k1=K1, b=B),
            PostingIndex.build((analysis.pairs(text) for text in texts), k1=K1, b=0.0),
            PostingIndex.build(articles.values(), k1=K1, b=B),
        )

    def save(self, folder: Path, corpus: str) -> None:
        """Writes each field into a folder of its own; `corpus` names what they were made of."""
        for name in FIELDS:
            getattr(self, name).save(folder / name, corpus=corpus)

    @classmethod
    def open(cls, folder: Path, corpus: str) -> Self:
        """The fields in a folder. Raises `files.UnusableIndexError` if one of them is not to be trusted."""
        return cls(*(PostingIndex.open(folder / name, corpus=corpus) for name in FIELDS))


FIELDS = ("texts", "headings", "pairs", "articles")


class PostingPassageIndex:
    """Passages ranked as `OkapiIndex` ranks them. Satisfies PassageIndex.

    `fields` and `revision` must be those of the passages; by default they are made.
    """

    def __init__(self, passages: Iterable[Passage], fields: Fields | None = None, revision: str | None = None) -> None:
        self._passages = tuple(passages)
        self.fields = fields or Fields.build(self._passages)
        self.revision = revision_of(self._passages) if revision is None else revision
        names: dict[str, int] = {}
        self._article_of = np.array(
            [names.setdefault(each.attribution.article, len(names)) for each in self._passages], dtype=np.intp
        )
        self._within = lru_cache(maxsize=32)(self._mask)
        self._words = lru_cache(maxsize=4)(self._counted)

    def search(self, query: Query, k: int) -> Ranking:
        if not self._passages or k < 1:
            return Ranking((), self.revision)
        positions = np.flatnonzero(self._having(query.terms) & self._within(query.scope))
        scores = self._scores(query, positions)
        if len(positions) > k:
            best = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
            positions, scores = positions[best], scores[best]
        # Ties keep corpus order (the sort is stable), so that the same question gets the same quotation.
        order = np.argsort(-scores, kind="stable")[:k]
        hits = (Hit(self._passages[positions[each]], float(scores[each])) for each in order)
        return Ranking(tuple(hits), self.revision)

    def df(self, term: str, scope: Scope) -> int:
        return int(np.count_nonzero(self._having((term,)) & self._within(scope)))

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        return self._words(scope)

    def size(self, scope: Scope) -> int:
        return int(np.count_nonzero(self._within(scope)))

    def _having(self, terms: Sequence[str]) -> Mask:
        """Which passages have one of the terms in their text, their heading or their title."""
        found = np.zeros(len(self._passages), dtype=bool)
        for term in set(terms):
            found[self.fields.texts.having(term)] = True
            found[self.fields.headings.having(term)] = True
        return found

    def _scores(self, query: Query, positions: npt.NDArray[np.intp]) -> Floats:
        """The scores of the passages at these positions: OkapiIndex's operations in OkapiIndex's order."""
        total: Floats = self.fields.texts.scores(query.terms, query.weights)[positions]
        total += HEADINGS * self.fields.headings.scores(query.terms, query.weights)[positions]
        total += PAIRS * self.fields.pairs.scores(query.pairs)[positions]
        total += ARTICLES * self.fields.articles.scores(query.terms, query.weights)[self._article_of[positions]]
        return total

    def _counted(self, scope: Scope) -> Mapping[str, int]:
        within = (self._passages[position] for position in np.flatnonzero(self._within(scope)))
        return Counter(word for passage in within for word in analysis.passage_words(passage))

    def _mask(self, scope: Scope) -> Mask:
        admitted: dict[int, bool] = {}  # by attribution, which the passages of an article share
        mask = np.ones(len(self._passages), dtype=bool)
        if not scope.is_open:
            for position, passage in enumerate(self._passages):
                of = passage.attribution
                if id(of) not in admitted:
                    admitted[id(of)] = scope.admits(of)
                mask[position] = admitted[id(of)]
        return mask
