"""Requests that came to an end: found again, kept for so long, and taken away with whoever is forgotten."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, bindparam, delete, exists, func, select, update

from bot.core.requests import Answered, AnyRequest, Forgotten, Kind
from bot.store.damage import DAMAGE, readable, readable_moment
from bot.store.inbox import as_request
from bot.store.moments import as_text
from bot.store.payloads import subscription_as_json, subscription_from_json
from bot.store.tables import (
    WAITS,
    askers,
    feedback,
    hand_overs,
    own_documents,
    own_pins,
    own_synonyms,
    posts,
    read_people,
    read_requests,
    requests,
    seen_keys,
    subscriptions,
    told,
)
from bot.store.transactions import Transactions

AT_ONCE = 1_000


def _not_removed() -> ColumnElement[bool]:
    """That the message of a request was not deleted."""
    gone = requests.alias("gone")
    return ~exists().where(gone.c.subject == requests.c.subject, gone.c.kind == Kind.REMOVAL)


# Made once: making it takes longer than running it.
ASKED_BEFORE = (
    select(requests)
    .where(
        requests.c.person == bindparam("by"),
        requests.c.place == bindparam("there"),
        requests.c.kind == Kind.QUESTION,
        requests.c.outcome.in_(bindparam("outcomes", expanding=True)),
        requests.c.subject != bindparam("about"),
        requests.c.number < select(requests.c.number).where(requests.c.id == bindparam("this")).scalar_subquery(),
        _not_removed(),
    )
    .order_by(requests.c.number.desc())
    .limit(bindparam("most"))
)


class SqlRecords:
    """Satisfies the core's Records."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def purge(self, before: datetime) -> int:
        limit = as_text(before)
        gone = self._remove(requests, requests.c.finished < limit)
        # A key stays as long as its request; one of a request that is gone, until it is too old to come again.
        is_kept = exists().where(requests.c.id == seen_keys.c.request)
        gone += self._remove(seen_keys, (seen_keys.c.seen < limit) & ~is_kept)
        # Whose post it is, nobody knows here. As long as a request waits, though, what was begun since it came may
        # be its answer: after a long weekend without the bot, that must not be sent again.
        with self._database.reading() as connection:
            came = connection.scalar(select(func.min(requests.c.received)).where(WAITS))
        oldest = readable_moment(came, "the oldest request") or before
        return gone + self._remove(posts, posts.c.since < as_text(min(before, oldest)))

    def forget(self, person: str) -> Forgotten:
        with self._database.writing() as connection:
            receipts = _receipts_only_of(connection, person)
            gone = connection.execute(delete(requests).where(requests.c.person == person)).rowcount
            _forget_subscriptions(connection, person)
            _forget_own_answers(connection, person)
            asked = connection.execute(delete(read_people).where(read_people.c.person == person)).rowcount
            _forget_who_asked(connection, person)
        self._database.forget_removed()
        return Forgotten(gone, receipts, asked)

    def answered(self, kinds: Collection[str], since: datetime, place: str | None = None) -> Sequence[Answered]:
        wanted = [requests.c.kind.in_(kinds), requests.c.received > as_text(since), requests.c.outcome.is_not(None)]
        wanted += [] if place is None else [requests.c.place == place]
        with self._database.reading() as connection:
            rows = connection.execute(select(requests).where(*wanted).order_by(requests.c.number))
            return readable(rows, _as_answered, "an answered request")

    def asked_before(self, request: AnyRequest, outcomes: Collection[str], most: int) -> Sequence[AnyRequest]:
        who = {"by": request.person, "there": request.place, "about": request.subject, "this": request.id}
        with self._database.reading() as connection:
            rows = connection.execute(ASKED_BEFORE, who | {"outcomes": list(outcomes), "most": most})
            found = readable(rows, as_request, "a question")
        latest: dict[str, AnyRequest] = {}
        for each in found:
            latest.setdefault(each.subject, each)
        return list(latest.values())[::-1]

    def asked_lately(
        self, person: str, kinds: Collection[str], outcomes: Collection[str], most: int
    ) -> Sequence[Answered]:
        wanted = [requests.c.person == person, requests.c.kind.in_(kinds), requests.c.outcome.in_(outcomes)]
        last = select(requests).where(*wanted, _not_removed()).order_by(requests.c.number.desc()).limit(most)
        with self._database.reading() as connection:
            found = readable(connection.execute(last), _as_answered, "a question")
        latest: dict[str, Answered] = {}
        for each in found:
            latest.setdefault(each.request.subject, each)
        return list(latest.values())

    def _remove(self, table: Table, old: ColumnElement[bool]) -> int:
        """Some at a time, so that nobody's question waits for a large purge."""
        key, gone = next(iter(table.primary_key.columns)), 0
        some = select(key).where(old).limit(AT_ONCE)
        while True:
            with self._database.writing() as connection:
                went = connection.execute(delete(table).where(key.in_(some))).rowcount
            gone += went
            if went < AT_ONCE:
                return gone


def _as_answered(row: Row[Any]) -> Answered:
    return Answered(as_request(row), row.outcome, row.receipt or "")


def _receipts_only_of(connection: Connection, person: str) -> tuple[str, ...]:
    receipt = requests.c.receipt
    theirs = select(receipt).where(requests.c.person == person, receipt != "").distinct()
    shared = select(receipt).where(requests.c.person.is_distinct_from(person), receipt.in_(theirs)).distinct()
    return tuple(sorted(set(connection.scalars(theirs)) - set(connection.scalars(shared))))


def _forget_own_answers(connection: Connection, person: str) -> None:
    """Who waited for a curator's answer waits no longer, and what they said of answers goes; what a curator chose or
    wrote stays, as nobody's."""
    theirs = select(askers.c.hand_over).where(askers.c.person == person)
    names = list(connection.scalars(theirs.distinct()))
    connection.execute(delete(askers).where(askers.c.person == person))
    connection.execute(delete(feedback).where(feedback.c.person == person))
    still = exists().where(askers.c.hand_over == hand_overs.c.id)
    connection.execute(delete(hand_overs).where(hand_overs.c.id.in_(names), ~still))
    for table in (own_pins, own_documents, own_synonyms):
        connection.execute(update(table).where(table.c.person == person).values(person=None))


def _forget_subscriptions(connection: Connection, person: str) -> None:
    for row in connection.execute(select(subscriptions)).all():
        try:
            known = subscription_from_json(row.content)
        except DAMAGE:
            continue
        if known.person == person and known.is_direct:
            connection.execute(delete(subscriptions).where(subscriptions.c.key == row.key))
            connection.execute(delete(told).where(told.c.subscription == row.key))
        elif known.person == person:
            nobodys = subscription_as_json(replace(known, person=None))
            connection.execute(update(subscriptions).where(subscriptions.c.key == row.key).values(content=nobodys))


def _forget_who_asked(connection: Connection, person: str) -> None:
    """What they asked others to read stays, as nobody's wish."""
    for row in connection.execute(select(read_requests)).all():
        if isinstance(row.content, dict) and row.content.get("by") == person:
            nobodys = {**row.content, "by": ""}
            connection.execute(update(read_requests).where(read_requests.c.id == row.id).values(content=nobodys))
