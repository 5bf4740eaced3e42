"""Gives memory back to the system, after work that took much of it for a moment."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Lets go of what nobody uses any more. Takes some hundredths of a second."""
    # A snapshot and what reads from it hold each other: its arrays would stay until Python looks for such rings.
    gc.collect()
    # What was freed between what is still there stays with glibc; other C libraries give it back or cannot be asked.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
