"""The pace at which messages go into a channel."""

import pytest

from bot.core.errors import RetryLater
from bot.slack.api.pacing import BURST, Pace


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock)


def wait_of(pace: Pace, channel: str, name: str) -> float:
    try:
        pace.take_turn(channel, name)
    except RetryLater as later:
        return later.seconds or -1.0
    return 0.0


def test_a_few_at_once_go_at_once_and_the_rest_one_a_second(pace: Pace) -> None:
    waits = [wait_of(pace, "C1", str(number)) for number in range(BURST + 3)]
    assert waits == pytest.approx([0.0] * BURST + [1.0, 2.0, 3.0])


def test_who_was_told_to_wait_keeps_the_turn(pace: Pace, clock: Clock) -> None:
    for number in range(BURST + 2):
        wait_of(pace, "C1", str(number))
    clock.seconds += 1.0
    assert wait_of(pace, "C1", str(BURST)) == 0.0
    assert wait_of(pace, "C1", str(BURST + 1)) == pytest.approx(1.0)


def test_channels_do_not_wait_for_each_other(pace: Pace) -> None:
    for number in range(10):
        wait_of(pace, "C1", str(number))
    assert wait_of(pace, "C2", "another") == 0.0


def test_a_quiet_channel_may_burst_again(pace: Pace, clock: Clock) -> None:
    for number in range(BURST):
        wait_of(pace, "C1", str(number))
    clock.seconds += 60
    assert [wait_of(pace, "C1", f"later {number}") for number in range(BURST)] == [0.0] * BURST


def test_what_slack_holds_up_waits_that_long_and_then_goes_one_by_one(pace: Pace, clock: Clock) -> None:
    pace.hold("C1", 30)
    waits = [wait_of(pace, "C1", str(number)) for number in range(3)]
    assert waits == pytest.approx([30.0, 31.0, 32.0])
    assert wait_of(pace, "C2", "another") == 0.0


def test_never_more_than_the_burst_and_one_a_second_in_any_stretch_of_time(pace: Pace, clock: Clock) -> None:
    waiting, sent = [str(number) for number in range(40)], []
    while waiting:
        for name in list(waiting):
            if wait_of(pace, "C1", name) == 0.0:
                sent.append(clock.seconds)
                waiting.remove(name)
        clock.seconds += 0.25
    for start in sent:
        for length in (1, 5, 20):
            assert len([moment for moment in sent if start <= moment < start + length]) <= BURST + length
