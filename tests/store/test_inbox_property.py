"""Whatever workers do, in whatever order: the inbox on a database does as the one in memory."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.core.requests import Claim, Request
from bot.store.sql import SqlStore, open_store
from tests.small_requests import question
from tests.store.conftest import Emptied
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
subjects = st.sampled_from(["one", "two", "three"])
people = st.sampled_from(["U1", "U2", None])
workers = st.sampled_from(["w1", "w2", "w3"])
keys = st.sets(st.sampled_from([f"k{number}" for number in range(12)]), max_size=3)
spans = st.integers(-2, 6).map(lambda number: number * SECOND)
receipts = st.sampled_from(["", "aaa", "bbb"])


class Workers(RuleBasedStateMachine):
    """Requests come in, several workers take them, time goes on; both inboxes are told the same."""

    claims = Bundle("claims")
    kept: SqlStore

    def __init__(self) -> None:
        super().__init__()
        self.model = MemoryStore()
        self.now = NOON
        self.count = 0

    @rule(subject=subjects, person=people, found=keys)
    def accept(self, subject: str, person: str | None, found: set[str]) -> None:
        self.count += 1
        request = Request(f"r{self.count}", question(str(self.count)), subject, self.now, person)
        assert self.kept.inbox.accept(request, found) == self.model.inbox.accept(request, found)

    @rule(span=spans)
    def time_goes_on(self, span: timedelta) -> None:
        self.now += abs(span)

    @rule(target=claims, worker=workers, span=spans)
    def claim(self, worker: str, span: timedelta) -> object:
        found = self.kept.inbox.claim(worker, self.now, self.now + span)
        assert found == self.model.inbox.claim(worker, self.now, self.now + span)
        return found if found else multiple()

    @rule(claim=claims, worker=workers, span=spans)
    def renew(self, claim: Claim, worker: str, span: timedelta) -> None:
        self.kept.inbox.renew(worker, [claim.request.id], self.now + span)
        self.model.inbox.renew(worker, [claim.request.id], self.now + span)

    @rule(target=claims, claim=consumes(claims), span=spans, receipt=receipts)
    def finish_and_claim(self, claim: Claim, span: timedelta, receipt: str) -> object:
        found = self.kept.inbox.finish_and_claim(claim, self.now, self.now + span, "answered", receipt)
        assert found == self.model.inbox.finish_and_claim(claim, self.now, self.now + span, "answered", receipt)
        return found if found else multiple()

    @rule(claim=consumes(claims), receipt=receipts)
    def finish(self, claim: Claim, receipt: str) -> None:
        ended = self.kept.inbox.finish(claim, self.now, "answered", receipt)
        assert ended == self.model.inbox.finish(claim, self.now, "answered", receipt)

    @rule(claim=claims, receipt=receipts)
    def finish_and_say_so_twice(self, claim: Claim, receipt: str) -> None:
        self.finish(claim, receipt)
        assert not self.kept.inbox.finish(claim, self.now, "answered")

    @rule(claim=claims, span=spans, counts=st.booleans())
    def retry_at(self, claim: Claim, span: timedelta, *, counts: bool) -> None:
        put_back = self.kept.inbox.retry_at(claim, self.now + span, counts=counts)
        assert put_back == self.model.inbox.retry_at(claim, self.now + span, counts=counts)

    @rule(claim=claims)
    def dead_letter(self, claim: Claim) -> None:
        assert self.kept.inbox.dead_letter(claim, self.now, "tired") == self.model.inbox.dead_letter(
            claim, self.now, "tired"
        )

    @rule(worker=workers)
    def release(self, worker: str) -> None:
        assert self.kept.inbox.release(worker) == self.model.inbox.release(worker)

    @rule(claim=claims)
    def pending_after(self, claim: Claim) -> None:
        assert self.kept.inbox.pending_after(claim) == self.model.inbox.pending_after(claim)

    @rule(span=spans)
    def purge(self, span: timedelta) -> None:
        assert self.kept.records.purge(self.now - abs(span)) == self.model.records.purge(self.now - abs(span))

    @rule(person=st.sampled_from(["U1", "U2"]))
    def forget(self, person: str) -> None:
        assert self.kept.records.forget(person) == self.model.records.forget(person)

    @invariant()
    def both_say_the_same(self) -> None:
        assert self.kept.inbox.waiting() == self.model.inbox.waiting()
        assert self.kept.inbox.next_due(self.now) == self.model.inbox.next_due(self.now)
        assert list(self.kept.inbox.abandoned()) == list(self.model.inbox.abandoned())

    @invariant()
    def one_at_a_time_is_worked_on_about_each_subject(self) -> None:
        busy = [kept.request.subject for kept in self.model.inbox.kept if kept.waits and kept.worker]
        assert len(busy) == len(set(busy))


CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_an_inbox_on_sqlite_does_as_the_one_in_memory(sqlite_file: Path) -> None:
    class OnSqlite(Workers):
        @initialize()
        def open_it(self) -> None:
            self.folder = TemporaryDirectory()
            self.kept = open_store(copy(sqlite_file, self.folder.name))

        def teardown(self) -> None:
            if hasattr(self, "kept"):
                self.kept.close()
                self.folder.cleanup()

    run_state_machine_as_test(
        OnSqlite, settings=settings(max_examples=10, stateful_step_count=40, suppress_health_check=CALM)
    )


def test_an_inbox_on_postgresql_does_as_the_one_in_memory(on_postgres: Emptied) -> None:
    class OnPostgres(Workers):
        @initialize()
        def empty_it(self) -> None:
            self.kept = on_postgres.emptied()

    run_state_machine_as_test(
        OnPostgres,
        settings=settings(max_examples=8, stateful_step_count=30, suppress_health_check=CALM),
    )
