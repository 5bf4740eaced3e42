"""Hands each channel's digest to the inbox when it is due. From there it goes the way of every request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.core import digests
from bot.core.corpus import Corpus
from bot.core.model import Digest
from bot.core.ports import Inbox, Store
from bot.core.requests import Kind, Request


@dataclass(frozen=True, slots=True)
class Daily:
    """Which channels are told what is new, and at which time on the clocks of which zone."""

    channels: Sequence[str]
    at: time
    zone: ZoneInfo


def hand_in_due(daily: Daily, now: datetime, corpus: Corpus, store: Store, inbox: Inbox) -> int:
    """Notes what is new in the corpus, and hands in each digest that is due. Returns how many were new to the inbox.

    A channel that is new in the settings is told of what comes from now on, and so are all when the corpus holds
    nothing that was seen before: a first load is no news. A digest that could not be sent stays due, and the next
    day's tells the rest.
    """
    names = [article.id for article in corpus.articles]
    is_first_load = store.first_seen().keys().isdisjoint(names)
    store.note_articles(names, now)
    handed_in = 0
    for channel in daily.channels:
        last = store.last_digest(channel)
        if last is None or is_first_load:
            store.note_digest(channel, now)
        elif digests.due(last, now, daily.at, daily.zone):
            moment = digests.latest_moment(now, daily.at, daily.zone).isoformat()
            # Replicas whose clocks differ a little name the same occasion.
            handed_in += inbox.accept(_request(channel, last, now), {f"digest:{channel}:{last.isoformat()}:{moment}"})
    return handed_in


def compose(request: Request, corpus: Corpus, store: Store) -> Digest:
    """What is new for the channel of a digest's request, from what it was told last until the request was made."""
    channel, until = request.place or "", _until(request)
    since = store.last_digest(channel) or datetime.fromisoformat(str(request.details["since"]))
    seen = store.first_seen()
    digest = digests.compose(corpus, seen, since)
    # What is not noted yet will be noted later than the request, and told by the next digest.
    in_time = {article for article, moment in seen.items() if moment <= until}
    return Digest(digest.since, tuple(lead for lead in digest.leads if lead.attribution.article in in_time))


def note_told(request: Request, store: Store) -> None:
    """The channel has been told of everything up to the moment of the request."""
    store.note_digest(request.place or "", _until(request))


def _request(channel: str, last: datetime, now: datetime) -> Request:
    details = {"since": last.isoformat(), "until": now.astimezone(UTC).isoformat()}
    return Request(uuid4().hex, Kind.DIGEST, f"digest:{channel}", now, place=channel, details=details)


def _until(request: Request) -> datetime:
    return datetime.fromisoformat(str(request.details["until"]))
