"""The core's values as JSON: nothing is lost, and what an older program kept can be read."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.changes.amendments import TellChanges
from bot.core.curation.problems import Effect, FileProblem, Notice, Problem, ProblemReport
from bot.core.digests.requests import EditSubscription, EndSubscription, PauseSubscription, SendDigest
from bot.core.digests.schedule import Due
from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.core.requests import AnswerCommand, AnswerQuestion, Kind, Payload, RemoveAnswer
from bot.store.payloads import (
    faulty_from_json,
    payload_as_json,
    payload_from_json,
    subscription_as_json,
    subscription_from_json,
)
from tests.hostile_texts import anything

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

rhythms = st.builds(
    lambda cadence, at, day: Schedule(cadence, at, "Asia/Tokyo", day if cadence is Cadence.WEEKLY else None),
    st.sampled_from(Cadence),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.integers(0, 6),
)
subscriptions = st.builds(
    Subscription,
    place=st.text(),
    person=st.none() | st.text(),
    rhythm=rhythms,
    since=st.datetimes(timezones=st.just(UTC)),
    about=st.none() | st.text(),
    paused_until=st.none() | st.dates(),
)


@settings(max_examples=60)
@given(subscriptions)
def test_a_subscription_comes_back_as_it_was(subscription: Subscription) -> None:
    assert subscription_from_json(subscription_as_json(subscription)) == subscription


@settings(max_examples=60)
@given(st.lists(anything, min_size=1, max_size=3), anything, st.sampled_from(Effect))
def test_a_report_comes_back_as_it_was_whatever_files_are_called(paths: list[str], words: str, effect: Effect) -> None:
    trouble = FileProblem.of(effect, [Problem(number, words, words) for number in range(5)])
    report = ProblemReport.of(Notice("a", NOON, 1, dict.fromkeys(paths, trouble), tuple(paths)))
    assert payload_from_json(report.kind, payload_as_json(report)) == report


DUE = {name: f"2026-03-0{day}T12:00:00+00:00" for name, day in (("moment", 2), ("since", 1), ("until", 2))}
OLD: tuple[tuple[str, dict[str, object], Payload], ...] = (
    (
        Kind.QUESTION,
        {"words": "who?", "ts": "1.0", "thread": None, "at": "1.0"},
        AnswerQuestion("who?", "1.0", "1.0"),
    ),
    (Kind.REMOVAL, {"ts": "1.0"}, RemoveAnswer("1.0")),
    (Kind.COMMAND, {"words": "who?", "response_url": "https://r"}, AnswerCommand("who?", "https://r")),
    (
        Kind.DIGEST,
        {"subscription": "k", "due": {"name": "daily 2026-03-02", **DUE}},
        SendDigest("k", Due("daily 2026-03-02", NOON, NOON.replace(day=1), NOON)),
    ),
    (
        Kind.SUBSCRIPTION,
        {"do": "change", "key": "", "home": "D1", "place": "C1"}
        | {"cadence": "daily", "weekday": None, "at": "09:00", "zone": "UTC", "about": None},
        EditSubscription("", "D1", "C1", Cadence.DAILY, time(9), "UTC"),
    ),
    (
        Kind.SUBSCRIPTION,
        {"do": "pause", "until": "2026-04-01", "key": "k", "place": "C1", "home": "D1"},
        PauseSubscription("k", "D1", date(2026, 4, 1)),
    ),
    (Kind.SUBSCRIPTION, {"do": "off", "key": "k", "home": "D1"}, EndSubscription("k", "D1")),
    (
        Kind.AMENDMENT,
        {"ts": "1.0", "thread": "1.0", "at": "1.0", "receipt": "a", "answered": "2026-03-02T12:00:00+00:00"},
        TellChanges("1.0", "1.0", "a", NOON, "1.0"),
    ),
)


@pytest.mark.parametrize(("kind", "values", "payload"), OLD)
def test_a_request_that_an_older_program_kept_can_be_read(
    kind: str, values: dict[str, object], payload: Payload
) -> None:
    assert payload_from_json(kind, values) == payload


def test_a_subscription_that_an_older_program_kept_can_be_read() -> None:
    values = {"place": "C1", "person": None, "cadence": "weekly", "weekday": 4, "at": "17:30", "zone": "Asia/Tokyo"}
    values |= {"since": "2026-03-02T12:00:00+00:00", "about": "cars", "paused_until": "2026-04-01"}
    rhythm = Schedule(Cadence.WEEKLY, time(17, 30), "Asia/Tokyo", 4)
    known = Subscription("C1", None, rhythm, NOON, "cars", date(2026, 4, 1))
    assert subscription_from_json(values) == known


def test_faulty_files_that_an_older_program_kept_can_be_read() -> None:
    values = [{"path": "leave.md", "effect": "left out", "flaws": [[3, "is wrong", "mend it"]], "more": 1}]
    known = {"leave.md": FileProblem(Effect.LEFT_OUT, (Problem(3, "is wrong", "mend it"),), 1)}
    assert faulty_from_json(values) == known


@pytest.mark.parametrize("values", [[], None, "who?", {}, {"words": 3}])
def test_what_is_damaged_is_told(values: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        payload_from_json(Kind.QUESTION, values)
