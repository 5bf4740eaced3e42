"""Question → Answer: the use case that everything else serves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.answering import marking, pins, wording
from bot.core.answering.agreement import wordings
from bot.core.answering.composing import Composer
from bot.core.answering.findings import Findings, findings
from bot.core.answering.inquiry import Inquiry, inquire
from bot.core.answering.marking import Asked
from bot.core.answering.pins import Pin
from bot.core.answering.policy import Policy
from bot.core.answering.quoting import still_stands
from bot.core.answering.receipts import choices, receipt_id
from bot.core.answering.synonyms import Synonyms
from bot.core.answering.timeline import AsOfView, asks_how_things_stand, latest
from bot.core.lookup import Budget
from bot.core.model import Answer, Article, Attribution, Hit, Outcome, Passage, Question, Quotation, Scope
from bot.core.ports import PassageIndex
from bot.core.text import analysis

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Sources:
    """What answers are made from.

    `current` reads an article as it stands at this moment: a quotation that no longer stands there word for word is
    left out. `as_of` gives the sources of an earlier day; None where they were what they are now. `pins` are what
    curators chose for questions, `standing` the passages of one that stands as it was chosen, as far as they may be
    seen. `budget` is the time that there is to look for them.
    """

    index: PassageIndex
    current: Callable[[str], Article | None]
    synonyms: Synonyms
    as_of: Callable[[date], "Sources | None"] = lambda _: None
    pins: Sequence[Pin] = ()
    standing: Callable[[Pin], Sequence[Passage]] = lambda _: ()
    budget: Budget = field(default_factory=Budget)


def answer(question: Question, sources: Sources, policy: Policy, today: date) -> Answer:
    """Answers in the sources' own words, or says why not. Never raises for what a person may type."""
    refused = _refusal(question, policy)
    if refused is not None:
        return _empty(question, refused, today, sources)
    budget, present = sources.budget, sources.current
    inquiry = inquire(question, sources.index, sources.synonyms, today)
    if not inquiry.consulted.articles:
        return _empty(question, Outcome.NO_ARTICLES, today, sources)
    if inquiry.as_of and (earlier := sources.as_of(inquiry.as_of)):
        sources = earlier
        inquiry = inquire(question, sources.index, sources.synonyms, today)
    found = sources.index.complete(replace(inquiry.lookup, budget=budget), inquiry.consulted)
    moment = AsOfView(found.articles, inquiry.as_of or today, Scope(collections=question.audience.collections))
    known = findings(inquiry, found.hits, moment, policy)
    empty = _empty(question, Outcome.NOT_COVERED, today, sources)
    outcome = _with_what_was_asked(empty, inquiry, known, policy.seconds if budget.spent else None)
    asked = marking.asked(inquiry.words, inquiry.weights, inquiry.language)
    composer = Composer(asked, sources.current, moment, inquiry.admits, known.also_in)
    pinned = _pinned(inquiry, sources, asked, today)
    others = composer.quotations(
        [hit for hit in known.worth_quoting if not _quotes(pinned, hit.passage)], policy.quotations
    )
    quotations = (*pinned, *others)[: policy.quotations]
    if not quotations:
        near, notes = composer.quotations(known.hits[:NEAREST], NEAREST), (*inquiry.limits, *outcome.notes)
        return replace(outcome, nearest=_nearest(known.hits), nearest_passages=near, notes=notes)
    answered = replace(outcome, outcome=Outcome.ANSWERED, quotations=quotations, weak=known.weak and not pinned)
    if pinned:
        answered = _vouched_for(answered, today)
    notes = (
        *_weak_for(known if answered.weak else None),
        *_newest(question, inquiry, known.hits),
        *_worded(others, known.hits, moment),
        *_unmatched(inquiry, quotations),
        *outcome.notes,
        *(_changed(quotations, present) if inquiry.as_of else []),
    )
    return replace(answered, notes=notes)


def _with_what_was_asked(empty: Answer, inquiry: Inquiry, known: Findings, spent: float | None) -> Answer:
    """What every answer says of its question; `spent`: the seconds after which the search was given up, if it was."""
    return replace(
        empty,
        confidence=known.sure,
        terms=inquiry.query.terms,
        corrections=inquiry.corrections,
        expansions=tuple(dict.fromkeys(each.surface for each in inquiry.expansions)),
        missing_terms=known.missing,
        notes=(*inquiry.notes, *([] if spent is None else [wording.out_of_time(spent)])),
        # What took too long cannot be had again.
        receipt=empty.receipt if spent is None else "",
    )


def _pinned(inquiry: Inquiry, sources: Sources, asked: Asked, today: date) -> tuple[Quotation, ...]:
    """What a curator chose for this very question, as things stand today; a question about another day has nothing."""
    if not sources.pins or inquiry.as_of or inquiry.goes_on:
        return ()
    for pin in pins.matching(inquiry.words, sources.pins):
        passages, article = sources.standing(pin), sources.current(pin.article)
        if not passages or article is None or not all(map(inquiry.admits, passages)):
            continue
        if quotation := pins.quotation_of(pin, passages, article, asked, today):
            return (quotation,)
    return ()


def _vouched_for(answer: Answer, today: date) -> Answer:
    """An answer that a curator chose: nothing is in doubt, and its receipt is another than without the choice."""
    receipt = answer.receipt and receipt_id(answer.question, today, answer.revision, choices(answer))
    return replace(answer, confidence=1.0, missing_terms=(), receipt=receipt)


def _quotes(quotations: Sequence[Quotation], passage: Passage) -> bool:
    return any(passage in quotation.passages for quotation in quotations)


def _unmatched(inquiry: Inquiry, quotations: Sequence[Quotation]) -> list[str]:
    """That phrases in quotation marks stand in none of the passages."""
    if not inquiry.request.phrases:
        return []
    said = [analysis.words(passage.text) for quotation in quotations for passage in quotation.passages]
    phrases = [
        each
        for each in inquiry.request.phrases
        if not any(analysis.stand(analysis.words(each), words) for words in said)
    ]
    return [wording.not_word_for_word(phrases)] if phrases else []


def _empty(question: Question, outcome: Outcome, today: date, sources: Sources) -> Answer:
    revision = sources.index.revision
    return Answer(question, outcome, revision, receipt=receipt_id(question, today, revision))


def _changed(quotations: Sequence[Quotation], current: Callable[[str], Article | None]) -> list[str]:
    """Which articles no longer say what is quoted, because the question was about an earlier day."""
    cited = {
        quotation.attribution: quotation.validity.withdrawn
        for quotation in quotations
        if not still_stands(quotation, current(quotation.attribution.article))
    }
    return [
        wording.withdrawn_since(each, withdrawn) if withdrawn else wording.changed_since(each)
        for each, withdrawn in cited.items()
    ]


def _refusal(question: Question, policy: Policy) -> Outcome | None:
    if len(question.text) > policy.longest_question:
        return Outcome.TOO_LONG
    if not analysis.WORD.search(question.text):
        return Outcome.NO_QUESTION
    return None


def _weak_for(known: Findings | None) -> list[str]:
    """That an answer may be none, and what it lacks; nothing of one that is firm."""
    if known is None:
        return []
    lacking = wording.lacks(known.doubt.lacking, known.doubt.amount)
    return [wording.WEAK, *([lacking] if lacking else [])]


def _newest(question: Question, inquiry: Inquiry, hits: Sequence[Hit]) -> list[str]:
    """Of when the newest document is, where how things stand is asked."""
    if not hits or not asks_how_things_stand(question.text):
        return []
    covering = inquiry.covering
    nearness = [covering.nearness(hit) for hit in hits]
    near = [hit for hit, each in zip(hits, nearness, strict=True) if each >= max(nearness) / 2]
    newest = latest(near, inquiry.as_of)
    return [] if newest is None else [wording.latest(newest)]


def _worded(quotations: Sequence[Quotation], hits: Sequence[Hit], moment: AsOfView) -> list[str]:
    """Where the sources say the same thing in other words. What a later word replaces is no other wording of it."""
    passages = [hit.passage for hit in hits if not moment.successors(hit.passage)]
    standing = [quotation for quotation in quotations if not quotation.validity.replaced_by]
    worded = (wordings(quotation, passages, moment.corpus) for quotation in standing)
    in_other_words = next((found for found in worded if found), ())
    return [wording.worded(in_other_words)] if in_other_words else []


def _nearest(hits: Iterable[Hit]) -> tuple[Attribution, ...]:
    articles = dict.fromkeys(hit.passage.attribution for hit in hits)
    return tuple(articles)[:NEAREST]
