"""A gate that any thread opens, and before which calls wait in the server's event loop."""

import asyncio
import contextlib
import threading
from collections.abc import Callable


class Gate:
    """Shut at first; once open it stays open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_open = False
        self._waiting: list[Callable[[], None]] = []

    def open(self) -> None:
        """Let everybody through. From any thread."""
        with self._lock:
            self._is_open = True
            waiting, self._waiting = self._waiting, []
        for wake in waiting:
            wake()

    async def passed(self) -> None:
        """Return as soon as the gate is open."""
        loop, opened = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            # The server may have ended while the gate was shut.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(opened.set)

        with self._lock:
            if self._is_open:
                return
            self._waiting.append(wake)
        await opened.wait()
