"""A digest in a terminal tells what it tells in Slack, changes marked without colours too."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings

from bot.core.changes.redlines import Changed, compare
from bot.core.digests.digest import Digest, Replaced, Review
from bot.core.question_log import DemandedTopic, Frequent
from bot.terminal.digests import show_digest
from tests.hostile_texts import anything
from tests.small_articles import attribution, quotation
from tests.terminal.test_show import printed

UNTIL = datetime(2026, 7, 1, 9, 5, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)
LEAVE, TRIPS = attribution(title="Leave", publisher="Example Ltd"), attribution("trips", title="Trips")
BEFORE, AFTER = "Parents get twelve weeks of paid leave.", "Parents get sixteen weeks of paid leave."


def test_nothing_to_tell_is_said_in_a_sentence() -> None:
    assert "Nothing to tell since Tuesday: nothing would be sent." in printed(show_digest(Digest(SINCE, (), UNTIL)))


def test_every_part_is_told_and_those_that_are_empty_are_not() -> None:
    digest = Digest(
        SINCE,
        (quotation("Dogs may come.", LEAVE),),
        UNTIL,
        changed=(Changed(LEAVE, compare([BEFORE], [AFTER])),),
        replaced=(Replaced(LEAVE, 3, TRIPS, date(2026, 6, 30)),),
        reviews=(Review(LEAVE, "Anna", date(2026, 6, 30)),),
        asked=(Frequent("May dogs come?", 3),),
        gaps=(DemandedTopic(("parental", "leave"), 3),),
    )
    told = printed(show_digest(digest))
    for part in (
        "Policy digest since Tuesday: 1 new · 1 changed",
        "Dogs may come.",
        "Example Ltd",
        "[-twelve-]",
        "{+sixteen+}",
        "Leave ¶ 3, from 30 June 2026 on: now Trips",
        "owner: Anna",
        "“May dogs come?” · 3 times",
        "parental · leave · 3 people",
    ):
        assert part in told
    assert "Asked in private" not in told


@settings(max_examples=40)
@given(anything, anything)
def test_no_text_is_read_as_markup_or_by_the_terminal(before: str, after: str) -> None:
    lines = compare([f"Parents {before}"], [f"Parents anew {after}"])
    told = printed(show_digest(Digest(SINCE, (), UNTIL, changed=(Changed(LEAVE, lines),))))
    assert not set(told) & {"\x1b", "\x07", "\u202e"}
