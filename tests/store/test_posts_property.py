"""Whatever senders do, in whatever order: posts in a database do as those in memory, and nobody sends twice unasked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.core.requests import Post, PostStatus
from bot.store.sql import SqlStore, open_store
from tests.store.conftest import Emptied
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
keys = st.sampled_from(["one", "two"])
threads = st.sampled_from([None, "1.0"])
fingerprints = st.sampled_from(["", "abc", "def"])
maybe = st.none() | st.sampled_from(["2.0", "3.0"])


class Senders(RuleBasedStateMachine):
    """Senders begin, look, send again and mark, with posts in hand that may have grown old."""

    read = Bundle("read")
    kept: SqlStore

    def __init__(self) -> None:
        super().__init__()
        self.model = MemoryStore()
        self.now = NOON
        self.ids: dict[str, str] = {}

    def in_model(self, post: Post) -> Post:
        """The same post as the model knows it: its ids are its own."""
        return Post(post.key, self.ids[post.id], *[getattr(post, name) for name in Post.__slots__[2:]])

    def same(self, post: Post | None, model: Post | None) -> None:
        if post is None or model is None:
            assert post is model
            return
        assert self.ids.setdefault(post.id, model.id) == model.id
        assert self.in_model(post) == model

    @rule(seconds=st.integers(-1, 5))
    def time_goes_on_or_another_clock_is_behind(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(target=read, key=keys, thread=threads, fingerprint=fingerprints)
    def begin(self, key: str, thread: str | None, fingerprint: str) -> Post:
        post, may_send = self.kept.posts.begin(key, "C1", thread, fingerprint, self.now)
        model, model_may = self.model.posts.begin(key, "C1", thread, fingerprint, self.now)
        self.same(post, model)
        assert may_send == model_may
        return post

    @rule(target=read, key=keys)
    def find(self, key: str) -> object:
        post = self.kept.posts.find(key)
        self.same(post, self.model.posts.find(key))
        return post if post else multiple()

    @rule(post=read)
    def retake(self, post: Post) -> None:
        taken = self.kept.posts.retake(post, "again", self.now)
        assert bool(taken) == bool(self.model.posts.retake(self.in_model(post), "again", self.now))
        if taken:
            assert not self.kept.posts.retake(post, "again", self.now)

    @rule(post=read, fate=st.sampled_from(PostStatus), ts=maybe, fingerprint=st.none() | fingerprints)
    def mark(self, post: Post, fate: PostStatus, ts: str | None, fingerprint: str | None) -> None:
        self.kept.posts.mark(post, fate, ts=ts, fingerprint=fingerprint)
        self.model.posts.mark(self.in_model(post), fate, ts=ts, fingerprint=fingerprint)

    @rule(seconds=st.integers(0, 5))
    def purge(self, seconds: int) -> None:
        assert self.kept.records.purge(self.now - seconds * SECOND) == self.model.records.purge(
            self.now - seconds * SECOND
        )

    @invariant()
    def both_say_the_same(self) -> None:
        for key in ("one", "two"):
            self.same(self.kept.posts.find(key), self.model.posts.find(key))
        assert [post.key for post in self.kept.posts.unknown()] == [post.key for post in self.model.posts.unknown()]


CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def test_posts_in_sqlite_do_as_those_in_memory(sqlite_file: Path) -> None:
    class OnSqlite(Senders):
        @initialize()
        def open_it(self) -> None:
            self.folder = TemporaryDirectory()
            self.kept = open_store(copy(sqlite_file, self.folder.name))

        def teardown(self) -> None:
            if hasattr(self, "kept"):
                self.kept.close()
                self.folder.cleanup()

    run_state_machine_as_test(
        OnSqlite, settings=settings(max_examples=20, stateful_step_count=30, suppress_health_check=CALM)
    )


def test_posts_in_postgresql_do_as_those_in_memory(on_postgres: Emptied) -> None:
    class OnPostgres(Senders):
        @initialize()
        def empty_it(self) -> None:
            self.kept = on_postgres.emptied()

    run_state_machine_as_test(
        OnPostgres,
        settings=settings(max_examples=8, stateful_step_count=25, suppress_health_check=CALM),
    )
