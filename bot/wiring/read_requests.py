"""Requests to read, joined: the store on the one side, what Slack tells and takes on the other."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.core.audit import Action
from bot.core.model import Audience
from bot.core.read_requests.model import Asked, ReadRequest
from bot.core.read_requests.reminding import Quiet, Reminders
from bot.core.requests import Kind
from bot.service.read_requests import ReadReminders
from bot.settings import Settings
from bot.slack.read_requests.asking import AskingToRead
from bot.slack.read_requests.confirming import Confirming
from bot.slack.read_requests.notices import ReadNotices
from bot.slack.read_requests.seeing import Seeing
from bot.slack.request_handler import Handler, for_requests
from bot.wiring.audit import record_of_command
from bot.wiring.history import past_of
from bot.wiring.joints import Joints
from bot.wiring.state import open_state

# People asked for the first time are shown as changes what has changed within this time.
LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ReadRequestParts:
    """What does requests to read: the handlers of the inbox, the reminders, and what homes show."""

    confirming: Confirming
    notices: ReadNotices
    reminders: ReadReminders

    @property
    def handlers(self) -> dict[str, Handler]:
        """What it does with requests of the inbox."""
        return {
            Kind.READING: for_requests(self.confirming.handle),
            Kind.READ_NOTICE: for_requests(self.notices.handle),
        }


def read_requests(joints: Joints, publish: Callable[[str, str], None]) -> ReadRequestParts:
    """All of it. `publish` shows a person's home anew."""
    settings, store, rules = joints.settings, joints.store, reminders_of(joints.settings)
    seeing = Seeing(joints.library.corpus, joints.access)

    def zone(person: str) -> str:
        return joints.people.profile(person).zone or settings.digest.zone.key

    def since(document: str) -> datetime | None:
        said = store.changes.revisions(joints.now() - LATELY).get(document, ())
        return said[-1].seen - timedelta(microseconds=1) if len(said) > 1 else None

    asking = AskingToRead(
        requests=store.read_requests,
        seeing=seeing,
        roles=joints.roles,
        members=joints.directory,
        since=since,
        zone=zone,
        may_post=joints.people.may_post,
        inbox=store.inbox,
        audit=store.audit,
    )
    confirming = Confirming(asking, store.read_requests, seeing, zone, publish, joints.delivery)
    history = partial(past_of, store.changes)
    notices = ReadNotices(
        store.read_requests, seeing, history, zone, rules.quiet, store.inbox, joints.delivery, joints.now
    )
    everything = Audience()
    reminders = ReadReminders(store.read_requests, store.inbox, lambda: joints.library.corpus(everything), zone, rules)
    return ReadRequestParts(confirming, notices, reminders)


def reminders_of(settings: Settings) -> Reminders:
    """How people are reminded, by the settings."""
    given = settings.read_requests
    quiet = Quiet(given.earliest, given.latest, weekends=not given.weekends)
    return Reminders(given.reminders, timedelta(hours=given.hours_between), quiet)


def asked_to_read(settings: Settings, document: str) -> list[tuple[ReadRequest, Asked]]:
    """Who was asked to read a document, request by request. The audit log says that it was exported."""
    with closing(open_state(settings)) as store:
        requests = store.read_requests.of_document(document)
        if requests:
            record_of_command(store.audit, Action.EXPORTED, document, what="acknowledgements")
        return [(request, each) for request in requests for each in store.read_requests.people(request.id)]
