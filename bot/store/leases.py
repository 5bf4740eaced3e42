"""What one replica alone does at a time: who holds the lease, and what it tells the others."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.core.errors import StoreError
from bot.core.ports import Lease
from bot.store.damage import readable_moment
from bot.store.moments import as_text
from bot.store.tables import leases
from bot.store.transactions import Transactions, insert_new


class SqlLeases:
    """Satisfies the core's Leases."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def take(
        self, name: str, holder: str, now: datetime, until: datetime, has_ended: Callable[[str], bool] = lambda _: False
    ) -> Lease:
        mine = {"holder": holder, "until": as_text(until)}
        with self._database.writing() as connection:
            insert_new(connection, leases, [{"name": name, "token": 0, "told": ""}])
            row = connection.execute(select(leases).where(leases.c.name == name).with_for_update()).one()
            held_until = readable_moment(row.until, "a lease") or now
            is_held = row.holder not in (None, holder) and held_until > now
            if is_held and not has_ended(row.holder):
                return Lease(None, row.told)
            token = row.token if row.holder == holder else row.token + 1
            connection.execute(update(leases).where(leases.c.name == name).values(token=token, **mine))
        return Lease(token, row.told)

    def tell(self, name: str, token: int, told: str) -> None:
        with self._database.writing() as connection:
            hold(connection, name, token)
            connection.execute(update(leases).where(leases.c.name == name).values(told=told))

    def told(self, name: str) -> str:
        with self._database.reading() as connection:
            return connection.scalar(select(leases.c.told).where(leases.c.name == name)) or ""

    def give(self, name: str, holder: str) -> None:
        free = update(leases).where(leases.c.name == name, leases.c.holder == holder)
        with self._database.writing() as connection:
            connection.execute(free.values(holder=None, until=None))


def hold(connection: Connection, name: str, token: int) -> None:
    """Nobody else takes the lease until the transaction ends. Raises StoreError if somebody has since that token."""
    held = select(leases.c.token).where(leases.c.name == name).with_for_update(read=True)
    if connection.scalar(held) != token:
        raise StoreError("another replica has taken over what this one was about to write")
