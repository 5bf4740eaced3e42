"""Claims last by one clock for all, which does not jump while a process looks at it."""

from contextlib import closing
from datetime import UTC, datetime, timedelta

from sqlalchemy import URL

from bot.store.clock import StoreClock
from bot.store.database import open_database
from bot.store.transactions import Transactions

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Machine:
    """A machine whose wall clock can be set, and whose steady clock cannot."""

    def __init__(self, wall: datetime = NOON) -> None:
        self.time, self.up = wall, 1_000.0

    def wall(self) -> datetime:
        return self.time

    def steady(self) -> float:
        return self.up

    def goes_on(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)
        self.up += seconds


def test_a_clock_that_is_set_while_the_bot_runs_changes_nothing(url: URL) -> None:
    machine = Machine()
    with closing(Transactions(open_database(url))) as database:
        clock = StoreClock(database, machine.wall, machine.steady)
        began = clock()
        machine.time += timedelta(days=400)
        machine.goes_on(5)
        assert clock() - began == timedelta(seconds=5)
        machine.time -= timedelta(days=800)
        machine.goes_on(5)
        assert clock() - began == timedelta(seconds=10)


def test_replicas_on_one_server_agree_whatever_their_own_clocks_say(postgres_url: URL) -> None:
    with closing(Transactions(open_database(postgres_url))) as database:
        ahead, behind = Machine(NOON + timedelta(seconds=20)), Machine(NOON - timedelta(days=400))
        one = StoreClock(database, ahead.wall, ahead.steady)
        other = StoreClock(database, behind.wall, behind.steady)
        assert abs(one() - other()) < timedelta(seconds=5)
        assert abs(one() - datetime.now(UTC)) < timedelta(minutes=1)
