"""Which replica looks at the documents and notes what is new in them: one, and the others follow what it has seen.

It holds a lease in the store, which ends by itself, or as soon as a process of the same machine sees that its holder
has ended. Whatever it notes goes with the token of its lease, so that one that was held up, and does not know yet that
another has taken over, writes nothing. Where the store is no other process's, nobody asks for a lease.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.core.errors import StoreError
from bot.core.ports import LEADING, Lease, Leases
from bot.service.processes import has_ended, name_of_this

log = structlog.get_logger()

# A killed leader is followed by another one after the first; the second is how often the lease is asked for.
LEASE, LEAD_SECONDS = timedelta(seconds=12), 3.0
NOBODYS_TOKEN, ALONE = 0, 1


class Leader(Protocol):
    """Whether this replica looks at the documents for all, and what the one that does has told."""

    @property
    def leads(self) -> bool:
        """Whether it does at this moment, for all it knows."""

    @property
    def told(self) -> str:
        """The revision of the documents that the leader saw last, as far as this replica has heard."""

    def look(self) -> bool:
        """Whether it does by now; what the leader has told by now is known from here on. Raises StoreError."""

    def token(self) -> int:
        """The token of the lease; that of nobody where this replica does not lead."""

    def tell(self, revision: str) -> None:
        """Tells the others what this replica, which leads, has seen. Raises StoreError if it does not lead any more."""

    def give(self) -> None:
        """Lets another replica lead at once, if that can be said."""


class Following:
    """A replica that never leads, because it has no documents. Satisfies Leader."""

    leads = False

    def __init__(self, leases: Leases) -> None:
        self._leases = leases
        self.told = ""

    def look(self) -> bool:
        """Hears what the leader has told by now. Raises StoreError."""
        self.told = self._leases.told(LEADING)
        return False

    def token(self) -> int:
        """That of nobody."""
        return NOBODYS_TOKEN

    def tell(self, revision: str) -> None:
        """It has nothing to tell."""

    def give(self) -> None:
        """It has nothing to give."""


class Leading:
    """Whether this replica leads. `leases` is None where there are no others; `now` is the clock by which leases last.

    Satisfies Leader. Safe between threads.
    """

    def __init__(self, leases: Leases | None, now: Callable[[], datetime]) -> None:
        self._leases, self._now = leases, now
        self._holder = name_of_this()
        # The lease as it was last seen, and until when that holds.
        self._seen: tuple[Lease, datetime] | None = None

    def look(self) -> bool:
        """Takes the lease, or keeps it, where nobody else has it; returns whether this replica leads.

        What the leader has told by now is known from here on. Raises StoreError.
        """
        if self._leases is None:
            return True
        now, led = self._now(), self.leads
        seen = self._leases.take(LEADING, self._holder, now, now + LEASE, has_ended)
        self._seen = seen, now + LEASE
        if led != self.leads:
            log.info("looks at the documents for all replicas" if self.leads else "another replica leads by now")
        return self.leads

    @property
    def leads(self) -> bool:
        """Whether it does at this moment, for all it knows."""
        return self.token() != NOBODYS_TOKEN

    def token(self) -> int:
        """The token of the lease; that of nobody where this replica does not lead."""
        if self._leases is None:
            return ALONE
        if self._seen is None or self._seen[0].token is None or self._now() >= self._seen[1]:
            return NOBODYS_TOKEN
        return self._seen[0].token

    @property
    def told(self) -> str:
        """The revision of the documents that the leader saw last, as far as this replica has heard."""
        return self._seen[0].told if self._seen else ""

    def tell(self, revision: str) -> None:
        """Tells the others what this replica, which leads, has seen. Raises StoreError if it does not lead any more."""
        if self._leases is not None and revision != self.told:
            self._leases.tell(LEADING, self.token(), revision)

    def give(self) -> None:
        """Lets another replica lead at once, if that can be said; else the lease runs out."""
        if self._leases is not None:
            with suppress(StoreError):
                self._leases.give(LEADING, self._holder)
