"""A system is asked every question once, and what comes back is counted for what it is."""

from collections.abc import Sequence
from dataclasses import astuple, replace
from math import log2

import pytest

from bot.core.answering.answer_types import Kind
from bot.core.model import Hit, Passage
from bot.core.text.sentences import Span
from bot.evaluation.collection import Collection
from bot.evaluation.measures import Judgement
from bot.evaluation.measuring import measure
from bot.evaluation.reading import read
from bot.evaluation.report import AbstentionFigures, KindFigures, MarkingFigures
from tests.evaluation.conftest import CORPUS, QRELS, QUERIES, Lay
from tests.evaluation.overlap_system import OverlapSystem


class Scripted:
    """Ranks the same passages for every question, marks the same stretch, and is as sure as it is told."""

    def __init__(self, collection: Collection, *ranked: str, sure: Sequence[float] = (), less: Sequence[float] = ()):
        self._hits = [Hit(collection.passages[name], 1.0) for name in ranked]
        self._sure = dict(zip((question.text for question in collection.questions), sure, strict=False))
        self._less = dict(zip((question.text for question in collection.questions), less, strict=False))
        self.hidden: list[frozenset[str]] = []
        self.asked: list[str] = []

    def rank(self, question: str, k: int, earlier: tuple[str, ...] = ()) -> Sequence[Hit]:
        self.asked.append(question)
        return self._hits[:k]

    def confidence(self, question: str) -> float:
        return self._sure.get(question, 0.0)

    def mark(self, question: str, passage: Passage) -> Span:
        return 0, len(passage.text)

    def without(self, hidden: frozenset[str]) -> "Scripted":
        self.hidden.append(hidden)
        self._sure, self._less = self._less, self._sure
        return self


@pytest.fixture
def small(lay: Lay) -> Collection:
    return read(lay())


def test_figures_are_means_over_the_answerable_questions(small: Collection) -> None:
    ranking = measure(small, Scripted(small, "Leave#1 p1", "Travel#1 p1", "Leave#1 p2")).ranking
    assert ranking.questions == 3
    assert astuple(ranking.mean) == pytest.approx(
        (
            (1 + 1 / log2(4) + 0) / 3,  # nDCG@10
            2 / 3,  # R@100
            (1 + 1 / 3) / 3,  # MRR@10
            1 / 3,  # success@1
            2 / 3,  # success@3
            2 / 3,  # success@5
        )
    )


def test_each_answerable_question_is_ranked_once_and_no_other(small: Collection) -> None:
    system = Scripted(small, "Leave#1 p1")
    measure(small, system)
    assert system.asked == [line["text"] for line in QUERIES[:3]]


def test_a_passage_that_is_ranked_twice_counts_where_it_stands_first(small: Collection) -> None:
    mean = measure(small, Scripted(small, "Leave#1 p1", "Leave#1 p1", "Leave#1 p2", "Travel#1 p2")).ranking.mean
    assert (mean.mrr_10, mean.success_3) == pytest.approx(((1 + 1 / 2 + 1 / 3) / 3, 1))


def test_a_system_that_finds_nothing_gets_nothing(small: Collection) -> None:
    assert measure(small, Scripted(small)).ranking.mean == Judgement(0, 0, 0, 0, 0, 0)


def test_marking_everything_is_marking_the_first_sentence(small: Collection) -> None:
    marking = measure(small, Scripted(small)).marking
    first, second = "Staff get leave.", "Unused days lapse in March."
    assert marking == MarkingFigures(questions=2, hit_1=0.5, mean_length=(len(first) + len(second)) / 2)


def test_the_sentence_that_answers_is_a_hit(small: Collection) -> None:
    marking = measure(small, OverlapSystem(small.articles)).marking
    assert marking == MarkingFigures(questions=2, hit_1=1.0, mean_length=22.0)


def test_near_misses_are_told_from_what_the_full_index_answers(small: Collection) -> None:
    report = measure(small, Scripted(small, sure=[0.9, 0.2, 0.7, 0.5]))
    assert report.near_misses == AbstentionFigures(answerable=3, unanswerable=1, auroc=2 / 3, answered=2 / 3)
    assert report.hidden is None


def test_questions_about_hidden_articles_are_asked_of_an_index_without_them(lay: Lay) -> None:
    small = read(lay(hidden=["Travel#1"]))
    system = Scripted(small, sure=[0, 0, 1, 1], less=[0.9, 0.3, 0.5, 1])
    report = measure(small, system)
    assert system.hidden == [{"Travel#1"}]
    assert report.hidden == AbstentionFigures(answerable=2, unanswerable=1, auroc=0.5, answered=0.5)
    assert report.near_misses == AbstentionFigures(answerable=3, unanswerable=1, auroc=1 / 6, answered=0)


def test_a_question_is_answerable_as_long_as_one_relevant_passage_is_left(lay: Lay) -> None:
    small = read(lay(qrels=(*QRELS, "q 3\tLeave#1 p2\t1"), hidden=["Travel#1"]))
    assert measure(small, Scripted(small)).hidden is None
    both = replace(small, hidden=frozenset({"Leave#1"}))
    assert measure(both, Scripted(both, less=[0.5, 0.5, 0.7])).hidden == AbstentionFigures(1, 2, 1.0, 1.0)


def test_where_every_question_loses_its_answer_there_is_nothing_to_tell_apart(lay: Lay) -> None:
    small = read(lay(hidden=["Travel#1", "Leave#1"]))
    system = Scripted(small)
    assert measure(small, system).hidden is None
    assert system.hidden == []


def test_a_question_whose_relevant_passages_have_no_text_hides_nothing(lay: Lay) -> None:
    small = read(lay([*CORPUS[:3], {**CORPUS[3], "text": ""}], hidden=["Travel#1"]))
    report = measure(small, Scripted(small))
    assert report.hidden is None
    assert report.ranking.questions == 3


def test_a_collection_without_gold_or_doubt_has_a_ranking_all_the_same(lay: Lay) -> None:
    plain = read(lay(queries=[{"_id": line["_id"], "text": line["text"]} for line in QUERIES]))
    report = measure(plain, Scripted(plain, "Leave#1 p1"))
    assert (report.marking, report.hidden, report.near_misses) == (None, None, None)
    assert report.ranking.questions == 3


def test_kinds_are_told_apart_and_those_that_nobody_asked_for_left_out(small: Collection) -> None:
    kinds = measure(small, Scripted(small, "Leave#1 p1", "Travel#1 p1", "Leave#1 p2")).kinds
    assert kinds == (
        KindFigures(Kind.DURATION, questions=1, success_1=1, success_3=1, marked=1, hit_1=0),
        KindFigures(Kind.TIME, questions=1, success_1=0, success_3=1, marked=1, hit_1=1),
        KindFigures(Kind.PERSON, questions=1, success_1=0, success_3=0, marked=0, hit_1=None),
    )


def test_progress_is_told_from_the_first_question_to_the_last(lay: Lay) -> None:
    small = read(lay(hidden=["Travel#1"]))
    told: list[tuple[int, int]] = []
    measure(small, OverlapSystem(small.articles), lambda done, total: told.append((done, total)))
    assert told == [(done, 7) for done in range(8)]


def test_the_same_system_gets_the_same_report(lay: Lay) -> None:
    small = read(lay(hidden=["Travel#1"]))
    reports = {repr(measure(small, OverlapSystem(small.articles))) for _ in range(2)}
    assert len(reports) == 1
