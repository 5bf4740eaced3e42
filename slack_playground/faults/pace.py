"""Slack's limit on posting: about one message a second and channel, with a small burst."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages a second in the long run, and at most ``burst`` at once."""

    per_second: float
    burst: int


class Pace:
    """A bucket of ``burst`` tokens for each place, refilled at the rate. Not locked: the faults do that."""

    def __init__(self, rate: Rate, now: Callable[[], float]) -> None:
        self._rate = rate
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def seconds_to_wait(self, place: str) -> int:
        """Takes one token; 0 if there was one, else the whole seconds until there is one (Retry-After)."""
        now, rate = self._now(), self._rate
        tokens, seen = self._left.get(place, (float(rate.burst), now))
        tokens = min(float(rate.burst), tokens + (now - seen) * rate.per_second)
        if tokens >= 1:
            self._left[place] = (tokens - 1, now)
            return 0
        self._left[place] = (tokens, now)
        return math.ceil((1 - tokens) / rate.per_second)
