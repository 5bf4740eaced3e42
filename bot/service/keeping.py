"""Whether what Slack hands over can be kept. While it cannot, none is to be taken: what is not acked comes again.

Slack hands each event to one replica's connection. One that cannot reach the store keeps all others waiting if it goes
on listening; so it stops, and the store is tried again and again until it takes what is written.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from bot.core.errors import StoreError

log = structlog.get_logger()

# Slack waits three seconds for its ack. What nobody has kept by then comes again, and had best not come here.
PATIENCE_SECONDS = 2.0
# Waits between two tries double, up to the longest; they differ, for replicas that lost their store at the same moment.
FIRST_WAIT, LONGEST_WAIT = 0.5, 5.0
LOOK_SECONDS = 0.5
TOO_LONG = "the store does not answer"


class Keeping:
    """Watches what is being kept, and tries the store while that fails. `write` writes something, or raises StoreError.

    Safe between threads.
    """

    def __init__(
        self,
        write: Callable[[], None],
        since_start: Callable[[], float] = time.monotonic,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._write, self._now, self._jitter = write, since_start, jitter
        self._lock = threading.Lock()
        # When each began that is under way; when something was kept last, and when the store was found well again.
        self._begun: dict[object, float] = {}
        self._kept = self._well_since = self._now()
        self._trouble, self._troubled_since = "", 0.0
        self._due, self._wait = 0.0, FIRST_WAIT

    @contextmanager
    def watched(self) -> Iterator[Callable[[], None]]:
        """While this lasts, something is to be kept. That fails by a StoreError, or by taking too long, and where
        nothing else was kept meanwhile there is trouble. Gives what is to be called once something was kept.
        """
        this, began = object(), self._now()
        with self._lock:
            self._begun[this] = began
        try:
            yield self._note_kept
        except StoreError as error:
            self._fail(str(error), began)
            raise
        finally:
            with self._lock:
                del self._begun[this]

    def trouble(self) -> str:
        """Why nothing can be kept at this moment, as far as anybody knows; "" if it can."""
        with self._lock:
            now = self._now()
            begun = min((each for each in self._begun.values() if each >= self._well_since), default=now)
            waited_since = max(begun, self._kept)
        if now - waited_since > PATIENCE_SECONDS:
            self._fail(TOO_LONG, waited_since)
        return self._trouble

    def look(self) -> None:
        """Tries the store if there is trouble, and it is time to; to be called again and again."""
        if self.trouble() and self._now() >= self._due:
            self.try_writing()

    def try_writing(self) -> None:
        """Writes to the store, which may be full or damaged and still be read: its trouble begins or ends by that."""
        try:
            with self.watched():
                self._write()
        except StoreError:
            with self._lock:
                if self._now() >= self._due:  # the first failure has put it off already
                    self._put_off()
        else:
            self._recover()

    def _note_kept(self) -> None:
        with self._lock:
            self._kept, self._wait = self._now(), FIRST_WAIT

    def _fail(self, reason: str, began: float) -> None:
        with self._lock:
            # Where something was kept since this began, or the store found well again, only this has failed.
            if self._trouble or began < max(self._kept, self._well_since):
                return
            self._trouble, self._troubled_since = reason, self._now()
            # Not at once: the store may take this and not what it failed to keep.
            self._put_off()
        log.error("what Slack hands over cannot be kept, and is left to Slack until it can", reason=reason)

    def _recover(self) -> None:
        with self._lock:
            if not self._trouble:
                return
            self._trouble, self._well_since = "", self._now()
            seconds = round(self._well_since - self._troubled_since, 1)
        log.info("what Slack hands over can be kept again", after_seconds=seconds)

    def _put_off(self) -> None:
        self._due = self._now() + self._jitter(self._wait / 2, self._wait)
        self._wait = min(2 * self._wait, LONGEST_WAIT)
