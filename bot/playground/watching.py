"""One lock for the whole workspace, and a way to wait for something to come true without polling."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Watched:
    """State that any thread may change, and that others may watch."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._depth = 0
        self._watchers: list[Callable[[], None]] = []

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the lock, then wake who waits. Changes may be nested: watchers are called once, unlocked."""
        outermost = False
        try:
            with self._changed:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                    outermost = self._depth == 0
                    self._changed.notify_all()
        finally:
            if outermost:
                for watcher in tuple(self._watchers):
                    watcher()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Hold the lock without waking anybody."""
        with self._changed:
            yield

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every change, in the thread that made it. Returns a function that ends this."""
        self._watchers.append(callback)

        def unsubscribe() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return unsubscribe

    def wait_until(self, find: Callable[[], T | None], timeout: float, describe: Callable[[], str]) -> T:
        """The first truthy answer of ``find``, asked again after every change; ``timeout`` in seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while True:
                found = find()
                if found:
                    return found
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    # One last look: the change may have come together with the deadline.
                    found = find()
                    if found:
                        return found
                    raise TimeoutError(f"not within {timeout:g} s. There was:\n{describe()}")
