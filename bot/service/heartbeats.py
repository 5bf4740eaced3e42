"""Which loops of the process still turn. What does not any more makes /health say so, and in the end ends the process.

A thread that is dead, or waits for ever, raises no exception that anybody sees: so each loop says that it turns, and
how soon it will say so again.
"""

import threading
import time
from collections.abc import Callable


class Heartbeats:
    """The last turn of each loop, by a clock that nobody sets. Safe between threads."""

    def __init__(self, since_start: Callable[[], float] = time.monotonic) -> None:
        self._now = since_start
        self._lock = threading.Lock()
        self._due: dict[str, float] = {}

    def beat(self, loop: str, within: float) -> None:
        """This loop has turned, and will turn again within so many seconds."""
        with self._lock:
            self._due[loop] = self._now() + within

    def end(self, loop: str) -> None:
        """This loop has ended as it should."""
        with self._lock:
            self._due.pop(loop, None)

    def overdue(self) -> dict[str, float]:
        """The loops that do not turn any more, and by how many seconds they are late."""
        with self._lock:
            now = self._now()
            return {loop: now - due for loop, due in sorted(self._due.items()) if now > due}
