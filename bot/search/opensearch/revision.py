"""Where a revision is in the cluster, as soon as it is there."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.core.corpus import Corpus
from bot.core.errors import SearchError
from bot.search.opensearch.connecting import AbsentError
from bot.search.opensearch.publishing import Published, Publisher, Told


class RevisionInCluster:
    """Where the revision of a corpus is in the cluster, as soon as it is there."""

    def __init__(self, publisher: Publisher, corpus: Corpus) -> None:
        self._publisher, self._corpus = publisher, corpus
        self._published: Published | None = None

    @property
    def revision(self) -> str:
        """Its name."""
        return self._corpus.revision

    @property
    def published(self) -> Published:
        """Where it is. Raises SearchError if it is not there, or nobody can say."""
        if self._published is None:
            self._published = self._publisher.find(self._corpus.revision)
        if self._published is None:
            raise SearchError("the documents are not in the search cluster yet")
        return self._published

    def publish(self, told: Told = lambda done, total: None, *, beside: str = "") -> None:
        """Brings it there, if it is not there; for a moment only `beside` another revision. Raises SearchError."""
        if self._published is None:
            self._published = self._publisher.publish(self._corpus, told, beside=beside)

    @contextmanager
    def asked(self) -> Iterator[Published]:
        """Where it is, for a request. If that finds that it is there no longer, it is looked for anew the next time."""
        published = self.published
        try:
            yield published
        except AbsentError:
            self._published = None
            raise
