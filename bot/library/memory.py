"""Gives memory back to the system, after work that took much of it for a moment."""

import ctypes
import gc
from contextlib import suppress

# To index so many documents takes memory that is worth hundredths of a second, or tenths in a large process.
MANY = 1_000


def give_back(documents: int) -> None:
    """Lets go of what nobody uses any more, once so many documents are indexed. After few, there is nothing to it."""
    if documents < MANY:
        return
    # A snapshot and what reads from it hold each other: its arrays would stay until Python looks for such rings.
    gc.collect()
    # What was freed between what is still there stays with glibc; other C libraries give it back or cannot be asked.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
