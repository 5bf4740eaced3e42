"""The pool of workers: each request once, what must wait waits, and nothing is lost at the end."""

import threading
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog

from bot.core.errors import DeliveryError, RetryLater, StoreError
from bot.core.requests import AnyRequest, Claim, Handled, Request
from bot.service.heartbeats import Heartbeats
from bot.service.processes import name_of_this
from bot.service.retries import LONGEST_WAIT, TRIES, TRIES_AFTER_SURPRISES
from bot.service.workers import LONGEST_WORK, Terms, Workers
from tests.small_requests import QUESTION
from tests.store.memory_store import MemoryInbox

# Of no process: larger than any.
NOBODYS_NUMBER = 2**31 - 1
TERMS = Terms(count=4, lease=timedelta(seconds=30))
LONG = 20.0


def now() -> datetime:
    return datetime.now(UTC)


def request(name: str, subject: str | None = None, received: datetime | None = None) -> AnyRequest:
    return Request(name, QUESTION, subject or name, received or now())


class Desk:
    """Writes down what it is asked to handle. `act` says what happens then."""

    def __init__(self, act: Callable[[Claim], None] = lambda _: None) -> None:
        self.act, self.seen = act, list[str]()
        self.changed = threading.Condition()

    def handle(self, claim: Claim) -> Handled:
        with self.changed:
            self.seen.append(claim.request.id)
            self.changed.notify_all()
        self.act(claim)
        return Handled("answered")

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.seen) >= count, LONG), self.seen


@contextmanager
def at_work(inbox: MemoryInbox, desk: Desk, terms: Terms = TERMS, limit: float = LONG) -> Iterator[Workers]:
    workers = Workers(inbox, desk.handle, terms, now)
    workers.start()
    try:
        yield workers
    finally:
        workers.stop(limit)


@pytest.fixture
def inbox() -> MemoryInbox:
    return MemoryInbox()


def test_what_waited_before_the_start_is_answered(inbox: MemoryInbox) -> None:
    desk = Desk()
    for number in range(20):
        inbox.accept(request(str(number)), {str(number)})
    with at_work(inbox, desk):
        desk.wait_for(20)
    assert sorted(desk.seen, key=int) == [str(number) for number in range(20)]
    assert inbox.waiting() == 0


def test_who_has_nothing_to_answer_from_leaves_it_to_others_and_begins_once_it_has(inbox: MemoryInbox) -> None:
    desk, has_documents = Desk(), threading.Event()
    looked = threading.Semaphore(0)

    def ready() -> bool:
        looked.release()
        return has_documents.is_set()

    inbox.accept(request("one"), {"one"})
    with at_work(inbox, desk, replace(TERMS, ready=ready)) as workers:
        assert looked.acquire(timeout=LONG)
        workers.wake()
        assert looked.acquire(timeout=LONG)
        assert desk.seen == []
        has_documents.set()
        workers.wake()
        desk.wait_for(1)


class NeverRenewed(MemoryInbox):
    """Claims run out, as where a process stalls."""

    def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
        """Comes too late."""


def test_what_is_claimed_anew_while_it_is_still_worked_on_ends_without_a_fault() -> None:
    inbox, again = NeverRenewed(), threading.Event()

    def act(claim: Claim) -> None:
        if claim.attempt > 1:
            again.set()
        assert again.wait(LONG)

    desk = Desk(act)
    inbox.accept(request("slow"), {"slow"})
    with structlog.testing.capture_logs() as lines, at_work(inbox, desk, Terms(2, timedelta(seconds=0.05))):
        desk.wait_for(2)
    assert {line["event"] for line in lines} == {"answered"}


def test_news_wake_the_pool(inbox: MemoryInbox) -> None:
    desk = Desk()
    with at_work(inbox, desk) as workers:
        inbox.accept(request("1"), {"1"})
        workers.wake()
        desk.wait_for(1)


def test_no_more_are_worked_on_at_once_than_the_terms_say(inbox: MemoryInbox) -> None:
    gate, at_once, most = threading.Barrier(TERMS.count), [0], [0]
    lock = threading.Lock()

    def act(_: Claim) -> None:
        with lock:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        gate.wait(LONG)
        with lock:
            at_once[0] -= 1

    desk = Desk(act)
    for number in range(TERMS.count * 3):
        inbox.accept(request(str(number)), {str(number)})
    with at_work(inbox, desk):
        desk.wait_for(TERMS.count * 3)
    assert most[0] == TERMS.count


def test_requests_about_one_subject_go_one_after_another(inbox: MemoryInbox) -> None:
    under_way, together = set[str](), []

    def act(claim: Claim) -> None:
        together.append(len(under_way))
        under_way.add(claim.request.id)
        under_way.remove(claim.request.id)

    desk = Desk(act)
    for number in range(10):
        inbox.accept(request(str(number), "the same"), {str(number)})
    with at_work(inbox, desk):
        desk.wait_for(10)
    assert desk.seen == [str(number) for number in range(10)]
    assert set(together) == {0}


def test_what_is_postponed_comes_again_when_it_was_told_to(inbox: MemoryInbox) -> None:
    waits = iter([True, True])

    def act(_: Claim) -> None:
        if next(waits, False):
            raise RetryLater("rate limited", 0.01)

    desk = Desk(act)
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk):
        desk.wait_for(3)
    assert inbox.waiting() == 0
    assert inbox.abandoned() == []


def test_what_slack_refuses_is_given_up_and_kept_with_the_reason(inbox: MemoryInbox) -> None:
    def act(_: Claim) -> None:
        raise DeliveryError("channel_not_found")

    desk = Desk(act)
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk):
        desk.wait_for(1)
    assert [(each.id, each.reason) for each in inbox.abandoned()] == [("1", "channel_not_found")]


def test_what_fails_for_more_than_an_hour_is_given_up(inbox: MemoryInbox) -> None:
    def act(_: Claim) -> None:
        raise RetryLater("no answer from Slack")

    inbox.accept(request("old"), {"old"})
    for _ in range(TRIES - 1):
        claim = inbox.claim("an earlier life", now(), now())
        assert claim is not None
        inbox.retry_at(claim, now())
    with at_work(inbox, Desk(act)) as workers:
        workers.wake()
        _wait(lambda: bool(inbox.abandoned()))
    assert inbox.waiting() == 0


def test_tries_take_an_hour_before_something_is_given_up() -> None:
    shortest = sum(min(LONGEST_WAIT, 2.0**attempt) / 2 for attempt in range(1, TRIES))
    assert shortest * 1.5 > 3_600  # on average


def test_waits_that_were_agreed_are_no_tries(inbox: MemoryInbox) -> None:
    waits = iter(range(100))

    def act(_: Claim) -> None:
        if next(waits) < 60:
            raise RetryLater("rate limited", 0.0)

    inbox.accept(request("1"), {"1"})
    desk = Desk(act)
    with at_work(inbox, desk):
        desk.wait_for(61)
        _wait(lambda: not inbox.waiting())
    assert inbox.abandoned() == []


def test_what_fails_by_our_own_fault_is_given_up_soon_with_one_traceback(
    inbox: MemoryInbox,
) -> None:
    def act(_: Claim) -> None:
        raise KeyError("words")

    inbox.accept(request("1"), {"1"})
    for _ in range(TRIES_AFTER_SURPRISES - 2):
        claim = inbox.claim("an earlier life", now(), now())
        assert claim is not None
        inbox.retry_at(claim, now())
    desk = Desk(act)
    with at_work(inbox, desk):
        desk.wait_for(1)
        assert inbox.waiting() == 1  # not again at once
    claim = inbox.claim("a later life", now() + timedelta(minutes=1), now())
    assert claim is not None
    inbox.retry_at(claim, now(), counts=False)
    with at_work(inbox, desk):
        _wait(lambda: bool(inbox.abandoned()))
    assert [each.reason for each in inbox.abandoned()] == ["failed 5 times (KeyError); the log has the traceback"]


def test_no_exception_ends_the_loops() -> None:
    class Broken(MemoryInbox):
        faults = 2

        def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
            if self.faults:
                self.faults -= 1
                raise ValueError("Invalid isoformat string: 'yesterday'")
            return super().claim(worker, now, until)

        def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
            raise ValueError("whatever")

    inbox, desk = Broken(), Desk()
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk, Terms(2, timedelta(seconds=0.1))) as workers:
        for _ in range(3):
            workers.wake()
        desk.wait_for(1)
        assert workers.heartbeats.overdue() == {}


def test_a_worker_that_never_ends_is_noticed_though_all_others_turn(inbox: MemoryInbox) -> None:
    go_on, seconds = threading.Event(), [0.0]

    def hang(claim: Claim) -> None:
        if claim.request.id == "stuck":
            assert go_on.wait(LONG)

    desk = Desk(hang)
    inbox.accept(request("stuck"), {"stuck"})
    workers = Workers(inbox, desk.handle, TERMS, now)
    workers.heartbeats = Heartbeats(lambda: seconds[0])
    workers.start()
    try:
        desk.wait_for(1)
        assert workers.heartbeats.overdue().keys().isdisjoint({"worker_0"})
        seconds[0] = LONGEST_WORK + 1
        assert "worker_0" in workers.heartbeats.overdue()
        go_on.set()
        assert workers.wait_until(lambda: "worker_0" not in workers.heartbeats.overdue(), LONG)
    finally:
        go_on.set()
        workers.stop(LONG)


def test_a_request_for_which_no_thread_is_to_be_had_is_put_back(inbox: MemoryInbox) -> None:
    desk = Desk()
    workers = Workers(inbox, desk.handle, TERMS, now)
    submit, faults = workers._pool.submit, iter([True, True])

    class Pool(ThreadPoolExecutor):
        def submit(self, *given: Any, **named: Any) -> Any:
            if next(faults, False):
                raise RuntimeError("can't start new thread")
            return submit(*given, **named)

    workers._pool = Pool(1)
    inbox.accept(request("1"), {"1"})
    workers.start()
    try:
        for _ in range(3):
            workers.wake()
        desk.wait_for(1)
    finally:
        workers.stop(LONG)
    assert inbox.waiting() == 0


def test_what_is_under_way_beside_the_claims_is_renewed_with_them(inbox: MemoryInbox) -> None:
    renewed = threading.Event()
    workers = Workers(inbox, Desk().handle, Terms(1, timedelta(seconds=0.1)), now, renewed.set)
    workers.start()
    assert renewed.wait(LONG)
    workers.stop(LONG)


def test_an_old_request_is_tried_all_the_same(inbox: MemoryInbox) -> None:
    desk = Desk()
    inbox.accept(request("from before the weekend", received=now() - timedelta(days=3)), {"1"})
    with at_work(inbox, desk):
        desk.wait_for(1)
    assert inbox.abandoned() == []


def test_what_kills_its_worker_again_and_again_is_given_up(inbox: MemoryInbox) -> None:
    inbox.accept(request("poison"), {"poison"})
    for _ in range(30):
        assert inbox.claim("a worker that dies", now(), now())
    desk = Desk()
    with at_work(inbox, desk):
        _wait(lambda: bool(inbox.abandoned()))
    assert desk.seen == []


def test_what_a_killed_process_left_is_taken_up_when_its_lease_has_run_out(inbox: MemoryInbox) -> None:
    inbox.accept(request("1"), {"1"})
    assert inbox.claim("killed", now(), now() + timedelta(seconds=0.05))
    desk = Desk()
    with at_work(inbox, desk):
        desk.wait_for(1)


def test_what_a_process_of_this_machine_left_that_has_ended_is_taken_up_at_once(inbox: MemoryInbox) -> None:
    inbox.accept(request("1"), {"1"})
    machine, _, last = name_of_this().split(" ")
    assert inbox.claim(f"{machine} {NOBODYS_NUMBER} {last}", now(), now() + timedelta(hours=1))
    desk = Desk()
    with at_work(inbox, desk):
        desk.wait_for(1)


class Renewing(MemoryInbox):
    """Writes down until when something was claimed, and says when that claim was renewed past its end."""

    def __init__(self) -> None:
        super().__init__()
        self.first_end = datetime.max.replace(tzinfo=UTC)
        self.renewed = threading.Event()

    def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
        claim = super().claim(worker, now, until)
        if claim is not None:
            self.first_end = until
        return claim

    def renew(self, worker: str, requests: Collection[str], until: datetime) -> None:
        super().renew(worker, requests, until)
        if requests and until > self.first_end:
            self.renewed.set()


def test_a_claim_is_renewed_for_as_long_as_the_work_takes() -> None:
    inbox, goes_on = Renewing(), threading.Event()
    desk = Desk(lambda _: assert_true(goes_on.wait(LONG)))
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk, Terms(2, timedelta(seconds=3))):
        desk.wait_for(1)
        assert inbox.renewed.wait(LONG)
        assert inbox.claim("another", inbox.first_end, inbox.first_end) is None
        goes_on.set()
    assert desk.seen == ["1"]


def test_at_the_end_what_is_under_way_ends_and_the_rest_is_handed_back(inbox: MemoryInbox) -> None:
    stuck = threading.Event()
    desk = Desk(lambda claim: assert_true(claim.request.id == "quick" or stuck.wait(LONG)))
    inbox.accept(request("quick"), {"quick"})
    inbox.accept(request("slow"), {"slow"})
    try:
        with at_work(inbox, desk, limit=0.1) as workers:
            desk.wait_for(2)
            assert workers.wait_until(lambda: inbox.waiting() == 1, LONG)
        free = inbox.claim("the next process", now(), now())
        assert free is not None
        assert (free.request.id, free.attempt) == ("slow", 1)
    finally:
        stuck.set()


def test_a_store_that_is_down_for_a_while_loses_nothing() -> None:
    class Shaky(MemoryInbox):
        faults = 3

        def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
            if self.faults:
                self.faults -= 1
                raise StoreError("database is locked")
            return super().claim(worker, now, until)

    inbox, desk = Shaky(), Desk()
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk) as workers:
        for _ in range(3):
            workers.wake()
        desk.wait_for(1)
    assert inbox.waiting() == 0


def test_a_claim_of_which_nobody_heard_is_not_renewed_and_comes_again() -> None:
    class Deaf(Renewing):
        faults = 1

        def claim(self, worker: str, now: datetime, until: datetime) -> Claim | None:
            claim = super().claim(worker, now, until)
            if claim is not None and self.faults:
                self.faults -= 1
                raise StoreError("the server closed the connection")
            return claim

    inbox, desk = Deaf(), Desk()
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk, Terms(2, timedelta(seconds=1))):
        desk.wait_for(1)
    assert inbox.waiting() == 0


def test_what_was_answered_but_could_not_be_noted_is_looked_at_again() -> None:
    class Full(MemoryInbox):
        faults = 2

        def finish(self, claim: Claim, now: datetime, outcome: str, receipt: str = "") -> bool:
            if self.faults:
                self.faults -= 1
                raise StoreError("database or disk is full")
            return super().finish(claim, now, outcome, receipt)

    inbox, desk = Full(), Desk()
    inbox.accept(request("1"), {"1"})
    with at_work(inbox, desk):
        desk.wait_for(3)
    assert desk.seen == ["1", "1", "1"]
    assert inbox.waiting() == 0


def assert_true(fact: bool) -> None:
    assert fact


def _wait(until: Callable[[], bool]) -> None:
    ends = now() + timedelta(seconds=LONG)
    pause = threading.Event()
    while not until():
        assert now() < ends
        pause.wait(0.01)
