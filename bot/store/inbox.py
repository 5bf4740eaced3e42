"""The inbox: requests that Slack handed over, and that are not answered yet."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, Row, Update, exists, or_, select, update

from bot.core.requests import Abandoned, AnyRequest, Claim, Request
from bot.store.damage import DAMAGE, read_row, readable, readable_moment
from bot.store.group_commit import GroupCommit
from bot.store.inbox_statements import (
    CAME,
    FINISH,
    GIVE_UP,
    HOLDERS,
    KEEP,
    LOCK_SUBJECT,
    NEXT_DUE,
    NEXT_FREE,
    OLDEST,
    PUT_BACK,
    RENEW,
    SET_ASIDE,
    TAKE,
    WAIT_AFTER,
    WAITING,
)
from bot.store.moments import as_moment, as_text
from bot.store.payloads import payload_as_json, payload_from_json
from bot.store.tables import GIVEN_UP, WAITS, requests, seen_keys
from bot.store.transactions import Transactions, insert_new

log = structlog.get_logger()

Arrived = tuple[AnyRequest, Collection[str]]
MOST_TOGETHER = 32


class SqlInbox:
    """Satisfies the core's Inbox."""

    def __init__(self, database: Transactions) -> None:
        self._database = database
        self._group = GroupCommit(self._accept, MOST_TOGETHER)

    def accept(self, request: AnyRequest, keys: Collection[str], kept: Callable[[], None] | None = None) -> bool:
        # A server commits for many connections at once by itself; SQLite has one writer.
        arrived = request, keys
        is_new = self._accept([arrived])[0] if self._database.is_postgresql else self._group(arrived)
        if is_new and kept:
            # Whoever answers it need not wait for the disk: before a post goes out, all that was written lies there.
            kept()
        self._database.wait_for_disk()
        return is_new

    def _accept(self, arrived: Sequence[Arrived]) -> list[bool]:
        with self._database.writing() as connection:
            return [self._keep(connection, request, keys) for request, keys in arrived]

    def _keep(self, connection: Connection, request: AnyRequest, keys: Collection[str]) -> bool:
        row = _as_row(request)
        seen = [{"key": key, "seen": row["received"], "request": request.id} for key in set(keys)]
        if self._database.is_postgresql:
            # Numbers are given out before others see the row. For one subject one after another, then, or a
            # request could come to light behind a later one that is being worked on already.
            connection.execute(LOCK_SUBJECT, {"subject": request.subject})
        if seen and insert_new(connection, seen_keys, seen) < len(seen):
            return False
        connection.execute(KEEP, row)
        return True

    def knows(self, subject: str) -> bool:
        with self._database.reading() as connection:
            return bool(connection.scalar(select(exists().where(requests.c.subject == subject))))

    def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
        with self._database.writing() as connection:
            return _take_next(connection, worker, now, until)

    def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
        with self._database.writing() as connection:
            connection.execute(RENEW, {"by": worker, "these": list(requests), "until": as_text(until)})

    def free_of(self, has_ended: Callable[[str], bool]) -> int:
        with self._database.reading() as connection:
            ended = [worker for worker in connection.scalars(HOLDERS) if has_ended(worker)]
        if not ended:
            return 0
        free = update(requests).where(WAITS, requests.c.worker.in_(ended)).values(worker=None, free_from=None)
        with self._database.writing() as connection:
            return connection.execute(free).rowcount

    def free_beyond(self, latest_claim: datetime, latest_wait: datetime) -> int:
        claimed, free = requests.c.worker.is_not(None), requests.c.free_from
        wrong = or_(claimed & (free > as_text(latest_claim)), ~claimed & (free > as_text(latest_wait)))
        with self._database.writing() as connection:
            return connection.execute(update(requests).where(WAITS, wrong).values(worker=None, free_from=None)).rowcount

    def asked_by(self, person: str, since: datetime, until: datetime) -> int:
        theirs = {"whose": person, "since": as_text(since), "until": as_text(until)}
        with self._database.reading() as connection:
            return int(connection.scalar(CAME, theirs) or 0)

    def finish(self, claim: Claim, now: datetime, outcome: str, receipt: str = "") -> bool:
        return self._settle(claim, FINISH, now=as_text(now), became=outcome, with_receipt=receipt)

    def finish_and_claim(
        self, claim: Claim, now: datetime, until: datetime, outcome: str, receipt: str = ""
    ) -> Claim | None:
        ended = {"now": as_text(now), "became": outcome, "with_receipt": receipt}
        with self._database.writing() as connection:
            connection.execute(FINISH, _named(claim) | ended)
            return _take_next(connection, claim.worker, now, until)

    def retry_at(self, claim: Claim, due: datetime, *, counts: bool = True) -> bool:
        # Only this claim's own step is taken back, so no other claim ever has the same worker and attempt.
        attempt = claim.attempt if counts else claim.attempt - 1
        return self._settle(claim, PUT_BACK, due=as_text(due), count=attempt)

    def dead_letter(self, claim: Claim, now: datetime, reason: str) -> bool:
        return self._settle(claim, GIVE_UP, now=as_text(now), why=reason)

    def release(self, worker: str) -> int:
        freed = {"worker": None, "free_from": None, "attempt": requests.c.attempt - 1}
        with self._database.writing() as connection:
            return connection.execute(update(requests).where(_held_by(worker)).values(freed)).rowcount

    def pending_after(self, claim: Claim) -> Sequence[AnyRequest]:
        after = {"about": claim.request.subject, "this": claim.request.id}
        with self._database.reading() as connection:
            return readable(connection.execute(WAIT_AFTER, after), as_request, "a request")

    def waiting(self) -> int:
        with self._database.reading() as connection:
            return int(connection.scalar(WAITING) or 0)

    def oldest(self) -> datetime | None:
        with self._database.reading() as connection:
            moment = connection.scalar(OLDEST)
        return readable_moment(moment, "the oldest request")

    def next_due(self, now: datetime) -> datetime | None:
        with self._database.reading() as connection:
            moment = connection.scalar(NEXT_DUE, {"now": as_text(now)})
        return readable_moment(moment, "when a request is due")

    def abandoned(self) -> Sequence[Abandoned]:
        told = (requests.c[name] for name in ("id", "kind", "place", "finished", "reason"))
        found = select(*told).where(GIVEN_UP)
        with self._database.reading() as connection:
            rows = connection.execute(found.order_by(requests.c.finished.desc(), requests.c.number.desc())).all()
        return readable(rows, _as_abandoned, "a request that was given up")

    def _settle(self, claim: Claim, end: Update, **values: str | int) -> bool:
        """Ends a claim, if it still is one: what a worker and an attempt name is claimed once."""
        with self._database.writing() as connection:
            return connection.execute(end, _named(claim) | values).rowcount == 1


def _named(claim: Claim) -> dict[str, str | int]:
    return {"this": claim.request.id, "by": claim.worker, "tried": claim.attempt}


def _take_next(connection: Connection, worker: str, now: datetime, until: datetime) -> Claim | None:
    while row := connection.execute(NEXT_FREE, {"now": as_text(now)}).one_or_none():
        this = {"this": row.number}
        try:
            request, attempt = read_row(row, as_request), int(row.attempt) + 1
        except DAMAGE as error:
            # Nobody could answer it, and everybody else would wait behind it.
            damaged = f"damaged in the database ({type(error).__name__})"
            connection.execute(SET_ASIDE, this | {"now": as_text(now), "why": damaged})
            log.error("a damaged request is set aside; `policybot doctor` lists it", number=row.number)
            continue
        connection.execute(TAKE, this | {"by": worker, "tried": attempt, "until": as_text(until)})
        return Claim(request, worker, attempt)
    return None


def _held_by(worker: str) -> ColumnElement[bool]:
    return WAITS & (requests.c.worker == worker)


def _as_row(request: AnyRequest) -> dict[str, object]:
    return {
        "id": request.id,
        "kind": request.kind,
        "subject": request.subject,
        "received": as_text(request.received),
        "person": request.person,
        "place": request.place,
        "private": request.private,
        "details": payload_as_json(request.payload),
        "attempt": 0,
    }


def as_request(row: Row[Any]) -> AnyRequest:
    """The request that a row of `requests` holds. Raises one of DAMAGE if it holds none."""
    return Request(
        id=row.id,
        payload=payload_from_json(row.kind, row.details),
        subject=row.subject,
        received=as_moment(row.received),
        person=row.person,
        place=row.place,
        private=row.private,
    )


def _as_abandoned(row: Row[Any]) -> Abandoned:
    return Abandoned(row.id, row.kind, row.place, as_moment(row.finished), row.reason)
