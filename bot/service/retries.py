"""What becomes of a request that could not be answered: when it is tried again, and when it is given up."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.core.errors import RetryLater
from bot.core.ports import Inbox
from bot.core.requests import Claim
from bot.service.metrics import Metrics

log = structlog.get_logger()

LONGEST_WAIT = 300.0
# With waits that double up to the longest, these tries take more than an hour: an outage of that length ends nothing.
# A wait that was agreed (a rate limit, a turn to post) is no try.
TRIES = 24
# What fails by our own fault fails again: it is tried only in case something around it was broken.
TRIES_AFTER_SURPRISES = 5
# One that was claimed this often without an end kills its workers, or something like it.
MOST_TRIES = 30


@dataclass(frozen=True, slots=True)
class Retries:
    """Puts requests back, or gives them up. `now` is the clock by which claims last. All methods raise StoreError."""

    inbox: Inbox
    metrics: Metrics
    now: Callable[[], datetime]

    def later(self, claim: Claim, error: RetryLater) -> None:
        """A later try may help."""
        if error.seconds is not None:
            self.metrics.put_back("agreed")
            self.inbox.retry_at(claim, self.now() + timedelta(seconds=error.seconds), counts=False)
        elif claim.attempt >= TRIES:
            self.give_up(claim, str(error))
        else:
            self.metrics.put_back("trouble")
            self.inbox.retry_at(claim, self.now() + _pause(claim.attempt))
            log.warning("not delivered yet; trying again", reason=str(error), tried=claim.attempt)

    def after_a_surprise(self, claim: Claim, error: Exception) -> None:
        """It failed by a fault of our own."""
        name = type(error).__name__
        # Once is enough to see where it comes from.
        trace = error if claim.attempt == 1 else None
        log.error("a request failed", tried=claim.attempt, exc_info=trace)
        if claim.attempt >= TRIES_AFTER_SURPRISES:
            self.give_up(claim, f"failed {claim.attempt} times ({name}); the log has the traceback")
        else:
            self.metrics.put_back("fault")
            self.inbox.retry_at(claim, self.now() + _pause(claim.attempt))

    def give_up(self, claim: Claim, reason: str) -> None:
        """No later try will help."""
        self.inbox.dead_letter(claim, self.now(), reason)
        self.metrics.given_up(claim.request.kind)
        log.error("given up; `policybot doctor` lists it", reason=reason)


def _pause(attempt: int) -> timedelta:
    """Ever longer, and never the same: many that failed together do not come back together."""
    longest = min(LONGEST_WAIT, 2.0 ** min(attempt, 10))
    return timedelta(seconds=random.uniform(longest / 2, longest))  # noqa: S311
