"""Somebody has pressed *I have read this*: it is noted once, at the moment of their first press."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.access import is_direct
from bot.core.answering import citing
from bot.core.changes.revisions import hash_of
from bot.core.read_requests.model import ReadRequest, ReadRequests
from bot.core.read_requests.requests import ConfirmReading, Reading
from bot.core.requests import AnyRequest, Handled, PostStatus, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import Block
from bot.slack.api.message import Destination, Message, Version, sentence_message
from bot.slack.read_requests.asking import AskingToRead
from bot.slack.read_requests.blocks import confirmed_message, home_blocks
from bot.slack.read_requests.notices import place_of
from bot.slack.read_requests.seeing import Seeing

NOT_ASKED = "You no longer need to read this."
NOTED = "Thank you. I noted on {day}, {time} ({zone}), that you have read “{title}”."
OLDER = "It has changed since: what you confirmed is how it was when you were asked."


@dataclass(frozen=True, slots=True)
class Confirming:
    """Notes what people have read, and does what curators want of requests to read.

    `zone` is by whose clocks a person lives; `publish` shows their home anew.
    """

    asking: AskingToRead
    requests: ReadRequests
    seeing: Seeing
    zone: Callable[[str], str]
    publish: Callable[[str, str], None]
    delivery: Delivery

    def handle(self, request: AnyRequest) -> Handled:
        """Does what somebody typed or pressed: a Reading."""
        payload: Reading = request.payload
        match payload.do:
            case "say":
                self._tell(payload.response_url, self.asking.say(request))
                return Handled("told of a request to read")
            case "anew":
                self._tell(payload.response_url, self.asking.ask_anew(request))
                return Handled("told of a request to read")
            case "confirm":
                return self._confirm(request)

    def home(self, person: str) -> list[Block]:
        """What a person is asked to read, for their App Home. What they may not see does not exist there."""
        waiting, done = [], []
        corpus = self.seeing.documents_of(person)
        for request, asked in self.requests.of_person(person):
            article = corpus.article(request.document)
            if article is None:
                continue
            if asked.read:
                done.append((request, asked.read.astimezone(ZoneInfo(request.zone)).date()))
            elif request.ending is None and hash_of(article) == request.version:
                waiting.append((request, article))
        return home_blocks(waiting, done[::-1])

    def _confirm(self, request: Request[ConfirmReading]) -> Handled:
        payload, person = request.payload, request.person or ""
        asked = self.requests.find(payload.request)
        article = self.seeing.article(asked, person, request.place) if asked else None
        if asked is None or article is None:
            if payload.response_url:
                self._tell(payload.response_url, sentence_message(NOT_ASKED))
            return Handled("not asked")
        read = self.requests.note_read(asked.id, person, request.received)
        self._change_messages(asked, person, read, request.received)
        if payload.home:
            self.publish(person, payload.home)
        elif payload.response_url:
            older = [OLDER] if hash_of(article) != asked.version else []
            self._tell(payload.response_url, sentence_message(self._noted(asked, person, read), *older))
        return Handled("read")

    def _noted(self, asked: ReadRequest, person: str, read: datetime) -> str:
        zone = self.zone(person)
        local = read.astimezone(ZoneInfo(zone))
        return NOTED.format(day=citing.day(local.date()), time=f"{local:%H:%M}", zone=zone, title=asked.title)

    def _change_messages(self, asked: ReadRequest, person: str, read: datetime, at: datetime) -> None:
        """Their own messages need no button any more."""
        done = confirmed_message(asked, read.astimezone(ZoneInfo(self.zone(person))).date())
        known = next((each for each in self.requests.people(asked.id) if each.person == person), None)
        for number in range(known.reminders + 1 if known else 1):
            place = place_of(asked.id, person, number)
            post = self.delivery.find(place)
            # Where the conversation is not known by its own id, nothing in it can be changed.
            if post and post.fate is PostStatus.SENT and is_direct(post.channel):
                version = Version(f"{at.timestamp():.6f}", "read")
                self.delivery.post(Destination(place, post.channel), version, lambda: done)

    def _tell(self, url: str, message: Message) -> None:
        """Says it to whoever pressed or typed, and to nobody else."""
        self.delivery.respond(url, {"response_type": "ephemeral", "replace_original": False, **message.arguments})
