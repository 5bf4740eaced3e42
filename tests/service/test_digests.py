"""When digests are handed in, and what they tell."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.articles import format as corpus_format
from bot.core.corpus import Corpus
from bot.core.requests import Claim
from bot.service.digests import Daily, compose, hand_in_due, note_told
from tests.store.memory_store import MemoryStore

DAILY = Daily(("C1",), time(9, 0), ZoneInfo("Europe/Berlin"))
START = datetime(2026, 1, 1, tzinfo=UTC)


def corpus(*names: str) -> Corpus:
    return Corpus(corpus_format.parse(name, f"---\ntitle: {name}\n---\n\nText of {name}.\n") for name in names)


class Bot:
    """The schedule and a worker, in one thread."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.store = store or MemoryStore()
        self.told: list[list[str]] = []

    def tick(self, now: datetime, *names: str) -> int:
        return hand_in_due(DAILY, now, corpus(*names), self.store, self.store)

    def claim(self, now: datetime) -> Claim | None:
        return self.store.claim("worker", now, now + timedelta(seconds=15))

    def work(self, now: datetime, *names: str) -> None:
        while claim := self.claim(now):
            self.told.append(self.articles(claim, *names))
            note_told(claim.request, self.store)
            self.store.finish(claim, now, "sent")

    def articles(self, claim: Claim, *names: str) -> list[str]:
        return [lead.attribution.article for lead in compose(claim.request, corpus(*names), self.store).leads]


@pytest.fixture
def bot() -> Bot:
    return Bot()


def test_sixty_days_of_looks_around_nine_tell_each_article_once(bot: Bot) -> None:
    names = ["first"]
    for day in range(60):
        for hour in (6, 7, 8, 9, 12):
            moment = START + timedelta(days=day, hours=hour)
            bot.tick(moment, *names)
            bot.work(moment, *names)
        if day % 10 == 3:
            names.append(f"day{day}")
    told = [articles for articles in bot.told if articles]
    assert told == [["day3"], ["day13"], ["day23"], ["day33"], ["day43"], ["day53"]]


def test_a_digest_is_handed_in_once_however_often_it_is_found_due(bot: Bot) -> None:
    bot.tick(START, "a")
    later = START + timedelta(days=1)
    assert [bot.tick(later + timedelta(minutes=minute), "a", "b") for minute in range(3)] == [1, 0, 0]


def test_two_replicas_hand_in_one_digest() -> None:
    store = MemoryStore()
    one, other = Bot(store), Bot(store)
    one.tick(START, "a")
    later = START + timedelta(days=1)
    assert one.tick(later, "a", "b") + other.tick(later + timedelta(seconds=2), "a", "b") == 1


def test_what_comes_after_a_digest_was_handed_in_is_told_by_the_next(bot: Bot) -> None:
    bot.tick(START, "a")
    later = START + timedelta(days=1)
    bot.tick(later, "a", "b")
    bot.tick(later + timedelta(minutes=1), "a", "b", "c")
    bot.work(later + timedelta(minutes=2), "a", "b", "c")
    next_day = later + timedelta(days=1)
    bot.tick(next_day, "a", "b", "c")
    bot.work(next_day, "a", "b", "c")
    assert bot.told == [["b"], ["c"]]


def test_a_digest_that_was_given_up_is_told_with_the_next_days(bot: Bot) -> None:
    bot.tick(START, "a")
    later = START + timedelta(days=1)
    bot.tick(later, "a", "b")
    claim = bot.claim(later)
    assert claim is not None
    bot.store.give_up(claim, later, "channel_not_found")
    next_day = later + timedelta(days=1)
    bot.tick(next_day, "a", "b", "c")
    bot.work(next_day, "a", "b", "c")
    assert bot.told == [["b", "c"]]


def test_yesterdays_digest_that_still_waits_does_not_make_todays_tell_it_again(bot: Bot) -> None:
    bot.tick(START, "a")
    bot.tick(START + timedelta(days=1), "a", "b")
    bot.tick(START + timedelta(days=2), "a", "b", "c")
    bot.work(START + timedelta(days=2), "a", "b", "c")
    assert bot.told == [["b"], ["c"]]


def test_a_first_load_and_a_new_channel_are_no_news(bot: Bot) -> None:
    assert bot.tick(START, "a", "b") == 0
    assert bot.tick(START + timedelta(hours=1), "a", "b") == 0


def test_an_article_that_comes_between_a_crash_and_the_second_try_is_told_once(bot: Bot) -> None:
    bot.tick(START, "a")
    later = START + timedelta(days=1)
    bot.tick(later, "a", "b")
    bot.work(later + timedelta(minutes=1), "a", "b", "not noted yet")
    next_day = later + timedelta(days=1)
    bot.tick(next_day, "a", "b", "not noted yet")
    bot.work(next_day, "a", "b", "not noted yet")
    assert bot.told == [["b"], ["not noted yet"]]
