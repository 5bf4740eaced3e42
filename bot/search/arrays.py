"""A snapshot as arrays that can be saved, and back."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy.typing as npt

from bot.search.changing import Snapshot
from bot.search.files import Arrays, Facts
from bot.search.segments import Formula, Segment
from bot.search.vocabulary import Vocabulary

TERMS = "terms."
_SEGMENT = [each.name for each in fields(Segment)]


def arrays_of(snapshot: Snapshot) -> Arrays:
    """Everything large."""
    arrays: Arrays = {f"{TERMS}{name}": array for name, array in snapshot.vocabulary.arrays().items()}
    for number, part in enumerate(snapshot.parts):
        arrays |= {f"{number}.{name}": array for name, array in part.segment.arrays().items()}
        arrays[f"{number}.positions"] = part.positions
    return arrays


def facts_of(snapshot: Snapshot) -> Facts:
    """Everything small."""
    formula = snapshot.formula
    return {"k1": formula.k1, "b": formula.b, "tokens": snapshot.tokens, "segments": len(snapshot.parts)}


def snapshot_of(arrays: Mapping[str, npt.NDArray[Any]], facts: Facts, vocabulary: Vocabulary) -> Snapshot:
    """The snapshot that was taken apart; its vocabulary was made of `within(arrays, TERMS)`."""
    placed = [
        (Segment(*(arrays[f"{number}.{name}"] for name in _SEGMENT)), arrays[f"{number}.positions"])
        for number in range(facts["segments"])
    ]
    formula = Formula(facts["k1"], facts["b"])
    return Snapshot.of(formula, vocabulary, facts["tokens"], placed)


def within(arrays: Mapping[str, npt.NDArray[Any]], prefix: str) -> Arrays:
    """The arrays whose names begin so, without that beginning."""
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def under(prefix: str, arrays: Mapping[str, npt.NDArray[Any]]) -> Arrays:
    """The arrays with names that begin so."""
    return {f"{prefix}{name}": array for name, array in arrays.items()}
