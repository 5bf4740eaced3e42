"""When a change of the corpus is noted, and when past answers hear of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.changes.revisions import ALWAYS
from bot.core.errors import StoreError
from bot.service.corpus_changes import SETTLED, CorpusChanges
from tests.small_articles import article, corpus
from tests.store.memory_store import MemoryChanges

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BEFORE, AFTER = corpus(article("leave", "Twelve weeks.")), corpus(article("leave", "Sixteen weeks."))


def test_a_change_is_noted_at_once_and_amended_when_it_has_settled() -> None:
    changes, amended = MemoryChanges(), list[datetime]()

    def amend(now: datetime) -> int:
        amended.append(now)
        return 1

    watched = CorpusChanges(changes, amend)
    assert not watched.look(BEFORE, {}, NOON)
    assert changes.first_seen() == {"leave": ALWAYS}
    assert not watched.look(AFTER, {}, NOON + SECOND)
    assert len(changes.revisions(NOON)["leave"]) == 2
    assert watched.look(AFTER, {}, NOON + SETTLED)
    assert not watched.look(AFTER, {}, NOON + 2 * SETTLED)
    assert amended == [NOON + SETTLED]


def test_where_answers_are_not_amended_changes_are_noted_all_the_same() -> None:
    changes = MemoryChanges()
    watched = CorpusChanges(changes, None)
    for at, now in ((NOON, BEFORE), (NOON + SECOND, AFTER), (NOON + 2 * SETTLED, AFTER)):
        assert not watched.look(now, {}, at)
    assert len(changes.revisions(NOON)["leave"]) == 2


def test_an_amendment_that_fails_is_made_at_the_next_look() -> None:
    tries = iter([StoreError("the disk is full"), None])

    def amend(_: datetime) -> int:
        if error := next(tries):
            raise error
        return 1

    watched = CorpusChanges(MemoryChanges(), amend)
    watched.look(BEFORE, {}, NOON)
    with pytest.raises(StoreError):
        watched.look(BEFORE, {}, NOON + SETTLED)
    assert watched.look(BEFORE, {}, NOON + SETTLED + SECOND)
