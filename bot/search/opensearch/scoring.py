"""The scores of what the cluster found: `okapi`'s operations in `okapi`'s order, so the same numbers to the last bit.

Lucene keeps lengths in one byte and knows no article beside a passage; its scores only say what is worth a look here.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.model import Query
from bot.search.opensearch.documents import HEADING, PAIRS, TEXT, TITLE, WHOLE
from bot.search.weighing import ARTICLES, HEADINGS, K1, TITLES, B
from bot.search.weighing import PAIRS as ADJACENT

Frequencies = Mapping[str, int]
"""How often each term of a question occurs in one field of one document."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all that may be seen: the passages, the articles, the lengths of each field added up, and each term's df."""

    passages: int
    articles: int
    tokens: Mapping[str, int]
    df: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that the cluster proposes, by the key of its article and its number; `lucene` is its score there."""

    article: str
    number: int
    lucene: float
    lengths: Mapping[str, int]
    frequencies: Mapping[str, Frequencies]


@dataclass(frozen=True, slots=True)
class Whole:
    """An article that a candidate stands in."""

    length: int = 0
    frequencies: Frequencies = field(default_factory=dict)


def score(query: Query, candidate: Candidate, whole: Whole, known: Statistics) -> float:
    """What a passage scores, its article included."""

    def of(name: str, frequencies: Frequencies, length: int, count: int) -> float:
        mean = known.tokens[name] / count if count else 0.0
        total = 0.0
        for term, weight in zip(query.terms, query.weights, strict=True):
            if often := frequencies.get(term, 0):
                weighs = often * (K1 + 1) / (often + K1 * (1 - B + B * length / mean))
                total += weight * (_idf(known.df[name][term], count) * weighs)
        return total

    def own(name: str) -> float:
        return of(name, candidate.frequencies.get(name, {}), candidate.lengths[name], known.passages)

    adjacent = 0.0
    for pair in query.pairs:
        if often := candidate.frequencies.get(PAIRS, {}).get(pair, 0):
            # b is zero: the length of a passage does not count.
            adjacent += _idf(known.df[PAIRS][pair], known.passages) * (often * (K1 + 1) / (often + K1))
    return (
        own(TEXT)
        + TITLES * own(TITLE)
        + HEADINGS * own(HEADING)
        + ADJACENT * adjacent
        + ARTICLES * of(WHOLE, whole.frequencies, whole.length, known.articles)
    )


def _idf(df: int, count: int) -> float:
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def weights_of(query: Query) -> dict[str, float]:
    """What each term weighs in all: one that is asked twice counts twice."""
    found: dict[str, float] = {}
    for term, weight in zip(query.terms, query.weights, strict=True):
        found[term] = found.get(term, 0.0) + weight
    return found


def pairs_of(query: Query) -> Sequence[str]:
    """The pairs of a query, each once."""
    return list(dict.fromkeys(query.pairs))
