"""What comes from a feed waits for a curator, unless the feed is trusted; and it never replaces anything by itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.model import Article
from bot.documents.adding.corpus_writer import Added, CorpusWriter, Fate, WriteOptions
from bot.documents.corpus import document
from bot.documents.corpus.reading import read_file
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Faulty
from bot.documents.following.arriving import Arrived, Doors, Known, accept, arrive
from bot.documents.following.pending import Pending, Waiting, pending_from_json, pending_id
from bot.documents.following.polling import Feed
from bot.documents.readers.entries import Entry
from bot.documents.web.fetched import NO_STAMP, Fetched, Stamp, Trouble, Unchanged

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)
FEED = Feed("https://example.org/feed", publisher="Example Works", topics=("leave",))
TRUSTED = Feed("https://example.org/feed", publisher="Example Works", topics=("leave",), trusted=True)
URL = "https://example.org/leave"
ENTRY = Entry("1", "New leave", URL, "Ada Okafor", "In short.", published=datetime(2024, 2, 29, 8, 0, tzinfo=UTC))
SENTENCES = [
    "Each parent may take up to sixteen weeks of paid leave in the first two years after a child arrives.",
    "Tell your manager ten weeks before the leave begins, in writing, and tell your team as soon as you like.",
    "Every parent who comes back after leave finds the same job, or one like it, at the same pay as before.",
]
PAGE = "<title>Parental leave</title><article>" + "".join(f"<p>{each}</p>" for each in SENTENCES) + "</article>"


@dataclass
class Kept:
    """A `Waiting` in memory, as a table would be."""

    rows: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def keep(self, pending: Pending) -> bool:
        if pending.id in self.rows or pending.id in self.taken:
            return False
        self.rows[pending.id] = json.dumps(pending.as_json())
        return True

    def waiting(self) -> Sequence[Pending]:
        return [pending_from_json(json.loads(row)) for row in self.rows.values()]

    def find(self, name: str) -> Pending | None:
        return pending_from_json(json.loads(self.rows[name])) if name in self.rows else None

    def take(self, name: str) -> Pending | None:
        found = self.find(name)
        if found:
            del self.rows[name]
            self.taken.add(name)
        return found


@dataclass
class World:
    """A corpus, pages that stand for the web, and what waits."""

    corpus: Path
    pages: dict[str, str] = field(default_factory=lambda: {URL: PAGE})
    kept: Kept = field(default_factory=Kept)

    def fetch(self, url: str, stamp: Stamp = NO_STAMP) -> Fetched | Unchanged | Trouble:
        if url not in self.pages:
            return Trouble(url, "is refused by its server (404, Not Found)", "check the address", 404)
        return Fetched(url, self.pages[url].encode(), "text/html")

    def shelf(self, how: WriteOptions = WriteOptions()) -> CorpusWriter:  # noqa: B008  # frozen
        return CorpusWriter(Roots.of(self.corpus), how)

    def arrive(self, feed: Feed, *entries: Entry) -> list[Arrived]:
        waiting: Waiting = self.kept
        return list(
            arrive(
                feed,
                entries,
                Doors(self.fetch, read_file, self.shelf(), self.shelf(WriteOptions(dry=True)), waiting),
                NOW,
            )
        )

    def one(self, feed: Feed = FEED, entry: Entry = ENTRY) -> Arrived:
        (found,) = self.arrive(feed, entry)
        return found

    def pending(self, feed: Feed = FEED, entry: Entry = ENTRY) -> Pending:
        found = self.one(feed, entry)
        assert isinstance(found, Pending)
        return found


def read(file: Path) -> Article:
    return document.read(Roots.of(file.parent), file.name, file.stem)


@pytest.fixture
def world(corpus: Path) -> World:
    return World(corpus)


def test_what_comes_from_a_feed_waits_and_nothing_is_written(world: World) -> None:
    pending = world.pending()
    assert world.kept.waiting() == [pending]
    assert (pending.feed, pending.entry, pending.found, pending.url) == (FEED.url, ENTRY, NOW, URL)
    assert pending.draft
    assert pending.lead == SENTENCES[0]
    assert list(world.corpus.iterdir()) == []


def test_what_a_curator_accepts_becomes_an_article_with_what_page_entry_and_feed_know(world: World) -> None:
    pending = world.kept.take(world.pending().id)
    assert pending
    added = accept(pending, world.shelf())
    known = read(added.file).attribution
    assert (added.fate, added.file.name) == (Fate.ADDED, "parental-leave.html")
    assert (known.title, known.author, known.publisher) == ("Parental leave", "Ada Okafor", "Example Works")
    assert (known.published, known.url, known.topics) == (date(2024, 2, 29), URL, ("leave",))


def test_what_comes_from_a_trusted_feed_becomes_an_article_at_once(world: World) -> None:
    added = world.one(TRUSTED)
    assert isinstance(added, Added)
    assert [passage.text for passage in read(added.file).passages] == SENTENCES
    assert world.kept.waiting() == []


def test_what_waits_or_was_decided_about_is_not_told_of_again(world: World) -> None:
    pending = world.pending()
    assert world.arrive(FEED, ENTRY) == []
    world.kept.take(pending.id)
    assert world.arrive(FEED, ENTRY) == []
    assert world.kept.take(pending.id) is None


def test_a_later_change_of_an_entry_waits_anew(world: World) -> None:
    changed = Entry("1", "New leave", URL, updated=NOW)
    assert pending_id(FEED.url, changed) != pending_id(FEED.url, ENTRY)
    assert len(world.arrive(FEED, ENTRY, changed)) == 2


@pytest.mark.parametrize("feed", [FEED, TRUSTED])
def test_what_the_corpus_has_word_for_word_bothers_nobody(world: World, feed: Feed) -> None:
    world.one(TRUSTED)
    found = world.one(feed)
    assert isinstance(found, Known)
    assert found.article == "parental-leave"
    assert world.kept.waiting() == []


def test_another_version_of_what_the_corpus_has_waits_linked_to_it(world: World) -> None:
    before = world.one(TRUSTED)
    assert isinstance(before, Added)
    there = before.file.read_bytes()
    world.pages[URL] = PAGE.replace("sixteen", "twenty")
    pending = world.pending(FEED, Entry("1", "New leave", URL, updated=NOW))
    assert pending.replaces == "parental-leave"
    assert before.file.read_bytes() == there
    accept(pending, world.shelf())
    assert "twenty weeks" in before.file.read_text(encoding="utf-8")


@pytest.mark.parametrize("link", ["", "https://example.org/gone"])
@pytest.mark.parametrize("feed", [FEED, TRUSTED])
def test_what_cannot_be_fetched_waits_with_its_trouble(world: World, feed: Feed, link: str) -> None:
    pending = world.pending(feed, Entry("2", "Gone", link, summary="In short."))
    assert pending.draft is None
    assert ";" in pending.trouble
    with pytest.raises(Faulty) as caught:
        accept(pending, world.shelf())
    assert pending.trouble in caught.value.what


@pytest.mark.parametrize("page", ["<html></html>", "%PDF-1.7", "<script>x</script>"])
def test_a_page_without_an_article_waits_with_its_trouble(world: World, page: str) -> None:
    world.pages[URL] = page
    assert world.pending(TRUSTED).trouble


def test_a_trusted_article_that_cannot_be_written_waits(world: World, tmp_path: Path) -> None:
    world.corpus = tmp_path / "file" / "corpus"
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "cannot be written" in world.pending(TRUSTED).trouble


def test_one_bad_entry_does_not_stop_the_others(world: World) -> None:
    found = world.arrive(TRUSTED, Entry("2", "Gone", "https://example.org/gone"), ENTRY)
    assert [type(each) for each in found] == [Pending, Added]


def test_what_entry_and_feed_say_goes_before_what_the_page_says_of_itself(world: World) -> None:
    head = '<meta name="author" content="Jo Lind"><meta property="og:site_name" content="Elsewhere">'
    world.pages[URL] = head + PAGE
    added = world.one(TRUSTED)
    assert isinstance(added, Added)
    known = read(added.file).attribution
    assert (known.author, known.publisher) == ("Ada Okafor", "Example Works")
    bare = Feed("https://example.org/feed", trusted=True)
    world.pages["https://example.org/b"] = (head + PAGE).replace("leave", "travel").replace("weeks", "days of train")
    other = world.one(bare, Entry("3", "Travel", "https://example.org/b"))
    assert isinstance(other, Added | Pending)


def test_an_id_is_fit_for_a_button_and_the_same_each_time(world: World) -> None:
    assert pending_id(FEED.url, ENTRY) == pending_id(FEED.url, ENTRY) != pending_id("https://example.org/b", ENTRY)
    assert world.pending().id.isalnum()


def test_what_waits_can_be_written_down_and_read_back(world: World) -> None:
    world.one(TRUSTED)
    world.pages[URL] = PAGE.replace("sixteen", "twenty")
    for entry in (Entry("4", "Leave", URL), Entry("5", "Gone")):
        pending = world.pending(FEED, entry)
        assert pending_from_json(json.loads(json.dumps(pending.as_json()))) == pending
