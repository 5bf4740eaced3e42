"""Snapshots whose passages are ranked by a search cluster: the texts stay here, mapped from files."""

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.corpus import Corpus
from bot.core.errors import ConfigurationError, SearchError
from bot.core.model import Article
from bot.library.snapshot import Snapshot
from bot.settings import Settings, opensearch_password

if TYPE_CHECKING:
    from bot.search.opensearch.articles import StoredRevision
    from bot.search.opensearch.connecting import Connection
    from bot.search.opensearch.health import ClusterHealth
    from bot.search.opensearch.index import OpenSearchIndex
    from bot.search.opensearch.publishing import Publisher, Told
    from bot.search.opensearch.revision import RevisionInCluster

log = logging.getLogger(__name__)


class Cluster:
    """Brings corpora into a search cluster, and asks it about them."""

    def __init__(self, connection: "Connection", publisher: "Publisher", told: "Told") -> None:
        self._connection, self._publisher, self._told = connection, publisher, told

    def index_of(self, corpus: Corpus) -> "OpenSearchIndex":
        """An index of the corpus, which answers once it is published."""
        from bot.search.opensearch.index import OpenSearchIndex  # noqa: PLC0415  # most do without
        from bot.search.opensearch.revision import RevisionInCluster  # noqa: PLC0415

        return OpenSearchIndex(self._connection, RevisionInCluster(self._publisher, corpus), corpus)

    def revision(self, revision: str) -> "StoredRevision":
        """The articles of a revision that is published, as they stand there. Raises SearchError."""
        from bot.search.opensearch.articles import revision_in  # noqa: PLC0415

        return revision_in(self._publisher, revision)

    def article(self, name: str, digest: str) -> Article | None:
        """The article with this digest, of whichever revision, if it stands there. Raises SearchError."""
        from bot.search.opensearch.articles import article_in  # noqa: PLC0415

        return article_in(self._publisher, name, digest)

    def health(self) -> "ClusterHealth":
        """How the cluster is. Raises SearchError."""
        from bot.search.opensearch.health import health  # noqa: PLC0415

        return health(self._connection, self._publisher.layout.prefix)

    def publish(self, snapshot: Snapshot) -> None:
        """Brings what a snapshot has into the cluster, if it is not there. Raises SearchError."""
        _place_of(snapshot).publish(self._told)

    def publish_if_possible(self, snapshot: Snapshot) -> None:
        """The same; a cluster that cannot be reached is no reason not to start: questions wait for it."""
        try:
            self.publish(snapshot)
        except SearchError as error:
            log.warning("the documents are not in the search cluster yet: %s", error)

    def otherwise(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise. It costs an index of these alone.

        Raises SearchError.
        """
        if now.whole is not None:
            part, whole = _with_others(now, articles), self.otherwise(now.whole, articles)
            return replace(part, index=_index_of(whole).seen_by(part.corpus, _index_of(now).visible), whole=whole)
        changed = _with_others(now, articles)
        changed = replace(changed, index=self.index_of(changed.corpus))
        self.publish_beside(now, changed)
        return changed

    @staticmethod
    def publish_beside(now: Snapshot, snapshot: Snapshot) -> None:
        """Brings what a snapshot has into the cluster, if it is not there, beside what there is `now`.

        Raises SearchError.
        """
        _place_of(snapshot).publish(beside=_place_of(now).revision)

    @staticmethod
    def of_some(now: Snapshot, numbers: Sequence[int], visible: frozenset[str]) -> Snapshot:
        """The snapshot with the articles of these collections alone, by their numbers: asked of the same index."""
        if now.indexed is None:
            raise ValueError("what is ranked by a cluster is held with its texts")
        some = now.indexed.changed(numbers)
        index = _index_of(now).seen_by(some.corpus, visible)
        return replace(now, corpus=some.corpus, index=index, indexed=some, whole=now)


def _with_others(now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
    if now.indexed is None:
        raise ValueError("what is ranked by a cluster is held with its texts")
    order = [articles.get(name, number) for number, name in enumerate(now.corpus.names)]
    changed = now.indexed.changed([*order, *now.lacks(articles)])
    return replace(now, corpus=changed.corpus, indexed=changed)


def _index_of(snapshot: Snapshot) -> "OpenSearchIndex":
    from bot.search.opensearch.index import OpenSearchIndex  # noqa: PLC0415

    if not isinstance(snapshot.index, OpenSearchIndex):
        raise TypeError("this snapshot is not ranked by a cluster")
    return snapshot.index


def _place_of(snapshot: Snapshot) -> "RevisionInCluster":
    return _index_of(snapshot).place


def cluster_of(settings: Settings, analysis: str, told: "Told") -> Cluster | None:
    """The cluster that the settings name, if it is to rank; `analysis` names what terms are made by.

    Raises ConfigurationError.
    """
    if settings.search.engine != "opensearch":
        return None
    try:
        from bot.search.opensearch.connecting import Access, Connection  # noqa: PLC0415
        from bot.search.opensearch.publishing import Layout, Publisher, made_by  # noqa: PLC0415
    except ImportError as error:
        remedy = "install the extra: pip install 'policybot[opensearch]'"
        raise ConfigurationError(f"search.engine is opensearch, and its client is not installed; {remedy}") from error
    chosen = settings.opensearch
    connection = Connection(Access(chosen.hosts, chosen.ca, chosen.user, opensearch_password(os.environ)))
    layout = Layout(chosen.prefix, chosen.shards, chosen.replicas)
    return Cluster(connection, Publisher(connection, layout, made_by(analysis)), told)
