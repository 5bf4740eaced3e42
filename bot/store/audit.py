"""The audit log: what people did in a role of theirs, such as a curator's."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.core.audit import Act, Action
from bot.store.damage import readable
from bot.store.moments import as_moment, as_text
from bot.store.tables import acts
from bot.store.transactions import Transactions, insert_new


class SqlAudit:
    """Satisfies the core's Audit."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def record(self, act: Act) -> None:
        content = {"about": act.about, "details": dict(act.details)}
        row = {"id": act.id, "at": as_text(act.at), "by": act.by, "action": act.action.value, "content": content}
        with self._database.writing() as connection:
            insert_new(connection, acts, [row])

    def acts(self, since: datetime, until: datetime | None = None) -> Iterator[Act]:
        wanted = [acts.c.at >= as_text(since), *([acts.c.at < as_text(until)] if until else [])]
        with self._database.reading() as connection:
            rows = connection.execute(select(acts).where(*wanted).order_by(acts.c.at, acts.c.id))
            found = readable(rows, _as_act, "an act of the audit log")
        yield from found

    def last(self, action: Action) -> Act | None:
        latest = select(acts).where(acts.c.action == action.value).order_by(acts.c.at.desc(), acts.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            found = readable(connection.execute(latest), _as_act, "an act of the audit log")
        return found[0] if found else None

    def purge(self, before: datetime) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(acts).where(acts.c.at < as_text(before))).rowcount


def _as_act(row: Row[Any]) -> Act:
    return Act(row.id, as_moment(row.at), row.by, Action(row.action), row.content["about"], row.content["details"])
