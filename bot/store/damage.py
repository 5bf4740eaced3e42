"""Rows that cannot be read: a disk, or a hand, has put something into them that nobody wrote.

One of them must not keep the others from being read. So it is told of in the log, and left out; a request is set aside.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import structlog
from sqlalchemy import Row

log = structlog.get_logger()
T = TypeVar("T")

# What reading a value raises that is not what it should be.
DAMAGE = (ValueError, TypeError, KeyError, AttributeError, LookupError, OverflowError)


def json_or_none(text: str) -> Any:
    """JSON as a column holds it; None for what is none, so that the other columns of its row can be read."""
    try:
        return json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return None


def readable(rows: Iterable[Row[Any]], read: Callable[[Row[Any]], T], what: str) -> list[T]:
    """What the rows say, without those that cannot be read."""
    found = []
    for row in rows:
        try:
            found.append(read(row))
        except DAMAGE as error:
            log.error("a damaged row of the database is left out", what=what, reason=type(error).__name__)
    return found
