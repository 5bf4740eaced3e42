"""A digest about one subject: which passages match it, and which of their sentences does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.core.answering import marking
from bot.core.answering.findings import COVERED
from bot.core.answering.inquiry import inquire
from bot.core.answering.quoting import quote
from bot.core.answering.synonyms import Synonyms
from bot.core.model import Audience, Hit, Passage, Question, Quotation
from bot.core.ports import PassageIndex
from bot.core.text.analysis import terms

Watch = Callable[[Passage], Quotation | None]
"""The passage, quoted with the sentence that matches marked; None if it does not match."""


def watch(about: str, audience: Audience, index: PassageIndex, synonyms: Synonyms, today: date) -> Watch:
    """Looks at passages, new ones among them, for a subject in the syntax of questions (phrases, -word, source:…).

    A passage matches if it has COVERED of what the subject weighs in the corpus, together with its heading, in these
    words or in others that stand for them; at least one of them must be its own. Its title does not count: all
    passages have that. Words are not corrected: a watch waits for a word that no article has yet.
    """
    inquiry = inquire(Question(about, audience), index, synonyms, today)
    covering = inquiry.covering
    asked = marking.asked(inquiry.words, inquiry.weights, inquiry.language)
    wanted = frozenset(inquiry.query.terms)
    waiting = bool(inquiry.corrections) or not inquiry.weights

    def matching(passage: Passage) -> Quotation | None:
        if (
            waiting
            or not inquiry.admits(passage)
            or wanted.isdisjoint(terms(passage.text, passage.attribution.language))
        ):
            return None
        untitled = replace(passage, attribution=replace(passage.attribution, title=None))
        covered = sum(covering.weights[term] for term in sorted(covering.credits(Hit(untitled, 0.0))))
        return quote(Hit(passage, 0.0), asked) if covered >= COVERED * covering.mass else None

    return matching
