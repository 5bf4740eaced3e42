"""Rows that cannot be read: a disk, or a hand, has put something into them that nobody wrote.

One of them must not keep the others from being read. So it is told of in the log, and left out; a request is set aside.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

import structlog
from sqlalchemy import Row

from bot.store.moments import as_moment

log = structlog.get_logger()
T = TypeVar("T")
_counts: ContextVar[Counter[str] | None] = ContextVar("counts", default=None)

# What reading a value raises that is not what it should be.
DAMAGE = (ValueError, TypeError, KeyError, AttributeError, LookupError, OverflowError)


def json_or_none(text: str) -> Any:
    """JSON as a column holds it; None for what is none, so that the other columns of its row can be read."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def read_row(row: Row[Any], read: Callable[[Row[Any]], T]) -> T:
    """What a row says. Raises one of DAMAGE if it cannot be read."""
    if any(isinstance(value, bytes) for value in row):
        raise TypeError("bytes, where words are kept")
    return read(row)


def readable(rows: Iterable[Row[Any]], read: Callable[[Row[Any]], T], what: str) -> list[T]:
    """What the rows say, without those that cannot be read."""
    found = []
    for row in rows:
        try:
            found.append(read_row(row, read))
        except DAMAGE as error:
            _tell(what, error)
    return found


def readable_one(row: Row[Any] | None, read: Callable[[Row[Any]], T], what: str) -> T | None:
    """What the row says; None where there is none, or it cannot be read."""
    return next(iter(readable([row] if row is not None else [], read, what)), None)


def readable_moment(kept: Any, what: str) -> datetime | None:
    """The moment in a column; None where there is none, or what stands there is no moment."""
    try:
        return None if kept is None else as_moment(kept)
    except DAMAGE as error:
        _tell(what, error)
        return None


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Counts what is left out meanwhile, by what it is."""
    found = Counter[str]()
    token = _counts.set(found)
    try:
        yield found
    finally:
        _counts.reset(token)


def _tell(what: str, error: Exception) -> None:
    if (counts := _counts.get()) is not None:
        counts[what] += 1
    else:
        log.error("a damaged row of the database is left out", what=what, reason=type(error).__name__)
