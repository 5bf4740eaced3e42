"""Whether the first passages answer the question: one calibrated number from a few signals.

A raw BM25 score is no confidence: it grows with the length of the question. So each signal is a share of the
question's idf mass, in which words that no article has weigh most. The coefficients are those of a logistic
regression over public collections, each judged with itself left out; `policybot fit` fits them anew, and
docs/answers.md has the figures and their limits.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from bot.core.answering.ranges import has_in_range
from bot.core.model import Hit
from bot.core.text import analysis

# How many of the first hits the signals look at: all of them for rivals, the first three for names.
LOOKED_AT, SHOWN = 10, 3

# What another word for the asker's own counts for.
SYNONYM = 0.5
# Of a longer question no passage has all: its mass is that of so many words of its mean.
WORDS = 15
# Below that, exp(−z) would be beyond what a float holds.
SMALLEST = -700.0


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for and against an answer, most of it as shares of the question's idf mass.

    `strength`: the logarithm of how much of what the question could score its best passage does score.
    `rivals`: what hits 2 to 10 score that stand in other articles than the best one, on average.
    `missing_names`: names and numbers of the question that none of the first three passages has.
    `cover`: how much of the question stands in the best passage, its heading or its title.
    `lead`: what the best passage scores more than the second.
    `missing`: the share of the question's different words, each counted the same, that do not.
    `restated`: how far the question repeats the last heading above the best passage: 1 where it is that heading.
    `length`: the logarithm of how many different words the question has.
    `similarity`: how near the best passage's meaning is to the question's, 0 to 1; 0 where nothing compares meanings.
    """

    strength: float
    rivals: float
    missing_names: float
    cover: float
    lead: float = 0.0
    missing: float = 0.0
    restated: float = 0.0
    length: float = 0.0
    similarity: float = 0.0


_figures = attrgetter(*(each.name for each in fields(Signals)))


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression: what each signal counts for, whatever it is on a question."""

    intercept: float
    slopes: Signals

    def confidence(self, seen: Signals) -> float:
        """The number, 0 to 1."""
        weighed = zip(_figures(self.slopes), _figures(seen), strict=True)
        z = self.intercept + sum(slope * value for slope, value in weighed)
        return 1 / (1 + math.exp(-z)) if z > SMALLEST else 0.0


BY_WORDS = Model(-0.429, Signals(1.838, -1.452, -5.221, -1.098, 1.764, -4.019, 1.277, 1.063))
# Where an encoder compares meanings as well: beside similarity, strength says nothing more. Scaled so that
# `answering.weak` parts right from wrong here, too.
BY_MEANING = Model(-4.067, Signals(0.0, -0.708, -2.372, 0.535, 1.337, -0.239, 1.634, -0.126, 5.637))


def idf(df: int, size: int) -> float:
    """Lucene's idf: log(1 + (N − df + 0.5) / (df + 0.5)). Positive, and highest for an unknown word."""
    return math.log(1 + (size - df + 0.5) / (df + 0.5))


@dataclass(frozen=True, slots=True)
class Covering:
    """What a passage can cover of a question.

    `weights` gives each term of the question its idf. `synonyms` are pairs of the question's terms, and the terms
    that say the same: a passage that has the latter has the former, for half of their weight. `forms` are pairs of
    the same kind, for other ways to write a word: they have all of its weight.
    """

    weights: Mapping[str, float]
    synonyms: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    forms: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @property
    def mass(self) -> float:
        return sum(self.weights.values()) * min(1.0, WORDS / max(len(self.weights), 1))

    def credits(self, hit: Hit) -> dict[str, float]:
        """For each term of the question that the passage has, how much of it: 1, or SYNONYM for another word."""
        present = analysis.passage_terms(hit.passage)
        credit = {term: SYNONYM for own, other in self.synonyms if present.issuperset(other) for term in own}
        for own, other in self.forms:
            if present.issuperset(other):
                credit |= dict.fromkeys(own, 1.0)
        credit |= dict.fromkeys(self.in_range(hit), 1.0)
        credit |= dict.fromkeys(present.intersection(self.weights), 1.0)
        return credit

    def in_range(self, hit: Hit) -> list[str]:
        """The numbers of the question that the passage has a range for."""
        return [term for term in self.weights if term.isdecimal() and has_in_range(hit.passage, term)]

    def share(self, hit: Hit) -> float:
        """The share, 0 to 1, of the question's weight that the passage covers."""
        credit = self.credits(hit)
        covered = sum(weight * credit[term] for term, weight in self.weights.items() if term in credit)
        return min(covered / self.mass, 1.0) if self.weights else 0.0

    def nearness(self, hit: Hit) -> float:
        """The same, or how near the passage's meaning is to the question's, if that is more."""
        return max(self.share(hit), hit.similarity or 0.0)


def confidence(question: str, covering: Covering, hits: Sequence[Hit]) -> float:
    """How likely it is, 0 to 1, that the first three hits answer, if half of all questions have an answer.

    `hits` are the best ten. No hit: 0.
    """
    if not hits or not covering.weights:
        return 0.0
    model = BY_WORDS if hits[0].similarity is None else BY_MEANING
    return model.confidence(signals(question, covering, hits))


def signals(question: str, covering: Covering, hits: Sequence[Hit]) -> Signals:
    """The signals for a question with at least one term and one hit."""
    weights, mass = covering.weights, covering.mass
    best, second = hits[0], hits[1].score if len(hits) > 1 else 0.0
    has = covering.credits(best)
    others = [hit.score for hit in hits[1:LOOKED_AT] if _article(hit) != _article(best)]
    shown = set[str]().union(*(covering.credits(hit) for hit in hits[:SHOWN]))
    missing = [weights[name] for name in sorted(names(question)) if name in weights and name not in shown]
    return Signals(
        strength=math.log(best.score / mass + 0.05),
        rivals=sum(others) / ((LOOKED_AT - 1) * mass),
        missing_names=sum(missing) / mass,
        cover=covering.share(best),
        lead=(best.score - second) / mass,
        missing=sum(term not in has for term in weights) / len(weights),
        restated=restated(covering, (best.passage.context.headings or ("",))[-1]),
        length=math.log(len(weights)),
        similarity=best.similarity or 0.0,
    )


def restated(covering: Covering, heading: str) -> float:
    """How far a question repeats a heading: its share that stands there, times the share of the heading that it has."""
    terms = analysis.which_terms(heading)
    shared = terms & covering.weights.keys()
    if not shared:
        return 0.0
    return len(shared) / len(terms) * min(sum(covering.weights[term] for term in sorted(shared)) / covering.mass, 1.0)


def names(question: str) -> frozenset[str]:
    """The terms of what looks like a name or a number: a capital or digit first, but for the first word's capital.

    Where everything is capitalised, nothing looks like a name.
    """
    tokens = analysis.tokens(question)
    at_first = analysis.WORD.search(question)
    first = at_first.group() if at_first else ""
    found = [
        token.term
        for place, token in enumerate(tokens)
        if token.surface[0].isdigit() or (token.surface[0].isupper() and (place > 0 or token.surface != first))
    ]
    in_small_letters = any(token.surface[0].islower() for token in tokens)
    return frozenset(found if in_small_letters else (term for term in found if term[0].isdigit()))


def _article(hit: Hit) -> str:
    return hit.passage.attribution.article
