"""Ends a process whose loops do not turn any more, so that whoever supervises it starts another.

Nothing is lost by that: what is under way is as safe as when the process is killed.
"""

import threading
from collections.abc import Callable, Mapping

import structlog

from bot.service.heartbeats import Heartbeats

log = structlog.get_logger()

LOOK_SECONDS = 5.0
# A loop that is late by so much does not come back by itself.
LIMIT_SECONDS = 120.0


def _tell(late: Mapping[str, int]) -> None:
    log.error("parts of the bot have stopped working; exiting, to be restarted", late_seconds=late)


def supervise(
    hearts: Heartbeats,
    end: Callable[[], None],
    *,
    limit: float = LIMIT_SECONDS,
    look: float = LOOK_SECONDS,
    tell: Callable[[Mapping[str, int]], None] = _tell,
) -> Callable[[], None]:
    """Looks every few seconds, in a thread of its own, which needs none of the loops. Returns what ends that.

    `end` is called once, when a loop is late by more than `limit` seconds, and after `tell` was told which.
    """
    over = threading.Event()

    def run() -> None:
        while not over.wait(look):
            late = {loop: round(seconds) for loop, seconds in hearts.overdue().items()}
            if late and max(late.values()) > limit:
                # What stopped them may be the log itself: a pipe that nobody reads.
                telling = threading.Thread(target=tell, args=(late,), name="last words", daemon=True)
                telling.start()
                telling.join(look)
                end()
                return

    threading.Thread(target=run, name="supervision", daemon=True).start()
    return over.set
