"""Sends each channel's digest when it is due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import structlog

from bot.core import digests
from bot.core.corpus import Corpus
from bot.core.model import Digest
from bot.core.ports import Store

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Daily:
    """Which channels are told what is new, and at which time on the clocks of which zone."""

    channels: Sequence[str]
    at: time
    zone: ZoneInfo


def send_due(
    daily: Daily,
    now: datetime,
    corpus: Corpus,
    store: Store,
    post: Callable[[str, Digest], None],
) -> None:
    """Notes what is new in the corpus, and posts each digest that is due and has something to say.

    A channel that is new in the settings is told of what comes from now on, and so are all when the corpus holds
    nothing that was seen before: a first load is no news. One that cannot be posted to stays
    due, and does not stop the others.
    """
    names = [article.id for article in corpus.articles]
    is_first_load = store.first_seen().keys().isdisjoint(names)
    store.note_articles(names, now)
    seen = store.first_seen()
    for channel in daily.channels:
        last = store.last_digest(channel)
        if last is None or is_first_load:
            store.note_digest(channel, now)
        elif digests.due(last, now, daily.at, daily.zone):
            digest = digests.compose(corpus, seen, last)
            try:
                if digest.leads:
                    post(channel, digest)
            except Exception:
                log.exception("digest not sent; it stays due", channel=channel)
            else:
                store.note_digest(channel, now)
