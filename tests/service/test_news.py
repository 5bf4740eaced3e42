"""What is noted of the corpus, look by look."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.changes.revisions import ALWAYS
from bot.core.corpus import Corpus
from bot.core.errors import StoreError
from bot.core.model import Article
from bot.service.news import note_news
from tests.small_articles import article, corpus
from tests.store.memory_store import MemoryChanges, MemoryStore

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
LEAVE, TRAVEL = article("leave", "Parents get twelve weeks."), article("travel", "Trains are booked early.")


def note(store: MemoryStore, *articles: Article, at: datetime = NOON) -> None:
    note_news(corpus(*articles), at, store.changes)


def test_a_first_load_was_always_there_and_what_comes_later_is_new() -> None:
    store = MemoryStore()
    note(store, LEAVE)
    note(store, LEAVE, TRAVEL, at=LATER)
    assert store.changes.first_seen() == {"leave": ALWAYS, "travel": LATER}


def test_a_load_of_other_articles_than_all_before_is_a_first_load_again() -> None:
    store = MemoryStore()
    note(store, LEAVE)
    note(store, TRAVEL, at=LATER)
    assert store.changes.first_seen() == {"leave": ALWAYS, "travel": ALWAYS}


def test_a_renamed_article_keeps_its_moment_and_its_words() -> None:
    store = MemoryStore()
    note(store, LEAVE)
    note(store, LEAVE, TRAVEL, at=NOON)
    note(store, LEAVE, article("trains", "Trains are booked early."), at=LATER)
    note(store, LEAVE, article("trains", "Trains are booked late."), at=LATER)
    assert store.changes.first_seen()["trains"] == NOON
    (before, after) = store.changes.revisions(NOON)["trains"]
    assert (before.seen, before.paragraphs) == (NOON, ("Trains are booked early.",))
    assert (after.seen, after.paragraphs) == (LATER, ("Trains are booked late.",))


def test_each_wording_is_noted_once() -> None:
    store = MemoryStore()
    changed = article("leave", "Parents get sixteen weeks.")
    for moment, now in ((NOON, LEAVE), (NOON, LEAVE), (LATER, changed), (LATER, changed)):
        note(store, now, at=moment)
    assert [each.paragraphs for each in store.changes.revisions(NOON)["leave"]] == [
        ("Parents get twelve weeks.",),
        ("Parents get sixteen weeks.",),
    ]


def test_what_a_new_reader_makes_of_the_same_file_is_no_news() -> None:
    store = MemoryStore()
    read_otherwise = article("leave", "Parents get", "twelve weeks.")
    for moment, now, content in ((NOON, LEAVE, "file"), (LATER, read_otherwise, "file")):
        note_news(corpus(now), moment, store.changes, {"leave": content})
    assert store.changes.revisions(NOON) == {}
    note_news(corpus(LEAVE), LATER, store.changes, {"leave": "other file"})
    assert len(store.changes.revisions(NOON)["leave"]) == 2


class Reading(Corpus):
    """Remembers which articles were read."""

    def __init__(self, *articles: Article) -> None:
        super().__init__(articles)
        self.read: list[str] = []

    def article(self, name: str) -> Article | None:
        self.read.append(name)
        return super().article(name)


def test_only_what_is_new_or_otherwise_is_read_and_what_has_gone_leaves_the_catalogue() -> None:
    store, changed = MemoryStore(), article("leave", "Parents get sixteen weeks.")
    note(store, LEAVE, TRAVEL)
    for articles, read in (((LEAVE, TRAVEL), set()), ((changed, TRAVEL), {"leave"}), ((changed,), set())):
        here = Reading(*articles)
        note_news(here, LATER, store.changes)
        assert set(here.read) == read
    assert store.changes.catalogue().keys() == {"leave"}


class Interrupted(MemoryChanges):
    """Fails after the names are noted, once."""

    def note_revisions(self, *given: object) -> None:
        MemoryChanges.note_revisions(self, *given)  # type: ignore[arg-type]  # as it was called
        if len(self.said) < 2:
            raise StoreError("interrupted")


def test_a_first_load_that_was_interrupted_is_still_no_news() -> None:
    store = MemoryStore(changes=Interrupted())
    with pytest.raises(StoreError):
        note(store, LEAVE)
    note(store, LEAVE, TRAVEL, at=LATER)
    assert store.changes.first_seen()["leave"] == ALWAYS
    assert store.changes.hashes().keys() == {"leave", "travel"}
