"""A process that does not work any more ends."""

import threading

from bot.service.health import Health
from bot.service.heartbeats import Heartbeats
from bot.service.supervision import supervise

LONG = 20.0


def test_a_loop_that_never_comes_back_ends_the_process() -> None:
    ended, now = threading.Event(), [0.0]
    hearts = Heartbeats(lambda: now[0])
    hearts.beat("workers", 10)
    stop = supervise(hearts, ended.set, limit=100, look=0.01)
    now[0] = 105.0
    assert not ended.wait(0.1)
    now[0] = 111.0
    assert ended.wait(LONG)
    stop()


def test_a_log_that_nobody_reads_keeps_no_process_from_ending() -> None:
    ended, read, now = threading.Event(), threading.Event(), [0.0]
    hearts = Heartbeats(lambda: now[0])
    hearts.beat("workers", 10)
    now[0] = 111.0

    def tell(_: object) -> None:
        read.wait(LONG)

    stop = supervise(hearts, ended.set, limit=100, look=0.01, tell=tell)
    assert ended.wait(LONG / 2)
    read.set()
    stop()


def test_what_does_not_turn_or_cannot_be_written_is_no_health() -> None:
    assert Health(True, 1, 1, 0).is_well
    assert not Health(True, 1, 1, 0, unkept="the disk is full").is_well
    assert not Health(True, 1, 1, 0, stalled=("workers",)).is_well
    assert not Health(True, 1, 1, None).is_well
    assert not Health(False, 1, 1, 0).is_well
