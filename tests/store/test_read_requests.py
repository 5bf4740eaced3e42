"""What every ReadRequests promises: each request once, the first confirmation counts, and what is old goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core.read_requests.model import Asked, Ending, ReadRequest, ReadRequests
from tests.hostile_texts import WITH_WORDS
from tests.store.test_feed_candidates import all_at_once

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
LEAVE = ReadRequest("a", "hr/leave", "abc", "Leave", "U1", "C1", NOON, date(2026, 3, 9), "Europe/Berlin")
PAY = replace(LEAVE, id="b", document="hr/pay", asked=NOON + DAY, target="S1", since=NOON - DAY)


def test_a_request_is_kept_once_with_those_whom_it_asked_first(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, ["U3", "U2"])
    read_requests.keep(replace(LEAVE, title="Other"), ["U4"])
    assert read_requests.find("a") == LEAVE
    assert list(read_requests.people("a")) == [Asked("a", "U2"), Asked("a", "U3")]
    assert read_requests.find("b") is None


def test_a_request_may_ask_nobody_by_name(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, [])
    assert list(read_requests.people("a")) == []


def test_requests_are_found_by_document_and_by_person_the_oldest_first(read_requests: ReadRequests) -> None:
    anew = replace(LEAVE, id="c", asked=NOON + 2 * DAY, version="def")
    for request, people in ((anew, ["U2"]), (PAY, ["U2", "U3"]), (LEAVE, ["U2"])):
        read_requests.keep(request, people)
    assert list(read_requests.of_document("hr/leave")) == [LEAVE, anew]
    assert [request.id for request, _ in read_requests.of_person("U2")] == ["a", "b", "c"]
    assert list(read_requests.of_person("U3")) == [(PAY, Asked("b", "U3"))]


def test_the_first_confirmation_counts(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, ["U2"])
    assert read_requests.note_read("a", "U2", NOON + DAY) == NOON + DAY
    assert read_requests.note_read("a", "U2", NOON + 2 * DAY) == NOON + DAY
    assert list(read_requests.people("a")) == [Asked("a", "U2", NOON + DAY)]


def test_who_confirms_without_being_asked_is_noted_too(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, ["U2"])
    read_requests.note_read("a", "U9", NOON)
    assert list(read_requests.people("a")) == [Asked("a", "U2"), Asked("a", "U9", NOON)]


def test_of_several_who_press_at_once_one_moment_counts_for_all(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, ["U2"])
    moments: Iterator[datetime] = iter([NOON + DAY, NOON, NOON + 2 * DAY, NOON])
    found = set(all_at_once(lambda: read_requests.note_read("a", "U2", next(moments))))
    assert found == {read_requests.people("a")[0].read}


def test_reminders_are_counted_and_never_backwards(read_requests: ReadRequests) -> None:
    read_requests.keep(LEAVE, ["U2"])
    read_requests.note_reminded("a", "U2", 2, NOON + DAY)
    read_requests.note_reminded("a", "U2", 1, NOON)
    assert list(read_requests.people("a")) == [Asked("a", "U2", None, 2, NOON + DAY)]


def test_what_has_ended_is_open_no_more_and_keeps_its_reason(read_requests: ReadRequests) -> None:
    for request in (LEAVE, PAY):
        read_requests.keep(request, ["U2"])
    read_requests.end("a", Ending.CHANGED)
    read_requests.end("a", Ending.STOPPED)
    assert list(read_requests.open()) == [PAY]
    assert read_requests.find("a") == replace(LEAVE, ending=Ending.CHANGED)


def test_what_was_asked_and_due_before_a_moment_goes(read_requests: ReadRequests) -> None:
    far = replace(LEAVE, id="far", until=date(2027, 1, 1))
    for request in (LEAVE, far):
        read_requests.keep(request, ["U2", "U3"])
    assert read_requests.purge(NOON + 7 * DAY) == 0
    assert read_requests.purge(NOON + 8 * DAY) == 3
    assert list(read_requests.open()) == [far]
    assert list(read_requests.people("a")) == []


@pytest.mark.parametrize("words", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_a_document_is_called_can_be_kept(read_requests: ReadRequests, words: str) -> None:
    read_requests.keep(replace(LEAVE, title=words), [])
    assert read_requests.find("a") == replace(LEAVE, title=words)
