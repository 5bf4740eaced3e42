"""What a curator writes becomes a document; that it cannot be taken in at the moment is no fault of the words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.access import Access
from bot.core.answering.pins import Pin
from bot.core.answering.policy import Policy
from bot.core.curation.looked_after import LookedAfter
from bot.core.curation.requests import GiveAnswer
from bot.core.errors import RetryLater, SearchError
from bot.core.requests import Request
from bot.core.roles import Roles
from bot.library.engine import FAST, Indexer
from bot.library.library import open_library
from bot.library.own_answers import UNREADABLE, OwnAnswering
from bot.library.places import roots_of
from bot.library.refreshing import CorpusRefresher
from bot.settings import Settings
from tests.library.libraries import write
from tests.store.memory_store import MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Beside(CorpusRefresher):
    """One beside a cluster, which may be lost."""

    lost = False

    def refresh(self, fast: int = FAST) -> bool:
        if self.lost:
            raise SearchError("no node answers")
        return super().refresh(fast)


@pytest.fixture
def own(tmp_path: Path) -> OwnAnswering:
    write(tmp_path, "leave", "Parents get twelve weeks.")
    settings, store = Settings(corpus=tmp_path, state=tmp_path / "state"), MemoryStore()
    library = open_library(settings)
    library.refresher = Beside(Indexer(roots_of(settings), "okapi"))
    looked_after = LookedAfter(Access(), Roles(curators=frozenset({"U1"})))
    return OwnAnswering(library, store.curation.own_answers, looked_after, store.audit, "the curators", "C1", Policy())


def given(own: OwnAnswering, text: str) -> Pin | str:
    asked = GiveAnswer("Who comes in?", title="Who comes in?", text=text)
    return own.keep(Request("r1", asked, "answer", NOON, "U1", "C1"), None, "pin")


def test_what_is_written_while_the_cluster_is_lost_waits_and_is_kept(own: OwnAnswering) -> None:
    assert isinstance(own.library.refresher, Beside)
    own.library.refresher.lost = True
    with pytest.raises(RetryLater):
        given(own, "Every visitor may come in.")
    own.library.refresher.lost = False
    found = given(own, "Every visitor may come in.")
    assert isinstance(found, Pin)
    assert len(own.kept.written()) == 1


def test_what_has_no_words_is_refused(own: OwnAnswering) -> None:
    assert given(own, " \n ") == UNREADABLE
    assert not own.kept.written()
