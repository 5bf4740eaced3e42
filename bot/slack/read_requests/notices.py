"""What people are told of requests to read, each once: the request itself, reminders, and that it is out of date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.core.changes import redlines
from bot.core.changes.history import History
from bot.core.changes.redlines import Changed
from bot.core.changes.revisions import hash_of, paragraphs_of
from bot.core.errors import DeliveryError, RetryLater
from bot.core.model import Article
from bot.core.ports import Inbox
from bot.core.read_requests.model import Asked, Ending, ReadRequest, ReadRequests
from bot.core.read_requests.reminding import Quiet, is_over
from bot.core.read_requests.requests import (
    PostReadRequest,
    ReadNotice,
    RemindToRead,
    TellOfNewVersion,
    new_version,
    subject,
)
from bot.core.requests import Handled, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Version
from bot.slack.read_requests.blocks import Material, request_message, superseded_message
from bot.slack.read_requests.seeing import Seeing

log = structlog.get_logger()

NOT_WANTED = Handled("not wanted any more")


@dataclass(frozen=True, slots=True)
class ReadNotices:
    """Tells people. `history` is what documents said on earlier days, `zone` by whose clocks a person lives, and
    `quiet` when they are left alone.
    """

    requests: ReadRequests
    seeing: Seeing
    history: History
    zone: Callable[[str], str]
    quiet: Quiet
    inbox: Inbox
    delivery: Delivery
    now: Callable[[], datetime]

    def handle(self, request: Request[ReadNotice]) -> Handled:
        """Tells what the request wants told, unless it is not so any more. Raises as the delivery does."""
        asked = self.requests.find(request.payload.request)
        if asked is None or asked.ending:
            return NOT_WANTED
        match request.payload:
            case PostReadRequest(person=person):
                return self._post(asked, person)
            case RemindToRead(person=person, number=number):
                return self._remind(asked, person, number)
            case TellOfNewVersion():
                return self._tell_of_new_version(asked)

    def _post(self, asked: ReadRequest, person: str) -> Handled:
        known = self._asked(asked, person)
        article = self.seeing.article(asked, person)
        if article is None or (person and (known is None or known.read)):
            return NOT_WANTED
        if hash_of(article) != asked.version:
            return self._hand_in_new_version(asked)
        channel = self.delivery.direct(person) if person else asked.target
        self._send(asked, person, 0, channel, article)
        return Handled("asked to read")

    def _remind(self, asked: ReadRequest, person: str, number: int) -> Handled:
        known, now = self._asked(asked, person), self.now()
        article = self.seeing.article(asked, person)
        if known is None or known.read or known.reminders >= number or article is None or is_over(asked, now):
            return NOT_WANTED
        if hash_of(article) != asked.version:
            return self._hand_in_new_version(asked)
        if self.quiet.is_quiet(now.astimezone(ZoneInfo(self.zone(person)))):
            return Handled("put off")  # it is handed in again
        try:
            self._send(asked, person, number, self.delivery.direct(person), article)
        except RetryLater:
            raise
        except DeliveryError as error:  # Slack will never take it
            log.warning("somebody cannot be reminded of what they are asked to read", reason=str(error))
        self.requests.note_reminded(asked.id, person, number, now)
        return Handled("reminded")

    def _send(self, asked: ReadRequest, person: str, number: int, channel: str, article: Article) -> None:
        material = Material(article, self._changed(asked, article))
        place = Destination(place_of(asked.id, person, number), channel)
        self.delivery.post(place, Version(), lambda: request_message(asked, material, reminder=number > 0))

    def _tell_of_new_version(self, asked: ReadRequest) -> Handled:
        article = self.seeing.article(asked, asked.by) if asked.by else None
        try:
            if article is not None:
                waiting = sum(each.read is None for each in self.requests.people(asked.id))
                message = superseded_message(asked, Material(article), waiting)
                place = Destination(f"{subject(asked.id)}:changed", self.delivery.direct(asked.by))
                self.delivery.post(place, Version(), lambda: message)
        except RetryLater:
            raise
        except DeliveryError:
            self.requests.end(asked.id, Ending.CHANGED)  # it is so, whether they can be told or not
            raise
        self.requests.end(asked.id, Ending.CHANGED)
        return Handled("told of a new version")

    def _hand_in_new_version(self, asked: ReadRequest) -> Handled:
        self.inbox.accept(*new_version(asked.id, self.now()))
        return Handled("out of date")

    def _asked(self, asked: ReadRequest, person: str) -> Asked | None:
        return next((each for each in self.requests.people(asked.id) if each.person == person), None)

    def _changed(self, asked: ReadRequest, article: Article) -> Changed | None:
        said = self.history(asked.since).changed.get(article.id, ()) if asked.since else ()
        if asked.since is None or not said or said[0].seen > asked.since:
            return None
        lines = redlines.compare(said[0].paragraphs, paragraphs_of(article))
        return Changed(article.attribution, lines) if lines else None


def place_of(request: str, person: str, number: int) -> str:
    """Under which key a request is posted (0), or a reminder of it (from 1). It does not tell who is asked."""
    return f"{subject(request, person)}:{number}"
