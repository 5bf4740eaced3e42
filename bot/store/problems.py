"""What curators are told of faulty corpus files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, text, update

from bot.core.curation.problems import FileProblem, Notice, changed
from bot.store.damage import readable
from bot.store.moments import as_moment, as_text
from bot.store.payloads import faulty_as_json, faulty_from_json
from bot.store.tables import notices
from bot.store.transactions import Transactions

# One at a time: which files are in no notice yet, only all notices together tell.
LOCK_NOTICES = text("SELECT pg_advisory_xact_lock(hashtextextended('notices', 0))")
EVERY = select(notices).order_by(notices.c.since, notices.c.id)


class SqlFileProblems:
    """Satisfies the core's FileProblems."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def notices(self) -> Sequence[Notice]:
        with self._database.reading() as connection:
            return _read(connection)

    def note(self, changes: Mapping[str, FileProblem | None], name: str, now: datetime) -> None:
        with self._database.writing() as connection:
            if self._database.is_postgresql:
                connection.execute(LOCK_NOTICES)
            for notice in changed(_read(connection), changes, name, now):
                row = _as_row(notice)
                if notice.version == 1:
                    connection.execute(insert(notices), row)
                else:
                    connection.execute(update(notices).where(notices.c.id == notice.id).values(row))

    def end(self, name: str) -> None:
        with self._database.writing() as connection:
            faulty = connection.scalar(select(notices.c.faulty).where(notices.c.id == name))
            # Once none of its files is faulty it changes no more: what is faulty again is another notice.
            if not faulty and faulty is not None:
                connection.execute(delete(notices).where(notices.c.id == name))


def _read(connection: Connection) -> list[Notice]:
    return readable(connection.execute(EVERY), _as_notice, "a notice")


def _as_row(notice: Notice) -> dict[str, object]:
    return {
        "id": notice.id,
        "since": as_text(notice.since),
        "version": notice.version,
        "faulty": faulty_as_json(notice.faulty),
        "mended": list(notice.mended),
    }


def _as_notice(row: Row[Any]) -> Notice:
    return Notice(row.id, as_moment(row.since), int(row.version), faulty_from_json(row.faulty), tuple(row.mended))
