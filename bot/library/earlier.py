"""Snapshots of earlier days: some articles read otherwise than they do now. Those that were asked for last are kept.

To make one indexes the articles that have changed since, which many questions about one day need not wait for.
"""

from collections.abc import Mapping
from threading import Lock

from bot.core.corpus import digest_of
from bot.core.model import Article
from bot.library.engine import Indexer
from bot.library.snapshot import Snapshot

MOST = 4
"""So many are kept at hand."""

_Key = tuple[str, bool, frozenset[str]]


class EarlierDays:
    """Makes such snapshots beside those of the moment. Safe between threads."""

    def __init__(self, indexer: Indexer) -> None:
        self._indexer, self._lock = indexer, Lock()
        self._at_hand: dict[_Key, Snapshot] = {}

    def of(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The snapshot with some articles, by their names, reading otherwise. Raises SearchError."""
        # Who sees a part of a corpus is asked for by the same articles, and searches within that part alone.
        key = now.corpus.revision, now.whole is None, frozenset(map(digest_of, articles.values()))
        with self._lock:
            found = self._at_hand.pop(key, None)
        if found is None:
            found = self._indexer.otherwise(now, articles)
        elif self._indexer.cluster is not None:
            self._indexer.cluster.publish_beside(now, found)  # it may have been taken away there
        with self._lock:
            self._at_hand[key] = found
            while len(self._at_hand) > MOST:
                del self._at_hand[next(iter(self._at_hand))]
        return found
