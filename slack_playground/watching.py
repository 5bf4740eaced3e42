"""One lock for the whole workspace, and a way to wait for something to come true without polling."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

LOOK = 0.0002
"""Seconds that are left to everybody else for each one who waits."""


class Watched:
    """State that any thread may change, and that others may watch."""

    def __init__(self) -> None:
        lock = threading.RLock()
        self._changed = threading.Condition(lock)
        self._pause = threading.Condition(lock)
        self._depth = 0
        self._version = 0
        self._waiting = 0
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
                    self._version += 1
                    self._changed.notify_all()
        finally:
            if outermost:
                for watcher in tuple(self._watchers):
                    watcher()

    def touch(self) -> None:
        """Wake who waits: something has changed that this lock does not guard."""
        with self.changing():
            pass

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
        """The first truthy answer of ``find``, asked again after every change; ``timeout`` in seconds.

        Where many wait, each leaves changes alone for a while after it looked: all together look no more often
        than one does.
        """
        deadline = time.monotonic() + timeout
        with self._changed:
            self._waiting += 1
            try:
                while True:
                    seen = self._version
                    found = find()
                    if found:
                        return found
                    left = deadline - time.monotonic()
                    if left <= 0:
                        raise TimeoutError(f"not within {timeout:g} s. There was:\n{describe()}")
                    if self._waiting > 1:
                        self._pause.wait(min(left, LOOK * (self._waiting - 1)))
                    if self._version == seen:
                        self._changed.wait(max(0.0, deadline - time.monotonic()))
            finally:
                self._waiting -= 1
