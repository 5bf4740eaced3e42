"""Puts the questions of a collection to a system, and counts what comes back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from statistics import fmean

from bot.core.answering.answer_types import Kind, kind_of
from bot.core.model import Reference
from bot.evaluation.collection import Asked, Collection
from bot.evaluation.golden import first_sentence, target_of
from bot.evaluation.measures import DEPTH, Judge, Judgement, auroc, share_answered
from bot.evaluation.report import AbstentionFigures, KindFigures, MarkingFigures, RankingFigures, Report
from bot.evaluation.system import System

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class _Mark:
    """Whether the marked sentence answers, and its length in characters."""

    hit: bool
    length: int


@dataclass(frozen=True, slots=True)
class _Heard:
    """Passage ids, best first; how sure the system is; and its mark, where one can be judged."""

    ranking: tuple[str, ...]
    confidence: float
    mark: _Mark | None


def measure(collection: Collection, system: System, progress: Progress = lambda done, total: None) -> Report:
    """Measures a system that stands over the collection's articles.

    `progress` is told (done, total) before the first question and after each. Raises ConfigurationError, before
    any question is asked, if trec_eval is not installed.
    """
    judged = [question for question in collection.questions if question.is_judged]
    unanswerable = [question for question in collection.questions if not question.answerable]
    kept, lost = _parted(judged, collection)
    turns = [question for question in collection.turns if question.is_judged]
    stories = [question for question in collection.stories if question.is_judged]
    judge = Judge({question.id: question.grades for question in judged})

    asked = (judged, unanswerable, kept, lost, turns, turns, stories)
    counted = _counting(sum(map(len, asked)), progress)
    ids = collection.ids()
    heard = {question.id: _hear(question, system, collection, ids) for question in counted(judged)}
    unsure = [system.confidence(question.text) for question in counted(unanswerable)]
    less = system.without(collection.hidden) if lost else system
    still_sure = [less.confidence(question.text) for question in counted(kept)]
    no_longer_sure = [less.confidence(question.text) for question in counted(lost)]

    judgements = judge.judge({name: each.ranking for name, each in heard.items()})
    marks = {name: each.mark for name, each in heard.items() if each.mark}
    return Report(
        collection=collection.name,
        articles=len(collection.articles),
        passages=len(collection.passages),
        questions=len(collection.questions),
        ranking=RankingFigures(len(judged), _mean(list(judgements.values()))),
        marking=_marking(list(marks.values())),
        hidden=_abstention(still_sure, no_longer_sure),
        near_misses=_abstention([each.confidence for each in heard.values()], unsure),
        turns_alone=_ranking([replace(each, earlier=()) for each in counted(turns)], system, ids),
        turns=_ranking(counted(turns), system, ids),
        stories=_ranking(counted(stories), system, ids),
        kinds=tuple(_by_kind(judged, judgements, marks)),
    )


def _parted(judged: Sequence[Asked], collection: Collection) -> tuple[list[Asked], list[Asked]]:
    """The questions that keep a relevant passage when the hidden articles go, and those that lose every one.

    Two empty lists where one of them would be: confidence has nothing to tell apart then.
    """
    kept: list[Asked] = []
    lost: list[Asked] = []
    for question in judged:
        articles = collection.articles_of(question)
        if articles:
            (lost if articles <= collection.hidden else kept).append(question)
    return (kept, lost) if kept and lost else ([], [])


def _counting(total: int, progress: Progress) -> Callable[[Sequence[Asked]], Iterator[Asked]]:
    """Makes loops that tell how many of all questions are done."""
    done = 0
    progress(done, total)

    def counted(questions: Sequence[Asked]) -> Iterator[Asked]:
        nonlocal done
        for question in questions:
            yield question
            done += 1
            progress(done, total)

    return counted


def _hear(question: Asked, system: System, collection: Collection, ids: Mapping[Reference, str]) -> _Heard:
    """What the system says to an answerable question: all at once, as one search may serve it all."""
    ranking = dict.fromkeys(ids[hit.passage.reference] for hit in system.rank(question.text, DEPTH))
    confidence = system.confidence(question.text)
    target = target_of(question, collection)
    if target is None:
        return _Heard(tuple(ranking), confidence, None)
    marked = system.mark(question.text, target.passage)
    start, end = first_sentence(target.passage.text, marked)
    return _Heard(tuple(ranking), confidence, _Mark(target.is_hit_by((start, end)), end - start))


def _ranking(questions: Iterable[Asked], system: System, ids: Mapping[Reference, str]) -> RankingFigures | None:
    grades, found = {}, {}
    for each in questions:
        ranking = system.rank(each.text, DEPTH, each.earlier)
        grades[each.id], found[each.id] = (
            each.grades,
            tuple(dict.fromkeys(ids[hit.passage.reference] for hit in ranking)),
        )
    return RankingFigures(len(found), _mean(list(Judge(grades).judge(found).values()))) if found else None


def _mean(judgements: Sequence[Judgement]) -> Judgement:
    return Judgement(*map(fmean, zip(*map(astuple, judgements), strict=True)))


def _marking(marks: Sequence[_Mark]) -> MarkingFigures | None:
    if not marks:
        return None
    return MarkingFigures(len(marks), fmean(mark.hit for mark in marks), fmean(mark.length for mark in marks))


def _abstention(answerable: Sequence[float], unanswerable: Sequence[float]) -> AbstentionFigures | None:
    if not answerable or not unanswerable:
        return None
    return AbstentionFigures(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        auroc=auroc(answerable, unanswerable),
        answered=share_answered(answerable, unanswerable),
    )


def _by_kind(
    judged: Sequence[Asked], judgements: Mapping[str, Judgement], marks: Mapping[str, _Mark]
) -> Iterator[KindFigures]:
    """The kinds in the order of the core, without those that nobody asked for."""
    kinds = {question.id: kind_of(question.text) for question in judged}
    for kind in Kind:
        found = [judgements[name] for name, each in kinds.items() if each is kind]
        marked = [marks[name] for name, each in kinds.items() if each is kind and name in marks]
        if found:
            yield KindFigures(
                kind=kind,
                questions=len(found),
                success_1=fmean(each.success_1 for each in found),
                success_3=fmean(each.success_3 for each in found),
                marked=len(marked),
                hit_1=fmean(mark.hit for mark in marked) if marked else None,
            )
