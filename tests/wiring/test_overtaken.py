"""A replica that leads and is held up in the middle of a look: another takes over, and it writes nothing any more."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.core.errors import StoreError
from bot.library.library import open_library
from bot.service.corpus_changes import CorpusChanges
from bot.service.leading import LEASE, Leading
from bot.settings import Settings
from bot.store.sql import SqlStore, open_store
from bot.wiring.looking import Looking, Notes
from tests.store.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def replica(
    place: Path, name: str, store: SqlStore, now: datetime, held_up: Callable[[], None] = lambda: None
) -> Looking:
    """One whose clock stands still; it is held up when it has read the documents, and notes nothing yet."""
    leading = Leading(store.leases, lambda: now)

    def begun() -> Notes:
        held_up()
        return Notes(CorpusChanges(store.led_by(leading.token).changes, None), None, ())

    library = open_library(Settings(corpus=place / "corpus", state=place / name))
    return Looking(library, leading, lambda: None, begun, lambda: now)


def test_who_was_held_up_and_overtaken_writes_nothing_of_what_it_has_read(tmp_path: Path, postgres_url: URL) -> None:
    file = tmp_path / "corpus" / "leave.md"
    file.parent.mkdir()
    file.write_text("Parents get twelve weeks of leave.\n")
    with closing(open_store(postgres_url)) as store:
        later = replica(tmp_path, "other", store, NOON + LEASE)

        def overtaken() -> None:
            file.write_text("Parents get fourteen weeks of leave.\n")
            later.look()

        held_up = replica(tmp_path, "one", store, NOON, overtaken)
        with pytest.raises(StoreError, match="another replica has taken over"):
            held_up.look()
        assert store.changes.words_of(["leave"], NOON + LEASE) == {"leave": ("Parents get fourteen weeks of leave.",)}
        assert store.changes.contents() == dict(later.library.snapshot.inventory.contents)
        assert held_up.noted is None
        assert not held_up.look()
        assert held_up.leading.told == later.library.snapshot.corpus.revision
