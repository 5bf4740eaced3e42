"""The sources of the settings, joined: documents read them, the store keeps what is known, curators see it in Slack."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot.core.ports import Inbox
from bot.documents.following.followed_feed import FollowedFeed
from bot.documents.following.followed_repository import FollowedRepository
from bot.documents.following.followed_site import FollowedSite
from bot.documents.following.pages import Site
from bot.documents.following.polling import Feed
from bot.documents.following.repository import Repository, RepositoryLimits
from bot.documents.following.ssh_address import SshKeys
from bot.documents.following.waiting_room import WaitingRoom
from bot.documents.following.ways import Ways
from bot.documents.following.withdrawing import Withdrawals
from bot.documents.web.addresses import networks
from bot.library.places import roots_of
from bot.library.sources import feed_of, place_of_copy
from bot.service.sources import Following, Source, Terms
from bot.settings import MOST_PAGES, Settings, SourceSettings, credentials_in
from bot.store.sql import SqlStore
from bot.wiring.ingest import fetching

# On top of what fetching a page may take: reading it, and putting it onto the shelf; or fetching a repository.
LEASE = timedelta(minutes=15)


def withdrawals_in(store: SqlStore, now: Callable[[], datetime]) -> Withdrawals:
    """What becomes of documents that have gone, kept in the store."""
    return Withdrawals(store.curation.candidates, store.changes, store.marks, now)


def following(settings: Settings, withdrawals: Withdrawals, inbox: Inbox, woken: Callable[[], None]) -> Following:
    """What follows the sources of the settings; none of them where another replica has the documents."""
    terms = Terms(timedelta(seconds=settings.fetching.seconds) + LEASE, settings.digest.curators_channel)
    followed = list(followed_sources(settings, withdrawals)) if settings.followed_here else []
    return Following(followed, withdrawals.candidates, inbox, terms, withdrawals.now, woken)


def followed_sources(settings: Settings, withdrawals: Withdrawals) -> Iterator[Source]:
    """Those that are asked for news; a folder needs no asking."""
    room = WaitingRoom(withdrawals.candidates)
    most_bytes = settings.fetching.megabytes_a_look * 1_000_000
    ways = Ways(roots_of(settings), lambda: fetching(settings), most_bytes, room)
    for source in settings.sources:
        feed = feed_of(source)
        if source.feed:
            yield FollowedFeed(feed, ways)
        elif source.git:
            place = place_of_copy(settings, source)
            (place / "files").mkdir(parents=True, exist_ok=True)
            limits = RepositoryLimits(allowed=networks(settings.fetching.allow))
            yield FollowedRepository(source.called, _repository(source), place, feed, withdrawals, limits)
        elif not source.folder:
            most = source.most or MOST_PAGES
            site = Site(source.pages, source.sitemap or "", source.path, source.every, most)
            yield FollowedSite(site, feed, ways, withdrawals)


def feeds_of(settings: Settings) -> list[Feed]:
    """The feeds as the documents' room knows them."""
    return [feed_of(source) for source in settings.followed_here if source.feed]


def _repository(source: SourceSettings) -> Callable[[], Repository]:
    def repository() -> Repository:
        credentials = credentials_in(source.credentials) if source.credentials else None
        keys = SshKeys(source.key, source.known_hosts)
        return Repository(source.git, source.branch, source.path, credentials, keys)

    return repository
