"""How the running bot is, from what its parts tell of themselves."""

import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from bot.core.errors import StoreError
from bot.library.sources import feed_of
from bot.service.health import Health, SourceHealth
from bot.settings import Settings
from bot.wiring.services import Services


def _version() -> str:
    try:
        return version("policybot")
    except PackageNotFoundError:  # run from a folder of its code, without being installed
        return "unknown"


VERSION = _version()


def health_of(services: Services, settings: Settings, *, connected: bool, since: float) -> Health:
    """How it is at this moment. `connected`: Slack is heard; `since`: when it began, by the monotonic clock."""
    snapshot, inbox = services.library.snapshot, services.store.inbox
    corpus, uptime = snapshot.corpus, int(time.monotonic() - since)
    waiting, oldest, given_up, sources = None, None, 0, tuple[SourceHealth, ...]()
    try:
        waiting, came = inbox.waiting(), inbox.oldest()
        oldest = max(0.0, (services.now() - came).total_seconds()) if came else 0.0
        given_up, sources = len(inbox.abandoned()), tuple(_sources(services, settings))
    except StoreError:
        pass  # `waiting` says so
    return Health(
        connected, len(corpus.articles), len(corpus.passages), waiting, services.keeping.trouble(),
        tuple(services.workers.heartbeats.overdue()), given_up, VERSION, corpus.revision, uptime, oldest,
        len(snapshot.faults), sources, services.library.refresher.lacking,
    )  # fmt: skip


def _sources(services: Services, settings: Settings) -> Iterator[SourceHealth]:
    known = services.store.curation.candidates.feeds() if settings.followed_here else {}
    for source in settings.followed_here:
        if source.folder:  # it is looked at whenever the corpus is
            is_there = source.folder.is_dir()
            yield SourceHealth(source.called, services.looking.looked if is_there else None, not is_there)
        elif followed := known.get(feed_of(source).url):
            yield SourceHealth(source.called, followed.looked, bool(followed.trouble))
        else:
            yield SourceHealth(source.called, None, False)
