"""The only ways into an open database: to read, and to write."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.core.errors import StoreError
from bot.store.sqlite import PATIENCE_SECONDS, READS, Flush, OpenFile, WriteAheadLog, empty_log, flush_data

LONGEST_REASON = 200


class Transactions:
    """Short transactions on one database, for any number of threads. Whatever fails in one raises StoreError."""

    def __init__(self, engine: Engine, patience_seconds: float = PATIENCE_SECONDS, flush: Flush = flush_data) -> None:
        self._engine = engine
        self._patience = patience_seconds
        is_sqlite = engine.dialect.name == "sqlite"
        # A single statement that only reads is consistent in itself: it needs no transaction, nor the two more
        # turns to the server that one would take.
        self._reader = engine.execution_options(**(READS if is_sqlite else {"isolation_level": "AUTOCOMMIT"}))
        # A server cares for its disk as it was told to, which costs little where many commit at once.
        file = Path(str(engine.url.database))
        self._log = WriteAheadLog(file, flush) if is_sqlite else None
        self._file = OpenFile(file) if is_sqlite else None
        # SQLite has one writer at a time. Threads that queue here go on at once; left to its busy handler, they
        # would sleep for up to a tenth of a second between two tries.
        self._turn = threading.Lock() if is_sqlite else None
        self._check: Callable[[Connection], None] = lambda connection: None

    def checked(self, check: Callable[[Connection], None]) -> "Transactions":
        """The same ways in, where everything that is written is checked first, in its transaction."""
        other = copy(self)
        other._check = check
        return other

    @property
    def is_postgresql(self) -> bool:
        """Whether several may write at the same moment."""
        return self._engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For one statement that changes nothing."""
        with _told_in_words(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, lasting: bool = False) -> Iterator[Connection]:
        """All of it or nothing; nobody else writes the same rows meanwhile.

        It outlives the process in any case, and a power cut too if it is `lasting`, with all that went before it.
        """
        with self._in_turn(), _told_in_words(), self._engine.begin() as connection:
            if self._file:
                self._file.demand_in_place()
            self._check(connection)
            yield connection
        if lasting:
            self.wait_for_disk()

    def wait_for_disk(self) -> None:
        """Returns when all that was written before this call outlives a power cut."""
        if self._log:
            self._log.wait_for_disk()

    def forget_removed(self) -> None:
        """What was removed leaves no trace in the files beside the database either."""
        if self._turn is not None:
            with self._in_turn(), _told_in_words():
                empty_log(self._engine)

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._turn is None:
            yield
        elif self._turn.acquire(timeout=self._patience):
            try:
                yield
            finally:
                self._turn.release()
        else:
            # Somebody holds the file, and those before us wait for it, each as long as they may.
            raise StoreError("the store cannot be used now: database is locked") from None


@contextmanager
def _told_in_words() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # Not `from error`: its text holds SQL and rows, and whoever logs the chain would log people's words.
        raise StoreError(f"the store cannot be used now: {reason_of(error)}") from None


def reason_of(error: SQLAlchemyError) -> str:
    """The driver's reason in one short line, without SQL, rows or passwords."""
    if not isinstance(error, DBAPIError) or error.orig is None:
        return str(error).partition("\n")[0].partition(" (Background on")[0][:LONGEST_REASON]
    # PostgreSQL's full message may go on with the row that it did not like.
    primary = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return " ".join(str(primary or error.orig).split())[:LONGEST_REASON]


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> int:
    """Inserts the rows whose primary key is not there yet; returns how many. One that is just being written counts."""
    # A server locks row by row: in one order for all, or two who bring the same keys could wait for each other.
    key = [column.name for column in table.primary_key.columns]
    ordered = sorted(rows, key=lambda row: [str(row[name]) for name in key])
    return connection.execute(_insert_new(table, connection.dialect.name), ordered).rowcount


@cache
def _insert_new(table: Table, dialect: str) -> Executable:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    key = [column.name for column in table.primary_key.columns]
    return insert(table).on_conflict_do_nothing(index_elements=key).execution_options(preserve_rowcount=True)
