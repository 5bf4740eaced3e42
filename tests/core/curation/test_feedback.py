"""What people say of answers is counted by receipt, each person once, and names nobody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.curation.feedback import Opinion, marked, unhelpful

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BAD = Opinion("C1:1", "r1", "U1", False, NOON, "It is old.")


def test_those_come_first_that_helped_the_fewest_and_each_person_counts_once() -> None:
    good = replace(BAD, receipt="r2", helped=True, reason="")
    opinions = [
        good,
        BAD,
        replace(BAD, person="U2", reason=""),
        replace(BAD, answer="C2:9", at=NOON + MINUTE, reason="It is for others."),
    ]
    (worst, best) = marked(opinions)
    assert (worst.receipt, worst.helped, worst.did_not, worst.last) == ("r1", 0, 2, NOON + MINUTE)
    assert worst.reasons == ("It is for others.",)
    assert (best.receipt, best.helped, best.did_not) == ("r2", 1, 0)
    assert unhelpful(opinions) == [worst]


def test_nobody_is_named() -> None:
    assert "U1" not in repr(marked([BAD]))
