"""What stays in its order, and what has to come anew."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.search.rising import rising


def test_what_moves_comes_anew_and_all_else_stays() -> None:
    assert rising([0, 1, None, 2]) == [0, 1, None, 2]
    assert rising([4, 0, 1, None, 2, 3]) == [None, 0, 1, None, 2, 3]
    assert rising([]) == []


@given(st.permutations(range(7)))
def test_what_is_left_rises_and_is_as_much_as_can_be(numbers: list[int]) -> None:
    kept = [each for each in rising(numbers) if each is not None]
    assert all(one < other for one, other in pairwise(kept))
    rows = [[each for at, each in enumerate(numbers) if bits >> at & 1] for bits in range(1 << len(numbers))]
    assert len(kept) == max(len(row) for row in rows if row == sorted(row))
