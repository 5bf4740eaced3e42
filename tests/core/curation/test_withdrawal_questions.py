"""A question whether documents are to go is told from whatever else waits for a curator, and from half of one."""

from datetime import UTC, datetime

import pytest

from bot.core.curation.feed_candidates import FeedCandidate
from bot.core.curation.withdrawal_questions import asks_to_withdraw, withdrawal_card, withdrawal_question

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_question_is_known_and_shown() -> None:
    question = withdrawal_question("q", "handbook", NOON, ["leave.md"], 12)
    assert asks_to_withdraw(question)
    assert withdrawal_card(question).title == "1 of 12 documents of handbook are gone"


@pytest.mark.parametrize("content", [{}, {"title": "Leave"}, {"withdrawal": None}, {"withdrawal": {"source": "a"}}])
def test_nothing_else_is_taken_for_one(content: dict[str, object]) -> None:
    assert not asks_to_withdraw(FeedCandidate("q", "handbook", NOON, content))
