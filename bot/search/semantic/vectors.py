"""The vectors of the passages of a corpus: an immutable snapshot, in memory or mapped from files.

A passage has one vector, or, if it is long, one for each of its windows, of which the nearest counts. A component takes
a byte: vectors are rounded to 255 steps of a scale of their own, which moves a cosine by less than 0.01. So is the
question's, and then all sums are whole numbers below 2^24, which a float32 holds exactly: the same in whatever order
they are added up, and wherever a vector lies. Passages whose encoded text is the same share their vectors.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from bot.search.files import Arrays

Vector = npt.NDArray[np.float32]
Longs = npt.NDArray[np.int64]

STEPS = 127
BLOCK = 512  # rows that are compared at a time: so many fit into a cache, and one thread compares them
KEY = 16  # bytes


def key_of(head: str, text: str) -> bytes:
    """Names what is encoded of a passage."""
    return hashlib.sha256(f"{head}\0{text}".encode(errors="surrogatepass")).digest()[:KEY]


@dataclass(frozen=True, eq=False)
class Vectors:
    """Vectors by the keys of what was encoded.

    `keys` has a row of bytes for each encoded text; text i has the rows from `starts[i]` to `starts[i + 1]` of `codes`,
    each of which counts times its scale.
    """

    keys: npt.NDArray[np.uint8]
    starts: Longs
    codes: npt.NDArray[np.int8]
    scales: Vector

    @classmethod
    def empty(cls, width: int) -> Self:
        return cls(
            np.zeros((0, KEY), np.uint8), np.zeros(1, np.int64), np.zeros((0, width), np.int8), np.zeros(0, np.float32)
        )

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.keys)

    @cached_property
    def numbers(self) -> Mapping[bytes, int]:
        """The number of each text, by its key."""
        return {key.tobytes(): number for number, key in enumerate(self.keys)}

    def extended(self, keys: Sequence[bytes], windows: Sequence[Vector]) -> "Vectors":
        """These and others after them: for each key the vectors of a text's windows, a row each."""
        if not keys:
            return self
        codes, scales = _rounded(np.concatenate(windows))
        ends = self.starts[-1] + np.cumsum([len(each) for each in windows])
        return Vectors(
            np.concatenate([self.keys, np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY)]),
            np.concatenate([self.starts, ends]),
            np.concatenate([self.codes, codes.astype(np.int8)]),
            np.concatenate([self.scales, scales]),
        )

    def picked(self, numbers: Longs) -> "Vectors":
        """The texts with these numbers, in this order."""
        lengths = np.diff(self.starts)[numbers]
        starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        rows = np.repeat(self.starts[numbers] - starts[:-1], lengths) + np.arange(starts[-1])
        return Vectors(self.keys[numbers], starts, self.codes[rows], self.scales[rows])

    def similarities(self, to: Vector) -> Vector:
        """The cosine between a vector and each text's nearest window; 0 where it is below."""
        if not len(self):
            return np.zeros(0, np.float32)
        near = np.empty(len(self.codes), np.float32)
        (question,), (scale,) = _rounded(to[None])
        for first in range(0, len(near), BLOCK):
            near[first : first + BLOCK] = self.codes[first : first + BLOCK].astype(np.float32) @ question
        near *= self.scales * scale
        return np.maximum(np.maximum.reduceat(near, self.starts[:-1]), 0)

    def arrays(self) -> Arrays:
        """The vectors as arrays that can be saved, from which `of` makes them again."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def of(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        return cls(**{each.name: arrays[each.name] for each in fields(cls)})


def _rounded(vectors: Vector) -> tuple[Vector, Vector]:
    """Whole numbers from −STEPS to STEPS for the components of each vector, and by what they count."""
    scales = np.abs(vectors).max(axis=1) / STEPS
    return np.rint(vectors / np.maximum(scales, 1e-12)[:, None]), scales
