"""Collections in the BEIR layout → trials → observations: real questions, put to indexes that lack what answers some.

A collection says seldom which questions have no answer. So articles are hidden, and a question whose every relevant
passage went with them has none. Choices are made by hashes: the same folders give the same coefficients.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.answering.agreement import merged
from bot.core.answering.confidence import SHOWN, signals
from bot.core.answering.inquiry import inquire
from bot.core.answering.second_look import second_look
from bot.core.answering.synonyms import Synonyms
from bot.core.corpus import Corpus
from bot.core.model import Article, Context, Question, Reference
from bot.core.ports import PassageIndex
from bot.evaluation.collection import Asked, Collection
from bot.evaluation.fitting import Condition, Observation

# Questions of one collection under one condition. More of them change the coefficients in the second digit at most.
MOST = 600
# Small corpora: how many, of how many passages at least, and the longest beginning of an article in one of them.
CORPORA, SMALL, LONGEST = 6, 60, 200


@dataclass(frozen=True, slots=True)
class Trial:
    """Questions to be put to an index of these articles, and all that answers them, wherever it stands."""

    articles: tuple[Article, ...]
    questions: tuple[tuple[Asked, frozenset[Reference]], ...]


def observations(
    trial: Trial, synonyms: Synonyms, build: Callable[[Corpus], PassageIndex], today: date
) -> Iterator[Observation]:
    """What comes of each question of a trial, as every question is worked out, up to its quotations."""
    corpus = Corpus(trial.articles)
    index = build(corpus)
    there = frozenset(passage.reference for passage in corpus.passages)
    for asked, answering in trial.questions:
        inquiry = inquire(Question(asked.text), index, synonyms, today)
        found = index.complete(inquiry.lookup, inquiry.consulted)
        groups, covering = merged(second_look(inquiry, found.hits)), inquiry.covering
        hits = [group.hit for group in groups]
        shown = [passage for group in groups[:SHOWN] for passage in (group.hit.passage, *group.also_in)]
        yield Observation(
            signals=signals(inquiry.words, covering, hits) if hits and covering.weights else None,
            answerable=not there.isdisjoint(answering),
            found=any(passage.reference in answering for passage in shown),
        )


def trials_of(collection: Collection) -> Iterator[tuple[Condition, Trial]]:
    """The trials of a collection, in order; those of one condition follow each other.

    Retold articles and small corpora need articles of several passages: elsewhere they would say nothing new.
    """
    judged = [(each, _answering(each, collection)) for each in collection.questions if each.is_judged]
    chosen = _some(judged, MOST)
    hidden = collection.hidden or _to_be_hidden(collection)
    kept = tuple(each for each in collection.articles if each.id not in hidden)
    yield Condition.HIDDEN, Trial(kept, chosen)
    if len(collection.passages) > len(collection.articles):
        yield Condition.RETOLD, _retold(Trial(kept, chosen))
    if len(collection.passages) > len(collection.articles) and not collection.asked_whole:
        for turn, articles in enumerate(_small_corpora(collection)):
            yield Condition.SMALL, Trial(articles, _near_and_far(judged, articles, turn))
    told = [(each, _answering(each, collection)) for each in collection.stories if each.is_judged]
    if told:
        yield Condition.STORIES, Trial(kept, _some(told, MOST))
    unanswerable = [(each, frozenset[Reference]()) for each in collection.questions if not each.answerable]
    if collection.asked_whole:
        yield Condition.ASKED, Trial(collection.articles, chosen + _some(unanswerable, MOST))
    elif unanswerable:
        yield Condition.NEAR_MISSES, Trial(collection.articles, _some(judged, MOST) + _some(unanswerable, MOST))


Judged = tuple[Asked, frozenset[Reference]]


def _answering(question: Asked, collection: Collection) -> frozenset[Reference]:
    found = (collection.passages.get(name) for name in question.relevant)
    return frozenset(passage.reference for passage in found if passage)


def _to_be_hidden(collection: Collection) -> frozenset[str]:
    """Two fifths of the articles that answer a question."""
    answering = {article for each in collection.questions if each.is_judged for article in collection.articles_of(each)}
    return frozenset(article for article in answering if _mark(collection.name, article) % 5 < 2)


def _retold(trial: Trial) -> Trial:
    """Half of the articles twice, once without a quarter of their words.

    That is what news looks like, and policies that were reworded: what says the same must not count as a rival so
    much that the bot falls silent.
    """
    articles: list[Article] = []
    for article in trial.articles:
        articles.append(article)
        if _mark("retold", article.id) % 2 == 0:
            articles.append(_reworded(article))
    copied = frozenset(article.id for article in articles)
    questions = []
    for asked, answering in trial.questions:
        copies = (Reference(_copy(each.article), each.paragraph) for each in answering)
        questions.append((asked, answering.union(each for each in copies if each.article in copied)))
    return Trial(tuple(articles), tuple(questions))


def _reworded(article: Article) -> Article:
    attribution = replace(
        article.attribution, article=_copy(article.id), title=_without(article.attribution.title or "") or None
    )
    passages = [
        replace(
            each,
            attribution=attribution,
            context=Context(tuple(map(_without, each.context.headings))),
            text=_without(each.text) or each.text,
        )
        for each in article.passages
    ]
    return replace(article, attribution=attribution, passages=tuple(passages))


def _copy(name: str) -> str:
    return f"{name}, retold"


def _without(text: str) -> str:
    """The text without a quarter of its words: which, depends on the word and on where it stands."""
    return " ".join(word for place, word in enumerate(text.split()) if _mark(word, str(place // 7)) % 4)


def _small_corpora(collection: Collection) -> Iterator[tuple[Article, ...]]:
    """A few corpora of the size that a team starts with, no article in two of them."""
    corpus: list[Article] = []
    made = 0
    for article in sorted(collection.articles, key=lambda each: _mark(collection.name, each.id)):
        corpus.append(replace(article, passages=article.passages[:LONGEST]))
        if made < CORPORA and sum(len(each.passages) for each in corpus) > SMALL:
            yield tuple(corpus)
            corpus, made = [], made + 1


def _near_and_far(judged: Sequence[Judged], articles: Sequence[Article], turn: int) -> tuple[Judged, ...]:
    """Questions that the articles answer, and as many that they do not."""
    there = frozenset(passage.reference for article in articles for passage in article.passages)
    near = _some([each for each in judged if not there.isdisjoint(each[1])], MOST // 2)
    far = [each for each in judged if there.isdisjoint(each[1])]
    return near + _some(far, min(max(len(near), MOST // CORPORA), MOST // 2), str(turn))


def _some(questions: Sequence[Judged], most: int, turn: str = "") -> tuple[Judged, ...]:
    """That many questions at most, chosen by a hash of their ids."""
    return tuple(sorted(questions, key=lambda each: _mark(turn, each[0].id))[:most])


def _mark(*of: str) -> int:
    """A number that tells nothing of what it was made of."""
    return int.from_bytes(hashlib.sha256("\0".join(of).encode()).digest()[:8])
