"""Opens the database that a URL names, and says in words why it cannot be opened."""

from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError

from bot.core.errors import ConfigurationError
from bot.store.sqlite import make_file, sqlite_engine
from bot.store.transactions import reason_of
from bot.store.upgrading import UnknownRevisionError, upgrade, writer_of

POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")
NAMED = "name a database as postgresql://user:password@host/name, or an SQLite file as sqlite:///file"


def open_database(url: str | URL) -> Engine:
    """Opens `sqlite:///file` or `postgresql://…`, made or brought up to date first. Raises ConfigurationError."""
    parsed = parse(url)
    _make(parsed)
    engine = engine_of(parsed)
    shown = shown_as(parsed)
    try:
        if upgrade(engine) and parsed.database and engine.dialect.name == "sqlite":
            # What was made by an older program may be open to others; from now on, people's words are in it.
            Path(parsed.database).chmod(0o600)
    except UnknownRevisionError as error:
        raise ConfigurationError(
            f"{shown} was written by {writer_of(str(error))}; run that one, or name another database"
        ) from None
    except SQLAlchemyError as error:
        # Not `from error`: its text may hold what the message leaves out.
        spoilt = isinstance(error, DatabaseError) and not isinstance(error, OperationalError)
        remedy = (
            "; restore a backup, or move it aside to begin anew" if spoilt and parsed.drivername == "sqlite" else ""
        )
        raise ConfigurationError(f"cannot use {shown} as the database: {reason_of(error)}{remedy}") from None
    except OSError as error:
        raise ConfigurationError(f"cannot keep {shown} to ourselves: {error.strerror}") from error
    finally:
        engine.dispose()  # lets go of the upgrade's connection; the store opens its own
    return engine


def url_of(where: Path | str | URL) -> URL:
    """The URL of an SQLite file (a path) or a database (a URL). Raises ConfigurationError."""
    if isinstance(where, Path) or (isinstance(where, str) and "://" not in where):
        return sqlite_url(Path(where))
    return parse(where)


def sqlite_url(file: Path) -> URL:
    """The URL of an SQLite file. In a URL written as text, a "?" or "#" in its name would name another file."""
    return URL.create("sqlite", database=str(file))


def shown_as(url: URL) -> str:
    """What the database is called in a message: without password, and without options that may hold one."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    bare = URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database)
    return bare.render_as_string()


def parse(url: str | URL) -> URL:
    """What a URL names, if it is one that we can use. Raises ConfigurationError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The text may hold a password, so it is not repeated.
        raise ConfigurationError(f"the database's URL cannot be understood; {NAMED}") from None
    if parsed.drivername == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed
    if parsed.drivername in POSTGRESQL:
        return parsed.set(drivername="postgresql+psycopg")
    raise ConfigurationError(f"{parsed.drivername} is no database that policybot can use; {NAMED}")


def engine_of(url: URL) -> Engine:
    """An engine for what `parse` understood; nothing is made or opened yet. Raises ConfigurationError."""
    if url.drivername == "sqlite":
        return sqlite_engine(url)
    if find_spec("psycopg") is None:
        raise ConfigurationError('PostgreSQL needs the extra "postgres": pip install "policybot[postgres]"')
    from bot.store.postgresql import postgresql_engine  # noqa: PLC0415  # it imports psycopg

    return postgresql_engine(url)


def _make(url: URL) -> None:
    """Makes the file, where the URL names one."""
    if url.drivername != "sqlite":
        return
    file = Path(str(url.database))
    try:
        make_file(file)
    except IsADirectoryError:
        raise ConfigurationError(f"cannot use {file} as the database: it is a folder") from None
    except OSError as error:
        raise ConfigurationError(f"cannot keep state in {file.parent}: {error.strerror}") from error
