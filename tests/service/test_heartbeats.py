"""A loop that does not turn any more is told of, and one that ended as it should is not."""

from bot.service.heartbeats import Heartbeats


def test_a_loop_is_overdue_once_it_has_not_turned_for_longer_than_it_said() -> None:
    now = 100.0
    hearts = Heartbeats(lambda: now)
    hearts.beat("workers", 10)
    hearts.beat("leases", 30)
    now = 110.0
    assert hearts.overdue() == {}
    now = 115.0
    assert hearts.overdue() == {"workers": 5.0}
    hearts.beat("workers", 10)
    assert hearts.overdue() == {}


def test_a_loop_that_has_ended_is_not_waited_for() -> None:
    now = 0.0
    hearts = Heartbeats(lambda: now)
    hearts.beat("ticks", 10)
    hearts.end("ticks")
    now = 100.0
    assert hearts.overdue() == {}
