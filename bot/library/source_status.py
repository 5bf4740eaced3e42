"""The sources of the settings as they stand: what each brings, when it was last looked at, and with what outcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.core.curation.listings import SourceStatus
from bot.core.curation.withdrawal_questions import withdrawal_card
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.following.withdrawing import Withdrawals
from bot.documents.web.addresses import shown_address
from bot.library.library import Library
from bot.library.sources import feed_of
from bot.settings import SourceSettings

# The mark that the bot leaves whenever it has looked at its folders.
ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Statuses:
    """Says how sources stand, from the documents and from what the store knows of them."""

    library: Library
    writer: CorpusWriter
    withdrawals: Withdrawals

    def of(self, sources: tuple[SourceSettings, ...]) -> Iterator[SourceStatus]:
        """Each of these, in their order. Raises StoreError."""
        candidates = self.withdrawals.candidates
        known, waiting = candidates.feeds(), candidates.waiting()
        for source in sources:
            yield self._of(source, known, waiting)

    def _of(
        self, source: SourceSettings, known: Mapping[str, Followed], waiting: Sequence[FeedCandidate]
    ) -> SourceStatus:
        name, key = source.called, feed_of(source).url
        followed, questions = known.get(key, Followed(key)), self.withdrawals.questions(name)
        snapshot, prefix = self.library.snapshot, f"{name}{OF_SOURCE}"
        looked, trouble = self._looked(source, followed)
        return SourceStatus(
            name=name,
            kind=source.kind,
            place=shown_address(source.place),
            trusted=source.is_trusted,
            documents=self._brought_by(source, prefix),
            faults=sum(len(found) for path, found in snapshot.faults_by_file.items() if path.startswith(prefix)),
            looked=looked,
            told=followed.told or ("read where it lies" if source.folder else ""),
            trouble=trouble,
            waiting=sum(each.feed == key for each in waiting) - (len(questions) if key == name else 0),
            asks="; ".join(withdrawal_card(each).title for each in questions),
        )

    def _looked(self, source: SourceSettings, followed: Followed) -> tuple[datetime | None, str]:
        """When it was looked at last, and what was in the way."""
        if not source.folder:
            return followed.looked, followed.trouble
        trouble = "" if source.folder.is_dir() else "there is no such folder; see that it is there"
        return self.withdrawals.marks.find(ALIVE), trouble

    def _brought_by(self, source: SourceSettings, prefix: str) -> int:
        if source.kind in ("folder", "git"):
            return sum(path.startswith(prefix) for path in self.library.snapshot.inventory.paths)
        return len(self.writer.brought_by(source.called))
