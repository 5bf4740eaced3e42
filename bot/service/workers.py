"""Workers: a bounded pool that takes requests from the inbox, answers them, and puts back what must wait.

What a worker has claimed is its own for the time of the lease, which is renewed while the process lives. What a killed
process has left is taken up by whoever looks next once its lease has run out: after a restart, or by another replica.
On the same machine nobody waits for that: there it can be seen that a process has ended.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.core.errors import DeliveryError, RetryLater, StoreError
from bot.core.ports import Inbox
from bot.core.requests import Claim, Handled
from bot.service.heartbeats import Heartbeats
from bot.service.metrics import Metrics
from bot.service.processes import has_ended, name_of_this
from bot.service.retries import MOST_TRIES, Retries

log = structlog.get_logger()

# How often the inbox is looked at for what others left; news from this process wakes the pool at once.
LOOK_SECONDS = 1.0
# How often a lease is renewed within its time, and looked for what processes have left that have ended.
RENEWED = 5
# No wait that was agreed is longer, nor is the lease of another replica with other settings.
FURTHEST_WAIT, OTHERS_LEASE = timedelta(hours=2), timedelta(seconds=60)
# A turn of the loops takes milliseconds, and some seconds while the store waits for the disk or the server.
TURN_SECONDS = 30.0
# One request takes seconds; to ask Slack about a thousand people, with the waits that it wants, ten minutes. A
# worker that has been at one for longer waits for something that never comes.
LONGEST_WORK = 1_800.0


@dataclass(frozen=True, slots=True)
class Terms:
    """How many requests are worked on at once, how long a killed worker's claim lasts, and what counts the work.

    Nothing is claimed while there is nothing to answer from: others are `ready`, or it waits.
    """

    count: int
    lease: timedelta
    metrics: Metrics = field(default_factory=Metrics)
    ready: Callable[[], bool] = field(default=lambda: True)


class Workers:
    """The pool. `handle` answers a request; it raises RetryLater, DeliveryError or StoreError.

    `now` is the clock by which claims last: the store's, where it has one. `renew` renews what else lasts as long as
    the work does.
    """

    def __init__(
        self,
        inbox: Inbox,
        handle: Callable[[Claim], Handled],
        terms: Terms,
        now: Callable[[], datetime],
        renew: Callable[[], None] = lambda: None,
    ) -> None:
        self._inbox, self._handle, self._terms, self._now = inbox, handle, terms, now
        self._renew_beside, self._metrics = renew, terms.metrics
        self._retries = Retries(inbox, terms.metrics, now)
        self.heartbeats = Heartbeats()
        self.name = name_of_this()
        self._free = threading.Semaphore(terms.count)
        self._news, self._stopping = threading.Event(), threading.Event()
        self._ended = threading.Condition()
        # What is under way, by the request's id and attempt: a process that stalls may claim anew what it works on.
        # And claims whose end could not be noted, which are put back by hand.
        self._held: dict[tuple[str, int], Claim] = {}
        self._unsettled: deque[Claim] = deque()
        self._pool = ThreadPoolExecutor(terms.count, thread_name_prefix="worker")
        self._hand_out = threading.Thread(target=self._run, name="workers", daemon=True)
        self._keep = threading.Thread(target=self._renew, name="leases", daemon=True)

    def start(self) -> None:
        """Begins with what was left."""
        self._hand_out.start()
        self._keep.start()

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._news.set()

    def wait_until_idle(self, limit: float) -> bool:
        """Waits until nothing waits in the inbox; False if something still does after `limit` seconds."""
        return self.wait_until(lambda: not self._inbox.waiting(), limit)

    def wait_until(self, done: Callable[[], bool], limit: float) -> bool:
        """Waits until that is so, looking whenever a request was worked on; False if not after `limit` seconds."""
        ends = time.monotonic() + limit
        with self._ended:
            while not done():
                left = ends - time.monotonic()
                if left <= 0:
                    return False
                self._ended.wait(min(left, LOOK_SECONDS))  # others may be at it, too
        return True

    def stop(self, limit: float) -> None:
        """Takes nothing new, gives what is under way `limit` seconds to end, and hands back the rest."""
        self._stopping.set()
        self._news.set()
        ends = time.monotonic() + limit
        self._hand_out.join(limit)
        for _ in range(self._terms.count):
            self._free.acquire(timeout=max(0.0, ends - time.monotonic()))
        self._pool.shutdown(wait=False, cancel_futures=True)
        try:
            if left := self._inbox.release(self.name):
                log.warning("stopped before everything was answered; the rest waits in the store", requests=left)
        except StoreError as error:
            log.error("cannot hand back what is not answered; it will be taken up later", reason=str(error))

    def _run(self) -> None:
        troubles = 0
        while not self._stopping.is_set():
            self.heartbeats.beat("workers", TURN_SECONDS)
            self._news.clear()
            try:
                pause, troubles = self._hand_out_all(), 0
            except StoreError as error:
                log.error("cannot read the inbox; trying again", reason=str(error))
                pause = LOOK_SECONDS
            except Exception:
                # Whatever it is, a bot whose workers have ended hears everything and says nothing.
                troubles += 1
                log.error("cannot hand out requests; trying again", exc_info=troubles == 1)
                pause = LOOK_SECONDS * min(troubles, 10)
            self._news.wait(pause)
        self.heartbeats.end("workers")

    def _hand_out_all(self) -> float:
        """Claims whatever is due, as fast as workers become free. Returns the seconds until another look pays."""
        while self._unsettled:
            self._inbox.retry_at(self._unsettled[0], self._now())
            self._unsettled.popleft()
        if not self._terms.ready():
            return LOOK_SECONDS
        while self._free.acquire(timeout=LOOK_SECONDS):
            self.heartbeats.beat("workers", TURN_SECONDS)
            claim = None
            try:
                now = self._now()
                claim = None if self._stopping.is_set() else self._inbox.claim(self.name, now, now + self._terms.lease)
            finally:
                if claim is None:
                    self._free.release()
            if claim is not None:
                self._begin(claim)
            # To ask whether there is more takes less time than to try to claim it, and holds up nobody who writes.
            due = self._inbox.next_due(now)
            if claim is None or due is None or due > now:
                return min(LOOK_SECONDS, max(0.01, (due - now).total_seconds())) if due else LOOK_SECONDS
        return 0.0

    def _begin(self, claim: Claim) -> None:
        try:
            self._pool.submit(self._work, claim)
        except BaseException:
            # No thread is to be had.
            self._free.release()
            self._unsettled.append(claim)
            raise

    def _work(self, claim: Claim) -> None:
        """Answers one request, and then whichever is next, until there is none."""
        following: Claim | None = claim
        try:
            while following is not None:
                claim, following = following, None
                under_way = claim.request.id, claim.attempt
                self._held[under_way] = claim
                self.heartbeats.beat(threading.current_thread().name, LONGEST_WORK)
                try:
                    # Whatever is logged meanwhile, by whomever, says which request it belongs to.
                    with structlog.contextvars.bound_contextvars(request=claim.request.id, kind=claim.request.kind):
                        following = self._answer(claim)
                finally:
                    del self._held[under_way]
                    self.heartbeats.end(threading.current_thread().name)
                    with self._ended:
                        self._ended.notify_all()
        except StoreError as error:
            # What was sent is looked for before it is sent again.
            log.error("cannot note what became of a request; it will be looked at again", reason=str(error))
            self._put_back_soon(claim)
        except Exception:
            log.exception("a worker failed; its request will be looked at again", request=claim.request.id)
            self._put_back_soon(claim)
        finally:
            self._free.release()

    def _put_back_soon(self, claim: Claim) -> None:
        self._unsettled.append(claim)
        self._news.set()

    def _answer(self, claim: Claim) -> Claim | None:
        """Answers a request, and notes what became of it. Returns the next one, if it is answered and there is one."""
        request, began = claim.request, time.monotonic()
        waited = (self._now() - request.received).total_seconds()
        if claim.attempt == 1:
            self._metrics.claimed(waited)
        if claim.attempt > MOST_TRIES:
            self._retries.give_up(claim, f"tried {MOST_TRIES} times without an end")
            self._news.set()
            return None
        try:
            handled = self._handle(claim)
        except RetryLater as error:
            self._retries.later(claim, error)
        except DeliveryError as error:
            self._retries.give_up(claim, str(error))
        except StoreError:
            raise
        except Exception as error:
            self._retries.after_a_surprise(claim, error)
        else:
            following = self._finish(claim, handled)
            took = time.monotonic() - began
            self._metrics.handled(request.kind, handled.outcome, waited + took, weak=handled.weak)
            log.info("answered", outcome=handled.outcome, waited=round(waited, 3), took=round(took, 3))
            return following
        self._news.set()  # it may be due soon, or the next about its subject may go on
        return None

    def _finish(self, claim: Claim, handled: Handled) -> Claim | None:
        now = self._now()
        if self._stopping.is_set():
            self._inbox.finish(claim, now, handled.outcome, handled.receipt)
            return None
        return self._inbox.finish_and_claim(claim, now, now + self._terms.lease, handled.outcome, handled.receipt)

    def _renew(self) -> None:
        pause = self._terms.lease.total_seconds() / RENEWED
        while not self._stopping.is_set():
            self.heartbeats.beat("leases", pause + TURN_SECONDS)
            try:
                if self._inbox.free_of(has_ended):
                    self._news.set()
                now = self._now()
                self._inbox.renew(self.name, [name for name, _ in list(self._held)], now + self._terms.lease)
                # What lasts longer than anything does was claimed, or put back, by a clock that was wrong.
                self._inbox.free_beyond(now + max(2 * self._terms.lease, OTHERS_LEASE), now + FURTHEST_WAIT)
                self._renew_beside()
            except StoreError as error:
                log.error("cannot renew claims; others may take them", reason=str(error))
            except Exception:
                log.exception("cannot renew claims; others may take them")
            self._stopping.wait(pause)
        self.heartbeats.end("leases")
