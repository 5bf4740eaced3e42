"""A quoted passage has changed only if it says something else now, and nobody guesses where it cannot be known."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.answering.receipts import Receipt
from bot.core.changes.amendments import amended, quoted
from bot.core.changes.redlines import Nature, Redline
from bot.core.changes.revisions import Revision
from bot.core.model import Article
from tests.small_articles import article, corpus
from tests.small_receipts import receipt, receipt_of_part

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TWELVE, SIXTEEN = "Parents get twelve weeks of paid leave.", "Parents get sixteen weeks of paid leave."
ASK, TELL = "Ask for it a month ahead, in writing.", "Tell your manager as soon as you know."
LEAVE = article("leave", TWELVE, ASK, title="Leave")
TRAVEL = article("travel", "Trains are booked early.", "Flights need a reason.")
QUOTED = receipt((LEAVE, 1))


def revisions(*wordings: Sequence[str]) -> list[Revision]:
    return [Revision(NOON + timedelta(hours=hour), tuple(each)) for hour, each in enumerate(wordings)]


def lines(*wordings: Sequence[str], of: Receipt = QUOTED) -> list[Redline] | None:
    """What is told of `leave`, after these wordings of it."""
    now = article("leave", *wordings[-1], title="Leave")
    found = amended(of, {"leave": revisions(*wordings)}, corpus(now, TRAVEL))
    return None if found is None else [line for each in found for line in each.redlines]


def test_a_quoted_passage_that_was_reworded_is_told_before_and_after() -> None:
    (line,) = lines([TWELVE, ASK], [SIXTEEN, ASK]) or []
    assert (line.text_before, line.text_after) == (TWELVE, SIXTEEN)


def test_a_quoted_passage_that_is_gone_is_told_and_not_taken_for_its_likes_that_stay() -> None:
    (line,) = lines([TWELVE, ASK], [ASK]) or []
    assert (line.nature, line.before) == (Nature.REMOVED, 1)
    (line,) = lines([TWELVE, SIXTEEN], [SIXTEEN]) or []
    assert (line.nature, line.text_before) == (Nature.REMOVED, TWELVE)


def test_what_was_not_quoted_may_change_in_silence() -> None:
    assert lines([TWELVE, ASK], [TWELVE, TELL, "More."]) == []
    assert amended(QUOTED, {"travel": revisions(["Old."], ["New."])}, corpus(LEAVE, TRAVEL)) == ()


def test_a_passage_that_only_moved_or_was_joined_or_parted_or_set_otherwise_has_not_changed() -> None:
    assert lines([TWELVE, ASK], [TELL, ASK, TWELVE]) == []
    assert lines([TWELVE, ASK], [f"{TWELVE} {ASK}"]) == []
    assert lines([TWELVE, ASK], ["Parents get twelve weeks", "of paid leave.", ASK]) == []
    assert lines([TWELVE, ASK], [TWELVE.replace(" ", "\u00a0"), ASK]) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (f"Interns get none. {TWELVE} {ASK}", None),
        (f"{TELL} {TWELVE} {SIXTEEN}", None),
        (f"Interns get nothing. {SIXTEEN} Ask a week ahead.", (TWELVE, SIXTEEN)),
        ("Interns get nothing. Ask for it a month ahead, in writing.", (TWELVE, "")),
        (f"Interns get nothing. Parents, and only they, get twelve weeks of paid leave. {ASK}", (TWELVE, ...)),
    ],
)
def test_of_a_long_passage_only_the_words_that_were_quoted_count_and_are_shown(
    now: str, told: tuple[str, object] | None
) -> None:
    then = f"Interns get nothing. {TWELVE} {ASK}"
    start = then.index(TWELVE)
    found = lines([then], [now], of=receipt_of_part(article("leave", then), start, start + len(TWELVE))) or []
    assert [line.text_before.strip() for line in found] == ([told[0]] if told else [])
    if told and told[1] is not ...:
        assert found[0].text_after.strip() == told[1]


def test_what_was_changed_back_reads_as_quoted() -> None:
    assert lines([TWELVE, ASK], [SIXTEEN, ASK], [TWELVE, ASK]) == []


def test_a_passage_is_compared_with_the_last_wording_that_had_it_where_it_was_quoted() -> None:
    (line,) = lines(["Nothing yet.", ASK], [TWELVE, ASK], [TWELVE, TELL], [TELL, SIXTEEN]) or []
    assert (line.before, line.after, line.text_after) == (1, 2, SIXTEEN)


def test_what_nobody_noted_as_it_was_quoted_is_compared_with_what_there_is_now() -> None:
    found = lines([ASK, TELL], [ASK, SIXTEEN]) or []
    assert [(line.text_before, line.text_after) for line in found] == [(TWELVE, SIXTEEN)]


def test_of_an_article_that_is_gone_or_out_of_sight_nothing_is_said() -> None:
    hidden = article("leave", SIXTEEN, ASK, collection="board")
    changed = {"leave": revisions([TWELVE, ASK], [SIXTEEN, ASK])}
    staff = receipt((LEAVE, 1), collections=frozenset({"staff"}))
    assert amended(QUOTED, changed, corpus(TRAVEL)) is None
    assert amended(staff, changed, corpus(hidden)) is None
    assert amended(QUOTED, changed, corpus(hidden))


def test_changes_are_told_by_article_in_the_order_of_the_answer_though_another_article_is_gone() -> None:
    gone = article("gone", "Somebody said so.")
    known = receipt((TRAVEL, 2), (gone, 1), (LEAVE, 2), (LEAVE, 1))
    changed = {
        "leave": revisions([TWELVE, ASK], [SIXTEEN, TELL]),
        "travel": revisions(["Trains are booked early.", "Flights need a reason."], ["Trains are booked early."]),
    }
    found = amended(known, changed, corpus(named("leave", "Parental leave"), named("travel", "Travel"))) or ()
    assert [(each.attribution.label, [line.before for line in each.redlines]) for each in found] == [
        ("Travel", [2]),
        ("Parental leave", [1, 2]),
    ]


def named(name: str, title: str) -> Article:
    return article(name, "Anything.", title=title)


def test_a_receipt_tells_what_was_quoted_by_article_and_paragraph() -> None:
    assert quoted(receipt((LEAVE, 2), (TRAVEL, 1))) == {"leave": {2: ASK}, "travel": {1: "Trains are booked early."}}
