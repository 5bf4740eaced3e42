"""Jobs that are done one after the other, and of which none keeps those behind it from being done."""

from collections.abc import Callable, Iterable

import structlog

from bot.core.errors import StoreError

log = structlog.get_logger()


def done_apart(jobs: Iterable[Callable[[], bool]]) -> bool:
    """Does all of them; returns whether one of them found something. What goes wrong in one is logged.

    Raises StoreError at the end if one of them did.
    """
    found, unreachable = False, None
    for job in jobs:
        try:
            found = job() or found
        except StoreError as error:
            unreachable = unreachable or error
        except Exception:
            log.exception("a part of a round failed; it will be tried again")
    if unreachable:
        raise unreachable
    return found
