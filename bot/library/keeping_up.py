"""What keeps the documents up to date by the settings: from files, or from what another replica publishes."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import ConfigurationError
from bot.documents.corpus.roots import AtHand, Roots
from bot.documents.corpus.withholding import Confirmed
from bot.library.clustered import cluster_of
from bot.library.engine import Compare, Indexer, Progress, silent
from bot.library.index_cache import IndexCache, made_by
from bot.library.live_corpus import LiveCorpus
from bot.library.places import roots_of
from bot.library.refreshing import CorpusRefresher
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.library.following import CorpusFollower
    from bot.store.sql import SqlStore


def live_corpus_of(
    settings: Settings, told: Progress, confirmed: Confirmed, at_hand: AtHand, store: "SqlStore | None"
) -> LiveCorpus:
    """What keeps the documents up to date, as the settings say. Raises ConfigurationError.

    `confirmed` and `at_hand` matter where there are files, the `store` where there are none.
    """
    if settings.opensearch.follow:
        return follower_of(settings, told, store)
    return refresher_of(settings, told, confirmed, at_hand)


def refresher_of(settings: Settings, told: Progress, confirmed: Confirmed, at_hand: AtHand) -> CorpusRefresher:
    """What reads the files; those that are `at_hand` need no reading. Raises ConfigurationError."""
    if not settings.corpus.is_dir() and not settings.sources:
        raise ConfigurationError(
            f"there is no corpus folder {settings.corpus}; `policybot init` makes it; or name another with --corpus"
        )
    roots = replace(roots_of(settings), confirmed=confirmed, at_hand=at_hand)
    cluster = cluster_of(settings, made_by(), partial(told, "publishing"))
    cache = IndexCache(settings.state, roots, ranked=cluster is None)
    compare = comparing(settings, cache.place.name, told)
    return CorpusRefresher(Indexer(roots, settings.search.engine, told, compare, cluster), cache)


def follower_of(settings: Settings, told: Progress, store: "SqlStore | None") -> "CorpusFollower":
    """What takes the documents from the cluster; the store is opened if none is given. Raises ConfigurationError."""
    from bot.library.following import CorpusFollower, Noted  # noqa: PLC0415  # most have documents, and commands need no store
    from bot.store.sql import open_store  # noqa: PLC0415

    roots, cluster = Roots(()), cluster_of(settings, made_by(), partial(told, "publishing"))
    if cluster is None:
        raise ConfigurationError("opensearch.follow takes the documents from the cluster: set search.engine")
    store = store or open_store(settings.database.get_secret_value())
    cache = IndexCache(settings.state, roots, ranked=False)
    indexer = Indexer(roots, settings.search.engine, told, cluster=cluster)
    return CorpusFollower(indexer, cache, cluster, Noted(store.leases, store.changes))


def comparing(settings: Settings, corpus: str, told: Progress = silent) -> Compare | None:
    """What compares meanings, where the settings name a model; `corpus` names the place where its vectors are kept.

    Raises ConfigurationError if the model cannot be used.
    """
    if settings.search.model is None:
        return None
    from bot.library.vector_cache import VectorCache  # noqa: PLC0415  # most do without
    from bot.search.semantic.encoder import Encoder  # noqa: PLC0415

    return VectorCache(settings.state / "vectors" / corpus, Encoder.open(settings.search.model), told).compared
