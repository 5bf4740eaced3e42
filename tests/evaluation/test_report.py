"""A report says each figure with the number of questions behind it, and leaves out what was not measured."""

import json
from dataclasses import replace

from bot.core.answering.answer_types import Kind
from bot.evaluation.measures import Judgement
from bot.evaluation.report import (
    KIND_HEADER,
    AbstentionFigures,
    KindFigures,
    MarkingFigures,
    RankingFigures,
    Report,
    figure_rows,
    kind_rows,
)

FULL = Report(
    collection="small set",
    articles=2,
    passages=1_890,
    questions=1_200,
    ranking=RankingFigures(1_000, Judgement(0.570449, 0.93456, 0.5, 0.4, 2 / 3, 1.0)),
    marking=MarkingFigures(1, 0.123456, 142.84242),
    hidden=AbstentionFigures(1_420, 240, 0.66666, 0.25),
    near_misses=AbstentionFigures(420, 2_000, 0.5, 0.0),
    kinds=(KindFigures(Kind.TIME, 900, 1 / 3, 2 / 3, 1, 1.0), KindFigures(Kind.OTHER, 1_100, 0.0, 0.5, 0, None)),
)
BARE = replace(FULL, marking=None, hidden=None, near_misses=None, kinds=FULL.kinds[1:])


def test_json_holds_every_figure_to_four_digits() -> None:
    assert json.loads(json.dumps(FULL.as_json(), allow_nan=False)) == {
        "collection": "small set",
        "articles": 2,
        "passages": 1890,
        "questions": 1200,
        "conversations": {"follow_ups_alone": None, "follow_ups": None, "stories": None},
        "ranking": {
            "questions": 1000,
            "nDCG@10": 0.5704,
            "R@100": 0.9346,
            "MRR@10": 0.5,
            "success@1": 0.4,
            "success@3": 0.6667,
            "success@5": 1.0,
        },
        "marking": {"questions": 1, "hit@1": 0.1235, "mean_length": 142.8424},
        "abstention": {
            "hidden": {
                "answerable": 1420,
                "unanswerable": 240,
                "AUROC": 0.6667,
                "answered_at_10_percent_false": 0.25,
            },
            "near_misses": {
                "answerable": 420,
                "unanswerable": 2000,
                "AUROC": 0.5,
                "answered_at_10_percent_false": 0.0,
            },
        },
        "kinds": {
            "time": {"questions": 900, "success@1": 0.3333, "success@3": 0.6667, "marked": 1, "hit@1": 1.0},
            "other": {"questions": 1100, "success@1": 0.0, "success@3": 0.5, "marked": 0, "hit@1": None},
        },
    }


def test_what_was_not_measured_is_null_in_json() -> None:
    found = BARE.as_json()
    assert found["marking"] is None
    assert found["abstention"] == {"hidden": None, "near_misses": None}


def test_rows_hold_every_figure_to_three_digits_with_its_questions() -> None:
    assert figure_rows(FULL) == [
        ("nDCG@10", "0.570", "1,000 questions"),
        ("R@100", "0.935", "1,000 questions"),
        ("MRR@10", "0.500", "1,000 questions"),
        ("success@1", "0.400", "1,000 questions"),
        ("success@3", "0.667", "1,000 questions"),
        ("success@5", "1.000", "1,000 questions"),
        ("marked sentence, hit@1", "0.123", "1 question"),
        ("marked sentence, mean characters", "142.8", "1 question"),
        ("hidden articles, AUROC", "0.667", "1,420 with an answer, 240 without"),
        ("hidden articles, answered at 10 % false answers", "0.250", "1,420 with an answer, 240 without"),
        ("near misses, AUROC", "0.500", "420 with an answer, 2,000 without"),
        ("near misses, answered at 10 % false answers", "0.000", "420 with an answer, 2,000 without"),
    ]


def test_what_was_not_measured_has_no_row() -> None:
    assert figure_rows(BARE) == figure_rows(FULL)[:6]


def test_each_kind_has_a_row_under_the_header() -> None:
    assert kind_rows(FULL) == [
        ("time", "900", "0.333", "0.667", "1", "1.000"),
        ("other", "1,100", "0.000", "0.500", "0", "–"),
    ]
    assert {len(row) for row in kind_rows(FULL)} == {len(KIND_HEADER)}
