"""To know that what was committed lies on the disk, without holding up who else wants to commit."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.core.errors import StoreError
from bot.store.together import Together

MOST_TOGETHER = 1_000
Flush = Callable[[int], None]
flush_data: Flush = getattr(os, "fdatasync", os.fsync)  # not every system has the lighter one


class WriteAheadLog:
    """The log beside an SQLite file, to which each commit is appended. Safe between threads.

    SQLite would wait for the disk inside of the commit, and everybody else for SQLite. Here only those wait who need
    to, after their commit, and those who come at the same time wait once.
    """

    def __init__(self, database: Path, flush: Flush = flush_data) -> None:
        self._flush_data = flush
        self._file = database.with_name(f"{database.name}-wal")
        self._together = Together(self._flush, MOST_TOGETHER)

    def wait_for_disk(self) -> None:
        """Returns when all that was committed before this call outlives a power cut. Raises StoreError."""
        self._together(None)

    def _flush(self, waiting: Sequence[None]) -> Sequence[None]:
        try:
            file = os.open(self._file, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return waiting  # whoever removed it has first brought all of it into the database, and onto the disk
        except OSError as error:
            raise StoreError(f"the store cannot be used now: {error.strerror}") from None
        try:
            self._flush_data(file)
        except OSError as error:
            raise StoreError(f"the store cannot be used now: {error.strerror}") from None
        finally:
            os.close(file)
        return waiting
