"""The Store on SQLAlchemy Core."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.core.errors import ConfigurationError
from bot.store import tables

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT = 5_000


class SqlStore:
    """Satisfies the core's Store. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def close(self) -> None:
        """Lets go of the database."""
        self._engine.dispose()

    def note_articles(self, articles: Sequence[str], now: datetime) -> None:
        seen = tables.articles_seen
        with self._engine.begin() as connection:
            known = set(connection.scalars(select(seen.c.article)))
            new = [each for each in dict.fromkeys(articles) if each not in known]
            rows = [{"article": each, "first_seen": _text(now)} for each in new]
            if rows:
                connection.execute(insert(seen), rows)

    def first_seen(self) -> dict[str, datetime]:
        seen = tables.articles_seen
        with self._engine.connect() as connection:
            rows = connection.execute(select(seen.c.article, seen.c.first_seen))
            return {row.article: datetime.fromisoformat(row.first_seen) for row in rows}

    def last_digest(self, channel: str) -> datetime | None:
        digests = tables.digests
        with self._engine.connect() as connection:
            until = connection.scalar(select(digests.c.until).where(digests.c.channel == channel))
        return datetime.fromisoformat(until) if until else None

    def note_digest(self, channel: str, until: datetime) -> None:
        key, value = {"channel": channel}, {"until": _text(until)}
        with self._engine.begin() as connection:
            _put(connection, tables.digests, key, value)

    def reply_to(self, channel: str, ts: str) -> tuple[str, str] | None:
        replies = tables.replies
        found = select(replies.c.fingerprint, replies.c.reply_ts).where(
            replies.c.channel == channel, replies.c.ts == ts
        )
        with self._engine.connect() as connection:
            row = connection.execute(found).one_or_none()
        return (row.fingerprint, row.reply_ts) if row else None

    def note_reply(self, channel: str, ts: str, fingerprint: str, reply_ts: str) -> None:
        key = {"channel": channel, "ts": ts}
        value = {"fingerprint": fingerprint, "reply_ts": reply_ts}
        with self._engine.begin() as connection:
            _put(connection, tables.replies, key, value)


def open_store(file: Path) -> SqlStore:
    """Opens the SQLite file, making it or bringing it up to date first. Raises ConfigurationError."""
    # The path stands as it is: in a URL written as text, a "?" or "#" in it would name another file.
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _migrate(engine, file)
    except OSError as error:
        raise ConfigurationError(f"cannot keep state in {file.parent}: {error.strerror}") from error
    except SQLAlchemyError as error:
        what = error.orig if isinstance(error, DBAPIError) else error
        raise ConfigurationError(f"cannot use {file} as the database: {what}") from error
    finally:
        engine.dispose()  # lets go of the migration's connection; the store opens its own
    return SqlStore(engine)


def _prepare(connection: object, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # a DBAPI connection has no static type
    cursor = connection.cursor()  # type: ignore[attr-defined]  # the same
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Left to itself, Python's sqlite3 begins no transaction before a SELECT or a CREATE TABLE: two processes could
    # both find an article unknown, or a migration be left half done. Each takes microseconds, so readers may queue.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(engine: Engine, file: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if at is not None and at not in known:
            raise ConfigurationError(
                f"{file} was written by a newer policybot ({at}); run that one, or name another file"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _put(connection: Connection, table: Table, key: dict[str, str], value: dict[str, str]) -> None:
    matches = [table.c[name] == part for name, part in key.items()]
    if connection.execute(update(table).where(*matches).values(value)).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(key | value))
    except IntegrityError:  # somebody else put it there in between
        connection.execute(update(table).where(*matches).values(value))


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
