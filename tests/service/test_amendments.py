"""Each answer that a change concerns is handed in once, and no more of them than the settings allow."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.answering.receipts import Receipt
from bot.core.changes.amendments import TOLD
from bot.core.errors import StoreError
from bot.core.model import Article, Outcome
from bot.core.requests import AnswerQuestion, AnyRequest, Kind, RemoveAnswer, Request
from bot.service.amendments import Amendments, Limits
from bot.service.news import note_news
from tests.small_articles import article, corpus
from tests.small_receipts import receipt
from tests.small_requests import COMMAND
from tests.store.memory_store import MemoryInbox, MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TWELVE, SIXTEEN, TWENTY = (f"Parents get {weeks} weeks of leave." for weeks in ("twelve", "sixteen", "twenty"))


@dataclass
class House:
    """A store, a corpus of a few articles, and the answers that quote their first paragraphs."""

    store: MemoryStore = field(default_factory=MemoryStore)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    here: dict[str, Article] = field(default_factory=dict)
    now: datetime = NOON

    def amendments(self, age: timedelta = 30 * DAY, number: int = 20) -> Amendments:
        kept, limits = self.store, Limits(age, number)
        return Amendments(
            kept.inbox, kept.records, kept.changes, self.receipts.get, lambda _: corpus(*self.here.values()), limits
        )

    def write(self, *paragraphs: str, name: str = "leave") -> None:
        """The article says this from now on, and is noted."""
        self.here[name] = article(name, *paragraphs)
        note_news(corpus(*self.here.values()), self.now, self.store.changes)

    def answer(self, ts: str, *names: str, kind: str = Kind.QUESTION, outcome: str = Outcome.ANSWERED) -> None:
        """A question, or what became of it, was handled now."""
        known = receipt(*((self.here[each], 1) for each in names or ("leave",)), name=f"{ts}-{self.now.isoformat()}")
        self.receipts[known.id] = known
        question = AnswerQuestion("How long?", ts, f"{self.now.timestamp():.6f}", ts)
        payload = {Kind.QUESTION: question, Kind.REMOVAL: RemoveAnswer(ts)}.get(Kind(kind), COMMAND)
        asked: AnyRequest = Request(known.id, payload, f"C1:{ts}", self.now, "U1", "C1")
        assert self.store.inbox.accept(asked, {known.id})
        self.finish(outcome, known.id if outcome == Outcome.ANSWERED else "")

    def finish(self, outcome: str = TOLD, known: str = "") -> list[str]:
        """Everything that waits is handled; returns what it was about."""
        about = []
        while claim := self.store.inbox.claim("worker", self.now, self.now + HOUR):
            about.append(claim.request.subject.removeprefix("C1:"))
            self.store.inbox.finish(claim, self.now, outcome, known)
        return about

    @property
    def waiting(self) -> list[AnyRequest]:
        return [kept.request for kept in self.store.inbox.kept if kept.waits]


@pytest.fixture
def house() -> House:
    house = House()
    house.write("Trains are booked early.", name="travel")
    house.write(TWELVE, "Ask for it in writing.")
    return house


def later(house: House, by: timedelta = HOUR) -> None:
    house.now += by


def test_an_answer_that_quotes_what_changed_is_handed_in_once_however_often_and_by_whomever(house: House) -> None:
    house.answer("1.0")
    later(house)
    house.write(SIXTEEN, "Ask for it in writing.")
    amendments, replica = house.amendments(), house.amendments()
    assert [each.hand_in(house.now) for each in (amendments, replica, amendments)] == [1, 0, 0]
    (request,) = house.waiting
    assert (request.kind, request.subject, request.place, request.person) == ("amendment", "C1:1.0", "C1", "U1")
    assert not hasattr(request.payload, "words")
    house.finish()
    assert house.amendments().hand_in(house.now + HOUR) == 0


def test_what_a_request_tells_is_what_is_so_when_it_is_handled(house: House) -> None:
    house.answer("1.0")
    later(house)
    house.write(SIXTEEN)
    house.amendments().hand_in(house.now)
    house.write(TWENTY)
    (request,) = house.waiting
    (change,) = house.amendments().changes(request) or ()
    assert [line.text_after for line in change.redlines] == [TWENTY]


def test_a_replica_whose_corpus_is_older_tells_the_same(house: House) -> None:
    house.answer("1.0")
    before = dict(house.here)
    later(house)
    house.write(SIXTEEN)
    house.amendments().hand_in(house.now)
    house.here = before
    (request,) = house.waiting
    (change,) = house.amendments().changes(request) or ()
    assert [line.text_after for line in change.redlines] == [SIXTEEN]


def test_answers_that_quote_something_else_are_left_alone(house: House) -> None:
    house.answer("1.0", "travel")
    later(house)
    house.write(TWELVE, "Ask for it by mail.")
    house.answer("2.0")
    assert house.amendments().hand_in(house.now) == 0


def test_a_crash_after_a_change_was_noted_is_made_good_for_a_day(house: House) -> None:
    house.answer("1.0")
    house.write(SIXTEEN)
    assert house.amendments().hand_in(house.now + DAY) == 0
    assert house.amendments().hand_in(house.now + 23 * HOUR) == 1


def test_what_was_quoted_and_changed_before_anybody_had_noted_it_has_changed_too(house: House) -> None:
    house.here["visits"] = article("visits", "Visitors wear a red badge.")  # read, and not noted
    house.answer("1.0", "visits")
    later(house)
    house.write("Visitors wear a blue badge.", name="visits")
    assert house.amendments().hand_in(house.now) == 1
    (request,) = house.waiting
    (change,) = house.amendments().changes(request) or ()
    assert [line.text_after for line in change.redlines] == ["Visitors wear a blue badge."]


class Breaking(MemoryInbox):
    """Fails at the second request that it is to keep, once."""

    fails = 0

    def accept(self, request: AnyRequest, keys: Collection[str], kept: Callable[[], None] | None = None) -> bool:
        self.fails += request.kind == Kind.AMENDMENT
        if self.fails == 2:
            raise StoreError("the disk is full")
        return super().accept(request, keys, kept)


def test_a_crash_amid_the_handing_in_loses_nothing_and_tells_nothing_twice() -> None:
    house = House(MemoryStore(Breaking()))
    house.write(TWELVE)
    for ts in ("1.0", "2.0", "3.0"):
        house.answer(ts)
    later(house)
    house.write(SIXTEEN)
    with pytest.raises(StoreError):
        house.amendments().hand_in(house.now)
    assert house.amendments().hand_in(house.now) == 2
    assert sorted(house.finish()) == ["1.0", "2.0", "3.0"]


def test_answers_beyond_the_age_get_no_reply(house: House) -> None:
    house.answer("1.0")
    later(house, 10 * DAY)
    house.answer("2.0")
    house.write(SIXTEEN)
    house.amendments(age=10 * DAY).hand_in(house.now)
    assert house.finish() == ["2.0"]


def test_the_newest_answers_get_a_reply_and_no_more_of_them_a_day_than_the_limit(house: House) -> None:
    for ts in ("1.0", "2.0", "3.0", "4.0", "5.0"):
        house.answer(ts)
        later(house, timedelta(minutes=1))
    house.write(SIXTEEN)
    limited = house.amendments(number=2)
    assert [limited.hand_in(house.now), limited.hand_in(house.now)] == [2, 0]
    assert house.finish() == ["5.0", "4.0"]
    later(house)
    house.write(TWENTY)
    limited.hand_in(house.now)
    assert house.finish() == ["5.0", "4.0"]
    later(house, DAY)
    house.write(TWELVE)
    house.write(SIXTEEN)
    limited.hand_in(house.now)
    assert house.finish() == ["5.0", "4.0", "3.0", "2.0"]


def test_a_reply_that_stands_hears_of_every_further_change_even_of_one_back_and_at_any_age(house: House) -> None:
    house.answer("1.0")
    for wording in (SIXTEEN, TWELVE, SIXTEEN, TWELVE):
        later(house, 20 * DAY)
        house.write(wording)
        house.amendments().hand_in(house.now)
        (request,) = house.waiting
        assert bool(house.amendments().changes(request)) == (wording == SIXTEEN)
        assert house.finish() == ["1.0"]


def test_a_request_that_came_to_nothing_left_no_reply_to_keep_up_to_date(house: House) -> None:
    house.answer("1.0")
    later(house)
    house.write(SIXTEEN)
    house.amendments().hand_in(house.now)
    house.finish("nothing changed")
    house.write(TWELVE)
    assert house.amendments().hand_in(house.now) == 0


def test_an_edited_question_counts_in_its_last_words(house: House) -> None:
    house.answer("1.0", "travel")
    later(house)
    house.answer("1.0", "leave")
    edited = house.now
    later(house)
    house.answer("1.0", "travel", outcome="answered before")  # its old words, which came late
    house.write("Trains are booked late.", name="travel")
    assert house.amendments().hand_in(house.now) == 0
    house.write(SIXTEEN)
    assert house.amendments().hand_in(house.now) == 1
    (request,) = house.waiting
    assert request.payload.at == f"{edited.timestamp():.6f}"


def test_the_answer_to_an_edited_question_gets_a_reply_though_the_one_before_had_one(house: House) -> None:
    house.answer("1.0")
    later(house)
    house.write(SIXTEEN)
    house.amendments().hand_in(house.now)
    house.finish()
    later(house)
    house.answer("1.0")
    edited = house.now
    house.write(TWENTY)
    house.amendments().hand_in(house.now)
    assert f"{edited.timestamp():.6f}" in {request.payload.at for request in house.waiting}


@pytest.mark.parametrize(("kind", "outcome"), [(Kind.REMOVAL, "removed"), (Kind.QUESTION, Outcome.NOT_COVERED)])
def test_a_question_that_was_deleted_or_has_no_answer_any_more_is_passed_over(
    house: House, kind: str, outcome: str
) -> None:
    house.answer("1.0")
    later(house)
    house.answer("1.0", kind=kind, outcome=outcome)
    house.write(SIXTEEN)
    assert house.amendments().hand_in(house.now) == 0


def test_an_answer_whose_receipt_is_gone_is_passed_over(house: House) -> None:
    house.answer("1.0")
    later(house)
    house.write(SIXTEEN)
    house.amendments().hand_in(house.now)
    house.receipts.clear()
    (request,) = house.waiting
    assert house.amendments().changes(request) is None
    house.finish()
    house.write(TWENTY)
    assert house.amendments().hand_in(house.now) == 0


def test_two_changes_at_one_look_are_one_request_for_an_answer_that_quotes_both(house: House) -> None:
    house.answer("1.0", "leave", "travel")
    later(house)
    house.write(SIXTEEN)
    house.write("Trains are booked late.", name="travel")
    assert house.amendments().hand_in(house.now) == 1
    (request,) = house.waiting
    assert [each.attribution.article for each in house.amendments().changes(request) or ()] == ["leave", "travel"]


def test_a_command_is_answered_in_private_and_gets_no_reply(house: House) -> None:
    house.answer("1.0", kind=Kind.COMMAND)
    house.write(SIXTEEN)
    assert house.amendments().hand_in(house.now) == 0
