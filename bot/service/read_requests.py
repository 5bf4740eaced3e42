"""Which people are to be reminded of what they have not read. From the inbox on it goes the way of every request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.core.changes.revisions import hash_of
from bot.core.corpus import Corpus
from bot.core.ports import Inbox
from bot.core.read_requests.model import Asked, ReadRequest, ReadRequests
from bot.core.read_requests.reminding import Reminders, is_due, is_over, may_be_due
from bot.core.read_requests.requests import RemindToRead, new_version, subject
from bot.core.requests import Request
from bot.service.apart import done_apart

# How long Slack is not asked again in which time zone somebody lives.
FRESH = timedelta(hours=1)


@dataclass(slots=True)
class ReadReminders:
    """Hands in what is due. `corpus` is what is in force; `zone` tells by whose clocks a person lives.

    For one thread at a time; may be interrupted anywhere, and done by several replicas at once.
    """

    requests: ReadRequests
    inbox: Inbox
    corpus: Callable[[], Corpus]
    zone: Callable[[str], str]
    rules: Reminders
    _zones: dict[str, tuple[datetime, str]] = field(init=False, default_factory=dict)

    def hand_in_due(self, now: datetime) -> bool:
        """Returns whether there is something new in the inbox. Raises StoreError."""
        return done_apart(partial(self._of, request, now) for request in self.requests.open())

    def _of(self, request: ReadRequest, now: datetime) -> bool:
        if is_over(request, now):
            return False
        article = self.corpus().article(request.document)
        if article is None:  # it may come back
            return False
        if hash_of(article) != request.version:
            return self.inbox.accept(*new_version(request.id, now))
        waiting = (each for each in self.requests.people(request.id) if may_be_due(request, each, now, self.rules))
        return sum(self._remind(request, each, now) for each in waiting) > 0

    def _remind(self, request: ReadRequest, asked: Asked, now: datetime) -> bool:
        zone = self._zone_of(asked.person, now)
        if not is_due(request, asked, now, zone, self.rules):
            return False
        number, about = asked.reminders + 1, subject(request.id, asked.person)
        payload = RemindToRead(request.id, asked.person, number)
        # What could not be sent before they went home is handed in again on another day.
        key = f"{about}:{number}:{now.astimezone(ZoneInfo(zone)).date()}"
        return self.inbox.accept(Request(uuid4().hex, payload, about, now, asked.person, private=True), (key,))

    def _zone_of(self, person: str, now: datetime) -> str:
        at, zone = self._zones.get(person, (now - FRESH, ""))
        if now - at >= FRESH:
            zone = self.zone(person)
            self._zones[person] = now, zone
        return zone
