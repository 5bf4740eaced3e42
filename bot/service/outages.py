"""Slack out of hearing: said in a sentence at once, and again ever more seldom, while it lasts."""

import time
from collections.abc import Callable

import structlog

log = structlog.get_logger()

# A bot that has just started needs some seconds; after that, and after each telling, what is waited doubles.
SOON, FIRST, LONGEST = 10.0, 60.0, 1_800.0


class Outage:
    """Whether Slack is heard, and since when it is not. Not safe between threads."""

    def __init__(self, since_start: Callable[[], float] = time.monotonic) -> None:
        self._now = since_start
        self._since: float | None = since_start()
        self._due, self._pause = self._since + SOON, FIRST

    def heard(self) -> None:
        """Slack is heard."""
        if self._since is not None:
            log.info("ready for questions", after_seconds=round(self._now() - self._since, 1))
            self._since = None

    def turned_away(self) -> None:
        """We do not listen for now: told elsewhere. Once we do, Slack has as long as after a start to be heard."""
        now = self._now()
        self._since = now if self._since is None else self._since
        self._due, self._pause = now + SOON, FIRST

    def away(self, reason: str) -> bool:
        """Slack is not heard, for this reason as far as anybody knows. Returns whether it was until now."""
        now = self._now()
        is_new = self._since is None
        if self._since is None:
            self._since, self._due, self._pause = now, now, FIRST
        if now >= self._due:
            what = "Slack cannot be heard, and questions wait there; connecting again"
            log.warning(what, for_seconds=round(now - self._since), reason=reason or "the connection was lost")
            self._due, self._pause = now + self._pause, min(2 * self._pause, LONGEST)
        return is_new
