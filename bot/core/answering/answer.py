"""Question → Answer: the use case that everything else serves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.core.answering import marking, pins, wording
from bot.core.answering.agreement import Merged, merged, wordings
from bot.core.answering.composing import Composer, first_lists
from bot.core.answering.confidence import Covering, confidence
from bot.core.answering.doubts import Doubts, doubts
from bot.core.answering.inquiry import Inquiry, inquire
from bot.core.answering.marking import Asked
from bot.core.answering.pins import Pin
from bot.core.answering.quoting import still_stands
from bot.core.answering.receipts import choices, receipt_id
from bot.core.answering.second_look import second_look
from bot.core.answering.synonyms import Synonyms
from bot.core.answering.timeline import AsOfView, asks_how_things_stand, in_force_first, later_word_first, latest
from bot.core.lookup import Budget
from bot.core.model import Answer, Article, Attribution, Hit, Outcome, Passage, Question, Quotation, Scope
from bot.core.ports import PassageIndex
from bot.core.text import analysis

NEAREST = 3
# A passage that has so much of the question is quoted, however many others rival it: where all articles agree,
# doubt would be wrong.
COVERED = 0.75
# So much surer must the bot be where a word that is asked for stands nowhere.
UNKNOWN = 1.5


@dataclass(frozen=True, slots=True)
class Policy:
    """What an answer may look like.

    `floor`: the confidence, 0 to 1, below which the bot declines, unless a passage covers nearly all of the question;
    `weak`: below which it says that it is weak.
    `next_floor`: what each further passage must cover of the question, as a share of what the best one covers.
    `longest_question`: in characters. `seconds`: how long passages are looked through.
    """

    quotations: int = 3
    floor: float = 0.05
    weak: float = 0.3
    next_floor: float = 0.4
    longest_question: int = 1_000
    seconds: float = 3.0


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
    empty = _empty(question, Outcome.NOT_COVERED, today, sources)
    found = sources.index.complete(replace(inquiry.lookup, budget=budget), inquiry.consulted)
    if budget.spent:
        # It cannot be had again, so it gets no receipt.
        empty = replace(empty, receipt="")
    moment = AsOfView(found.articles, inquiry.as_of or today, Scope(collections=question.audience.collections))
    covering = covering_of(inquiry)
    groups = [_spoken_now(group, moment) for group in merged(second_look(inquiry, covering, found.hits))]
    hits = [group.hit for group in groups]
    sure = confidence(inquiry.words, covering, hits)
    chosen: list[Hit] = []
    # Where nothing has a weight, the passages have what was quoted word for word.
    doubt = doubts(inquiry.words, inquiry.tokens, inquiry.missing, covering, hits) if hits else Doubts()
    floor = policy.floor * (UNKNOWN if doubt.unknown else 1)
    if sure >= floor or any(not covering.weights or covering.share(hit) >= COVERED for hit in hits[:1]):
        in_force = in_force_first(_worth_quoting(hits, covering, policy), hits, moment, covering.nearness)
        chosen = later_word_first(in_force, hits, moment, inquiry.admits)
    asked = marking.asked(inquiry.words, inquiry.weights, inquiry.language)
    also_in = {group.hit.passage.reference: group.also_in for group in groups}
    composer = Composer(asked, sources.current, moment, inquiry.admits, also_in)
    pinned = _pinned(inquiry, sources, asked, today)
    others = composer.quotations([hit for hit in chosen if not _quotes(pinned, hit.passage)], policy.quotations)
    quotations = (*pinned, *others)[: policy.quotations]
    outcome = replace(
        empty,
        confidence=sure,
        terms=inquiry.query.terms,
        corrections=inquiry.corrections,
        expansions=tuple(dict.fromkeys(each.surface for each in inquiry.expansions)),
        missing_terms=_missing(inquiry, covering, hits),
        notes=(*inquiry.notes, *([wording.out_of_time(policy.seconds)] if budget.spent else [])),
    )
    if not quotations:
        near = composer.quotations(hits[:NEAREST], NEAREST)
        return replace(outcome, nearest=_nearest(hits), nearest_passages=near, notes=(*inquiry.limits, *outcome.notes))
    if pinned:
        sure, doubt = 1.0, Doubts()
        outcome = _vouched_for(replace(outcome, quotations=quotations), today)
    weak = sure < policy.weak or bool(doubt)
    worded = _worded(others, hits, moment)
    changed = _changed(quotations, present) if inquiry.as_of else []
    notes = (
        *_notes(question, hits, covering, doubt if weak else None),
        *worded,
        *_unmatched(inquiry, quotations),
        *outcome.notes,
        *changed,
    )
    return replace(outcome, outcome=Outcome.ANSWERED, quotations=quotations, weak=weak, notes=notes)


def _pinned(inquiry: Inquiry, sources: Sources, asked: Asked, today: date) -> tuple[Quotation, ...]:
    """What a curator chose for this very question, as things stand today; a question about another day has nothing."""
    if inquiry.as_of or inquiry.goes_on:
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


def covering_of(inquiry: Inquiry) -> Covering:
    """What a passage can cover of a question, other words for its own among it."""
    return Covering(
        inquiry.weights,
        tuple((each.of, each.terms) for each in inquiry.expansions),
        tuple((each.of, each.terms) for each in inquiry.forms),
    )


def _missing(inquiry: Inquiry, covering: Covering, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words that no article has, without the numbers that a range of the best passage holds."""
    held = frozenset(covering.in_range(hits[0])) if hits else frozenset()
    return tuple(word for word in inquiry.missing if word not in held)


def _spoken_now(group: Merged, moment: AsOfView) -> Merged:
    """A group of passages in the same words, for which one speaks that nothing has replaced, if there is one."""
    members = (group.hit.passage, *group.also_in)
    current = [each for each in members if not moment.successors(each)]
    if not current:
        return group
    return Merged(replace(group.hit, passage=current[0]), tuple(current[1:]))


def _worth_quoting(hits: Sequence[Hit], covering: Covering, policy: Policy) -> list[Hit]:
    """The first hits, without those that cover far less of the question than the best of them, or are far from it."""
    first = first_lists(hits, policy.quotations)
    covered = [covering.nearness(hit) for hit in first]
    return [hit for hit, share in zip(first, covered, strict=True) if share >= policy.next_floor * max(covered)]


def _notes(question: Question, hits: Sequence[Hit], covering: Covering, doubt: Doubts | None) -> list[str]:
    notes = [] if doubt is None else [wording.WEAK, *filter(None, (wording.lacks(doubt.lacking, doubt.amount),))]
    if hits and asks_how_things_stand(question.text):
        best = max(covering.nearness(hit) for hit in hits)
        newest = latest([hit for hit in hits if covering.nearness(hit) >= best / 2])
        if newest is not None:
            notes.append(wording.latest(newest))
    return notes


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
