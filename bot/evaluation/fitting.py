"""Observations → the confidence's coefficients, judged on each collection with that collection left out of the fit.

A logistic regression over the signals of `core.confidence`. Every collection weighs the same, within it every
condition, and within that the questions with an answer weigh as much as those without: so the number is how likely
the first three passages answer, if half of all questions have an answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from bot.core.answering.confidence import BY_WORDS, Model, Signals
from bot.core.answering.findings import COVERED
from bot.core.errors import ConfigurationError
from bot.evaluation.measures import auroc, share_answered

SIGNALS = tuple(field.name for field in fields(Signals))
# What a coefficient costs, against the mean loss of a question: next to nothing, but where the signals part all
# questions without a fault, the likeliest coefficients are infinite.
RIDGE = 1e-4
STEPS, SMALLEST_STEP = 100, 1e-10
BANDS = 5

Floats = npt.NDArray[np.float64]


class Condition(StrEnum):
    """How questions came to have no answer, or what was done to the articles besides."""

    HIDDEN = "hidden articles"
    RETOLD = "retold articles"
    SMALL = "small corpora"
    STORIES = "told stories"
    ASKED = "as asked"
    NEAR_MISSES = "near misses"


@dataclass(frozen=True, slots=True)
class Observation:
    """A question that was put to an index.

    `signals` are None where nothing was found. `answerable`: a passage of the index answers; `found`: one of the
    first three does.
    """

    signals: Signals | None
    answerable: bool
    found: bool

    def confidence(self, model: Model) -> float:
        """How sure a model is that it is answered, 0 to 1."""
        return model.confidence(self.signals) if self.signals else 0.0


@dataclass(frozen=True, slots=True)
class Sample:
    """What was observed of one collection under one condition."""

    collection: str
    condition: Condition
    observations: tuple[Observation, ...]

    @property
    def is_judged(self) -> bool:
        """Whether there is something to tell apart: questions with an answer, and others."""
        return len({each.answerable for each in self.observations}) == 2

    @property
    def is_fitted(self) -> bool:
        """Whether coefficients may be learnt from it. Near misses use the words of what answers something else."""
        found = {each.answerable for each in self.observations if each.signals}
        return self.condition is not Condition.NEAR_MISSES and len(found) == 2


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below `floor` the bot declines, unless a passage covers nearly all of the question; below `weak` it doubts."""

    floor: float
    weak: float


@dataclass(frozen=True, slots=True)
class Band:
    """Questions of like confidence: how many, their mean confidence, and the share that was right.

    In both shares the questions with an answer weigh as much, all together, as those without.
    """

    questions: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Figures:
    """How one model does on one sample; shares of the questions with and of those without an answer.

    `answered`: at ten percent false answers. `kept` and `kept_false` are not declined at the floor, `firm` and
    `firm_false` are answered without a word of doubt.
    """

    auroc: float
    answered: float
    kept: float
    kept_false: float
    firm: float
    firm_false: float
    bands: tuple[Band | None, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A sample, judged by a model that never saw its collection, and by the coefficients in force, which may have."""

    collection: str
    condition: Condition
    answerable: int
    unanswerable: int
    left_out: Figures
    in_force: Figures


@dataclass(frozen=True, slots=True)
class Fitting:
    """The coefficients fitted to all collections, those in force, and what such fits are worth where none was made."""

    fitted: Model
    in_force: Model
    thresholds: Thresholds
    judged: tuple[Judged, ...]


def judge(samples: Sequence[Sample], thresholds: Thresholds, in_force: Model = BY_WORDS) -> Fitting:
    """Fits, and judges each sample by a fit to the other collections, and by the coefficients that are in force.

    Raises ConfigurationError.
    """
    models = {
        name: fit([each for each in samples if each.collection != name])
        for name in dict.fromkeys(each.collection for each in samples)
    }
    judged = [_judged(each, models[each.collection], in_force, thresholds) for each in samples if each.is_judged]
    return Fitting(fit(samples), in_force, thresholds, tuple(judged))


def fit(samples: Sequence[Sample]) -> Model:
    """The coefficients that fit what was right: answerable, and answered by one of the first three passages.

    The least weighted mean of −log(likelihood) plus RIDGE / 2 · Σ coefficient² over standardised signals. Raises
    ConfigurationError where no sample has questions both with and without an answer.
    """
    used = [each for each in samples if each.is_fitted]
    if not used:
        what = "there are too few questions to fit the confidence to"
        raise ConfigurationError(f"{what}; name two collections or more that have questions about hidden articles")
    shares = {each.collection: 1 / sum(one.collection == each.collection for one in used) for each in used}
    seen = [(one, share) for each in used for one, share in _weighed(each, shares[each.collection])]
    signals = np.array([astuple(one.signals) for one, _ in seen if one.signals])
    right = np.array([one.answerable and one.found for one, _ in seen], dtype=np.float64)
    weights = np.array([share for _, share in seen]) / len(shares)
    mean = weights @ signals
    deviation = np.sqrt(weights @ (signals - mean) ** 2)
    deviation[deviation < 1e-9] = 1.0  # a signal that says the same of every question says nothing
    solved = _newton((signals - mean) / deviation, right, weights)
    slopes = solved[1:] / deviation
    return Model(float(solved[0] - slopes @ mean), Signals(*slopes.tolist()))


def _weighed(sample: Sample, share: float) -> list[tuple[Observation, float]]:
    """What was found in a sample, with weights that come to `share`: one half of it for each side."""
    seen = [each for each in sample.observations if each.signals]
    answerable = sum(each.answerable for each in seen)
    return [(one, share / 2 / (answerable if one.answerable else len(seen) - answerable)) for one in seen]


def _newton(signals: Floats, right: Floats, weights: Floats) -> Floats:
    """Intercept and coefficients; Newton's method, with steps halved where they lead uphill. Weights sum to 1."""
    rows = np.column_stack([np.ones(len(signals)), signals])
    ridge = np.array([0.0] + [RIDGE] * signals.shape[1])

    def loss(at: Floats) -> float:
        z = rows @ at
        return float(weights @ (np.logaddexp(0, z) - right * z) + ridge @ at**2 / 2)

    solved = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = (1 + np.tanh(rows @ solved / 2)) / 2
        gradient = rows.T @ (weights * (likely - right)) + ridge * solved
        curvature = (rows.T * (weights * likely * (1 - likely))) @ rows + np.diag(ridge)
        # The intercept bears no ridge, so the curvature may vanish where all is certain.
        step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        while loss(solved - step) > loss(solved) and np.abs(step).max() > SMALLEST_STEP:
            step = step / 2
        solved = solved - step
        if np.abs(step).max() <= SMALLEST_STEP:
            break
    return solved


def _judged(sample: Sample, model: Model, in_force: Model, thresholds: Thresholds) -> Judged:
    answerable = sum(each.answerable for each in sample.observations)
    return Judged(
        collection=sample.collection,
        condition=sample.condition,
        answerable=answerable,
        unanswerable=len(sample.observations) - answerable,
        left_out=figures(sample, model, thresholds),
        in_force=figures(sample, in_force, thresholds),
    )


def figures(sample: Sample, model: Model, thresholds: Thresholds) -> Figures:
    """How a model does on a sample that has something to tell apart."""
    sure = [(each.confidence(model), each) for each in sample.observations]
    answerable = [(p, each) for p, each in sure if each.answerable]
    others = [(p, each) for p, each in sure if not each.answerable]
    numbers, other_numbers = [p for p, _ in answerable], [p for p, _ in others]
    return Figures(
        auroc=auroc(numbers, other_numbers),
        answered=share_answered(numbers, other_numbers),
        kept=_share([_is_kept(p, each, thresholds.floor) for p, each in answerable]),
        kept_false=_share([_is_kept(p, each, thresholds.floor) for p, each in others]),
        firm=_share([p >= thresholds.weak for p in numbers]),
        firm_false=_share([p >= thresholds.weak for p in other_numbers]),
        bands=tuple(_bands(sure, len(answerable), len(others))),
    )


def _is_kept(sure: float, seen: Observation, floor: float) -> bool:
    return sure >= floor or (seen.signals is not None and seen.signals.cover >= COVERED)


def _bands(sure: Sequence[tuple[float, Observation]], answerable: int, others: int) -> Iterator[Band | None]:
    """BANDS of equal width, from the least sure; None where no question is."""
    for number in range(BANDS):
        inside = [(p, each) for p, each in sure if min(int(p * BANDS), BANDS - 1) == number]
        weights = [1 / (answerable if each.answerable else others) for _, each in inside]
        if not inside:
            yield None
            continue
        mean = sum(weight * p for weight, (p, _) in zip(weights, inside, strict=True)) / sum(weights)
        right = sum(weight for weight, (_, each) in zip(weights, inside, strict=True) if each.found) / sum(weights)
        yield Band(len(inside), mean, right)


def _share(of: Sequence[bool]) -> float:
    return sum(of) / len(of)
