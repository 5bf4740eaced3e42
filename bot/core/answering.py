"""Question → Answer: the use case that everything else serves."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core import analysis, marking
from bot.core.confidence import confidence, coverage, idf
from bot.core.corpus import Corpus
from bot.core.marking import Asked
from bot.core.model import Answer, Article, Attribution, Hit, Outcome, Query, Question, Quotation, Scope
from bot.core.ports import PassageIndex
from bot.core.quoting import quote_in_full, quote_sentence, still_stands
from bot.core.timeline import later_word_first

CONSIDERED = 30
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Policy:
    """What an answer may look like.

    `floor`: the confidence, 0 to 1, below which the bot declines; `weak`: below which it says that it is weak.
    `next_floor`: what each further passage must cover of the question, as a share of what the best one covers.
    `longest_question`: in characters.
    """

    quotations: int = 3
    floor: float = 0.09
    weak: float = 0.4
    next_floor: float = 0.4
    longest_question: int = 1_000


def answer(
    question: Question,
    *,
    corpus: Corpus,
    index: PassageIndex,
    current: Callable[[str], Article | None],
    policy: Policy,
) -> Answer:
    """Answers in the sources' own words, or says why not. Never raises for what a person may type.

    `current` reads an article as it stands at this moment: a quotation that no longer stands there word for
    word is left out.
    """
    scope = Scope(collections=question.audience.collections)
    outcome = _refusal(question, index.size(scope), policy)
    if outcome is not None:
        return Answer(question, outcome, index.revision)
    tokens = analysis.tokens(question.text)
    dfs = {token.term: index.df(token.term, scope) for token in tokens}
    weights = {term: idf(df, index.size(scope)) for term, df in dfs.items()}
    terms = tuple(token.term for token in tokens)
    hits = index.search(Query(terms, (1.0,) * len(terms), scope, tuple(analysis.pairs(terms))), CONSIDERED).hits
    asked = marking.asked(question.text, weights)
    sure = confidence(question.text, weights, hits)
    worth_quoting = _worth_quoting(hits, weights, policy) if sure >= policy.floor else []
    chosen = later_word_first(worth_quoting, hits, corpus)
    quotations = tuple(
        quotation
        for position, hit in enumerate(chosen)
        if still_stands(quotation := _quote(hit, asked, corpus, first=position == 0), current(_article(hit)))
    )
    return Answer(
        question,
        Outcome.ANSWERED if quotations else Outcome.NOT_COVERED,
        index.revision,
        quotations=quotations,
        confidence=sure,
        weak=sure < policy.weak,
        missing_terms=tuple(dict.fromkeys(token.surface for token in tokens if not dfs[token.term])),
        nearest=() if quotations else _nearest(hits),
    )


def _refusal(question: Question, size: int, policy: Policy) -> Outcome | None:
    if len(question.text) > policy.longest_question:
        return Outcome.TOO_LONG
    if not analysis.WORD.search(question.text):
        return Outcome.NO_QUESTION
    return None if size else Outcome.NO_ARTICLES


def _worth_quoting(hits: Sequence[Hit], weights: Mapping[str, float], policy: Policy) -> list[Hit]:
    """The first hits, without those that cover far less of the question than the best of them.

    A passage with the same words as an earlier one says nothing new, and is left out.
    """
    first: list[Hit] = []
    for hit in hits:
        if len(first) < policy.quotations and all(hit.passage.text != each.passage.text for each in first):
            first.append(hit)
    covered = [coverage(weights, hit) for hit in first]
    return [hit for hit, share in zip(first, covered, strict=True) if share >= policy.next_floor * max(covered)]


def _quote(hit: Hit, asked: Asked, corpus: Corpus, *, first: bool) -> Quotation:
    quotation = quote_in_full(hit, asked) if first else quote_sentence(hit, asked)
    successor = corpus.successor(hit.passage)
    return replace(quotation, replaced_by=successor.attribution if successor else None)


def _nearest(hits: Iterable[Hit]) -> tuple[Attribution, ...]:
    articles = dict.fromkeys(hit.passage.attribution for hit in hits)
    return tuple(articles)[:NEAREST]


def _article(hit: Hit) -> str:
    return hit.passage.attribution.article
