"""What every Audit promises: each act once, the oldest first, for as long as it is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.audit import Act, Action, Audit, act_of
from bot.core.requests import Request
from tests.hostile_texts import WITH_WORDS
from tests.small_requests import QUESTION

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
PINNED = Act("a", NOON, "slack:U1", Action.PINNED, "hr/leave", {"passage": "3"})
EXPORTED = Act("b", NOON + DAY, "system:ann", Action.EXPORTED, "receipts")


def test_what_was_done_is_told_the_oldest_first(audit: Audit) -> None:
    audit.record(EXPORTED)
    audit.record(PINNED)
    assert list(audit.acts(NOON)) == [PINNED, EXPORTED]


def test_the_same_act_is_kept_once_as_it_was_first(audit: Audit) -> None:
    audit.record(PINNED)
    audit.record(replace(PINNED, at=NOON + DAY, about="other"))
    assert list(audit.acts(NOON)) == [PINNED]


def test_only_what_was_done_in_a_span_is_told(audit: Audit) -> None:
    for act in (PINNED, EXPORTED):
        audit.record(act)
    assert list(audit.acts(NOON + DAY)) == [EXPORTED]
    assert list(audit.acts(NOON, NOON + DAY)) == [PINNED]


def test_the_last_act_of_a_kind_is_found(audit: Audit) -> None:
    assert audit.last(Action.PINNED) is None
    later = replace(PINNED, id="c", at=NOON + DAY)
    for act in (later, PINNED, EXPORTED):
        audit.record(act)
    assert audit.last(Action.PINNED) == later


def test_what_is_too_old_goes(audit: Audit) -> None:
    for act in (PINNED, EXPORTED):
        audit.record(act)
    assert audit.purge(NOON + DAY) == 1
    assert list(audit.acts(NOON)) == [EXPORTED]


@pytest.mark.parametrize("words", WITH_WORDS.values(), ids=WITH_WORDS)
def test_whatever_a_document_is_called_can_be_kept(audit: Audit, words: str) -> None:
    act = replace(PINNED, about=words, details={"title": words})
    audit.record(act)
    assert list(audit.acts(NOON)) == [act]


def test_a_request_makes_one_act_of_each_kind_about_one_thing() -> None:
    request = Request("r", QUESTION, "s", NOON, "U1", "C1")
    done = act_of(request, Action.PINNED, "hr/leave", passage="3")
    assert done == act_of(request, Action.PINNED, "hr/leave", passage="3")
    assert done.id != act_of(request, Action.PINNED, "hr/pay").id
    assert done.as_json() == {
        "at": "2026-03-02T12:00:00.123456+00:00",
        "by": "slack:U1",
        "action": "pinned",
        "about": "hr/leave",
        "passage": "3",
    }
