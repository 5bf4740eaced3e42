"""Which of some numbers keep their order: what has a place already stays there, and the others come anew."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise


def rising(numbers: Sequence[int | None]) -> Sequence[int | None]:
    """The same, with None in the place of as few as possible, so that those that are left rise. No number comes twice.

    >>> rising([0, 3, None, 1, 2])
    [0, None, None, 1, 2]
    """
    given = [each for each in numbers if each is not None]
    if all(one < other for one, other in pairwise(given)):
        return numbers
    # The least number at which a row of each length ends, where that stands, and what stands before each number.
    ends: list[int] = []
    places: list[int] = []
    before: list[int] = []
    for place, number in enumerate(given):
        length = bisect_left(ends, number)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1], places[length : length + 1] = [number], [place]
    kept: set[int] = set()
    place = places[-1]
    while place >= 0:
        kept.add(given[place])
        place = before[place]
    return [each if each in kept else None for each in numbers]
