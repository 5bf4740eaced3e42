"""What is said of an outage of Slack's: enough, and not again and again."""

from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bot.service.outages import FIRST, LONGEST, SOON, Outage


class Seconds:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def away_for(outage: Outage, seconds: Seconds, how_long: float) -> list[float]:
    """After how many seconds something is said of an outage that is looked at every half second."""
    began, said = seconds.now, []
    while seconds.now - began < how_long:
        with capture_logs() as lines:
            outage.away("no route")
        if lines:
            said.append(seconds.now - began)
        seconds.now += 0.5
    return said


def test_an_outage_is_told_at_once_and_then_ever_more_seldom() -> None:
    seconds = Seconds()
    outage = Outage(seconds)
    outage.heard()
    told = away_for(outage, seconds, 24 * 3_600)
    assert told[:4] == [0, FIRST, 3 * FIRST, 7 * FIRST]
    assert {later - earlier for earlier, later in pairwise(told[6:])} == {LONGEST}


def test_a_start_is_no_outage_until_it_takes_long() -> None:
    seconds = Seconds()
    assert away_for(Outage(seconds), seconds, SOON + FIRST)[0] == SOON


def test_the_reason_and_the_end_are_told_with_how_long_it_was() -> None:
    seconds = Seconds()
    outage = Outage(seconds)
    outage.heard()
    with capture_logs() as lines:
        assert outage.away("no route")
        seconds.now += 90
        assert not outage.away("no route")
        outage.heard()
        outage.heard()
    assert [line["event"].partition(",")[0] for line in lines] == [
        "Slack cannot be heard", "Slack cannot be heard", "ready for questions",
    ]  # fmt: skip
    assert lines[1]["reason"] == "no route"
    assert lines[1]["for_seconds"] == lines[2]["after_seconds"] == 90


def test_who_did_not_listen_by_choice_gives_slack_as_long_as_after_a_start() -> None:
    seconds = Seconds()
    outage = Outage(seconds)
    outage.heard()
    with capture_logs() as lines:
        for _ in range(600):
            outage.turned_away()
            seconds.now += 0.5
    assert lines == []
    assert away_for(outage, seconds, SOON + 1)[0] == pytest.approx(SOON, abs=0.5)
