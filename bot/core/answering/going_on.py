"""Questions that go on from earlier ones ("and for part-timers?"), and questions that ask two things at once."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from bot.core.answering import filters, wording
from bot.core.answering.emphasis import asks, stands_alone
from bot.core.model import Answer
from bot.core.text import analysis
from bot.core.text.sentences import sentences

T = TypeVar("T")

KEPT = 3
"""So many of the last questions are taken along."""
MOST_PARTS = 3

_GOES_ON = re.compile(
    r"(?:and|but|or|so|also|then|what about|how about|what if|same|und|aber|oder|et|mais|ou|y|pero|o|e)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|these|those|(?:does|is|was|will|can|did|in)\s+(?:that|this))\b",
    re.IGNORECASE,
)


def goes_on(question: str) -> bool:
    """Whether a question cannot be understood by itself: it begins with "and", points back, or is hardly a word."""
    if stands_alone(question):
        return False
    words = question.strip()
    own = len({token.term for token in analysis.tokens(words)})
    is_fragment = own == 0 or (own == 1 and not asks(words.rstrip("?! ")))
    return is_fragment or bool(_GOES_ON.match(words) or _POINTS_BACK.search(words))


def taken_along(before: Iterable[str]) -> tuple[str, ...]:
    """Of the questions before one, oldest first, those that it goes on from: the last ones, from a new start on."""
    kept: tuple[str, ...] = ()
    for words in before:
        kept = (words,) if stands_alone(words) else (*kept, words)[-KEPT:]
    return kept


def parts_of(question: str, today: date) -> tuple[str, ...]:
    """The questions that a message asks, where it does nothing but ask two or three of them; else the whole of it.

    What also tells a story is one question, and filters count for all of it.
    """
    whole = (question,)
    if filters.read(question, today).words.split() != question.split():
        return whole
    parts = tuple(question[start:end].strip() for start, end in sentences(question))
    if not 1 < len(parts) <= MOST_PARTS:
        return whole
    return parts if all(each.endswith("?") and asks(each) and analysis.tokens(each) for each in parts) else whole


def together(answers: Iterable[Answer], most: int) -> Answer:
    """The answers to the parts of one message as one: the best quotation for each part first, at most `most` in all.

    What is not answered is said. If nothing is, it is one refusal with the words that are missing from all of it.
    """
    every = tuple(answers)
    found = [each for each in every if each.answered]
    missing = tuple(dict.fromkeys(term for each in every for term in each.missing_terms))
    if not found:
        return replace(every[0], missing_terms=missing, notes=_once(each.notes for each in every))
    nothing = [wording.nothing_on(each.question.text) for each in every if not each.answered]
    best = [each.quotations[0] for each in found]
    quotations = [*best, *(quotation for each in found for quotation in each.quotations[1:])]
    passages = {quotation.passage.reference: quotation for quotation in reversed(quotations)}
    order = dict.fromkeys(quotation.passage.reference for quotation in quotations)
    return replace(
        found[0],
        quotations=tuple(passages[each] for each in order)[: max(most, len(best))],
        confidence=min(each.confidence for each in found),
        weak=any(each.weak for each in found),
        terms=_once(each.terms for each in every),
        corrections=_once(each.corrections for each in every),
        expansions=_once(each.expansions for each in every),
        missing_terms=missing,
        notes=_once([nothing, *(each.notes for each in found)]),
    )


def _once(listed: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(each for some in listed for each in some))
