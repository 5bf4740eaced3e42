"""Which documents of the sources there are, and what has gone: noted for the digest, or put before the curators."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.core.changes.revisions import Changes
from bot.core.changes.withdrawals import Differences, SourceDocument, differences
from bot.core.corpus import Corpus
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.corpus.withholding import Withheld, withheld
from bot.documents.following.withdrawing import Withdrawals
from bot.library.snapshot import Snapshot


@dataclass(slots=True)
class SourceDocuments:
    """Compares what is there with what was noted."""

    withdrawals: Withdrawals
    _seen: tuple[Corpus, tuple[Withheld, ...]] | None = field(init=False, default=None)

    def look(self, snapshot: Snapshot, renamed: set[str]) -> None:
        """Notes what is there and what has gone; asks about the rest, and takes back what is no longer a question.

        Where nothing has changed since the last look, there is nothing to do.
        """
        withdrawals, seen = self.withdrawals, (snapshot.corpus, snapshot.inventory.withheld)
        if self._seen is not None and seen[0] is self._seen[0] and seen[1] == self._seen[1]:
            return
        asked = {held.id for held in snapshot.inventory.withheld}
        names = {path: name for name, path in snapshot.inventory.files.items()}
        for held in snapshot.inventory.withheld:
            withdrawals.ask(held, [names.get(path, path) for path in held.paths])
        roots = {root.name: root for root in snapshot.roots.all if root.name}
        faulty = snapshot.faults_by_file

        there = {each.article: each for each in _documents(snapshot)}
        followed = {name: root.folder.is_dir() and root.prefix not in faulty for name, root in roots.items()}
        found = _note(there, followed, renamed, withdrawals.changes)
        for source, gone in found.gone.items():
            paths = [each.path for each in gone]
            waits = withheld(source, paths, found.total[source], roots[source].may_lose, withdrawals.confirmed)
            if waits:
                asked.add(waits.id)
                withdrawals.ask(waits, [each.article for each in gone])
            else:
                withdrawals.withdraw(gone)
        guarded = {name for name, root in roots.items() if root.may_lose < 1}
        for waiting in withdrawals.questions():
            if waiting.feed in guarded and waiting.id not in asked:
                withdrawals.candidates.settle(waiting.id)
        self._seen = seen


def _note(
    there: Mapping[str, SourceDocument], followed: Mapping[str, bool], renamed: Collection[str], changes: Changes
) -> Differences:
    """Notes which documents of the sources are there; returns how that differs from what was noted before.

    `followed` and `renamed` are those of `differences`. What has gone is left to whoever may withdraw it. Raises
    StoreError.
    """
    found = differences(changes.documents(), there, followed, renamed)
    if found.new:
        changes.note_documents(found.new)
    if found.past:
        changes.forget_documents(found.past)
    return found


def _documents(snapshot: Snapshot) -> list[SourceDocument]:
    files = snapshot.inventory.files
    found = []
    for known in snapshot.corpus.attributions:
        path = files.get(known.article, "")
        source, is_followed, _ = path.partition(OF_SOURCE)
        if is_followed:
            found.append(SourceDocument.of(source, path, known))
    return found
