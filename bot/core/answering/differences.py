"""Where sources differ: amounts, dates and durations on the same topic, side by side, without a verdict.

A false "sources differ" is worse than silence, so an amount counts only if nothing speaks against it: another
article, the same topic, the same measure and unit, one such amount in each sentence, and neither in the other passage.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from bot.core.answering.amounts import Amount, Measure, amounts
from bot.core.answering.answer_types import Kind
from bot.core.answering.marking import Asked
from bot.core.model import Quotation
from bot.core.text import analysis

# The share of the question's weight that both sentences must hold (with their headings and titles), and how many terms.
SHARED = 0.5
SHARED_TERMS = 2
# How far an amount may stand from a word that the question and both sentences share, in words.
NEAR = 8

# What a question of a kind may learn of. One that asks for a person, a place or a reason learns of no amount.
_MEASURES: dict[Kind, set[Measure]] = {
    Kind.DURATION: {Measure.DURATION},
    Kind.NUMBER: {Measure.COUNT, Measure.PERCENTAGE, Measure.DURATION},
    Kind.MONEY: {Measure.MONEY, Measure.PERCENTAGE},
    Kind.TIME: {Measure.DATE, Measure.DURATION},
    Kind.DEFINITION: {Measure.DURATION, Measure.MONEY, Measure.PERCENTAGE},
    Kind.OTHER: {Measure.DURATION, Measure.MONEY, Measure.PERCENTAGE},
}
# Words of the question that name a measure, or ask how things stand: they are not its topic.
_NO_TOPIC = frozenset(
    analysis.terms(
        "long last takes days weeks months years hours number percent percentage amount dates times"
        " still yet now currently today place force effect valid apply"
    )
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Amounts of one measure that differ, each as its passage prints it, in the order of the passages.

    Some may be equal, in other words ("one-year", "12 months"); at least two are not.
    """

    measure: Measure
    sides: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    sentence: Quotation
    amount: Amount
    elsewhere: tuple[Amount, ...]
    terms: frozenset[str]
    near: frozenset[str]


def differing(marked: Sequence[Quotation], question: Asked) -> tuple[Difference, ...]:
    """What the marked sentences of the chosen passages, best first, say differently of what the question asks."""
    measures = _MEASURES.get(question.kind, set())
    sides = [side for quotation in marked if measures for side in _sides(quotation)]
    found = []
    for measure in Measure:
        if measure in measures:
            at_odds = _differing([side for side in sides if side.amount.measure is measure], question)
            if at_odds:
                found.append(Difference(measure, tuple(_quoted(side) for side in at_odds)))
    return tuple(found)


def _differing(sides: Sequence[_Side], question: Asked) -> list[_Side]:
    """The first side that another one differs from, and all that can be compared with it; one an article."""
    articles = [side.sentence.attribution.article for side in sides]
    sides = [side for side, article in zip(sides, articles, strict=True) if articles.count(article) == 1]
    for first in sides:
        others = [side for side in sides if side is not first and _on_one_topic(first, side, question)]
        if any(_at_odds(first, side) for side in others):
            return [side for side in sides if side is first or side in others]
    return []


def _sides(sentence: Quotation) -> list[_Side]:
    """The amounts in a sentence that are the only ones of their measure there."""
    passage = sentence.passage
    found = amounts(passage.text)
    inside = [amount for amount in found if sentence.start <= amount.start and amount.end <= sentence.end]
    measures = [amount.measure for amount in inside]
    context = " ".join(filter(None, (passage.context.words, passage.attribution.title, sentence.text)))
    terms = frozenset(analysis.terms(context)) if inside else frozenset()
    return [
        _Side(sentence, amount, tuple(found), terms, _near(sentence, amount))
        for amount in inside
        if measures.count(amount.measure) == 1
    ]


def _near(sentence: Quotation, amount: Amount) -> frozenset[str]:
    """The terms of the words that stand NEAR an amount in its sentence."""
    text = sentence.passage.text
    before = analysis.WORD.findall(text, sentence.start, amount.start)[-NEAR:]
    after = analysis.WORD.findall(text, amount.end, sentence.end)[:NEAR]
    return frozenset(analysis.terms(" ".join(before + after)))


def _on_one_topic(left: _Side, right: _Side, question: Asked) -> bool:
    topic = {term: weight for term, weight in question.weights.items() if term not in _NO_TOPIC}
    shared = topic.keys() & left.terms & right.terms
    mass = sum(topic[term] for term in sorted(shared))
    return (
        left.amount.is_comparable(right.amount)
        and len(shared) >= min(SHARED_TERMS, len(topic))
        and mass >= SHARED * (sum(topic.values()) or 1.0)
        and not shared.isdisjoint(left.near & right.near)
        and _is_of_what_is_asked(left.amount, right.amount, topic, shared)
    )


def _is_of_what_is_asked(left: Amount, right: Amount, topic: Mapping[str, float], shared: Set[str]) -> bool:
    """Whether a count is one of what the question counts, and a date one of the rarest thing that it names."""
    match left.measure:
        case Measure.COUNT:
            return not topic.keys().isdisjoint(left.nouns & right.nouns)
        case Measure.DATE:  # dates are everywhere, and the least bound to what stands around them
            return max(topic.values()) == max(topic[term] for term in shared)
        case _:
            return True


def _at_odds(left: _Side, right: _Side) -> bool:
    return not _says(left.elsewhere, right.amount) and not _says(right.elsewhere, left.amount)


def _says(said: Iterable[Amount], amount: Amount) -> bool:
    return any(each.measure is amount.measure and each.is_like(amount) for each in said)


def _quoted(side: _Side) -> Quotation:
    return Quotation(side.sentence.passage, side.amount.start, side.amount.end)
