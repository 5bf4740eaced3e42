"""Digests, joined: settings, articles and store on the one side, what Slack tells and takes on the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.core.access import Access, Directory
from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.model import Audience
from bot.core.question_log import LoggedQuestion
from bot.core.requests import Kind, Request
from bot.core.roles import Roles
from bot.library.library import Library, read_synonyms
from bot.service.digest_contents import Articles, DigestContents
from bot.service.digests import Chosen, DigestService
from bot.service.news import note_news
from bot.settings import Settings
from bot.slack.api.people import People
from bot.slack.digests.asked import KINDS, logged_questions
from bot.slack.digests.forms import known_zones
from bot.slack.digests.own_digests import OwnDigests
from bot.slack.digests.previews import LOOK_BACK
from bot.slack.digests.sending import DigestSending
from bot.slack.digests.subscriptions import Rules, Subscribing
from bot.slack.home.page import HomePage
from bot.slack.request_handler import Handler, for_requests
from bot.store.sql import SqlStore
from bot.wiring.access import access_of
from bot.wiring.joints import Joints

NOBODY = "No channel is subscribed. This is what one would get for the last seven days:"


@dataclass(frozen=True, slots=True)
class DigestParts:
    """What makes digests: which are due and what they tell, what people want of them, and what sends them."""

    service: DigestService
    own: OwnDigests
    sending: DigestSending

    def handlers(self, home: HomePage) -> dict[str, Handler]:
        """What it does with requests of the inbox."""
        return {
            Kind.DIGEST: for_requests(self.sending.send),
            Kind.SUBSCRIPTION: for_requests(home.shown_after(self.own.change)),
        }


def digesting(joints: Joints, called: Callable[[str], str], renewed: Callable[[], None]) -> DigestParts:
    """All of it. `called` says how an owner is named; `renewed` is called before each digest, to have all news."""
    settings, store, people = joints.settings, joints.store, joints.people
    contents = replace(contents_of(settings, joints.library, store, joints.access, people), called=called)
    service = digest_service(settings, store, contents)
    command, allowed = settings.slack.command, rules(settings, joints.roles)
    own = OwnDigests(Subscribing(service, store.subscriptions, people, allowed, command, joints.now))

    def digest(request: Request[SendDigest]) -> Digest | None:
        renewed()
        return service.digest(request)

    sending = DigestSending(joints.delivery, digest, service.note_told, settings.digest.heartbeat or None)
    return DigestParts(service, own, sending)


def digest_service(settings: Settings, store: SqlStore, contents: DigestContents) -> DigestService:
    """What says which digests are due, and what they tell."""
    return DigestService(chosen(settings), store.changes, store.subscriptions, contents)


def contents_of(
    settings: Settings, library: Library, store: SqlStore, access: Access, people: People | None = None
) -> DigestContents:
    """What makes digests. Without people, there are no links to what was asked."""
    synonyms = read_synonyms(settings.synonyms)

    def articles(audience: Audience) -> Articles:
        now = library.seen(audience.collections)
        return Articles(now.corpus, now.index, synonyms)

    def asked(since: datetime, place: str | None) -> Sequence[LoggedQuestion]:
        return logged_questions(store.records.answered(KINDS, since, place), people.workspace if people else None)

    return DigestContents(
        store.changes,
        articles,
        asked,
        settings.digest.curators_channel or None,
        remind=timedelta(days=settings.digest.remind_days),
        access=access,
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
    """What each channel would be told now, below its name. Nothing is sent.

    What is new in the corpus is noted, unless there may be other replicas: the one that leads does that, and others ask
    what it has noted whether a quotation still stands.
    """
    now = datetime.now(UTC)
    if not store.is_shared:
        note_news(library.snapshot.corpus, now, store.changes, library.snapshot.inventory.contents)
    service = digest_service(settings, store, contents_of(settings, library, store, access_of(settings, directory)))
    channels = [each for each in service.standing() if not each.is_direct]
    for each in channels:
        yield f"{each.place}, {digest_wording.rhythm(each)}", service.preview(each, now)
    if not channels:
        yield NOBODY, service.preview(Subscription("", None, usual(settings), now - LOOK_BACK), now)
