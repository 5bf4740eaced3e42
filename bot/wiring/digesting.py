"""The newsroom, joined: settings, articles and store on the one side, what Slack tells of people on the other."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.core.access import Access, Directory
from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.model import Audience
from bot.core.question_log import LoggedQuestion
from bot.core.roles import Roles
from bot.library.library import Library, read_synonyms
from bot.service.digests import Articles, Chosen, DigestService
from bot.service.news import note_news
from bot.settings import Settings
from bot.slack.api.people import People
from bot.slack.digests.asked import KINDS, askings
from bot.slack.digests.forms import known_zones
from bot.slack.digests.previews import LOOK_BACK
from bot.slack.digests.subscriptions import Rules
from bot.store.sql import SqlStore
from bot.wiring.access import access_of

NOBODY = "No channel is subscribed. This is what one would get for the last seven days:"


def newsroom(
    settings: Settings, library: Library, store: SqlStore, access: Access, people: People | None = None
) -> DigestService:
    """Without people, there are no links to what was asked."""
    synonyms = read_synonyms(settings.synonyms)

    def articles(audience: Audience) -> Articles:
        now = library.seen(audience.collections)
        return Articles(now.corpus, now.index, synonyms)

    def asked(since: datetime, place: str | None) -> Sequence[LoggedQuestion]:
        return askings(store.records.answered(KINDS, since, place), people.workspace if people else None)

    return DigestService(
        chosen(settings),
        store.changes,
        store.subscriptions,
        articles,
        asked,
        access=access,
        remind=timedelta(days=settings.digest.remind_days),
    )


def chosen(settings: Settings) -> Chosen:
    """What the settings say of digests."""
    given = settings.digest
    return Chosen(given.channels, usual(settings), given.curators_channel or None)


def usual(settings: Settings) -> Schedule:
    """When a digest comes where nobody says otherwise."""
    return Schedule(Cadence.DAILY, settings.digest.time, settings.digest.zone.key)


def rules(settings: Settings, roles: Roles) -> Rules:
    """Who may subscribe a channel."""
    return Rules(usual(settings), known_zones(), settings.digest.subscribers == "anyone", roles.is_curator_somewhere)


def previews(
    settings: Settings, library: Library, store: SqlStore, directory: Directory
) -> Iterator[tuple[str, Digest]]:
    """What each channel would be told now, below its name. Nothing is sent; what is new in the corpus is noted."""
    now = datetime.now(UTC)
    note_news(library.snapshot.corpus, now, store.changes, library.snapshot.inventory.contents)
    room = newsroom(settings, library, store, access_of(settings, directory))
    channels = [each for each in room.standing() if not each.is_direct]
    for each in channels:
        yield f"{each.place}, {digest_wording.rhythm(each)}", room.preview(each, now)
    if not channels:
        yield NOBODY, room.preview(Subscription("", None, usual(settings), now - LOOK_BACK), now)
