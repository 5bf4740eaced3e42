"""Files, folders, web addresses and feeds on their way into the corpus, as the settings let them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.core.errors import ConfigurationError
from bot.documents.adding import adding
from bot.documents.adding.adding import Result
from bot.documents.adding.corpus_writer import WRITE_OPTIONS, CorpusWriter, WriteOptions
from bot.documents.adding.survey import ADDRESS, MOST, Most, Survey, survey
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import AtHand
from bot.documents.following.from_feed import add_feed
from bot.documents.following.polling import Feed
from bot.documents.web.addresses import networks
from bot.documents.web.fetched import Fetch
from bot.library.places import roots_of
from bot.settings import Settings

Told = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be added: files, folders and web addresses as they were typed, feeds, and what is known of all.

    `most` files at a time, or entries of a feed; None for as many as is usual.
    """

    sources: Sequence[str]
    feeds: Sequence[str] = ()
    given: Metadata = field(default_factory=Metadata)
    how: WriteOptions = WRITE_OPTIONS
    most: int | None = None


def surveyed(order: Order) -> Survey:
    """What is meant by the names in an order."""
    sources = [each if ADDRESS.match(each) else Path(each) for each in order.sources]
    return survey(sources, Most(files=order.most) if order.most else MOST)


def add(order: Order, found: Survey, settings: Settings, told: Told) -> Iterator[Result]:
    """Makes each a document, and says what became of it; at last keeps the index, if so much came that it is large.

    `told`: what is being done, how much of it, of how much.
    """
    roots = roots_of(settings)
    fetch = fetching(settings) if order.feeds or any(isinstance(each.source, str) for each in found.items) else None
    writer = CorpusWriter(roots, order.how)
    yield from adding.add(found, writer, order.given, adding.Ways(fetch, roots.read, partial(told, "adding")))
    for url in order.feeds:
        feed = Feed(url, most=order.most) if order.most else Feed(url)
        ways = adding.Ways(fetch, roots.read, partial(told, f"adding from {url}"))
        yield from add_feed(feed, writer, order.given, ways, datetime.now(UTC))
    _keep_index(writer.articles, settings, told)


def _keep_index(added: AtHand, settings: Settings, told: Told) -> None:
    """Keeps the index of a corpus to which many passages came: so the first question need not wait.

    Whatever stands against it, the first question tells. Vectors, and the index of a cluster, are made by whoever asks.
    """
    engine, passages = settings.search.engine, sum(len(each.passages) for each in added.values())
    if not added or engine == "opensearch" or settings.search.model is not None:
        return
    from bot.library.engine import is_large  # noqa: PLC0415  # what ranks is slow to load
    from bot.library.library import open_library  # noqa: PLC0415

    if is_large(passages, engine):
        with suppress(ConfigurationError):
            open_library(settings, told, at_hand=added)


def fetching(settings: Settings) -> Fetch:
    """How web addresses are fetched, within the limits of the settings."""
    from bot.documents.web.fetching import Limits, fetch  # noqa: PLC0415  # slow to load, and seldom needed

    chosen = settings.fetching
    limits = Limits(chosen.seconds, chosen.megabytes * 1_000_000, allowed=networks(chosen.allow))
    return partial(fetch, limits=limits)
