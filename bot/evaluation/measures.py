"""The figures: rankings judged by trec_eval, and how well one number tells what can be answered.

trec_eval (https://github.com/usnistgov/trec_eval) is called through pytrec-eval-terrier, which comes with
`policybot[eval]`, so that the figures can be compared with published ones.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from bot.core.errors import ConfigurationError

DEPTH = 100
FALSE_ANSWERS = 10  # in percent


@dataclass(frozen=True, slots=True)
class Judgement:
    """One ranking, judged; each figure lies between 0 and 1.

    nDCG with linear gains, recall at 100, and reciprocal rank at 10; success at k is 1 if one of the first k
    passages is relevant, else 0.
    """

    ndcg_10: float
    recall_100: float
    mrr_10: float
    success_1: float
    success_3: float
    success_5: float


class Judge:
    """Judges rankings of passage ids, by question, against grades."""

    def __init__(self, grades: Mapping[str, Mapping[str, int]]) -> None:
        """`grades`: question id → passage id → grade. Raises ConfigurationError if trec_eval is not installed."""
        make = _trec_eval().RelevanceEvaluator
        plain = {question: dict(graded) for question, graded in grades.items()}
        self._all = make(plain, {"ndcg_cut.10", "recall.100", "success.1,3,5"})
        # trec_eval's reciprocal rank knows no depth, so it is given no more than ten passages.
        self._first = make(plain, {"recip_rank"})

    def judge(self, rankings: Mapping[str, Sequence[str]]) -> dict[str, Judgement]:
        """Question id → passage ids, best first → a judgement for each. A ranking may be empty: zeros."""
        whole = self._all.evaluate(_run(rankings, DEPTH))
        first = self._first.evaluate(_run(rankings, 10))
        return {
            question: Judgement(
                found["ndcg_cut_10"],
                found["recall_100"],
                first[question]["recip_rank"],
                found["success_1"],
                found["success_3"],
                found["success_5"],
            )
            for question, found in whole.items()
        }


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """How often, 0 to 1, an answerable question gets a higher number than one without an answer; a tie is half.

    Neither may be empty. Mann & Whitney's U, divided by the number of pairs: Hanley & McNeil, "The meaning and
    use of the area under a receiver operating characteristic (ROC) curve" (1982).
    """
    _check(answerable, unanswerable)
    below = sorted(unanswerable)
    wins = sum(bisect_left(below, value) + bisect_right(below, value) for value in answerable)
    return wins / (2 * len(answerable) * len(unanswerable))


def share_answered(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """The share of the answerable questions above the lowest threshold that keeps false answers rare.

    That is: at most FALSE_ANSWERS percent of the questions without an answer lie above it. Questions with the
    same number are answered all or none. Neither sequence may be empty.
    """
    _check(answerable, unanswerable)
    allowed = FALSE_ANSWERS * len(unanswerable) // 100
    threshold = sorted(unanswerable, reverse=True)[allowed]
    return sum(value > threshold for value in answerable) / len(answerable)


def _check(*numbers: Sequence[float]) -> None:
    if not all(each and all(map(isfinite, each)) for each in numbers):
        raise ValueError("confidences are finite numbers, and there is one on either side at least")


def _run(rankings: Mapping[str, Sequence[str]], depth: int) -> dict[str, dict[str, float]]:
    """Rankings as trec_eval reads them.

    It sorts by score itself, keeps scores in single precision and breaks ties by identifier. The order in
    which passages would be shown is what is judged, so each gets its place for a score.
    """
    return {
        question: {passage: float(-place) for place, passage in enumerate(ranked[:depth])}
        for question, ranked in rankings.items()
    }


def _trec_eval() -> Any:
    try:
        import pytrec_eval  # noqa: PLC0415  # an extra: whoever measures nothing need not have it
    except ImportError as error:
        what = "there is no pytrec-eval-terrier, which rankings are judged with"
        raise ConfigurationError(f"{what}; install it: pip install 'policybot[eval]'") from error
    return pytrec_eval
