"""When a bot knows that it cannot keep what it is handed, and when it tries again."""

from contextlib import suppress
from itertools import pairwise

import pytest
from structlog.testing import capture_logs

from bot.core.errors import StoreError
from bot.service.keeping import FIRST_WAIT, LONGEST_WAIT, PATIENCE_SECONDS, TOO_LONG, Keeping

FULL = "the disk is full"


class Store:
    """A store that is full or not, and when it was tried, by a clock that a test sets."""

    def __init__(self) -> None:
        self.now, self.is_full = 1_000.0, True
        self.tried: list[float] = []
        self.keeping = Keeping(self.write, lambda: self.now, lambda _, longest: longest)

    def write(self) -> None:
        self.tried.append(self.now)
        if self.is_full:
            raise StoreError(FULL)

    def keep(self) -> None:
        """As a question is kept."""
        with suppress(StoreError), self.keeping.watched() as kept:
            if self.is_full:
                raise StoreError(FULL)
            kept()

    def looked_at_for(self, seconds: float) -> None:
        ends = self.now + seconds
        while self.now < ends:
            self.keeping.look()
            self.now += 0.25


@pytest.fixture
def store() -> Store:
    return Store()


def test_what_cannot_be_kept_is_told_once_and_its_end_with_how_long_it_was(store: Store) -> None:
    with capture_logs() as lines:
        for _ in range(3):
            store.keep()
        assert store.keeping.trouble() == FULL
        store.looked_at_for(60)
        store.is_full = False
        store.looked_at_for(LONGEST_WAIT)
    assert store.keeping.trouble() == ""
    assert [line["log_level"] for line in lines] == ["error", "info"]
    assert lines[0]["reason"] == FULL
    assert lines[1]["after_seconds"] == pytest.approx(60, abs=LONGEST_WAIT)


def test_the_store_is_tried_ever_more_seldom_and_not_at_all_while_it_is_well(store: Store) -> None:
    store.looked_at_for(60)
    assert store.tried == []
    store.keep()
    store.looked_at_for(60)
    waits = [later - earlier for earlier, later in pairwise([1_060.0, *store.tried])]
    assert waits[:3] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT]
    assert set(waits[5:]) == {LONGEST_WAIT}


def test_one_that_can_be_written_and_keeps_nothing_all_the_same_is_not_tried_at_once_again_and_again(
    store: Store,
) -> None:
    store.write = lambda: store.tried.append(store.now)  # type: ignore[method-assign]  # our own
    store.keeping = Keeping(store.write, lambda: store.now, lambda _, longest: longest)
    for _ in range(100):
        store.looked_at_for(0.5)
        store.keep()
    assert len(store.tried) < 20


def test_what_takes_long_is_trouble_unless_something_else_is_kept_meanwhile(store: Store) -> None:
    store.is_full = False
    with store.keeping.watched():
        store.now += PATIENCE_SECONDS
        store.keep()
        store.now += PATIENCE_SECONDS
        assert store.keeping.trouble() == ""
        store.now += 0.1
        assert store.keeping.trouble() == TOO_LONG


def test_what_fails_alone_is_no_trouble(store: Store) -> None:
    with suppress(StoreError), store.keeping.watched():
        store.now += 1
        store.is_full = False
        store.keep()
        raise StoreError("somebody else holds the row")
    assert store.keeping.trouble() == ""


def test_what_began_before_the_store_was_well_again_says_nothing_of_it(store: Store) -> None:
    with suppress(StoreError), store.keeping.watched():
        store.now += PATIENCE_SECONDS + 0.1
        assert store.keeping.trouble()
        store.is_full = False
        store.looked_at_for(2 * PATIENCE_SECONDS)
        assert store.keeping.trouble() == ""
        raise StoreError("the server does not answer")
    assert store.keeping.trouble() == ""
