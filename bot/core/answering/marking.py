"""The one sentence of a passage that most likely answers.

A sum of signals, each 0 to 1, whose weights were fitted on three public collections and rounded by hand. What
each is worth, and what was tried and dropped, stands in docs/answers.md.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from math import sqrt

from bot.core.answering.answer_types import Kind, kind_of, shows
from bot.core.model import Passage
from bot.core.text import analysis
from bot.core.text.languages import ENGLISH, stop_words
from bot.core.text.sentences import Span, sentences, starts_with_heading

# The question's words, weighed by √idf and shared among the sentences that hold them: rare in the passage counts most.
DISTINCT = 2.0
# The share of the question's idf mass that the sentence holds.
OVERLAP = 1.0
# The kind of answer that is asked for.
KIND = 0.5
# What only the sentence before holds of the question: an answer often follows the words that it answers.
PREVIOUS = 0.75
# Words that begin like missing words of the question: "inventor" and "invent".
RELATED = 0.75
# The question's stop words.
FUNCTION_WORDS = 0.25
# For the first sentence alone: the more of the question stands above it, the more likely it is the answer.
LEAD_BELOW_HEADING = 2.5
LEAD_BELOW_TITLE = 0.5
LEAD_DEFINES = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, analysed once: its terms with their idf, its folded words, what it asks for, and its language."""

    weights: Mapping[str, float]
    words: frozenset[str]
    kind: Kind
    language: str = ENGLISH

    @property
    def mass(self) -> float:
        """The sum of the weights; 1 for a question without terms, so that it can be divided by."""
        return sum(self.weights.values()) or 1.0


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    terms: frozenset[str]
    words: frozenset[str]


def asked(question: str, weights: Mapping[str, float], language: str = ENGLISH) -> Asked:
    """Analyses a question; `weights` gives each of its terms its idf."""
    return Asked(weights, frozenset(analysis.words(question)), kind_of(question), language)


def mark(question: Asked, passage: Passage) -> Span:
    """Where the sentence stands that most likely answers; of equals, the earliest."""
    spans = sentences(passage.text)
    return spans[mark_among(question, passage, spans)]


def mark_among(question: Asked, passage: Passage, spans: Sequence[Span]) -> int:
    """The position, among the sentences of a passage, of the one that most likely answers. Never a heading."""
    first = 1 if starts_with_heading(passage.text, spans) else 0
    heading = [passage.context.words, passage.text[slice(*spans[0])] if first else ""]
    body = [_sentence(passage.text[slice(*span)], question.language) for span in spans[first:]]
    spread = Counter(term for sentence in body for term in sentence.terms)
    scores = [_score(question, body, at, spread) for at in range(len(body))]
    titles = passage.attribution.title or "", " ".join(heading)
    above = (analysis.which_terms(each, question.language) for each in titles)
    scores[0] += _lead(question, *above)
    # Rounded, so that the order in which floats were added can never decide.
    return first + max(range(len(body)), key=lambda at: (round(scores[at], 9), -at))


@lru_cache(maxsize=8_192)
def _sentence(text: str, language: str) -> _Sentence:
    return _Sentence(text, frozenset(analysis.terms(text, language)), frozenset(analysis.words(text)))


def _score(question: Asked, body: Sequence[_Sentence], at: int, spread: Mapping[str, int]) -> float:
    """What speaks for a sentence wherever it stands. `spread` counts the sentences that hold each term."""
    sentence, weights = body[at], question.weights
    shared = weights.keys() & sentence.terms
    before = weights.keys() & body[at - 1].terms if at else frozenset()
    roots = sum(map(sqrt, weights.values())) or 1.0
    function_words = question.words & stop_words(question.language)
    repeated = function_words & sentence.words
    return (
        DISTINCT * sum(sqrt(weights[term]) / spread[term] for term in sorted(shared)) / roots
        + OVERLAP * _mass(weights, shared) / question.mass
        + KIND * shows(question.kind, sentence.text, question.words)
        + PREVIOUS * _mass(weights, before - shared) / question.mass
        + RELATED * _mass(weights, _related(weights.keys() - shared, sentence.terms)) / question.mass
        + FUNCTION_WORDS * len(repeated) / (len(function_words) or 1)
    )


def _lead(question: Asked, title: Set[str], heading: Set[str]) -> float:
    below_heading = question.weights.keys() & heading
    below_title = question.weights.keys() & title - below_heading
    return (
        LEAD_BELOW_HEADING * _mass(question.weights, below_heading) / question.mass
        + LEAD_BELOW_TITLE * _mass(question.weights, below_title) / question.mass
        + LEAD_DEFINES * (question.kind is Kind.DEFINITION)
    )


def _mass(weights: Mapping[str, float], chosen: Set[str]) -> float:
    return sum(weights[term] for term in sorted(chosen))


def _related(missing: Set[str], present: Set[str]) -> set[str]:
    return {term for term in missing if any(_begin_alike(term, other) for other in present)}


def _begin_alike(left: str, right: str) -> bool:
    if len(left) < 4 or len(right) < 4 or left[:4] != right[:4] or not left.isalpha():
        return False
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
    return common >= 5 or common >= max(len(left), len(right)) - 2
