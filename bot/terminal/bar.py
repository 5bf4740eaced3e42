"""A progress bar for what may take a while, or no time at all."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 0.5  # seconds; what is done by then needs no bar


class Bar:
    """Appears once something takes longer than PATIENCE, on a terminal only, and goes when it is done."""

    def __init__(self, console: Console, patience: float = PATIENCE) -> None:
        self._console, self._patience = console, patience
        self._begun: float | None = None
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def told(self, what: str, done: int, total: int) -> None:
        """Shows how much is done of something, and of how much."""
        if not self._console.is_terminal:
            return
        if self._begun is None:
            self._begun = time.monotonic()
        if self._bar is None and time.monotonic() - self._begun >= self._patience:
            from rich.progress import Progress  # noqa: PLC0415  # seldom shown, and slow to load

            # What is printed meanwhile moves above the bar, unless it goes somewhere else than to the terminal.
            self._bar = Progress(console=self._console, transient=True, redirect_stdout=sys.stdout.isatty())
            self._bar.start()
        if self._bar is not None:
            if what not in self._tasks:
                self._tasks[what] = self._bar.add_task(what, total=total)
            self._bar.update(self._tasks[what], completed=done, total=total)
