"""What goes wrong in one part of a round keeps no other part from being done."""

import pytest

from bot.core.errors import StoreError
from bot.service.apart import done_apart


def fails(error: Exception) -> bool:
    raise error


def test_those_behind_a_fault_are_done_all_the_same() -> None:
    assert done_apart((lambda: fails(ValueError()), lambda: True, lambda: False))


def test_a_store_that_is_away_is_told_once_all_have_tried() -> None:
    done: list[str] = []

    def last() -> bool:
        done.append("last")
        return True

    with pytest.raises(StoreError, match="first"):
        done_apart((lambda: fails(StoreError("first")), lambda: fails(StoreError("second")), last))
    assert done == ["last"]
