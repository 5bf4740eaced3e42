"""One replica leads; the others hear what it has seen, and one of them takes over when it is gone."""

from datetime import UTC, datetime

import pytest

from bot.core.errors import StoreError
from bot.service.leading import LEASE, NOBODYS_TOKEN, Following, Leading
from tests.store.memory_store import MemoryLeases

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Replicas:
    """Two replicas and their clock."""

    def __init__(self) -> None:
        self.now, leases = NOON, MemoryLeases()
        self.one, self.other = Leading(leases, lambda: self.now), Leading(leases, lambda: self.now)


def test_one_leads_and_the_other_hears_what_it_has_seen() -> None:
    house = Replicas()
    assert (house.one.look(), house.other.look()) == (True, False)
    house.one.tell("r1")
    assert house.other.told == ""
    assert not house.other.look()
    assert house.other.told == "r1"


def test_where_the_leader_is_silent_another_leads_and_the_old_one_cannot_tell_any_more() -> None:
    house = Replicas()
    house.one.look()
    token = house.one.token()
    house.now += LEASE
    assert not house.one.leads
    assert house.one.token() == NOBODYS_TOKEN
    assert house.other.look()
    assert house.other.token() > token
    with pytest.raises(StoreError):
        house.one.tell("r2")
    assert not house.one.look()


def test_who_stops_lets_another_lead_at_once() -> None:
    house = Replicas()
    house.one.look()
    house.one.give()
    assert house.other.look()


def test_who_is_alone_leads_without_a_lease_whatever_the_time() -> None:
    alone = Leading(None, lambda: NOON)
    assert alone.leads
    assert alone.look()
    alone.tell("r1")
    alone.give()
    assert alone.token() != NOBODYS_TOKEN


def test_who_only_follows_hears_the_leader_and_leads_never() -> None:
    leases = MemoryLeases()
    follower, one = Following(leases), Leading(leases, lambda: NOON)
    assert not follower.look()
    one.look()
    one.tell("r1")
    assert not follower.look()
    assert (follower.told, follower.leads, follower.token()) == ("r1", False, NOBODYS_TOKEN)
