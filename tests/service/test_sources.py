"""Sources are looked at when they are due, by one replica at a time, and nothing that waits is lost or shown twice."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.core.curation.feed_candidates import FeedCandidate, Followed
from bot.core.curation.requests import ShowCandidate
from bot.core.errors import StoreError
from bot.core.requests import Kind
from bot.service.sources import Following, Terms, hand_in
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GoOn = Callable[[], bool]
TERMS = Terms(5 * MINUTE, "C1")
NEWCOMER = FeedCandidate("a", "https://example.org/feed", NOON, {"title": "Leave"})


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Source:
    """A source that is due an hour after each look. `act` is done at each look, and `looks` counts them."""

    store: MemoryStore
    key: str = "https://example.org/feed"
    act: Callable[[GoOn], object] = lambda go_on: go_on()
    looks: list[datetime] = field(default_factory=list)

    def is_due(self, known: Followed | None, now: datetime) -> bool:
        return not known or not known.state or now >= datetime.fromisoformat(str(known.state["next"]))

    def look(self, known: Followed | None, now: datetime, go_on: GoOn) -> Followed | None:
        self.looks.append(now)
        if not self.act(go_on):
            return None
        return Followed(self.key, {"next": (now + 60 * MINUTE).isoformat()})


@dataclass
class World:
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Clock = field(default_factory=Clock)
    woken: list[None] = field(default_factory=list)

    def following(self, *sources: Source, terms: Terms = TERMS) -> Following:
        return Following(
            sources,
            self.store.curation.candidates,
            self.store.inbox,
            terms,
            self.clock,
            lambda: self.woken.append(None),
        )


@pytest.fixture
def world() -> World:
    return World()


def test_a_source_is_looked_at_when_it_is_due(world: World) -> None:
    source = Source(world.store)
    following = world.following(source)
    following.look()
    following.look()
    assert source.looks == [NOON]
    world.clock.now += 60 * MINUTE
    following.look()
    assert source.looks == [NOON, world.clock.now]


def test_while_one_replica_looks_the_other_does_not(world: World) -> None:
    theirs = Source(world.store)
    other = world.following(theirs)

    def meanwhile(_: GoOn) -> bool:
        other.look()
        return True

    ours = Source(world.store, act=meanwhile)
    world.following(ours).look()
    other.look()
    assert (len(ours.looks), len(theirs.looks)) == (1, 0)


def test_what_a_killed_replica_left_is_taken_up_once_its_claim_has_run_out(world: World) -> None:
    source = Source(world.store)
    world.store.curation.candidates.claim_feed(source.key, "killed", NOON, NOON + 5 * MINUTE)
    following = world.following(source)
    following.look()
    assert source.looks == []
    world.clock.now += 5 * MINUTE
    following.look()
    assert len(source.looks) == 1


def test_who_takes_long_keeps_the_claim_by_going_on(world: World) -> None:
    other = world.following(Source(world.store))

    def slowly(go_on: GoOn) -> bool:
        for _ in range(3):
            world.clock.now += 4 * MINUTE
            assert go_on()
            other.look()
        return True

    source = Source(world.store, act=slowly)
    world.following(source).look()
    assert dict(world.store.curation.candidates.feeds())[source.key].state


def test_a_look_that_was_broken_off_is_done_again(world: World) -> None:
    source = Source(world.store, act=lambda _: False)
    following = world.following(source)
    following.look()
    source.act = lambda _: True
    following.look()
    assert len(source.looks) == 2


def test_a_source_that_we_fail_at_keeps_nobody_else_waiting_and_is_left_alone_for_an_hour(world: World) -> None:
    def fail(_: GoOn) -> bool:
        raise ValueError("no luck")

    bad, good = Source(world.store, "https://example.org/bad", fail), Source(world.store)
    following = world.following(bad, good)
    with structlog.testing.capture_logs() as logs:
        following.look()
        following.look()
    assert (len(bad.looks), len(good.looks)) == (1, 1)
    assert [(each["event"], each["source"]) for each in logs] == [("could not look at a source", bad.key)]
    world.clock.now += 60 * MINUTE
    with structlog.testing.capture_logs():
        following.look()
    assert len(bad.looks) == 2


def test_a_store_that_cannot_keep_what_came_is_asked_again(world: World) -> None:
    def fail(_: GoOn) -> bool:
        raise StoreError("the store cannot be used now")

    source = Source(world.store, act=fail)
    following = world.following(source)
    with structlog.testing.capture_logs() as logs:
        following.look()
    assert logs[0]["event"] == "cannot keep what a source tells; it will be asked again"
    source.act = lambda _: True
    following.look()
    assert len(source.looks) == 2


def test_what_waits_is_handed_in_once_and_wakes_the_workers(world: World) -> None:
    world.store.curation.candidates.keep(NEWCOMER)
    following = world.following()
    following.look()
    following.look()
    (kept,) = world.store.inbox.kept
    assert (kept.request.kind, kept.request.place) == (Kind.NEWCOMER, "C1")
    assert kept.request.payload == ShowCandidate("a")
    assert len(world.woken) == 1


def test_what_two_replicas_find_waiting_is_handed_in_by_one(world: World) -> None:
    world.store.curation.candidates.keep(NEWCOMER)
    start, handed_in = threading.Barrier(4), []

    def do() -> None:
        start.wait()
        handed_in.append(hand_in(world.store.curation.candidates, world.store.inbox, "C1", NOON))

    threads = [threading.Thread(target=do) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(handed_in) == [0, 0, 0, 1]


def test_what_came_before_there_was_a_channel_is_handed_in_once_there_is_one(world: World) -> None:
    world.store.curation.candidates.keep(NEWCOMER)
    world.following(terms=replace(TERMS, channel="")).look()
    assert world.store.inbox.kept == []
    world.following().look()
    assert len(world.store.inbox.kept) == 1


def test_a_page_that_takes_its_time_keeps_nobody_from_stopping(world: World) -> None:
    looking, released = threading.Event(), threading.Event()

    def hang(go_on: GoOn) -> bool:
        looking.set()
        released.wait()
        return go_on()

    source = Source(world.store, act=hang)
    following = world.following(source)

    async def run() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(following.run(stop))
        await asyncio.to_thread(looking.wait)
        stop.set()
        await asyncio.wait_for(running, timeout=30)

    asyncio.run(run())
    released.set()


def test_the_thread_says_that_it_turns_at_each_look_and_before_each_page(world: World) -> None:
    beats: list[None] = []
    looked = threading.Event()

    def look(go_on: GoOn) -> bool:
        before = len(beats)
        assert go_on()
        assert len(beats) > before
        looked.set()
        return True

    following = world.following(Source(world.store, act=look))

    async def run() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(following.run(stop, lambda: beats.append(None)))
        await asyncio.to_thread(looked.wait)
        stop.set()
        await running

    asyncio.run(run())
    assert beats
