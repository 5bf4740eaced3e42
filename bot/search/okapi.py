"""The default engine: rank-bm25's BM25Okapi, with Lucene's idf.

    score(p) = Σ_t w_t · idf(t) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · |p| / avg|p|))
    idf(t)   = log(1 + (N − df + 0.5) / (df + 0.5))

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); the idf is that of
Lucene's BM25Similarity. rank-bm25's own is zero or negative for words in half or more of the passages, which
in a small corpus on one topic are the very words that people ask about.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from bot.core import analysis
from bot.core.model import Hit, Passage, Query, Ranking, Scope


class Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Okapi with an idf that is positive and falls as df grows."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, df in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))


class OkapiIndex:
    """Passages ranked by `Okapi`, each with its title and heading as context. Satisfies PassageIndex."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = tuple(passages)
        terms = [analysis.passage_terms(passage) for passage in self._passages]
        self._counts = [Counter(each) for each in terms]
        # rank-bm25 divides by the number of passages and by their mean length, so neither may be zero.
        self._bm25 = Okapi(terms) if any(terms) else None
        self.revision = revision_of(self._passages)

    def search(self, query: Query, k: int) -> Ranking:
        if self._bm25 is None or k < 1:
            return Ranking((), self.revision)
        scores = np.zeros(len(self._passages))
        for term, weight in zip(query.terms, query.weights, strict=True):
            scores += weight * self._bm25.get_scores([term])
        wanted = set(query.terms)
        # Sharing a word makes a hit, not a positive score: a weight may be zero.
        positions = [
            position
            for position, passage in enumerate(self._passages)
            if not wanted.isdisjoint(self._counts[position]) and query.scope.admits(passage.attribution)
        ]
        # Ties keep corpus order (the sort is stable), so that the same question gets the same quotation.
        positions.sort(key=lambda position: -scores[position])
        hits = (Hit(self._passages[position], float(scores[position])) for position in positions[:k])
        return Ranking(tuple(hits), self.revision)

    def df(self, term: str, scope: Scope) -> int:
        return sum(term in self._counts[position] for position in self._within(scope))

    def size(self, scope: Scope) -> int:
        return sum(1 for _ in self._within(scope))

    def _within(self, scope: Scope) -> Iterable[int]:
        return (
            position
            for position, passage in enumerate(self._passages)
            if scope.is_open or scope.admits(passage.attribution)
        )


def revision_of(passages: Sequence[Passage]) -> str:
    """Twelve hex digits that change whenever a passage or what is cited with it changes."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:12]
