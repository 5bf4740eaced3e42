"""PostgreSQL by URL, through psycopg 3. Imported only where that is used: psycopg is an extra."""

from collections.abc import Generator
from time import monotonic
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.pool import ConnectionPoolEntry

CONNECTIONS, PATIENCE_SECONDS = 8, 5.0
# A server that is gone, or does not answer, is an error within seconds: Slack waits three for its answer.
CONNECT_SECONDS, ANSWER_SECONDS = 3, 6.0
# The server gives up by itself on what takes long, and on who went away while others wait for the rows.
OPTIONS = "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=10000"
LIMITS: dict[str, str | int] = {
    "connect_timeout": CONNECT_SECONDS,
    "options": OPTIONS,
    "tcp_user_timeout": 5_000,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "application_name": "policybot",
}
T = TypeVar("T")
Steps = Generator[Any, Any, T]


class Impatient(psycopg.Connection[Any]):
    """A connection that does not wait for ever for a server that is connected and says nothing.

    Such is one that was stopped, or whose disk hangs; or a pooler whose server is gone.
    """

    answer_seconds: float | None = ANSWER_SECONDS

    def wait(self, gen: Steps[T], *args: Any, **options: Any) -> T:
        if self.answer_seconds is None:
            return super().wait(gen, *args, **options)
        return super().wait(self._until(monotonic() + self.answer_seconds, gen), *args, **options)

    def _until(self, end: float, steps: Steps[T]) -> Steps[T]:
        # psycopg runs each exchange with the server as steps, and takes one at least every tenth of a second.
        try:
            wanted = next(steps)
            while True:
                ready = yield wanted
                if not ready and monotonic() > end:
                    self.close()
                    raise psycopg.OperationalError("the server does not answer")
                wanted = steps.send(ready)
        except StopIteration as ended:
            result: T = ended.value
            return result


def postgresql_engine(url: URL) -> Engine:
    """An engine for the server that the URL names; nothing is opened yet."""
    engine = create_engine(
        url,
        # What the URL says goes before what we would say.
        connect_args={name: value for name, value in LIMITS.items() if name not in url.query},
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=PATIENCE_SECONDS,
    )
    event.listen(engine, "do_connect", _connect)
    return engine


def allow_time(connection: Connection) -> None:
    """What this transaction does may take as long as it takes."""
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
    driver = connection.connection.driver_connection
    if isinstance(driver, Impatient):
        driver.answer_seconds = None


def lock_for_upgrade(connection: Connection) -> None:
    """Until the transaction ends, nobody else upgrades this database; others wait."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('policybot upgrade'))"))


def _connect(_: Dialect, __: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Impatient:
    return Impatient.connect(*arguments, **options)
