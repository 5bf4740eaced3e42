"""What was asked to be read, of whom, and who has confirmed it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from bot.core.read_requests.model import Asked, Ending, ReadRequest
from bot.store.damage import readable
from bot.store.moments import as_moment, as_text
from bot.store.payloads import read_request_as_json, read_request_from_json
from bot.store.tables import read_people, read_requests
from bot.store.transactions import Transactions, insert_new

AT_ONCE = 200
REQUESTS = select(read_requests).order_by(read_requests.c.asked, read_requests.c.id)
TABLES = read_requests.join(read_people, read_people.c.request == read_requests.c.id)


class SqlReadRequests:
    """Satisfies the core's ReadRequests."""

    def __init__(self, database: Transactions) -> None:
        self._database = database

    def keep(self, request: ReadRequest, people: Collection[str]) -> None:
        row = {
            "id": request.id,
            "document": request.document,
            "asked": as_text(request.asked),
            "until": request.until.isoformat(),
            "content": read_request_as_json(request),
        }
        asked = [{"request": request.id, "person": person, "reminders": 0} for person in people]
        with self._database.writing(lasting=True) as connection:
            if insert_new(connection, read_requests, [row]) and asked:
                insert_new(connection, read_people, asked)

    def find(self, name: str) -> ReadRequest | None:
        return next(iter(self._found(read_requests.c.id == name)), None)

    def open(self) -> Sequence[ReadRequest]:
        return self._found(read_requests.c.ending.is_(None))

    def of_document(self, document: str) -> Sequence[ReadRequest]:
        return self._found(read_requests.c.document == document)

    def of_person(self, person: str) -> Sequence[tuple[ReadRequest, Asked]]:
        both = select(read_requests, read_people).select_from(TABLES).where(read_people.c.person == person)
        with self._database.reading() as connection:
            rows = connection.execute(both.order_by(read_requests.c.asked, read_requests.c.id))
            return readable(rows, lambda row: (_as_request(row), _as_asked(row)), "what somebody is asked to read")

    def people(self, name: str) -> Sequence[Asked]:
        theirs = select(read_people).where(read_people.c.request == name).order_by(read_people.c.person)
        with self._database.reading() as connection:
            return readable(connection.execute(theirs), _as_asked, "a person who is asked to read")

    def note_read(self, name: str, person: str, at: datetime) -> datetime:
        row = {"request": name, "person": person, "read": as_text(at), "reminders": 0}
        theirs = (read_people.c.request == name, read_people.c.person == person)
        first = func.coalesce(read_people.c.read, as_text(at))
        with self._database.writing(lasting=True) as connection:
            if not insert_new(connection, read_people, [row]):
                connection.execute(update(read_people).where(*theirs).values(read=first))
            return as_moment(connection.scalars(select(read_people.c.read).where(*theirs)).one())

    def note_reminded(self, name: str, person: str, number: int, at: datetime) -> None:
        theirs = (read_people.c.request == name, read_people.c.person == person, read_people.c.reminders < number)
        with self._database.writing() as connection:
            connection.execute(update(read_people).where(*theirs).values(reminders=number, reminded=as_text(at)))

    def end(self, name: str, why: Ending) -> None:
        own = (read_requests.c.id == name, read_requests.c.ending.is_(None))
        with self._database.writing() as connection:
            connection.execute(update(read_requests).where(*own).values(ending=why.value))

    def purge(self, before: datetime) -> int:
        old = (read_requests.c.asked < as_text(before), read_requests.c.until < before.date().isoformat())
        some, gone = select(read_requests.c.id).where(*old).limit(AT_ONCE), 0
        while True:
            with self._database.writing() as connection:
                names = list(connection.scalars(some))
                gone += connection.execute(delete(read_people).where(read_people.c.request.in_(names))).rowcount
                gone += connection.execute(delete(read_requests).where(read_requests.c.id.in_(names))).rowcount
            if len(names) < AT_ONCE:
                return gone

    def _found(self, wanted: Any) -> Sequence[ReadRequest]:
        with self._database.reading() as connection:
            return readable(connection.execute(REQUESTS.where(wanted)), _as_request, "a request to read")


def _as_request(row: Row[Any]) -> ReadRequest:
    return read_request_from_json({**row.content, "ending": row.ending})


def _as_asked(row: Row[Any]) -> Asked:
    read, reminded = (as_moment(text) if text else None for text in (row.read, row.reminded))
    return Asked(row.request, row.person, read, int(row.reminders), reminded)
