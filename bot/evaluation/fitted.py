"""A fit as rows of text and as plain values."""

from dataclasses import asdict, astuple
from typing import Any

from bot.core.answering.confidence import Model
from bot.evaluation.fitting import BANDS, SIGNALS, Fitting
from bot.evaluation.measures import FALSE_ANSWERS
from bot.evaluation.report import Row

COEFFICIENT_HEADER: Row = ("coefficient", "in force", "fitted to all")
JUDGED_HEADER: Row = (
    "judged", "with an answer", "without", "AUROC", f"answered at {FALSE_ANSWERS} % false",
    "not declined / falsely", "not weak / falsely", "AUROC in force", "answered",
)  # fmt: skip
CALIBRATION_HEADER: Row = ("mean confidence → share right", *(f"from {low / BANDS:.1f}" for low in range(BANDS)))


def tables(fitting: Fitting) -> list[tuple[Row, list[Row]]]:
    """All of it as tables, each a header and its rows."""
    return [
        (COEFFICIENT_HEADER, coefficient_rows(fitting)),
        (JUDGED_HEADER, judged_rows(fitting)),
        (CALIBRATION_HEADER, calibration_rows(fitting)),
    ]


def coefficient_rows(fitting: Fitting) -> list[Row]:
    """The coefficients in force and those that were found, under COEFFICIENT_HEADER."""
    names = ("intercept", *SIGNALS)
    both = zip(names, _numbers(fitting.in_force), _numbers(fitting.fitted), strict=True)
    return [(name, f"{now:.3f}", f"{found:.3f}") for name, now, found in both]


def judged_rows(fitting: Fitting) -> list[Row]:
    """One row for each sample, under JUDGED_HEADER: the fit that never saw its collection, then what is in force."""
    return [
        (
            f"{each.collection}, {each.condition}",
            f"{each.answerable:,}",
            f"{each.unanswerable:,}",
            f"{each.left_out.auroc:.3f}",
            f"{each.left_out.answered:.3f}",
            f"{each.left_out.kept:.2f} / {each.left_out.kept_false:.2f}",
            f"{each.left_out.firm:.2f} / {each.left_out.firm_false:.2f}",
            f"{each.in_force.auroc:.3f}",
            f"{each.in_force.answered:.3f}",
        )
        for each in fitting.judged
    ]


def calibration_rows(fitting: Fitting) -> list[Row]:
    """One row for each sample, under CALIBRATION_HEADER; a dash where no question was that sure."""
    return [
        (
            f"{each.collection}, {each.condition}",
            *(f"{band.confidence:.2f} → {band.right:.2f}" if band else "–" for band in each.left_out.bands),
        )
        for each in fitting.judged
    ]


def as_json(fitting: Fitting) -> dict[str, Any]:
    """All of it as plain values, figures rounded to 4 digits."""
    return {
        "coefficients": {"in_force": _named(fitting.in_force), "fitted": _named(fitting.fitted)},
        "thresholds": {"floor": fitting.thresholds.floor, "weak": fitting.thresholds.weak},
        "judged": [
            {
                "collection": each.collection,
                "condition": str(each.condition),
                "answerable": each.answerable,
                "unanswerable": each.unanswerable,
                "left_out": _rounded(asdict(each.left_out)),
                "in_force": _rounded(asdict(each.in_force)),
            }
            for each in fitting.judged
        ],
    }


def _numbers(model: Model) -> tuple[float, ...]:
    return (model.intercept, *astuple(model.slopes))


def _named(model: Model) -> dict[str, float]:
    return {name: round(number, 4) for name, number in zip(("intercept", *SIGNALS), _numbers(model), strict=True)}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value
