"""What has gone from the sources: noted for the digest, or, where it is much at once, put before the curators."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.changes.withdrawals import SourceDocument
from bot.core.corpus import Corpus
from bot.core.curation.feed_candidates import FeedCandidate
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_question
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.corpus.withholding import Withheld, withheld
from bot.library.snapshot import Snapshot
from bot.service.news import note_documents
from bot.store.sql import SqlStore


@dataclass(slots=True)
class Withdrawals:
    """Which documents go. What a curator confirmed is a mark in the store, so that every replica knows."""

    store: SqlStore
    now: Callable[[], datetime]
    _seen: tuple[Corpus, tuple[Withheld, ...]] | None = field(init=False, default=None)

    def confirmed(self, name: str) -> bool:
        """Whether a curator has confirmed the withdrawal of this id."""
        return self.store.marks.find(_mark(name)) is not None

    def confirm(self, name: str) -> None:
        """A curator has confirmed it."""
        self.store.marks.note(_mark(name), self.now())

    def ask(self, held: Withheld, names: Sequence[str]) -> None:
        """Puts a withdrawal before the curators, once."""
        question = withdrawal_question(held.id, held.source, self.now(), names, held.total)
        self.store.curation.candidates.keep(question)

    def questions(self, source: str | None = None) -> list[FeedCandidate]:
        """The withdrawals that wait for a curator, of one source or of all."""
        waiting = [each for each in self.store.curation.candidates.waiting() if asks_to_withdraw(each)]
        return [each for each in waiting if source in (None, each.feed)]

    def look(self, snapshot: Snapshot, renamed: set[str]) -> None:
        """Notes what is there and what has gone; asks about the rest, and takes back what is no longer a question.

        Where nothing has changed since the last look, there is nothing to do.
        """
        seen = (snapshot.corpus, snapshot.inventory.withheld)
        if self._seen is not None and seen[0] is self._seen[0] and seen[1] == self._seen[1]:
            return
        asked = {held.id for held in snapshot.inventory.withheld}
        names = {path: name for name, path in snapshot.inventory.files.items()}
        for held in snapshot.inventory.withheld:
            self.ask(held, [names.get(path, path) for path in held.paths])
        roots = {root.name: root for root in snapshot.roots.all if root.name}
        faulty = snapshot.faults_by_file

        there = {each.article: each for each in _documents(snapshot)}
        followed = {name: root.folder.is_dir() and root.prefix not in faulty for name, root in roots.items()}
        changes = self.store.changes
        found = note_documents(there, followed, renamed, changes)
        for source, gone in found.gone.items():
            paths = [each.path for each in gone]
            waits = withheld(source, paths, found.total[source], roots[source].may_lose, self.confirmed)
            if waits:
                asked.add(waits.id)
                self.ask(waits, [each.article for each in gone])
            else:
                changes.withdraw(gone, self.now())
        guarded = {name for name, root in roots.items() if root.may_lose < 1}
        for waiting in self.questions():
            if waiting.feed in guarded and waiting.id not in asked:
                self.store.curation.candidates.settle(waiting.id)
        self._seen = seen


def _documents(snapshot: Snapshot) -> list[SourceDocument]:
    files = snapshot.inventory.files
    found = []
    for known in snapshot.corpus.attributions:
        path = files.get(known.article, "")
        source, is_followed, _ = path.partition(OF_SOURCE)
        if is_followed:
            found.append(SourceDocument.of(source, path, known))
    return found


def _mark(name: str) -> str:
    return f"withdraw:{name}"
