"""Backups: taken while the bot runs, and restored into either kind of database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, RowMapping, Table, delete, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.core.errors import ConfigurationError
from bot.store import backup_file
from bot.store.database import engine_of, open_database, shown_as, url_of
from bot.store.sqlite import READS
from bot.store.tables import metadata, requests
from bot.store.transactions import reason_of
from bot.store.upgrading import known_revisions, revision_of, writer_of

AT_ONCE = 1_000
Rows = Sequence[RowMapping]


def backup(source: Path | str | URL, file: Path) -> dict[str, int]:
    """Writes all that the database holds at one moment into a file; returns how many rows of each table.

    The bot may go on meanwhile. A backup in the file's place stays until the new one is whole. The database is left
    as it is, also where it is of an older program. Raises ConfigurationError.
    """
    url = url_of(source)
    shown = shown_as(url)
    _refuse_to_overwrite(file, url)
    if url.drivername == "sqlite" and not Path(shown).is_file():
        raise ConfigurationError(f"there is nothing to back up: no file {shown}")
    with snapshot_of(url) as snapshot:
        with _in_words(f"cannot read {shown}"):
            revision = revision_of(snapshot)
        if revision is None:
            raise ConfigurationError(f"there is nothing to back up in {shown}")
        if revision not in known_revisions():
            raise ConfigurationError(f"{shown} was written by {writer_of(revision)}; back it up with that one")
        broken = f"cannot read {shown}"
        with _in_words(f"cannot write {file}"), backup_file.written(file, revision) as (target, tables):
            return {table.name: _copy(_rows(snapshot, table, broken), target, table) for table in tables}


def restore(file: Path, target: Path | str | URL, *, replace: bool = False) -> dict[str, int]:
    """Puts all that a backup holds into a database; returns how many rows of each table. All of it, or nothing.

    The database must be empty, or is emptied first where it may be replaced. Raises ConfigurationError.
    """
    url = url_of(target)
    shown, broken = shown_as(url), f"cannot read {file}"
    revision = backup_file.revision_of_backup(file)
    if url.drivername == "sqlite" and _is_same(file, Path(shown)):
        raise ConfigurationError(f"{file} is a backup; name another file as the database")
    with _in_words(broken), backup_file.read(file, revision) as source:
        engine = open_database(url)
        try:
            with _in_words(f"nothing was restored into {shown}"), engine.begin() as connection:
                _lock_all(connection)
                if not replace and _holds_anything(connection):
                    raise ConfigurationError(f"{shown} is not empty; --replace overwrites what it holds")
                return _refill(connection, source, broken)
        finally:
            engine.dispose()  # the last connection to an SQLite file brings the log into it, and onto the disk


def _refuse_to_overwrite(file: Path, url: URL) -> None:
    if url.drivername == "sqlite" and _is_same(file, Path(shown_as(url))):
        raise ConfigurationError(f"{file} is the database itself; name another file for the backup")
    if file.exists():
        try:
            backup_file.revision_of_backup(file)
        except ConfigurationError:
            raise ConfigurationError(f"{file} exists and is no backup; name another file") from None


@contextmanager
def snapshot_of(url: URL) -> Iterator[Connection]:
    """A connection that sees the database as it is at one moment, and holds up nobody who writes."""
    engine: Engine = engine_of(url)
    try:
        with _in_words(f"cannot read {shown_as(url)}"), engine.connect() as connection:
            if url.drivername == "sqlite":
                connection.execution_options(**READS)
                connection.exec_driver_sql("BEGIN")
            else:
                from bot.store.postgresql import allow_time  # noqa: PLC0415  # it imports psycopg

                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                allow_time(connection)
            yield connection
    finally:
        engine.dispose()


def _rows(source: Connection, table: Table, complaint: str) -> Iterator[Rows]:
    with _in_words(complaint):
        found = source.execution_options(stream_results=True).execute(select(table).order_by(*table.primary_key))
        yield from found.mappings().partitions(AT_ONCE)


def _copy(parts: Iterator[Rows], target: Connection, table: Table) -> int:
    count = 0
    for part in parts:
        target.execute(insert(table), [dict(row) for row in part])
        count += len(part)
    return count


def _lock_all(connection: Connection) -> None:
    """Nobody else writes until the transaction ends; on SQLite that is so from its beginning."""
    if connection.dialect.name == "postgresql":
        from bot.store.postgresql import allow_time  # noqa: PLC0415  # it imports psycopg

        allow_time(connection)
        connection.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE"))


def _holds_anything(connection: Connection) -> bool:
    return any(connection.execute(select(table).limit(1)).first() for table in metadata.tables.values())


def _refill(target: Connection, source: Connection, broken: str) -> dict[str, int]:
    tables = metadata.tables.values()
    for table in tables:
        target.execute(delete(table))
    counts = {table.name: _copy(_rows(source, table, broken), target, table) for table in tables}
    _count_on(target)
    return counts


def _count_on(connection: Connection) -> None:
    """New requests are numbered from behind the restored ones; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(requests.name, requests.c.number.name)
        last = select(func.coalesce(func.max(requests.c.number), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(sequence, last, False)))


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


@contextmanager
def _in_words(complaint: str) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise ConfigurationError(f"{complaint}: {reason_of(error)}") from None
    except OSError as error:
        raise ConfigurationError(f"{complaint}: {error.strerror}") from error
    except ValueError:
        # A row that is not what its table says; its text may be somebody's words.
        raise ConfigurationError(f"{complaint}: it is damaged") from None
