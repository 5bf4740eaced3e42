"""At most about one message a second into each channel: what Slack allows, kept before it has to say so."""

import threading
from collections.abc import Callable

from bot.core.errors import RetryLater

INTERVAL, BURST = 1.0, 3
# Turns that nobody took, and channels that are quiet again, are forgotten beyond this many.
REMEMBERED = 10_000


class Pace:
    """Turns to post, by channel. `now` in seconds, steadily growing. Safe between threads."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._lock = threading.Lock()
        # The generic cell rate algorithm: when the channel's messages would all have gone out at an even pace.
        self._even: dict[str, float] = {}
        self._turns: dict[str, float] = {}

    def take_turn(self, channel: str, name: str) -> None:
        """Returns when `name` may post now. Raises RetryLater with the seconds to its turn, which is kept for it."""
        with self._lock:
            now = self._now()
            turn = self._turns.get(name)
            if turn is None:
                even = max(self._even.get(channel, now), now)
                turn = max(now, even - (BURST - 1) * INTERVAL)
                self._even[channel] = even + INTERVAL
            if turn > now:
                self._turns[name] = turn
                self._forget(now)
                raise RetryLater("the channel takes about one message a second", turn - now)
            self._turns.pop(name, None)

    def hold(self, channel: str, seconds: float) -> None:
        """Slack wants to be left alone: nothing more into this channel until then, and one by one after it."""
        with self._lock:
            self._even[channel] = max(self._even.get(channel, 0.0), self._now() + seconds + (BURST - 1) * INTERVAL)

    def _forget(self, now: float) -> None:
        if len(self._turns) > REMEMBERED:
            self._turns = {name: turn for name, turn in self._turns.items() if turn > now}
        if len(self._even) > REMEMBERED:
            self._even = {channel: even for channel, even in self._even.items() if even > now}
