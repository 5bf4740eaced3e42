"""A backup: the rows of a database in one SQLite file, from whichever database they came."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.errors import ConfigurationError
from bot.store.database import sqlite_url
from bot.store.transactions import reason_of
from bot.store.upgrading import known_revisions, migrate, revision_of, writer_of

MARK = 0x706F6C62  # SQLite's application_id: tells a backup from other files, and from a database in use
VERSIONS = "alembic_version"
DAMAGED = "is damaged, or was cut short"


def revision_of_backup(file: Path) -> str:
    """The revision of a sound backup. Raises ConfigurationError, in words, for whatever is none."""
    _look_at_header(file)
    try:
        with opened(_read_only(file)) as connection:
            found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
            revision = revision_of(connection)
    except SQLAlchemyError as error:
        raise ConfigurationError(f"{file} {DAMAGED}: {reason_of(error)}") from None
    if found != "ok" or revision is None:
        raise ConfigurationError(f"{file} {DAMAGED}")
    if revision not in known_revisions():
        raise ConfigurationError(f"{file} was written by {writer_of(revision)}; restore it with that one")
    return revision


def _look_at_header(file: Path) -> None:
    # SQLite itself would take zeros for what is missing at the end: https://sqlite.org/fileformat2.html#the_database_header
    if not file.is_file():
        raise ConfigurationError(f"there is no file {file}")
    try:
        with file.open("rb") as opened_file:
            header = opened_file.read(100)
            size = os.fstat(opened_file.fileno()).st_size
    except OSError as error:
        raise ConfigurationError(f"{file} cannot be read: {error.strerror}") from error
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0") or _number(header[68:72]) != MARK:
        raise ConfigurationError(f"{file} is not a backup made by policybot")
    if size != _number(header[16:18]) * _number(header[28:32]):
        raise ConfigurationError(f"{file} {DAMAGED}")


def _number(part: bytes) -> int:
    return int.from_bytes(part, "big")


@contextmanager
def written(file: Path, revision: str) -> Iterator[tuple[Connection, list[Table]]]:
    """An empty backup with the tables of that revision. It takes the file's place, whole, when the block ends well.

    Raises OSError, SQLAlchemyError.
    """
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    aside.unlink(missing_ok=True)
    # It holds what people asked.
    os.close(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with opened(sqlite_url(aside)) as connection:
            migrate(connection, revision)
            connection.exec_driver_sql(f"PRAGMA application_id={MARK}")
            yield connection, tables_in(connection)
            connection.commit()
        _reach_the_disk(aside)
        aside.replace(file)
        _reach_the_disk(file.parent)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def read(file: Path, revision: str) -> Iterator[Connection]:
    """A sound backup with the tables that this program knows: as it is, or else a copy that was brought up to date.

    Raises OSError, SQLAlchemyError.
    """
    if revision == known_revisions()[-1]:
        with opened(_read_only(file)) as connection:
            yield connection
        return
    with TemporaryDirectory(prefix="policybot-", ignore_cleanup_errors=True) as folder:  # closed to others
        copy = Path(folder) / "backup"
        copyfile(file, copy)
        with opened(sqlite_url(copy)) as connection:
            migrate(connection)
            connection.commit()
            yield connection


@contextmanager
def opened(url: URL) -> Iterator[Connection]:
    """A connection to a file that nobody else uses."""
    engine: Engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def tables_in(connection: Connection) -> list[Table]:
    """The tables of any revision, as the database itself describes them."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for name, table in metadata.tables.items() if name != VERSIONS]


def _prepare(connection: object, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection has no static type
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the same
    # One file, and nothing beside it. It counts when it is whole and has its name, and is brought to the disk then.
    cursor.execute("PRAGMA journal_mode=MEMORY")
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()


def _read_only(file: Path) -> URL:
    return URL.create("sqlite", database=f"file:{quote(str(file))}", query={"mode": "ro", "uri": "true"})


def _reach_the_disk(path: Path) -> None:
    opened_file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened_file)
    finally:
        os.close(opened_file)
