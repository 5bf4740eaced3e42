"""When digests are handed in, and what they tell: with a clock that the tests turn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answering.synonyms import Synonyms, parse
from bot.core.changes.revisions import ALWAYS
from bot.core.digests.digest import Digest
from bot.core.digests.requests import SendDigest
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.model import Article, Audience, Outcome
from bot.core.question_log import LoggedQuestion
from bot.core.requests import AnyRequest, Claim
from bot.service.digest_contents import Articles, DigestContents
from bot.service.digests import Chosen, DigestService
from bot.service.news import note_news
from tests.small_articles import article, corpus, index
from tests.store.memory_store import MemoryStore

RHYTHM = Schedule(Cadence.DAILY, time(9, 0), "Europe/Berlin")
START = datetime(2026, 1, 1, tzinfo=UTC)  # a Thursday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SYNONYMS: Synonyms = parse("")[0]
CHOSEN = Chosen(("C1",), RHYTHM)


class House:
    """The newsroom and a worker, in one thread; `told` is what was sent where, by the articles in it."""

    def __init__(self, store: MemoryStore | None = None, chosen: Chosen = CHOSEN) -> None:
        self.store = store or MemoryStore()
        self.here: list[Article] = []
        self.questions: list[LoggedQuestion] = []
        self.looked: list[tuple[datetime, str | None]] = []
        self.told: list[tuple[str, Digest]] = []
        changes = self.store.changes
        contents = DigestContents(changes, self.articles, self.asked, chosen.curators_channel)
        self.room = DigestService(chosen, changes, self.store.subscriptions, contents)

    def articles(self, _: Audience) -> Articles:
        found = corpus(*self.here)
        return Articles(found, index(found), SYNONYMS)

    def asked(self, since: datetime, place: str | None) -> Sequence[LoggedQuestion]:
        self.looked.append((since, place))
        return [each for each in self.questions if each.at > since and place in {None, each.place}]

    def add(self, *names: str) -> None:
        self.here += [article(name, f"Text of {name}.") for name in names]

    def tick(self, now: datetime) -> int:
        note_news(corpus(*self.here), now, self.store.changes)
        return len(self.room.hand_in_due(now, self.store.inbox))

    def claim(self, now: datetime) -> Claim | None:
        return self.store.inbox.claim("worker", now, now + timedelta(seconds=15))

    def work(self, now: datetime) -> None:
        while claim := self.claim(now):
            digest = self.room.digest(claim.request)
            if digest:
                self.told.append((claim.request.place or "", digest))
            if digest is not None:
                self.room.note_told(claim.request)
            self.store.inbox.finish(claim, now, "sent")

    def live(self, now: datetime) -> None:
        self.tick(now)
        self.work(now)

    @property
    def news(self) -> list[list[str]]:
        return [[lead.attribution.article for lead in digest.leads] for _, digest in self.told]


@pytest.fixture
def house() -> House:
    made = House()
    made.add("first")
    made.tick(START)
    return made


def mine(**more: object) -> Subscription:
    return replace(Subscription("D1", "U1", RHYTHM, START), **more)  # type: ignore[arg-type]  # the fields of one


def test_sixty_days_of_looks_around_nine_tell_each_article_once(house: House) -> None:
    for day in range(60):
        for hour in (6, 7, 8, 9, 12):
            house.live(START + day * DAY + hour * HOUR)
        if day % 10 == 3:
            house.add(f"day{day}")
    assert house.news == [["day3"], ["day13"], ["day23"], ["day33"], ["day43"], ["day53"]]


def test_a_digest_is_handed_in_once_however_often_it_is_found_due(house: House) -> None:
    house.add("new")
    assert [house.tick(START + DAY + timedelta(minutes=minute)) for minute in range(3)] == [1, 0, 0]


def test_two_replicas_hand_in_one_digest(house: House) -> None:
    other = House(house.store)
    other.add("first", "new")
    house.add("new")
    assert house.tick(START + DAY) + other.tick(START + DAY + timedelta(seconds=2)) == 1


def test_what_comes_after_a_digest_was_handed_in_is_told_by_the_next(house: House) -> None:
    house.add("one")
    house.tick(START + DAY)
    house.add("two")
    house.tick(START + DAY + timedelta(minutes=1))
    house.work(START + DAY + timedelta(minutes=2))
    house.live(START + 2 * DAY)
    assert house.news == [["one"], ["two"]]


def test_a_digest_that_was_given_up_is_told_with_the_next_days(house: House) -> None:
    house.add("one")
    house.tick(START + DAY)
    claim = house.claim(START + DAY)
    assert claim is not None
    house.store.inbox.dead_letter(claim, START + DAY, "channel_not_found")
    house.add("two")
    house.live(START + 2 * DAY)
    assert house.news == [["one", "two"]]


def test_yesterdays_digest_that_still_waits_does_not_make_todays_tell_it_again(house: House) -> None:
    house.add("one")
    house.tick(START + DAY)
    house.add("two")
    house.tick(START + 2 * DAY)
    house.work(START + 2 * DAY)
    assert house.news == [["one"], ["two"]]


def test_after_three_days_of_sleep_one_digest_tells_since_then(house: House) -> None:
    house.live(START + DAY)
    house.add("one", "two")
    house.tick(START + 2 * DAY - HOUR)
    house.live(START + 4 * DAY + HOUR)
    ((_, digest),) = house.told
    assert house.news == [["one", "two"]]
    assert digest.since == START + DAY


def test_a_first_load_and_a_new_channel_are_no_news(house: House) -> None:
    assert house.tick(START) == 0
    fresh = House(house.store, Chosen(("C1", "C2"), RHYTHM))
    fresh.add("first", "before")
    fresh.tick(START + HOUR)
    fresh.add("after")
    fresh.live(START + DAY)
    assert {place: news for (place, _), news in zip(fresh.told, fresh.news, strict=True)} == {
        "C1": ["before", "after"],
        "C2": ["after"],
    }


def test_an_article_that_comes_between_a_crash_and_the_second_try_is_told_once(house: House) -> None:
    house.add("one")
    house.tick(START + DAY)
    house.add("not noted yet")
    house.work(START + DAY + timedelta(minutes=1))
    house.live(START + 2 * DAY)
    assert house.news == [["one"], ["not noted yet"]]


def test_a_changed_article_is_told_as_a_redline_and_a_renamed_one_not_at_all(house: House) -> None:
    house.add("second")
    house.live(START + DAY)
    house.told.clear()
    house.here = [article("first", "Text of first, changed."), article("renamed", "Text of second.")]
    house.live(START + 2 * DAY)
    ((_, digest),) = house.told
    assert [change.attribution.article for change in digest.changed] == ["first"]
    assert digest.changed[0].redlines[0].text_before == "Text of first."
    assert digest.leads == ()


def test_who_subscribes_is_told_what_comes_from_then_on_at_their_time(house: House) -> None:
    house.add("before")
    house.tick(START + HOUR)
    tokyo = Schedule(Cadence.WEEKDAYS, time(17), "Asia/Tokyo")
    house.store.subscriptions.keep(mine(since=START + 2 * HOUR, rhythm=tokyo))
    house.add("after")
    house.tick(START + 3 * HOUR)
    (subscription,) = house.store.subscriptions.all()
    assert house.room.coming(subscription, START + 3 * HOUR) == START + 8 * HOUR
    house.work(START + 8 * HOUR)
    house.live(START + 8 * HOUR)
    assert [(place, news) for (place, _), news in zip(house.told, house.news, strict=True)][-1] == ("D1", ["after"])


def test_a_subscription_of_people_goes_before_that_of_the_settings(house: House) -> None:
    weekly = Subscription("C1", "U1", Schedule(Cadence.WEEKLY, time(9), "UTC", 0), START)
    house.store.subscriptions.keep(weekly)
    assert house.room.standing() == [weekly]
    assert house.room.subscription(weekly.key) == weekly
    house.store.subscriptions.remove(weekly.key)
    (standing,) = house.room.standing()
    assert (standing.person, standing.rhythm) == (None, RHYTHM)
    assert house.room.subscription(weekly.key) == standing


def test_a_watch_tells_only_of_what_matches_beside_the_digest_of_everything(house: House) -> None:
    house.store.subscriptions.keep(Subscription("C1", "U1", RHYTHM, START, "body cameras"))
    house.here += [article("dogs", "Dogs may come."), article("police", "Police wear body cameras.")]
    house.live(START + DAY)
    assert house.news == [["dogs", "police"], []]
    (watched,) = house.told[1][1].watched
    assert watched.text == "Police wear body cameras."


def test_who_left_or_paused_after_it_was_handed_in_is_not_told(house: House) -> None:
    left, paused = mine(), mine(place="D2", person="U2")
    for each in (left, paused):
        house.store.subscriptions.keep(each)
    house.add("new")
    house.tick(START + DAY)
    house.store.subscriptions.remove(left.key)
    house.store.subscriptions.keep(replace(paused, paused_until=date(2026, 1, 20)))
    house.work(START + DAY)
    assert [place for place, _ in house.told] == ["C1"]
    house.live(START + 20 * DAY)
    assert house.told[-1][0] == "D2"
    assert house.news[-1] == ["new"]


def test_who_leaves_and_comes_back_is_told_what_came_since_then_and_one_digest_a_day(house: House) -> None:
    house.room.keep(mine())
    house.add("one")
    house.live(START + 9 * HOUR)
    house.store.subscriptions.remove(mine().key)
    house.add("while away")
    house.tick(START + 9.5 * HOUR)
    back = mine(since=START + 10 * HOUR, rhythm=replace(RHYTHM, at=time(18)))
    house.room.keep(back)
    house.add("two")
    house.live(START + 20 * HOUR)
    assert house.room.coming(back, START + 10 * HOUR) == START + DAY + 17 * HOUR
    house.live(START + DAY + 17 * HOUR)
    assert [news for (place, _), news in zip(house.told, house.news, strict=True) if place == "D1"] == [
        ["one"],
        ["two"],
    ]


def test_who_changes_the_rhythm_before_the_first_digest_loses_nothing(house: House) -> None:
    house.room.keep(mine())
    house.add("one")
    house.tick(START + HOUR)
    house.room.keep(mine(since=START + 2 * HOUR, rhythm=replace(RHYTHM, at=time(18))))
    house.live(START + 17 * HOUR)
    assert ("D1", ["one"]) in [(place, news) for (place, _), news in zip(house.told, house.news, strict=True)]


def test_a_subscription_that_people_end_leaves_that_of_the_settings_where_it_stands(house: House) -> None:
    house.add("one")
    house.live(START + 9 * HOUR)
    (standing,) = house.room.standing()
    house.room.keep(replace(standing, person="U1", paused_until=date(2026, 1, 10)))
    house.store.subscriptions.remove(standing.key)
    house.add("two")
    house.live(START + DAY + 9 * HOUR)
    assert house.news == [["one"], ["two"]]


def test_a_digest_that_was_handed_in_twice_is_told_once(house: House) -> None:
    house.room.keep(mine())
    house.add("one")
    house.tick(START + 9 * HOUR)
    house.room.keep(mine(since=START + 8.5 * HOUR, rhythm=replace(RHYTHM, at=time(10))))
    house.tick(START + 9 * HOUR)
    assert len([kept for kept in house.store.inbox.kept if kept.request.place == "D1"]) == 2
    house.work(START + 9 * HOUR)
    assert [place for place, _ in house.told if place == "D1"] == ["D1"]


def test_who_has_been_told_today_is_promised_the_next_day(house: House) -> None:
    house.store.subscriptions.keep(mine())
    house.live(START + 9 * HOUR)
    later = mine(since=START + 10 * HOUR, rhythm=replace(RHYTHM, at=time(18)))
    house.store.subscriptions.keep(later)
    assert house.room.coming(later, START + 10 * HOUR) == START + DAY + 17 * HOUR


def test_a_zone_that_this_machine_does_not_know_holds_up_nobody_else(house: House) -> None:
    house.store.subscriptions.keep(mine(rhythm=replace(RHYTHM, zone="Mars/Olympus")))
    house.add("new")
    house.live(START + DAY)
    assert house.news == [["new"]]


def asking(
    words: str, person: str, place: str, *, private: bool = False, at: datetime = START + HOUR
) -> LoggedQuestion:
    return LoggedQuestion(words, person, place, private, Outcome.NOT_COVERED, at)


def test_only_the_curators_channel_is_told_of_gaps_and_it_gets_a_digest_without_being_named_twice() -> None:
    house = House(chosen=Chosen(("C1",), RHYTHM, "C0CURATORS"))
    house.store.subscriptions.keep(mine())
    house.tick(START)
    house.questions = [asking("May pigs come?", person, "D9", private=True) for person in ("U1", "U2", "U3")]
    house.live(START + DAY)
    assert [place for place, _ in house.told] == ["C0CURATORS"]
    assert [each.words for each in house.told[0][1].gaps] == [("pigs", "come")]
    assert {place for since, place in house.looked if since == ALWAYS} == {None}


def test_what_was_asked_openly_is_told_in_its_channel(house: House) -> None:
    house.questions = [asking("May dogs come?", person, "C1") for person in ("U1", "U2")]
    house.live(START + DAY)
    ((_, digest),) = house.told
    assert [each.times for each in digest.asked] == [2]


def test_a_review_is_told_in_the_digest_of_the_curators_channel_alone() -> None:
    house = House(chosen=Chosen(("C1",), RHYTHM, "C0CURATORS"))
    house.add("rules")
    house.tick(START)
    house.store.subscriptions.keep(mine())
    house.here[0] = replace(house.here[0], owner="U1", review_by=date(2026, 1, 2))
    for day in (1, 2, 3):
        house.live(START + day * DAY)
    ((place, digest),) = house.told
    assert place == "C0CURATORS"
    assert [review.due for review in digest.reviews] == [date(2026, 1, 2)]


def test_a_preview_tells_what_the_next_would_and_nothing_of_a_place_to_who_may_not_read_it() -> None:
    house = House(chosen=Chosen((), RHYTHM, "C0CURATORS"))
    house.add("first")
    house.tick(START)
    house.questions = [asking("May pigs come?", person, "C0CURATORS") for person in ("U1", "U2", "U3")]
    house.add("new")
    house.tick(START + HOUR)
    (subscription,) = house.room.standing()
    there = house.room.preview(subscription, START + 2 * HOUR)
    assert (len(there.leads), len(there.asked), len(there.gaps)) == (1, 1, 1)
    elsewhere = house.room.preview(subscription, START + 2 * HOUR, elsewhere=True)
    assert (len(elsewhere.leads), len(elsewhere.asked), len(elsewhere.gaps)) == (1, 0, 0)
    assert house.store.subscriptions.told() == {}


def test_a_request_says_whose_it_is_and_holds_nothing_but_which_digest_it_is(house: House) -> None:
    house.store.subscriptions.keep(mine(about="body cameras"))
    house.tick(START + DAY)
    requests: list[AnyRequest] = [kept.request for kept in house.store.inbox.kept]
    (own,) = (each for each in requests if each.place == "D1")
    assert own.person == "U1"
    assert isinstance(own.payload, SendDigest)
    assert "cameras" not in str(own.payload)


def test_a_digest_by_a_clock_that_is_ahead_takes_nothing_from_the_next(house: House) -> None:
    house.add("before")
    house.live(START + DAY + 9 * HOUR)  # in fact a minute earlier
    house.add("between")
    house.live(START + DAY + 9 * HOUR - timedelta(seconds=30))
    house.live(START + 2 * DAY + 9 * HOUR)
    assert house.news == [["before"], ["between"]]


def test_what_a_clock_that_is_ahead_has_seen_is_told_by_the_digest_of_one_that_is_right(house: House) -> None:
    house.live(START + DAY)
    house.add("new")
    note_news(corpus(*house.here), START + DAY + 8 * HOUR + timedelta(minutes=1), house.store.changes)
    house.live(START + DAY + 8 * HOUR)  # nine o'clock
    assert house.news == [["new"]]


@given(
    st.lists(
        st.tuples(
            st.integers(min_value=1, max_value=600).map(lambda minutes: timedelta(minutes=minutes)),
            st.integers(min_value=-180, max_value=180).map(lambda minutes: timedelta(minutes=minutes)),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_whatever_clocks_say_that_are_hours_off_each_article_is_told_once(
    lives: list[tuple[timedelta, timedelta, bool]],
) -> None:
    house = House()
    house.add("first")
    house.tick(START)
    now = START + DAY
    for number, (goes_on, wrong, works) in enumerate(lives):
        now += goes_on
        house.add(f"article{number}")
        if works:
            house.live(now + wrong)
        else:
            house.tick(now + wrong)
    for _ in range(3):
        now += DAY
        house.live(now)
    told = [name for names in house.news for name in names]
    assert sorted(told) == sorted(f"article{number}" for number in range(len(lives)))


def test_a_digest_that_failed_by_a_clock_that_is_hours_ahead_is_told_once() -> None:
    house = House()
    house.add("first")
    house.tick(START)
    house.add("article0")
    house.tick(START + DAY + 8 * HOUR)  # in fact three hours earlier
    house.add("article1")
    house.tick(START + DAY + 5 * HOUR + timedelta(minutes=1))
    for day in (2, 3, 4):
        house.live(START + day * DAY + 5 * HOUR + timedelta(minutes=1))
    assert sorted(name for names in house.news for name in names) == ["article0", "article1"]
