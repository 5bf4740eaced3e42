"""What people say of answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select

from bot.core.curation.feedback import Opinion
from bot.store.damage import readable
from bot.store.moments import as_moment, as_text
from bot.store.tables import feedback
from bot.store.transactions import Transactions


class SqlFeedback:
    """Satisfies the core's Feedback."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def give(self, opinion: Opinion) -> None:
        own = (feedback.c.answer == opinion.answer, feedback.c.person == opinion.person)
        with self._database.writing() as connection:
            before = connection.scalar(select(feedback.c.reason).where(*own))
            reason = "" if opinion.helped else opinion.reason or before or ""
            connection.execute(delete(feedback).where(*own))
            row = {
                "answer": opinion.answer,
                "person": opinion.person,
                "receipt": opinion.receipt,
                "helped": opinion.helped,
                "at": as_text(opinion.at),
                "reason": reason,
            }
            connection.execute(insert(feedback), row)

    def since(self, moment: datetime) -> Sequence[Opinion]:
        wanted = select(feedback).where(feedback.c.at >= as_text(moment)).order_by(feedback.c.at, feedback.c.answer)
        with self._database.reading() as connection:
            return readable(connection.execute(wanted), _as_opinion, "what somebody says of an answer")

    def purge(self, before: datetime) -> int:
        with self._database.writing() as connection:
            return connection.execute(delete(feedback).where(feedback.c.at < as_text(before))).rowcount


def _as_opinion(row: Row[Any]) -> Opinion:
    return Opinion(row.answer, row.receipt, row.person, bool(row.helped), as_moment(row.at), row.reason)
