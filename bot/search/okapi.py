"""The default engine: rank-bm25's BM25Okapi, with Lucene's idf.

    BM25(q, d) = Σ_t w_t · idf(t) · tf · (k1 + 1) / (tf + k1 · (1 − b + b · |d| / avg|d|))
    idf(t)     = log(1 + (N − df + 0.5) / (df + 0.5))

Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009); the idf is that of
Lucene's BM25Similarity. rank-bm25's own is zero or negative for words in half or more of the passages, which
in a small corpus on one topic are the very words that people ask about.

A passage's score is a weighted sum of five such scores, each over a field with statistics of its own: its text with
its context; its article's title; its heading; the pairs of adjacent terms in its text; and its whole article, among
articles. `field_terms` says what stands in each; what each is worth, and what was tried and dropped, docs/answers.md.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from bot.core.model import Hit, Passage, Query, Scope
from bot.core.text import analysis
from bot.search.field_terms import FieldTerms, field_terms
from bot.search.weighing import ARTICLES, HEADINGS, K1, PAIRS, TITLES, B, Meanings, hits

Scores = npt.NDArray[np.float64]
# Terms that many ask, in each field: some kilobytes each.
TERMS_AT_HAND = 128


class Okapi(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """BM25Okapi with an idf that is positive and falls as df grows."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, df in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))


class Field:
    """One bag of terms a document, and the BM25 scores of a query over them."""

    def __init__(self, documents: Sequence[Sequence[str]], *, b: float = B) -> None:
        self._size = len(documents)
        # rank-bm25 divides by the number of documents and by their mean length, so neither may be zero.
        bm25 = Okapi(documents, k1=K1, b=b) if any(documents) else None
        self._idf: Mapping[str, float] = bm25.idf if bm25 else {}
        self._scores_of = lru_cache(maxsize=TERMS_AT_HAND)(lambda term: bm25.get_scores([term]) if bm25 else 0.0)

    def scores(self, terms: Sequence[str], weights: Sequence[float] | None = None) -> Scores:
        """A score for each document, in order; a term that occurs twice in a query counts twice."""
        total = np.zeros(self._size)
        for term, weight in zip(terms, weights or [1.0] * len(terms), strict=True):
            # rank-bm25 looks at every document to find that none has it.
            if term in self._idf:
                total += weight * self._scores_of(term)
        return total


class OkapiIndex:
    """Passages ranked by `Okapi`. Satisfies Ranker."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = tuple(passages)
        articles: dict[str, list[int]] = {}
        for position, passage in enumerate(self._passages):
            articles.setdefault(passage.attribution.article, []).append(position)
        terms: dict[int, FieldTerms] = {}
        whole: list[list[str]] = []
        self._article_of = np.zeros(len(self._passages), dtype=np.intp)
        for number, positions in enumerate(articles.values()):
            found = list(field_terms([self._passages[position] for position in positions]))
            terms |= dict(zip(positions, found, strict=True))
            whole.append([*found[0].title, *(term for each in found for term in each.text)])
            self._article_of[positions] = number
        each_of = [terms[position] for position in range(len(self._passages))]
        self._texts = Field([each.text for each in each_of])
        self._titles = Field([each.title for each in each_of])
        self._headings = Field([each.heading for each in each_of])
        self._pairs = Field([analysis.pairs(each.text) for each in each_of], b=0.0)
        self._articles = Field(whole)
        self._terms = [frozenset(each.title).union(each.text) for each in each_of]
        self._df = Counter(term for each in self._terms for term in each)

    def search(
        self, query: Query, k: int, meanings: Meanings | None = None, having: Collection[str] = ()
    ) -> tuple[Hit, ...]:
        if not self._passages or k < 1:
            return ()
        scores = self._scores(query)
        positions = self._within(query.scope)
        if meanings is None:
            wanted = set(query.terms)
            # Sharing a word makes a hit, not a positive score: a weight may be zero.
            positions = [position for position in positions if not wanted.isdisjoint(self._terms[position])]
        else:
            scores += meanings.weight * meanings.similarities
        # Ties keep corpus order (the sort is stable), so that the same question gets the same quotation.
        best = sorted(positions, key=lambda position: -scores[position])[:k]
        return hits(self._passages, best, scores[best], meanings)

    def df(self, term: str, scope: Scope) -> int:
        if scope.is_open:
            return self._df[term]
        return sum(term in self._terms[position] for position in self._within(scope))

    def vocabulary(self, scope: Scope) -> Mapping[str, int]:
        if scope.is_open:
            return self._vocabulary
        return _words(self._passages[position] for position in self._within(scope))

    @cached_property
    def _vocabulary(self) -> Mapping[str, int]:
        return _words(self._passages)

    def size(self, scope: Scope) -> int:
        return len(self._within(scope))

    def sharing(self, words: Collection[str]) -> None:
        """No article in particular: it ranks so few that all of them are soon looked at."""

    def _scores(self, query: Query) -> Scores:
        by_article = self._articles.scores(query.terms, query.weights)[self._article_of]
        return (
            self._texts.scores(query.terms, query.weights)
            + TITLES * self._titles.scores(query.terms, query.weights)
            + HEADINGS * self._headings.scores(query.terms, query.weights)
            + PAIRS * self._pairs.scores(query.pairs)
            + ARTICLES * by_article
        )

    def _within(self, scope: Scope) -> Sequence[int]:
        everything = range(len(self._passages))
        if scope.is_open:
            return everything
        return [position for position in everything if scope.admits(self._passages[position].attribution)]


def _words(passages: Iterable[Passage]) -> Mapping[str, int]:
    return Counter(word for passage in passages for word in analysis.passage_words(passage))
