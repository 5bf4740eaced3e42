"""SQLite in one file: private, and safe to write for several threads and processes."""

import os
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 5_000
CONNECTIONS, PATIENCE_SECONDS = 8, 5.0
READS = {"policybot_reads": True}  # an execution option: this connection begins no transaction


def sqlite_engine(url: URL) -> Engine:
    """An engine for the file that the URL names; nothing is opened yet."""
    engine = create_engine(
        url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_timeout=PATIENCE_SECONDS
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def make_file(file: Path) -> None:
    """Makes an empty file that only its owner may read, unless there is one. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # SQLite gives the files that it puts beside it the same rights.
    os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def _prepare(connection: object, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection has no static type
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the same
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # NORMAL would outlive a killed process as well, for what was committed lies with the system; but a power cut
    # would take the last moments with it: questions that Slack was told are in good hands, and posts that would be
    # sent again. FULL waits for the disk at each commit: 0.3 ms instead of 0.03 where this was measured, and a
    # question has five commits.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Left to itself, Python's sqlite3 begins no transaction before a SELECT or a CREATE TABLE: two processes could
    # both find an article unknown, or a migration be left half done. Who only reads, needs none: in WAL it sees what
    # was last committed, and neither waits for a writer nor holds one up.
    if not connection.get_execution_options().get("policybot_reads"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
