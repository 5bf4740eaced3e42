"""What curators type and press to have a document read. Everything here may be done again."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.core.access import is_direct
from bot.core.answering import citing
from bot.core.answering.titles import documents_named
from bot.core.audit import Action, Audit, act_of
from bot.core.changes.revisions import hash_of
from bot.core.counting import counted
from bot.core.digests.subscriptions import ParseError
from bot.core.model import Article
from bot.core.ports import Inbox
from bot.core.read_requests import command
from bot.core.read_requests.command import Ask, Show, Stop
from bot.core.read_requests.model import Ending, ReadRequest, ReadRequests
from bot.core.read_requests.requests import AskAnew, PostReadRequest, SayReading, subject
from bot.core.requests import Request
from bot.core.roles import NOT_A_CURATOR, Roles
from bot.slack.api.message import Message, message_of, sentence_message
from bot.slack.read_requests.blocks import status_message
from bot.slack.read_requests.seeing import Seeing

# More people than that are no one group: each is written to, and Slack takes about one message a second.
MOST_PEOPLE = 1_000
MOST_OFFERED, MOST_SHOWN = 5, 5

UNKNOWN = "I have no document called “{name}”."
WHICH = "Several documents fit: {names}. Which one?"
TO_WHOM = "Name a channel or a user group, too: pick it from the list that Slack offers after # or @."
NOT_FOR_ALL = (
    "Not everybody in that channel may see this document, so I do not post it there. Ask a user group instead: its "
    "people are asked in direct messages."
)
NOT_IN_CHANNEL = "I am not in that channel. Please invite me first (/invite and my name), then try again."
NOT_TOLD = "Slack does not tell me who is in it. I need the scope {scope} for that."
NOBODY = "There is nobody in it who may see this document and could be asked."
TOO_MANY = "There are {count:,} people in it; I ask at most {most:,} at a time. Ask smaller groups."
BEFORE = "They have already been asked to read this version, until {day}. To ask again, stop that request first."
ASKED = "Asked to read “{title}” by {day}: {people}."
NO_LINK = "It has no link, so nobody can open it from there: say where it is to be found, or add its url."
LEFT_OUT = "{count} may not see it, and {are} not asked."
NOT_ASKED = "Nobody is asked to read “{title}” at the moment."
STOPPED = "Nobody is asked or reminded any more to read “{title}”. What was confirmed is kept."
NEVER = "Nobody was ever asked to read “{title}”."
GONE = "This document is no longer here."


class Members(Protocol):
    """Who is in a channel or user group, by Slack's ids. None where Slack does not tell."""

    def people_in(self, target: str) -> frozenset[str] | None:
        """Everybody in it, bots among them."""

    def is_person(self, member: str) -> bool | None:
        """Whether it is somebody who reads: no bot, and not deactivated."""


@dataclass(frozen=True, slots=True)
class AskingToRead:
    """Has documents read, where curators of their collections wish so.

    `since`: with what moment's words a document is compared that may have changed lately. `zone`: by whose clocks a
    person lives. `may_post`: whether the bot is in a channel.
    """

    requests: ReadRequests
    seeing: Seeing
    roles: Roles
    members: Members
    since: Callable[[str], datetime | None]
    zone: Callable[[str], str]
    may_post: Callable[[str], bool | None]
    inbox: Inbox
    audit: Audit

    def say(self, request: Request[SayReading]) -> Message:
        """Does what somebody typed, and says what became of it."""
        zone = self.zone(request.person or "")
        wish = command.read(request.payload.words, request.received.astimezone(ZoneInfo(zone)).date())
        if isinstance(wish, ParseError):
            return sentence_message(wish.sentence)
        article = self._meant(request, wish.document)
        if isinstance(article, Message):
            return article
        match wish:
            case Ask(until=until):
                return self._ask(request, article, request.payload.target or request.place or "", until, zone)
            case Stop():
                return self._stop(request, article)
            case Show():
                return self._show(article)

    def _meant(self, request: Request[SayReading], name: str) -> Article | Message:
        """The document that a curator means, or what to say where there is none for them."""
        corpus = self.seeing.documents_of(request.person, request.place)
        found = documents_named(corpus, name)
        if len(found) != 1:
            names = ", ".join(each.article for each in found[:MOST_OFFERED])
            return sentence_message((WHICH if found else UNKNOWN).format(names=names, name=name))
        if not self.roles.is_curator(request.person, found[0].collection, request.place):
            return sentence_message(NOT_A_CURATOR)
        return corpus.article(found[0].article) or sentence_message(GONE)

    def ask_anew(self, request: Request[AskAnew]) -> Message:
        """Asks those who were asked before to read what the document says by now, for as long as they had then."""
        before = self.requests.find(request.payload.request)
        article = self.seeing.article(before, request.person or "", request.place) if before else None
        if before is None or article is None:
            return sentence_message(GONE)
        if not self.roles.is_curator(request.person, article.attribution.collection, request.place):
            return sentence_message(NOT_A_CURATOR)
        days = max(before.until - before.asked.astimezone(ZoneInfo(before.zone)).date(), timedelta(days=1))
        until = request.received.astimezone(ZoneInfo(before.zone)).date() + days
        return self._ask(request, article, before.target, until, before.zone)

    def _ask(
        self, request: Request[SayReading] | Request[AskAnew], article: Article, target: str, until: date, zone: str
    ) -> Message:
        asked = ReadRequest(
            id=request.id,
            document=article.id,
            version=hash_of(article),
            title=citing.label(article.attribution),
            by=request.person or "",
            target=target,
            asked=request.received,
            until=until,
            zone=zone,
        )
        earlier = [each for each in self.requests.of_document(article.id) if each.target == target]
        asked = replace(asked, since=self._compared(earlier, asked))
        members = self.members.people_in(target)
        if refusal := self._refusal(asked, article, members) or self._asked_before(earlier, asked):
            return refusal
        people, left_out = self._readers(asked, members or frozenset())
        if members is not None and not people:
            return sentence_message(NOBODY)
        if len(people) > MOST_PEOPLE:
            return sentence_message(TOO_MANY.format(count=len(people), most=MOST_PEOPLE))
        self.requests.keep(asked, people)
        for each in earlier:
            if each.ending is None and each.id != asked.id:
                self.requests.end(each.id, Ending.CHANGED)
        details = {"target": target, "version": asked.version, "until": until.isoformat(), "people": len(people)}
        self.audit.record(act_of(request, Action.ASKED_TO_READ, article.id, **details))
        # After a crash, it goes on with those who were asked at first.
        self._hand_in(asked, [each.person for each in self.requests.people(asked.id)])
        no_link = () if article.attribution.url else (NO_LINK,)
        return sentence_message(*self._summary(asked, members, people, left_out), *no_link)

    def _refusal(self, asked: ReadRequest, article: Article, members: frozenset[str] | None) -> Message | None:
        """Why a channel or user group cannot be asked; None if it can."""
        if not asked.target or is_direct(asked.target):
            return sentence_message(TO_WHOM)
        if not asked.in_channel:
            return sentence_message(NOT_TOLD.format(scope="usergroups:read")) if members is None else None
        if self.seeing.in_channel(article.id, asked.target) is None:
            return sentence_message(NOT_FOR_ALL)
        return sentence_message(NOT_IN_CHANNEL) if self.may_post(asked.target) is False else None

    def _asked_before(self, earlier: Collection[ReadRequest], asked: ReadRequest) -> Message | None:
        same = (each for each in earlier if each.version == asked.version and each.ending is None)
        before = next((each for each in same if each.id != asked.id), None)
        return sentence_message(BEFORE.format(day=citing.day(before.until))) if before else None

    def _compared(self, earlier: Collection[ReadRequest], asked: ReadRequest) -> datetime | None:
        """Those asked for an earlier version are shown what has changed since; others, what has changed lately."""
        versions = [each.asked for each in earlier if each.version != asked.version]
        return versions[-1] if versions else self.since(asked.document)

    def _readers(self, asked: ReadRequest, members: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Those who are asked, and those who are not because they may not see it. The asker has read it."""
        others = frozenset(each for each in members - {asked.by} if self.members.is_person(each) is not False)
        place = asked.target if asked.in_channel else None
        seeing = frozenset(each for each in others if self.seeing.article(asked, each, place) is not None)
        return seeing, others - seeing

    def _hand_in(self, asked: ReadRequest, people: Collection[str]) -> None:
        """Has the channel, or each person of a group, told: once, however often this is done."""
        for person in [""] if asked.in_channel else sorted(people):
            about = subject(asked.id, person)
            payload = PostReadRequest(asked.id, person)
            place = asked.target if asked.in_channel else None
            notice = Request(uuid4().hex, payload, about, asked.asked, person or None, place, private=bool(person))
            self.inbox.accept(notice, (f"{about}:post",))

    def _summary(
        self, asked: ReadRequest, members: frozenset[str] | None, people: Collection[str], left_out: Collection[str]
    ) -> Iterator[str]:
        count = "everybody in the channel" if members is None else counted(len(people), "person", "people")
        yield ASKED.format(people=count, title=asked.title, day=citing.day(asked.until))
        if left_out:
            yield LEFT_OUT.format(count=f"{len(left_out):,}", are="is" if len(left_out) == 1 else "are")
        if members is None:
            yield NOT_TOLD.format(scope="channels:read (groups:read for a private channel)")

    def _stop(self, request: Request[SayReading], article: Article) -> Message:
        running = [each for each in self.requests.of_document(article.id) if each.ending is None]
        title = citing.label(article.attribution)
        for each in running:
            self.requests.end(each.id, Ending.STOPPED)
            self.audit.record(act_of(request, Action.STOPPED_ASKING, article.id, target=each.target))
        return sentence_message((STOPPED if running else NOT_ASKED).format(title=title))

    def _show(self, article: Article) -> Message:
        every = self.requests.of_document(article.id)
        if not every:
            return sentence_message(NEVER.format(title=citing.label(article.attribution)))
        shown = [status_message(each, self.requests.people(each.id)) for each in reversed(every[-MOST_SHOWN:])]
        return message_of(shown[0].text, [block for each in shown for block in each.blocks])
