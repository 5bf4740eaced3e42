"""Which documents of the sources there are, and what has gone: noted for the digest, or put before the curators."""

from collections.abc import Collection, Iterator, Mapping
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
    # The digests of the documents of sources at the last look: those that are still so are noted as they are.
    _digests: Mapping[str, str] = field(init=False, default_factory=dict)
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

        known = withdrawals.changes.documents()
        there = dict(self._documents(snapshot, known))
        followed = {name: root.folder.is_dir() and root.prefix not in faulty for name, root in roots.items()}
        found = _note(known, there, followed, renamed, withdrawals.changes)
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
        digests = zip(snapshot.corpus.names, snapshot.corpus.digests, strict=True)
        self._digests = {name: digest for name, digest in digests if name in there}
        self._seen = seen

    def _documents(
        self, snapshot: Snapshot, known: Mapping[str, SourceDocument]
    ) -> Iterator[tuple[str, SourceDocument]]:
        """The documents of sources that are there, by name; what is known of one is not read again."""
        files, corpus = snapshot.inventory.files, snapshot.corpus
        for name, digest in zip(corpus.names, corpus.digests, strict=True):
            path = files.get(name, "")
            source, is_followed, _ = path.partition(OF_SOURCE)
            noted = known.get(name) if self._digests.get(name) == digest else None
            if not is_followed:
                continue
            if noted is not None and noted.path == path:
                yield name, noted
            elif article := corpus.article(name):
                yield name, SourceDocument.of(source, path, article.attribution)


def _note(
    known: Mapping[str, SourceDocument],
    there: Mapping[str, SourceDocument],
    followed: Mapping[str, bool],
    renamed: Collection[str],
    changes: Changes,
) -> Differences:
    """Notes which documents of the sources are there; returns how that differs from what was `known` before.

    `followed` and `renamed` are those of `differences`. What has gone is left to whoever may withdraw it. Raises
    StoreError.
    """
    found = differences(known, there, followed, renamed)
    if found.new:
        changes.note_documents(found.new)
    if found.past:
        changes.forget_documents(found.past)
    return found
