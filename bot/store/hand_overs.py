"""Questions that were handed over to curators, and who waits for the answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from bot.core.curation.hand_overs import Asker, HandOver
from bot.store.damage import readable, readable_one
from bot.store.moments import as_moment, as_text
from bot.store.payloads import asker_as_json, asker_from_json
from bot.store.tables import askers, hand_overs
from bot.store.transactions import Transactions, insert_new


class SqlHandOvers:
    """Satisfies the core's HandOvers."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def open(self, hand_over: HandOver, asker: Asker) -> HandOver:
        nobodys = replace(asker, person="")
        waiting = {
            "hand_over": hand_over.id,
            "key": asker.key,
            "joined": as_text(asker.joined),
            "person": asker.person,
            "content": asker_as_json(nobodys),
        }
        with self._database.writing() as connection:
            insert_new(connection, hand_overs, [_as_row(hand_over)])
            insert_new(connection, askers, [waiting])
            return _as_hand_over(connection.execute(_named(hand_over.id)).one())

    def find(self, name: str) -> HandOver | None:
        with self._database.reading() as connection:
            row = connection.execute(_named(name)).one_or_none()
        return readable_one(row, _as_hand_over, "a question that was handed over")

    def askers(self, name: str) -> Sequence[Asker]:
        wanted = select(askers).where(askers.c.hand_over == name).order_by(askers.c.joined, askers.c.key)
        with self._database.reading() as connection:
            return readable(connection.execute(wanted), _as_asker, "somebody who waits for an answer")

    def waiting(self) -> Sequence[HandOver]:
        wanted = select(hand_overs).where(hand_overs.c.pin == "").order_by(hand_overs.c.asked, hand_overs.c.id)
        with self._database.reading() as connection:
            return readable(connection.execute(wanted), _as_hand_over, "a question that was handed over")

    def settle(self, name: str, pin: str, now: datetime) -> bool:
        is_free = (hand_overs.c.id == name) & or_(hand_overs.c.pin == "", hand_overs.c.pin == pin)
        answered = {"pin": pin, "answered": as_text(now)}
        with self._database.writing() as connection:
            return connection.execute(update(hand_overs).where(is_free).values(answered)).rowcount == 1

    def reopen(self, name: str) -> None:
        with self._database.writing() as connection:
            waits = update(hand_overs).where(hand_overs.c.id == name).values(pin="", answered=None)
            connection.execute(waits)

    def purge(self, before: datetime) -> int:
        old = select(hand_overs.c.id).where(hand_overs.c.asked < as_text(before))
        with self._database.writing() as connection:
            names = list(connection.scalars(old))
            gone = connection.execute(delete(askers).where(askers.c.hand_over.in_(names))).rowcount
            return gone + connection.execute(delete(hand_overs).where(hand_overs.c.id.in_(names))).rowcount


def _named(name: str) -> Any:
    return select(hand_overs).where(hand_overs.c.id == name)


def _as_row(hand_over: HandOver) -> dict[str, object]:
    seen = hand_over.collections
    return {
        "id": hand_over.id,
        "words": hand_over.words,
        "collections": None if seen is None else sorted(seen),
        "asked": as_text(hand_over.asked),
        "pin": hand_over.pin,
        "answered": as_text(hand_over.answered) if hand_over.answered else None,
    }


def _as_hand_over(row: Row[Any]) -> HandOver:
    seen = None if row.collections is None else frozenset(row.collections)
    answered = as_moment(row.answered) if row.answered else None
    return HandOver(row.id, row.words, seen, as_moment(row.asked), row.pin, answered)


def _as_asker(row: Row[Any]) -> Asker:
    return replace(asker_from_json(row.content), person=row.person)
