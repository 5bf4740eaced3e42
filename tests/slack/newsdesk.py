"""A newsroom with a clock that tests turn, and who answers what people want of digests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

from bot.core.answering.synonyms import parse
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.model import Article, Audience
from bot.core.question_log import LoggedQuestion
from bot.core.requests import AnswerCommand, Request
from bot.service.digest_contents import Articles, DigestContents
from bot.service.digests import Chosen, DigestService
from bot.service.news import note_news
from bot.slack.api.message import Message
from bot.slack.api.people import People, Profile
from bot.slack.digests.subscriptions import Rules, Subscribing
from slack_playground.visible import visible_text
from tests.slack.fake_slack import FakeSlack
from tests.small_articles import article, corpus, index
from tests.store.memory_store import MemoryStore

START = datetime(2026, 3, 10, 12, tzinfo=UTC)  # a Tuesday
USUAL = Schedule(Cadence.DAILY, time(9), "UTC")
ZONES = frozenset(available_timezones())


class Known(People):
    """People of whom everything is known that a test says, and places of which nothing is known but that."""

    def __init__(self) -> None:
        super().__init__(FakeSlack())
        self.profiles: dict[str, Profile] = {}
        self.there: dict[str, bool | None] = {}

    def profile(self, person: str) -> Profile:
        return self.profiles.get(person, Profile())

    def may_post(self, place: str) -> bool | None:
        return self.there.get(place, True)


@dataclass
class NewsDesk:
    """Commands go in, messages come out."""

    channels: tuple[str, ...] = ()
    curators_channel: str | None = None
    rules: Rules = field(default_factory=lambda: Rules(USUAL, ZONES))
    store: MemoryStore = field(default_factory=MemoryStore)
    people: Known = field(default_factory=Known)
    here: list[Article] = field(default_factory=lambda: [article("old", "Old news.")])
    now: datetime = START

    def __post_init__(self) -> None:
        chosen = Chosen(self.channels, USUAL, self.curators_channel)
        changes = self.store.changes
        contents = DigestContents(changes, self.articles, self.asked, chosen.curators_channel)
        self.room = DigestService(chosen, changes, self.store.subscriptions, contents)
        self.subscribing = Subscribing(
            self.room, self.store.subscriptions, self.people, self.rules, "/policy", lambda: self.now
        )
        self.tick()

    def articles(self, _: Audience) -> Articles:
        found = corpus(*self.here)
        return Articles(found, index(found), parse("")[0])

    def asked(self, since: datetime, place: str | None) -> Sequence[LoggedQuestion]:
        return ()

    def add(self, name: str, text: str) -> None:
        self.here.append(article(name, text, title=name.title()))
        self.tick()

    def tick(self) -> None:
        note_news(corpus(*self.here), self.now, self.store.changes)
        self.room.hand_in_due(self.now, self.store.inbox)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.tick()

    def message(self, words: str, person: str = "U1", place: str = "C1") -> Message:
        typed = AnswerCommand(f"digest {words}", "https://slack.test/r")
        request = Request("r", typed, "s", self.now, person, place, private=True)
        return self.subscribing.answer(request)

    def say(self, words: str, person: str = "U1", place: str = "C1") -> str:
        return visible_text(list(self.message(words, person, place).blocks))

    @property
    def kept(self) -> list[Subscription]:
        return self.store.subscriptions.all()
