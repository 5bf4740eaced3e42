"""Brings a database up to the tables that this program knows."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from bot.store.sqlite import READS

MIGRATIONS = Path(__file__).parent / "migrations"


class UnknownRevisionError(Exception):
    """The database is at a revision that this program does not know; its text is the revision."""


def known_revisions() -> list[str]:
    """The revisions that this program knows, oldest first, by the names of their files."""
    # Asking Alembic would take longer than all the rest of a start.
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def writer_of(revision: str) -> str:
    """Who wrote what is at a revision that this program does not know."""
    age = "from before the first release" if revision < known_revisions()[0] else "that is newer"
    return f"a policybot {age} ({revision})"


def upgrade(engine: Engine) -> bool:
    """Upgrades the database if it is older; returns whether it was. Raises UnknownRevisionError, SQLAlchemyError."""
    with engine.connect().execution_options(**READS) as connection:
        if not _is_older(connection):
            return False
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            from bot.store.postgresql import allow_time, lock_for_upgrade  # noqa: PLC0415  # psycopg is an extra

            allow_time(connection)
            lock_for_upgrade(connection)
        # Somebody else may have done it while we waited for the lock.
        if _is_older(connection):
            migrate(connection)
            return True
    return False


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at; None where there is none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def migrate(connection: Connection, revision: str = "head") -> None:
    """Brings the tables up to that revision, within the connection's transaction."""
    from alembic import command  # noqa: PLC0415  # it takes long to import, and is needed once in a release
    from alembic.config import Config  # noqa: PLC0415  # the same

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _is_older(connection: Connection) -> bool:
    at, known = revision_of(connection), known_revisions()
    if at is not None and at not in known:
        raise UnknownRevisionError(at)
    return at != known[-1]
