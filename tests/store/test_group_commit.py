"""Those who come at the same time share one piece of work, and each gets its own result."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.store.group_commit import GroupCommit

LONG = 20.0


def test_those_who_come_while_somebody_works_are_done_together() -> None:
    begun, go_on, seen = threading.Event(), threading.Event(), list[list[int]]()

    def work(numbers: Sequence[int]) -> list[int]:
        seen.append(list(numbers))
        begun.set()
        assert go_on.wait(LONG)
        return [number * 10 for number in numbers]

    group = GroupCommit(work, 4)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(group, 0)
        assert begun.wait(LONG)
        others = [pool.submit(group, number) for number in range(1, 7)]
        while group.waiting < 6:
            threading.Event().wait(0.001)
        go_on.set()
        assert first.result(LONG) == 0
        assert sorted(each.result(LONG) for each in others) == [10, 20, 30, 40, 50, 60]
    assert [len(some) for some in seen] == [1, 4, 2]


def test_what_fails_fails_for_all_who_shared_it_and_for_nobody_after_them() -> None:
    faults = iter([True])

    def work(numbers: Sequence[int]) -> list[int]:
        if next(faults, False):
            raise ValueError("the disk is full")
        return list(numbers)

    group = GroupCommit(work, 4)
    with pytest.raises(ValueError, match="disk is full"):
        group(1)
    assert group(2) == 2
