"""The corpus of a replica that has no documents: what another one has published in the cluster and noted in the store.

Articles are known by their digests, so that only those are fetched that are lacking. What there is is kept in the state
folder. Whether an article still stands, the store says: the replica that leads publishes first, and notes then.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.core.changes.catalogue import HALF_HASH, Catalogue, Known
from bot.core.errors import ConfigurationError, SearchError, StoreError
from bot.core.model import Article
from bot.core.ports import LEADING, Leases
from bot.documents.corpus.inventory import NOTHING_KNOWN
from bot.documents.corpus.roots import Roots
from bot.library.earlier import EarlierDays
from bot.library.engine import Indexer
from bot.library.index_cache import LAG, IndexCache, SavedIndex
from bot.library.live_corpus import FileCopy
from bot.library.memory import give_back
from bot.library.places import NO_DOCUMENTS
from bot.library.snapshot import Snapshot

if TYPE_CHECKING:
    from bot.search.indexed_corpus import IndexedCorpus
    from bot.search.opensearch.listing import Listed

log = logging.getLogger(__name__)

# Articles, that take some tens of megabytes.
STEP = 5_000
NOT_YET = "the documents have not come from the leading replica yet"


class StoredArticles(Protocol):
    """The articles of one revision: what they are, in order, and themselves, one at a time. Raises SearchError."""

    @property
    def listed(self) -> Sequence["Listed"]: ...

    def articles(self, wanted: Iterable["Listed"]) -> Iterator[Article]: ...


class Publications(Protocol):
    """What has been published, by revision, and by the name and the digest of an article. Raises SearchError."""

    def revision(self, revision: str) -> StoredArticles: ...

    def article(self, name: str, digest: str) -> Article | None: ...


@dataclass(frozen=True, slots=True)
class Noted:
    """What the replica that leads has noted in the store. Raises StoreError."""

    leases: Leases
    catalogue: Catalogue

    def told(self) -> str:
        """The revision that it has seen last; "" before there was any."""
        return self.leases.told(LEADING)

    def known(self, article: str) -> Known | None:
        """An article that is in force."""
        return self.catalogue.known([article]).get(article)


class CorpusFollower:
    """Keeps `snapshot`, which is immutable, what another replica has `published`. Satisfies LiveCorpus.

    `indexer` knows of no folders. So many articles, `step`, are fetched into memory before what there is by then is
    saved.
    """

    files_read = 0
    watched: Sequence[Path] = ()

    def __init__(
        self, indexer: Indexer, cache: IndexCache, published: Publications, noted: Noted, step: int = STEP
    ) -> None:
        from bot.search.indexed_corpus import IndexedCorpus  # noqa: PLC0415  # who has few documents does without

        self.indexer, self._cache, self._earlier = indexer, cache, EarlierDays(indexer)
        self._published, self._noted, self._step = published, noted, step
        saved = cache.open()
        self._take(saved.indexed if saved else IndexedCorpus.empty(ranked=indexer.cluster is None))
        self.lacking = "" if saved and saved.whole else NOT_YET
        try:
            self.refresh()
        except (SearchError, StoreError) as error:
            log.warning("what the leading replica has published cannot be read: %s", error)

    @property
    def roots(self) -> Roots:
        """Raises ConfigurationError: another replica has them."""
        raise ConfigurationError(NO_DOCUMENTS)

    @property
    def saved(self) -> SavedIndex | None:
        """What is saved of the articles, if anything is."""
        return self._cache.saved

    @property
    def why_not_saved(self) -> str | None:
        """Why they could not be saved, if they could not."""
        return self.lacking or self._cache.trouble

    def refresh(self) -> bool:
        """Fetches what has changed since. Returns whether anything has.

        Raises SearchError or StoreError, and all stays as it is.
        """
        told = self._noted.told()
        if not told:
            self.lacking = NOT_YET  # what was kept is of another store, which knows what of it still stands
            return False
        is_new = told != self.snapshot.corpus.revision
        if is_new:
            made = self._filled(self._published.revision(told))
            if made.corpus.revision != told:
                raise SearchError(f"what stands in the search cluster is not all of revision {told}")
            self._take(made)
        self.lacking = ""
        self.save()
        return is_new

    def save(self, *, at_once: bool = False) -> None:
        """Saves the articles if what is saved lags too far behind, or `at_once` if it lags at all."""
        if self.lacking:
            return
        now, saved = self._indexed, self.saved
        there = frozenset(saved.indexed.corpus.digests if saved and saved.whole else ())
        if len(there.symmetric_difference(now.corpus.digests)) > (0 if at_once else len(now) // LAG):
            self._take(self._kept(now, whole=True))

    def otherwise(self, now: Snapshot, articles: Mapping[str, Article]) -> Snapshot:
        """The same snapshot with some articles, by their names, reading otherwise: beside it, not in its place."""
        return self._earlier.of(now, articles)

    def current(self, article: str) -> Article | None:
        """The article that is in force at this moment, by what the leading replica noted last.

        It is fetched where it is not the one of the snapshot. Raises SearchError, where it cannot be, or StoreError.
        """
        known = self._noted.known(article)
        if known is None:
            return None
        now = self._indexed
        number = now.names.find(article)
        if number is not None and now.digests[number].tobytes().hex() == known.digest:
            return now.corpus.articles[number]
        fetched = self._published.article(article, known.digest)
        if fetched is None:
            raise SearchError(f"the search cluster has no article {article} as the leading replica noted it")
        return fetched

    def copy_of(self, article: str) -> FileCopy | None:
        """The hash of the file of an article, which the leading replica has. Raises StoreError."""
        known = self._noted.known(article)
        return FileCopy(known.content[:HALF_HASH], None) if known and known.content else None

    def _filled(self, stored: StoredArticles) -> "IndexedCorpus":
        """All articles of a revision. Where many are lacking, what there is by then is saved again and again."""
        made = self._indexed
        there = set(made.corpus.digests)
        lacking = [each for each in stored.listed if each[1] not in there]
        for begun in range(0, max(1, len(lacking)), self._step):
            there.update(digest for _, digest in lacking[begun : begun + self._step])
            made = self._with(made, [each for each in stored.listed if each[1] in there], stored)
            if begun + self._step < len(lacking):
                made = self._kept(made, whole=False)
        return made

    def _with(self, made: "IndexedCorpus", wanted: Sequence["Listed"], stored: StoredArticles) -> "IndexedCorpus":
        """What there is with these articles alone, in this order."""
        from bot.search.rising import rising  # noqa: PLC0415

        number_of = {digest: number for number, digest in enumerate(made.corpus.digests)}
        order = rising([number_of.get(digest) for _, digest in wanted])
        come = [each for each, stays in zip(wanted, order, strict=True) if stays is None]
        fetched = stored.articles(each for each in come if each[1] not in number_of)
        articles = made.corpus.articles
        # One that has moved is there already.
        fresh = (articles[number_of[digest]] if digest in number_of else next(fetched) for _, digest in come)
        return made.with_others(order, fresh, partial(self.indexer.told, "indexing"))

    def _kept(self, made: "IndexedCorpus", *, whole: bool) -> "IndexedCorpus":
        """The same, mapped from files where it could be saved."""
        saved = self._cache.save(made, NOTHING_KNOWN, whole=whole)
        if saved is None:
            return made
        give_back(len(made))
        return saved.indexed

    def _take(self, made: "IndexedCorpus") -> None:
        self._indexed, self.snapshot = made, self.indexer.indexed(made, NOTHING_KNOWN)
