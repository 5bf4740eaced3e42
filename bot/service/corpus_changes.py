"""What follows when the corpus is another one: it is noted at once; past answers hear of it once it has settled."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.core.changes.revisions import Changes
from bot.core.corpus import Corpus
from bot.service.news import note_news

# By then, answers that were on their way when something changed have been posted, and anyone who saved half a sentence
# has written the rest, or taken it back.
SETTLED = timedelta(minutes=2)


class CorpusChanges:
    """For one thread at a time. `amend` hands in what past answers are to be told, and returns how much was new."""

    def __init__(self, changes: Changes, amend: Callable[[datetime], int] | None) -> None:
        self._changes, self._amend = changes, amend
        self._noted: Corpus | None = None
        self._amend_at: datetime | None = None
        # The names that others took over when the corpus changed last.
        self.renamed: set[str] = set()

    def look(self, corpus: Corpus, contents: Mapping[str, str], now: datetime) -> bool:
        """Notes what is new in the corpus of now; returns whether there is something new in the inbox.

        `contents` are the hashes of its files, by article. Raises StoreError; what failed is done at the next look.
        """
        if corpus is not self._noted:
            self.renamed = note_news(corpus, now, self._changes, contents)
            self._noted = corpus
            self._amend_at = self._amend_at or now + SETTLED
        if self._amend is None or self._amend_at is None or now < self._amend_at:
            return False
        is_new = self._amend(now) > 0
        self._amend_at = None
        return is_new
