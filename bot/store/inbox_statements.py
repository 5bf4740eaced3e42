"""What the inbox asks of its database: above all, whose turn it is. Statements are made once, which takes longer than
running them.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)

from bot.core.requests import ASKED
from bot.store.tables import MOMENT, WAITS, requests

LOCK_SUBJECT = text("SELECT pg_advisory_xact_lock(hashtextextended(:subject, 0))")
NOBODY: ColumnElement[str] = literal_column("''", Text)  # no parameter: PostgreSQL takes two of those for different


def _person(table: FromClause) -> ColumnElement[str]:
    """Who wants it, or for what is nobody's, in which place."""
    return func.coalesce(table.c.person, table.c.place, NOBODY)


def _place(table: FromClause) -> ColumnElement[str]:
    return func.coalesce(table.c.place, NOBODY)


def _under_way(whose: Callable[[FromClause], ColumnElement[str]]) -> FromClause:
    """How many are under way at `now`, by whose they are."""
    held = requests.alias()
    busy = (held.c.finished.is_(None), held.c.worker.is_not(None), held.c.free_from > bindparam("now"))
    return (
        select(whose(held).label("whose"), func.count().label("number")).where(*busy).group_by(whose(held)).subquery()
    )


OLDER = requests.alias("older")
MAY_BE_CLAIMED = (
    or_(requests.c.free_from.is_(None), requests.c.free_from <= bindparam("now")),
    ~exists().where(
        OLDER.c.subject == requests.c.subject, OLDER.c.finished.is_(None), OLDER.c.number < requests.c.number
    ),
)


def _next_free() -> Select[Any]:
    """The request that is free at `now`, has no older one about its subject before it, and whose turn it is.

    It is the turn of the person who has the fewest under way, of these in the place that has the fewest, so that
    neither one's many questions nor a busy channel holds up anybody else; then of the oldest.
    """
    persons, places = _under_way(_person), _under_way(_place)
    turns = requests.outerjoin(persons, persons.c.whose == _person(requests))
    turns = turns.outerjoin(places, places.c.whose == _place(requests))
    in_turn = (func.coalesce(persons.c.number, 0), func.coalesce(places.c.number, 0), requests.c.number)
    found = select(requests).select_from(turns).where(WAITS, *MAY_BE_CLAIMED).order_by(*in_turn).limit(1)
    # Where several may write at once, the second takes the next row instead of waiting for the first.
    return found.with_for_update(skip_locked=True, of=requests)


NEXT_FREE = _next_free()
BY_NUMBER = update(requests).where(requests.c.number == bindparam("this"))
TAKE = BY_NUMBER.values(worker=bindparam("by"), attempt=bindparam("tried"), free_from=bindparam("until"))
SET_ASIDE = BY_NUMBER.values(worker=None, finished=bindparam("now"), reason=bindparam("why"))
THIS_CLAIM = (
    requests.c.id == bindparam("this"),
    WAITS,
    requests.c.worker == bindparam("by"),
    requests.c.attempt == bindparam("tried"),
)
END = update(requests).where(*THIS_CLAIM).values(worker=None)
FINISH = END.values(finished=bindparam("now"), outcome=bindparam("became"), receipt=bindparam("with_receipt"))
PUT_BACK = END.values(free_from=bindparam("due"), attempt=bindparam("count"))
GIVE_UP = END.values(finished=bindparam("now"), reason=bindparam("why"))
RENEW = (
    update(requests)
    .where(WAITS, requests.c.worker == bindparam("by"), requests.c.id.in_(bindparam("these", expanding=True)))
    .values(free_from=bindparam("until"))
)
KEEP = insert(requests)
HOLDERS = select(requests.c.worker).where(WAITS, requests.c.worker.is_not(None)).distinct()
WAIT_AFTER = (
    select(requests)
    .where(
        requests.c.subject == bindparam("about"),
        WAITS,
        requests.c.number > select(requests.c.number).where(requests.c.id == bindparam("this")).scalar_subquery(),
    )
    .order_by(requests.c.number)
)
WAITING = select(func.count()).select_from(requests).where(WAITS)
OLDEST = select(func.min(requests.c.received)).where(WAITS)
NEXT_DUE = select(
    func.min(
        case(
            (and_(*MAY_BE_CLAIMED), bindparam("now", type_=MOMENT)),
            (requests.c.free_from > bindparam("now"), requests.c.free_from),
        )
    )
).where(WAITS)
CAME = (
    select(func.count())
    .select_from(requests)
    .where(
        requests.c.person == bindparam("whose"),
        requests.c.kind.in_(ASKED),
        requests.c.received > bindparam("since"),
        requests.c.received <= bindparam("until"),
    )
)
