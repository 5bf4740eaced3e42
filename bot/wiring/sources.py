"""The sources of the settings, joined: documents read them, the store keeps what is known, curators see it in Slack."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from bot.core.curation.feed_candidates import Card, FeedCandidate, FeedCandidates, Filed, Followed
from bot.core.ports import Inbox
from bot.documents.adding.corpus_writer import Added, CorpusWriter, WriteOptions
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Faulty
from bot.documents.following.arriving import Arrived, Doors, Known, accept, arrive, read_feed
from bot.documents.following.pending import Pending, pending_from_json
from bot.documents.following.polling import NEVER_SEEN, Feed, FeedState, poll, state_from_json
from bot.documents.web.fetched import Fetch
from bot.library.library import roots_of
from bot.service.sources import Following, GoOn, Terms
from bot.settings import MOST_ENTRIES, Settings
from bot.slack.api.delivery import Delivery
from bot.slack.curation.feed_cards import Curation
from bot.wiring.ingest import fetching
from bot.wiring.withdrawals import WITHDRAWAL, Withdrawals, withdrawal_card

log = structlog.get_logger()

# On top of what fetching a page may take: reading it, and putting it onto the shelf.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class WaitingRoom:
    """What waits for a curator, in the store. Satisfies the articles' Waiting."""

    candidates: FeedCandidates

    def keep(self, pending: Pending) -> bool:
        return self.candidates.keep(FeedCandidate(pending.id, pending.feed, pending.found, pending.as_json()))

    def waiting(self) -> Sequence[Pending]:
        return [pending_from_json(each.content) for each in self.candidates.waiting() if WITHDRAWAL not in each.content]

    def find(self, name: str) -> Pending | None:
        found = self.candidates.find(name)
        return pending_from_json(found.content) if found and WITHDRAWAL not in found.content else None

    def take(self, name: str) -> Pending | None:
        found = self.find(name)
        return found if found and self.candidates.settle(name) else None


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One feed that is followed. Satisfies the service's Source."""

    feed: Feed
    room: WaitingRoom
    roots: Roots
    fetch: Callable[[], Fetch]

    @property
    def key(self) -> str:
        return self.feed.url

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        due = state_of(known).next_look
        return due is None or due <= now

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        fetch = self.fetch()
        polled = poll(self.feed, state_of(known), fetch, read_feed, now)
        trouble = f"{polled.trouble.what}; {polled.trouble.mend}" if polled.trouble else ""
        if entries := (*polled.new, *polled.changed):
            for entry in entries:
                if not go_on():
                    return None
                writer, trial = (CorpusWriter(self.roots, WriteOptions(dry=dry)) for dry in (False, True))
                doors = Doors(fetch, self.roots.read, writer, trial, self.room)
                for arrived in arrive(self.feed, [entry], doors, now):
                    _tell_of(arrived, self.feed)
        return Followed(self.key, polled.state.as_json(), trouble)


def following(
    settings: Settings,
    candidates: FeedCandidates,
    inbox: Inbox,
    now: Callable[[], datetime],
    woken: Callable[[], None],
) -> Following:
    """What follows the sources of the settings."""
    roots, room = roots_of(settings), WaitingRoom(candidates)
    feeds = [Subscribed(feed, room, roots, lambda: fetching(settings)) for feed in feeds_of(settings)]
    terms = Terms(timedelta(seconds=settings.fetching.seconds) + LEASE, settings.digest.curators_channel)
    return Following(feeds, candidates, inbox, terms, now, woken)


def curation(settings: Settings, candidates: FeedCandidates, withdrawals: Withdrawals, delivery: Delivery) -> Curation:
    """What shows curators what comes and what goes, and does what they decide."""

    def file(name: str) -> Filed:
        waiting = candidates.find(name)
        if waiting is not None and WITHDRAWAL in waiting.content:
            withdrawals.confirm(name)
            return Filed(waiting.feed)
        return accepted(name, settings, candidates)

    return Curation(
        card=lambda name: card(name, candidates),
        file=file,
        settle=candidates.settle,
        curators=settings.digest.curators,
        delivery=delivery,
    )


def feeds_of(settings: Settings) -> list[Feed]:
    """The feeds as the documents' room knows them."""
    return [
        Feed(each.feed, each.publisher, each.topics, each.is_trusted, each.every, each.most or MOST_ENTRIES)
        for each in settings.sources
        if each.feed
    ]


def state_of(known: Followed | None) -> FeedState:
    """What is remembered of a feed."""
    return state_from_json(known.state) if known and known.state else NEVER_SEEN


def card(name: str, candidates: FeedCandidates) -> Card | None:
    """What curators see of what came or went; None if it is decided about."""
    waiting = candidates.find(name)
    if waiting is not None and WITHDRAWAL in waiting.content:
        return withdrawal_card(waiting)
    pending = WaitingRoom(candidates).find(name)
    if pending is None:
        return None
    said = pending.draft.said if pending.draft else Metadata()
    return Card(
        id=name,
        title=said.title or pending.entry.title,
        source=said.publisher or urlsplit(pending.url or pending.feed).hostname or "",
        link=pending.url or pending.entry.link,
        lead=pending.lead or pending.entry.summary,
        likeness=tuple(map(str, pending.like)),
        replaces=pending.replaces,
        trouble=pending.trouble if pending.draft is None else "",
    )


def accepted(name: str, settings: Settings, candidates: FeedCandidates) -> Filed:
    """Makes a newcomer an article. Safe to be done again: the same text in the same file is left as it is."""
    pending = WaitingRoom(candidates).find(name)
    if pending is None:
        return Filed(trouble="somebody has decided about it already")
    try:
        return Filed(str(accept(pending, CorpusWriter(roots_of(settings))).file))
    except Faulty as fault:
        return Filed(trouble=f"{pending.url or pending.entry.title} {fault.what}; {fault.mend}")


def _tell_of(arrived: Arrived, feed: Feed) -> None:
    match arrived:
        case Added(file=where, fate=fate):
            log.info("a trusted feed brought an article", feed=feed.url, file=str(where), fate=fate.value)
        case Known(article=article):
            log.info("a feed brought what is there already", feed=feed.url, article=article)
        case Pending():
            log.info("a feed brought something that waits for a curator", feed=feed.url, newcomer=arrived.id)
