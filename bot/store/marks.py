"""Moments that are to be known again, by name: the last purge, what somebody was told."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert, select, update

from bot.store.damage import readable_moment
from bot.store.moments import as_text
from bot.store.tables import marks
from bot.store.transactions import Transactions, insert_new

# What the names of withdrawals that curators confirmed begin with.
CONFIRMED = "withdraw:"


class SqlMarks:
    """A handful of rows. Safe between threads; whatever cannot be read or written raises StoreError."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def note(self, name: str, moment: datetime) -> None:
        """Keeps the moment in the place of the one that had this name."""
        row = {"name": name, "moment": as_text(moment)}
        with self._database.writing() as connection:
            if not insert_new(connection, marks, [row]):
                connection.execute(update(marks).where(marks.c.name == name).values(row))

    def find(self, name: str) -> datetime | None:
        """The moment with this name."""
        with self._database.reading() as connection:
            moment = connection.scalar(select(marks.c.moment).where(marks.c.name == name))
        return readable_moment(moment, f"the mark {name}")

    def try_writing(self, now: datetime) -> None:
        """Writes, and leaves nothing: a full or damaged disk may still be read. Nobody else's row is touched, so that
        nobody is waited for.
        """
        own = {"name": f"tried:{uuid4()}", "moment": as_text(now)}
        with self._database.writing() as connection:
            connection.execute(insert(marks), own)
            connection.execute(delete(marks).where(marks.c.name == own["name"]))

    def purge(self, before: datetime, kind: str = CONFIRMED) -> int:
        """Removes those whose names begin like this from before that moment. Returns how many rows."""
        old = (marks.c.name.startswith(kind), marks.c.moment < as_text(before))
        with self._database.writing() as connection:
            return connection.execute(delete(marks).where(*old)).rowcount
