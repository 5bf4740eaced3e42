"""Looks at the documents, joined: every replica answers from them, and the one that leads notes what is new."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import structlog

from bot.library.library import Library
from bot.library.snapshot import Snapshot
from bot.library.source_documents import SourceDocuments
from bot.service.apart import done_apart
from bot.service.corpus_changes import CorpusChanges
from bot.service.leading import Leader

log = structlog.get_logger()

Look = Callable[[Snapshot, datetime], bool]
"""Looks at the documents of a moment; returns whether there is something new in the inbox. Raises StoreError."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is noted of the documents, and handed in because of them. It remembers what it has seen.

    `documents` is None where no source is followed.
    """

    changes: CorpusChanges
    documents: SourceDocuments | None
    others: Sequence[Look]

    def look(self, snapshot: Snapshot, now: datetime) -> bool:
        """A Look."""
        return done_apart(
            (
                lambda: self.changes.look(snapshot.corpus, snapshot.inventory.contents, now),
                lambda: self._note_documents(snapshot),
                *(partial(look, snapshot, now) for look in self.others),
            )
        )

    def _note_documents(self, snapshot: Snapshot) -> bool:
        if self.documents is not None:
            self.documents.look(snapshot, self.changes.renamed)
        return False


@dataclass(slots=True)
class Looking:
    """Looks at the documents. `begun` makes the Notes of a replica that has just begun to lead: nothing is seen yet.

    `laid_out` writes first what the store has of them. Safe between threads.
    """

    library: Library
    leading: Leader
    laid_out: Callable[[], object]
    begun: Callable[[], Notes]
    now: Callable[[], datetime]
    looked: datetime = field(init=False)
    # What there was at that moment is noted; None: nothing by this replica.
    noted: datetime | None = field(init=False, default=None)
    _turn: threading.Lock = field(init=False, default_factory=threading.Lock)
    _notes: tuple[int, Notes] | None = field(init=False, default=None)
    # What the leader had told when this replica read last what was new.
    _followed: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.looked = self.now()
        self._tell_of_corpus()

    def look(self) -> bool:
        """Looks, and notes what is new where this replica leads; whether there is something new in the inbox.

        Raises StoreError.
        """
        with self._turn:
            began = self.now()
            self.laid_out()
            self.refresh()
            self.looked = self.now()
            if not self.leading.leads:
                return False
            snapshot, token = self.library.snapshot, self.leading.token()
            if self._notes is None or self._notes[0] != token:
                self._notes = token, self.begun()
            # By the moment at which it began: what is handed in by that moment tells of all that was noted.
            is_new = self._notes[1].look(snapshot, began)
            self.leading.tell(snapshot.corpus.revision)
            self.noted = began
            return is_new

    def refresh(self) -> None:
        """Reads what has changed, unless another replica leads and has seen nothing that is new here."""
        self._refresh(self.library.refresh)

    def refresh_soon(self) -> None:
        """The same for a worker, as Library.refresh_soon. Raises RetryLater."""
        self._refresh(self.library.refresh_soon)

    def _refresh(self, refresh: Callable[[], bool]) -> None:
        leads, told = self.leading.look(), self.leading.told
        has_it = self.library.is_ready() and told == self.library.snapshot.corpus.revision
        if (leads or not has_it) and refresh():
            self._tell_of_corpus()
        self._followed = told

    def keep_lease(self) -> None:
        """Keeps the lease, or takes it where it is free: while a look takes its time, too. Raises StoreError."""
        self.leading.look()

    @property
    def is_due(self) -> bool:
        """Whether this replica has just begun to lead, or the one that leads has seen something else than before."""
        if self.leading.leads:
            return self._notes is None or self._notes[0] != self.leading.token()
        return self.leading.told != self._followed

    def _tell_of_corpus(self) -> None:
        snapshot = self.library.snapshot
        log.info("corpus loaded", articles=len(snapshot.corpus.articles), passages=len(snapshot.corpus.passages))
        for fault in snapshot.faults:
            log.warning("faulty corpus file", fault=str(fault))
