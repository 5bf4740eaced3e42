"""How much of a question a passage covers.

A raw BM25 score is no confidence: it grows with the length of the question. The share of the question's
weight that a passage covers does not, and words that no article has weigh most in it.
"""

import math
from collections.abc import Collection, Mapping


def idf(df: int, size: int) -> float:
    """Lucene's idf: log(1 + (N − df + 0.5) / (df + 0.5)). Positive, and highest for an unknown word."""
    return math.log(1 + (size - df + 0.5) / (df + 0.5))


def coverage(weights: Mapping[str, float], present: Collection[str]) -> float:
    """The share, 0 to 1, of the question's weight whose terms are present. No terms: 0.

    `weights` gives each term of the question its idf.
    """
    mass = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in present) / mass if mass else 0.0
