"""The clock by which claims last: one for all replicas, and one that nobody sets while it is looked at.

On PostgreSQL it is the server's. It is asked for now and then, and counted on from there by this machine's steady
clock: so replicas agree although their own clocks differ. On SQLite, whose file belongs to one machine, it is this
machine's at the start of the process, counted on in the same way.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.store.transactions import Transactions

# How often the server is asked: two machines' steady clocks differ by far less than a second in that time.
ASK_SECONDS = 30.0
SERVERS_TIME = text("SELECT clock_timestamp()")


class StoreClock:
    """A call gives the moment. Safe between threads. Raises StoreError if the server was never reached."""

    def __init__(
        self,
        database: Transactions,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        since_start: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._wall, self._steady = database, wall, since_start
        self._lock = threading.Lock()
        self._zero: datetime | None = None  # the moment at which the steady clock stood at zero
        self._asked = 0.0

    def __call__(self) -> datetime:
        with self._lock:
            now = self._steady()
            if self._zero is None or (self._database.is_postgresql and now - self._asked > ASK_SECONDS):
                moment = self._servers() if self._database.is_postgresql else self._wall()
                # What the answer took is at most the network's way here and back: milliseconds.
                self._asked = self._steady()
                self._zero = moment - timedelta(seconds=self._asked)
            return self._zero + timedelta(seconds=self._steady())

    def _servers(self) -> datetime:
        with self._database.reading() as connection:
            moment: datetime = connection.execute(SERVERS_TIME).scalar_one()
        return moment.astimezone(UTC)
