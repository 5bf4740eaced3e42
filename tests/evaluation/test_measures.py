"""The figures are those that others count: known values, ties, and orders that must not matter."""

import subprocess
import sys
from dataclasses import astuple
from math import inf, log2, nan

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.measures import Judge, Judgement, auroc, share_answered
from tests.conftest import ROOT

numbers = st.lists(st.integers(0, 6).map(lambda number: number / 4), min_size=1, max_size=30)


def judged(grades: dict[str, int], *ranking: str) -> Judgement:
    return Judge({"q 1": grades}).judge({"q 1": ranking})["q 1"]


def test_the_right_passage_first_is_perfect() -> None:
    assert judged({"a b": 1}, "a b", "c", "d") == Judgement(1, 1, 1, 1, 1, 1)


def test_the_right_passage_fourth_succeeds_at_five() -> None:
    assert astuple(judged({"a": 1}, "w", "x", "y", "a")) == pytest.approx((1 / log2(5), 1, 1 / 4, 0, 0, 1))


def test_gains_are_linear_and_the_best_order_is_worth_one() -> None:
    found = judged({"a": 1, "b": 2}, "a", "b")
    assert found.ndcg_10 == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))
    assert judged({"a": 1, "b": 2}, "b", "a").ndcg_10 == pytest.approx(1)


def test_below_the_tenth_place_only_recall_counts() -> None:
    ranking = [f"p{place}" for place in range(1, 102)]
    assert judged({"p11": 1}, *ranking) == Judgement(0, 1, 0, 0, 0, 0)
    assert judged({"p10": 1}, *ranking).mrr_10 == pytest.approx(1 / 10)
    assert judged({"p100": 1, "p101": 1}, *ranking).recall_100 == pytest.approx(1 / 2)


def test_a_question_that_found_nothing_counts_as_nothing_and_still_counts() -> None:
    assert judged({"a": 1}) == Judgement(0, 0, 0, 0, 0, 0)


def test_grade_zero_is_not_relevant() -> None:
    assert astuple(judged({"a": 0, "b": 1}, "a", "b")) == pytest.approx((1 / log2(3), 1, 1 / 2, 0, 1, 1))


@settings(max_examples=30)
@given(st.permutations(["a", "b", "c", "ü", "x y", "Z"]))
def test_the_order_that_is_shown_is_judged_whatever_the_ids_are(ranking: list[str]) -> None:
    assert judged({"c": 1}, *ranking).mrr_10 == pytest.approx(1 / (1 + ranking.index("c")))


def test_without_trec_eval_it_is_said_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['pytrec_eval'] = None\n"
        "from bot.core.errors import ConfigurationError\n"
        "from bot.evaluation.measures import Judge\n"
        "try: Judge({'q': {'p': 1}})\n"
        "except ConfigurationError as error: print(error)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ended.stdout.strip().endswith("install it: pip install 'policybot[eval]'")


@pytest.mark.parametrize(
    ("answerable", "unanswerable", "area"),
    [
        ([3.0, 2.0], [1.0, 0.0], 1.0),
        ([0.0, 1.0], [2.0, 3.0], 0.0),
        ([1.0, 1.0], [1.0], 0.5),
        ([0.8, 0.4], [0.6, 0.2], 0.75),
        ([0.9, 0.5, 0.5], [0.5, 0.1], 5 / 6),
        ([0.35, 0.8], [0.1, 0.4], 0.75),  # the example in scikit-learn's documentation of roc_auc_score
    ],
)
def test_the_area_under_the_curve_is_known(answerable: list[float], unanswerable: list[float], area: float) -> None:
    assert auroc(answerable, unanswerable) == pytest.approx(area)


@settings(max_examples=50)
@given(numbers, numbers)
def test_the_area_is_the_share_of_pairs_in_the_right_order(answerable: list[float], unanswerable: list[float]) -> None:
    pairs = [(a > u) + (a == u) / 2 for a in answerable for u in unanswerable]
    assert auroc(answerable, unanswerable) == pytest.approx(sum(pairs) / len(pairs))
    assert auroc(unanswerable, answerable) == pytest.approx(1 - auroc(answerable, unanswerable))


def test_one_false_answer_in_ten_is_allowed() -> None:
    unanswerable = [0.9, 0.8, *[0.1] * 8]
    assert share_answered([0.95, 0.85, 0.8, 0.5], unanswerable) == pytest.approx(1 / 2)
    assert share_answered([0.95, 0.85, 0.8, 0.5], unanswerable[:9]) == pytest.approx(1 / 4)


def test_equal_confidence_is_answered_all_or_none() -> None:
    unanswerable = [0.9, 0.9, *[0.1] * 8]
    assert share_answered([0.9, 0.9, 0.95], unanswerable) == pytest.approx(1 / 3)


@settings(max_examples=50)
@given(numbers, numbers)
def test_no_threshold_answers_more_at_so_few_false_answers(answerable: list[float], unanswerable: list[float]) -> None:
    def share(values: list[float], above: float) -> float:
        return sum(value > above for value in values) / len(values)

    honest = [above for above in (-1.0, *unanswerable) if share(unanswerable, above) <= 0.1]
    assert share_answered(answerable, unanswerable) == max(share(answerable, above) for above in honest)


@pytest.mark.parametrize(("answerable", "unanswerable"), [([], [1.0]), ([1.0], []), ([nan], [1.0]), ([1.0], [inf])])
def test_what_cannot_be_compared_is_a_mistake(answerable: list[float], unanswerable: list[float]) -> None:
    for measure in (auroc, share_answered):
        with pytest.raises(ValueError, match="finite"):
            measure(answerable, unanswerable)
