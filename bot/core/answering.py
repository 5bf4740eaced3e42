"""Question → Answer: the use case that everything else serves."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core import analysis, marking, wording
from bot.core.confidence import Covering, confidence
from bot.core.corpus import Corpus
from bot.core.inquiry import Inquiry, inquire
from bot.core.marking import Asked
from bot.core.model import Answer, Article, Attribution, Hit, Outcome, Question, Quotation, Scope
from bot.core.ports import PassageIndex
from bot.core.quoting import quote_in_full, quote_sentence, still_stands
from bot.core.receipts import receipt_id
from bot.core.synonyms import Synonyms
from bot.core.timeline import Moment, asks_how_things_stand, later_word_first, latest, validity

CONSIDERED = 30
NEAREST = 3
# A passage that has so much of the question is quoted, however many others rival it: where all articles agree,
# doubt would be wrong.
COVERED = 0.75


@dataclass(frozen=True, slots=True)
class Policy:
    """What an answer may look like.

    `floor`: the confidence, 0 to 1, below which the bot declines, unless a passage covers nearly all of the question;
    `weak`: below which it says that it is weak.
    `next_floor`: what each further passage must cover of the question, as a share of what the best one covers.
    `longest_question`: in characters.
    """

    quotations: int = 3
    floor: float = 0.13
    weak: float = 0.4
    next_floor: float = 0.4
    longest_question: int = 1_000


@dataclass(frozen=True, slots=True)
class Sources:
    """What answers are made from.

    `current` reads an article as it stands at this moment: a quotation that no longer stands there word for word is
    left out.
    """

    corpus: Corpus
    index: PassageIndex
    current: Callable[[str], Article | None]
    synonyms: Synonyms


def answer(question: Question, sources: Sources, policy: Policy, today: date) -> Answer:
    """Answers in the sources' own words, or says why not. Never raises for what a person may type."""
    receipt = receipt_id(question, today, sources.corpus.revision)
    empty = Answer(question, Outcome.NOT_COVERED, sources.corpus.revision, receipt=receipt)
    refused = _refusal(question, sources.corpus, policy)
    if refused is not None:
        return replace(empty, outcome=refused)
    inquiry = inquire(question, sources.corpus, sources.index, sources.synonyms)
    hits = search(inquiry, sources.index, CONSIDERED)
    covering = covering_of(inquiry)
    sure = confidence(inquiry.words, covering, hits)
    moment = Moment(sources.corpus, inquiry.as_of or today, Scope(collections=question.audience.collections))
    chosen: list[Hit] = []
    if sure >= policy.floor or any(covering.share(hit) >= COVERED for hit in hits[:1]):
        chosen = later_word_first(_worth_quoting(hits, covering, policy), hits, moment)
    quotations = _quotations(chosen, marking.asked(inquiry.words, inquiry.weights), sources, moment)
    found = replace(
        empty,
        confidence=sure,
        terms=inquiry.query.terms,
        corrections=inquiry.corrections,
        expansions=tuple(dict.fromkeys(each.surface for each in inquiry.expansions)),
        missing_terms=inquiry.missing,
        notes=inquiry.notes,
    )
    if not quotations:
        return replace(found, nearest=_nearest(hits))
    weak = sure < policy.weak
    notes = (*_notes(question, hits, covering, weak), *found.notes)
    return replace(found, outcome=Outcome.ANSWERED, quotations=quotations, weak=weak, notes=notes)


def _refusal(question: Question, corpus: Corpus, policy: Policy) -> Outcome | None:
    if len(question.text) > policy.longest_question:
        return Outcome.TOO_LONG
    if not analysis.WORD.search(question.text):
        return Outcome.NO_QUESTION
    return None if corpus.articles else Outcome.NO_ARTICLES


def search(inquiry: Inquiry, index: PassageIndex, k: int) -> Sequence[Hit]:
    """The best `k` hits that the question admits."""
    if not inquiry.is_strict:
        return index.search(inquiry.query, k).hits
    every = index.search(inquiry.query, index.size(inquiry.scope)).hits
    return [hit for hit in every if inquiry.admits(hit.passage)][:k]


def covering_of(inquiry: Inquiry) -> Covering:
    """What a passage can cover of a question, other words for its own among it."""
    return Covering(inquiry.weights, tuple((each.of, each.terms) for each in inquiry.expansions))


def _worth_quoting(hits: Sequence[Hit], covering: Covering, policy: Policy) -> list[Hit]:
    """The first hits, without those that cover far less of the question than the best of them.

    A passage with the same words as an earlier one says nothing new, and is left out.
    """
    first: list[Hit] = []
    for hit in hits:
        if len(first) < policy.quotations and all(hit.passage.text != each.passage.text for each in first):
            first.append(hit)
    covered = [covering.share(hit) for hit in first]
    return [hit for hit, share in zip(first, covered, strict=True) if share >= policy.next_floor * max(covered)]


def _quotations(chosen: Sequence[Hit], asked: Asked, sources: Sources, moment: Moment) -> tuple[Quotation, ...]:
    quotations: list[Quotation] = []
    for hit in chosen:
        quotation = quote_sentence(hit, asked) if quotations else quote_in_full(hit, asked)
        if still_stands(quotation, sources.current(_article(hit))):
            quotations.append(replace(quotation, validity=validity(hit.passage, moment)))
    return tuple(quotations)


def _notes(question: Question, hits: Sequence[Hit], covering: Covering, weak: bool) -> list[str]:
    notes = [wording.WEAK] if weak else []
    if asks_how_things_stand(question.text):
        best = max(covering.share(hit) for hit in hits)
        newest = latest([hit for hit in hits if covering.share(hit) >= best / 2])
        if newest is not None:
            notes.append(wording.latest(newest))
    return notes


def _nearest(hits: Iterable[Hit]) -> tuple[Attribution, ...]:
    articles = dict.fromkeys(hit.passage.attribution for hit in hits)
    return tuple(articles)[:NEAREST]


def _article(hit: Hit) -> str:
    return hit.passage.attribution.article
