"""Two replicas on one folder: the one that leads reads it, and the other follows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.errors import RetryLater
from bot.documents.corpus.roots import Roots
from bot.library.engine import FAST, Indexer
from bot.library.library import Library, open_library
from bot.library.refreshing import CorpusRefresher
from bot.service.corpus_changes import CorpusChanges
from bot.service.leading import LEASE, Leading
from bot.settings import Settings
from bot.wiring.looking import Looking, Notes
from tests.store.memory_store import MemoryChanges, MemoryLeases

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Replica:
    """One of them. `begun` counts how often it began to note."""

    def __init__(self, house: "House", state: Path) -> None:
        self.library: Library = open_library(Settings(corpus=house.corpus, state=state))
        self.begun = 0

        def notes() -> Notes:
            self.begun += 1
            return Notes(CorpusChanges(house.changes, None), None, ())

        self.leading = Leading(house.leases, lambda: house.now)
        self.looking = Looking(self.library, self.leading, lambda: None, notes, lambda: house.now)

    def is_due(self) -> bool:
        return self.looking.is_due

    def has(self, article: str) -> bool:
        return self.library.snapshot.corpus.article(article) is not None


class House:
    def __init__(self, place: Path) -> None:
        self.corpus, self.now = place / "corpus", NOON
        self.leases, self.changes = MemoryLeases(), MemoryChanges()
        self.corpus.mkdir()
        self.write("leave")
        self.replicas: Sequence[Replica] = [Replica(self, place / name) for name in ("one", "other")]

    def write(self, name: str) -> None:
        (self.corpus / f"{name}.md").write_text(f"Parents get twelve weeks of {name}.\n")


def test_the_leader_reads_and_notes_and_the_other_reads_what_it_has_told(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, other = house.replicas
    for each in house.replicas:
        each.looking.look()
    house.write("travel")
    other.looking.look()
    assert not other.has("travel")
    one.looking.look()
    assert one.has("travel")
    assert house.changes.first_seen().keys() == {"leave", "travel"}
    assert not other.is_due()
    other.looking.keep_lease()
    assert other.is_due()
    other.looking.look()
    assert other.has("travel")
    assert not other.is_due()
    assert (one.begun, other.begun) == (1, 0)


def test_noted_is_what_was_there_when_the_look_began_however_long_it_took_and_by_who_leads_alone(
    tmp_path: Path,
) -> None:
    house = House(tmp_path)
    one, other = house.replicas
    one.looking.laid_out = lambda: setattr(house, "now", NOON + LEASE / 2)
    for each in house.replicas:
        each.looking.look()
    assert (one.looking.noted, other.looking.noted) == (NOON, None)


def test_what_a_look_has_found_was_seen_by_the_moment_of_which_all_is_noted(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, _ = house.replicas
    one.looking.look()
    house.write("travel")
    house.now += LEASE / 4
    one.looking.laid_out = lambda: setattr(house, "now", house.now + LEASE / 4)  # a look takes its time
    one.looking.look()
    # A digest that is handed in by that moment tells of it: it is not left for tomorrow's.
    assert one.looking.noted is not None
    assert house.changes.newly_seen(NOON, one.looking.noted) == ["travel"]


def test_who_takes_over_notes_from_what_the_store_has(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, other = house.replicas
    for each in house.replicas:
        each.looking.look()
    house.now += LEASE
    house.write("travel")
    other.looking.keep_lease()
    assert other.is_due()
    other.looking.look()
    assert not other.is_due()
    assert house.changes.first_seen().keys() == {"leave", "travel"}
    one.looking.look()
    assert (one.begun, other.begun) == (1, 1)
    house.now += LEASE
    one.looking.look()
    assert one.begun == 2


class Interrupted(CorpusRefresher):
    """One in whose midst something else happens."""

    meanwhile: Callable[[], object] | None = None

    def refresh(self, fast: int = FAST) -> bool:
        if self.meanwhile:
            self.meanwhile()
        return super().refresh(fast)


def test_a_worker_does_not_wait_for_a_look_that_takes_long(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, _ = house.replicas
    refresher = Interrupted(Indexer(Roots.of(house.corpus), "okapi"))
    one.library.refresher, one.library.patience = refresher, 0

    def ask() -> None:
        with pytest.raises(RetryLater) as told:
            one.looking.refresh_soon()
        assert told.value.seconds

    refresher.meanwhile = ask
    one.looking.look()
    refresher.meanwhile = None
    house.write("travel")
    one.looking.refresh_soon()
    assert one.has("travel")


def test_a_replica_whose_documents_are_not_yet_the_leaders_looks_for_itself(tmp_path: Path) -> None:
    house = House(tmp_path)
    one, other = house.replicas
    one.looking.look()
    house.leases.tell("leading", one.leading.token(), "what is not there yet")
    other.looking.look()
    house.write("travel")
    other.looking.look()
    assert other.has("travel")
