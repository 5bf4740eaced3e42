"""The newsroom, joined: settings, articles and store on the one side, what Slack tells of people on the other."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.core import digest_wording
from bot.core.askings import Asking
from bot.core.digests import Digest
from bot.core.subscriptions import Cadence, Rhythm, Subscription
from bot.service.digests import Articles, Chosen, Newsroom
from bot.service.news import note_news
from bot.settings import Settings
from bot.slack.asked import KINDS, askings
from bot.slack.forms import known_zones
from bot.slack.people import People
from bot.slack.subscriptions import LOOK_BACK, Rules
from bot.store.sql import SqlStore
from bot.wiring.library import Library, read_synonyms

NOBODY = "No channel is subscribed. One would be told of the last seven days:"


def newsroom(settings: Settings, library: Library, store: SqlStore, people: People | None) -> Newsroom:
    """Without people, there are no links, and nobody is an owner."""
    synonyms = read_synonyms(settings.synonyms)

    def articles() -> Articles:
        now = library.snapshot
        return Articles(now.corpus, now.index, synonyms)

    def asked(since: datetime, place: str | None) -> Sequence[Asking]:
        return askings(store.answered(KINDS, since, place), people.workspace if people else None)

    def names(person: str) -> frozenset[str]:
        return people.profile(person).names if people else frozenset()

    return Newsroom(chosen(settings), store, articles, asked, names)


def chosen(settings: Settings) -> Chosen:
    """What the settings say of digests."""
    given = settings.digest
    return Chosen(given.channels, usual(settings), given.curators_channel or None)


def usual(settings: Settings) -> Rhythm:
    """When a digest comes where nobody says otherwise."""
    return Rhythm(Cadence.DAILY, settings.digest.time, settings.digest.zone.key)


def rules(settings: Settings) -> Rules:
    """Who may subscribe a channel."""
    given = settings.digest
    return Rules(usual(settings), known_zones(), given.subscribers == "anyone", frozenset(given.curators))


def previews(settings: Settings, library: Library, store: SqlStore) -> Iterator[tuple[str, Digest]]:
    """What each channel would be told now, below its name. Nothing is sent; what is new in the corpus is noted."""
    now = datetime.now(UTC)
    note_news(library.snapshot.corpus, now, store)
    room = newsroom(settings, library, store, None)
    channels = [each for each in room.standing() if not each.is_direct]
    for each in channels:
        yield f"{each.place}, {digest_wording.rhythm(each)}", room.preview(each, now)
    if not channels:
        yield NOBODY, room.preview(Subscription("", None, usual(settings), now - LOOK_BACK), now)
