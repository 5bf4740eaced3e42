"""Group commit: those who come at the same time share one transaction, and wait for the disk once."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class GroupCommit(Generic[Item, Result]):
    """Whoever gets the turn does what has come by then, for all of them. Safe between threads.

    `work` does several at once: all of it or nothing. What it raises, it raises for each of them.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result]], most: int) -> None:
        self._work, self._most = work, most
        self._turn = threading.Lock()
        self._waiting: deque[tuple[Item, Future[Result]]] = deque()

    def __call__(self, item: Item) -> Result:
        mine: Future[Result] = Future()
        self._waiting.append((item, mine))
        while not mine.done():
            with self._turn:
                if not mine.done():
                    self._do_some()
        return mine.result()

    @property
    def waiting(self) -> int:
        """How many have come and were not begun yet."""
        return len(self._waiting)

    def _do_some(self) -> None:
        some = [self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))]
        try:
            results = self._work([item for item, _ in some])
        except BaseException as error:
            for _, each in some:
                each.set_exception(error)
            return
        for (_, each), result in zip(some, results, strict=True):
            each.set_result(result)
