"""What every Changes promises about the words of articles, wherever it keeps them."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL

from bot.core.changes.revisions import Changes, Revision, Sighting
from bot.store.revisions import MOST_REVISIONS
from bot.store.sql import open_store
from tests.hostile_texts import WITH_WORDS

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = ("Parents get twelve weeks.", "They ask in writing."), ("Parents get sixteen weeks.",)


def sighting(article: str = "leave", own: str = "a", paragraphs: tuple[str, ...] = FIRST) -> Sighting:
    return Sighting(article, own, paragraphs)


def test_a_fresh_store_has_no_revision(store: Changes) -> None:
    assert dict(store.hashes()) == {}
    assert dict(store.revisions(NOON)) == {}


def test_what_articles_said_is_known_by_its_hash(store: Changes) -> None:
    store.note_revisions([sighting(), sighting("travel", "t")], NOON)
    store.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    assert dict(store.hashes()) == {"leave": "b", "travel": "t"}


def test_what_another_reader_makes_of_the_same_file_is_no_change(store: Changes) -> None:
    store.note_revisions([Sighting("leave", "a", FIRST, content="file")], NOON)
    store.note_revisions([Sighting("leave", "b", SECOND, content="file")], NOON + HOUR)
    assert (dict(store.hashes()), dict(store.contents())) == ({"leave": "b"}, {"leave": "file"})
    assert dict(store.revisions(NOON - HOUR)) == {}
    store.note_revisions([Sighting("leave", "b", SECOND, content="other file")], NOON + HOUR)
    store.note_revisions([Sighting("leave", "c", FIRST, content="another")], NOON + 2 * HOUR)
    assert dict(store.revisions(NOON)) == {"leave": [Revision(NOON, SECOND), Revision(NOON + 2 * HOUR, FIRST)]}


def test_an_article_that_changed_is_told_from_what_it_said_then(store: Changes) -> None:
    store.note_revisions([sighting(), sighting("travel", "t")], NOON)
    store.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    both = [Revision(NOON, FIRST), Revision(NOON + HOUR, SECOND)]
    assert dict(store.revisions(NOON)) == {"leave": both}
    assert dict(store.revisions(NOON - HOUR)) == {"leave": both}
    assert dict(store.revisions(NOON + HOUR)) == {}


def test_what_an_article_said_before_the_moment_is_left_out_but_for_the_last(store: Changes) -> None:
    for more, own in enumerate("abcd"):
        store.note_revisions([sighting(own=own, paragraphs=(own,))], NOON + more * HOUR)
    assert [each.paragraphs for each in store.revisions(NOON + HOUR)["leave"]] == [("b",), ("c",), ("d",)]


def test_what_is_noted_again_is_no_change(store: Changes) -> None:
    for more in range(3):
        store.note_revisions([sighting()], NOON + more * HOUR)
    assert dict(store.revisions(NOON - HOUR)) == {}


def test_words_that_are_changed_back_are_a_change_each_time(store: Changes) -> None:
    for more, own in enumerate("aba"):
        store.note_revisions([sighting(own=own, paragraphs=(own,))], NOON + more * HOUR)
    assert [each.paragraphs for each in store.revisions(NOON)["leave"]] == [("a",), ("b",), ("a",)]


def test_an_article_takes_what_it_said_along_to_its_new_name(store: Changes) -> None:
    store.note_revisions([sighting()], NOON)
    store.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    for _ in range(2):
        store.note_revisions([Sighting("parents", "b", SECOND, was="leave")], NOON + 2 * HOUR)
    assert store.revisions(NOON)["parents"] == [Revision(NOON, FIRST), Revision(NOON + HOUR, SECOND)]
    store.note_revisions([Sighting("leave", "b", SECOND, was="parents")], NOON + 3 * HOUR)
    assert len(store.revisions(NOON)["leave"]) == 2


def test_many_articles_with_any_words_are_noted_at_once(store: Changes) -> None:
    texts = [*WITH_WORDS.values(), "\x00", "\ud83d", "'; DROP TABLE revisions", ""]
    found = [sighting(f"article-{number}", "a", (texts[number % len(texts)],)) for number in range(450)]
    store.note_revisions(iter(found), NOON)
    store.note_revisions((sighting(each.article, "b", (*each.paragraphs, "more")) for each in found), NOON + HOUR)
    revisions = store.revisions(NOON)
    assert len(revisions) == 450
    assert all(revisions[each.article][0].paragraphs == each.paragraphs for each in found)
    store.note_revisions([], NOON)


def test_of_two_replicas_that_see_the_same_change_one_notes_it(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "state.db")) as one, closing(open_store(tmp_path / "state.db")) as other:
        for store in (one, other):
            store.note_revisions([sighting()], NOON)
        for store in (one, other):
            store.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
        assert len(one.revisions(NOON)["leave"]) == 2


def test_what_no_article_says_any_more_is_kept_for_a_time_and_in_bounds(url: URL) -> None:
    with closing(open_store(url)) as store:
        for number in range(MOST_REVISIONS + 10):
            store.note_revisions([Sighting("leave", f"h{number}", (f"{number}",))], NOON + timedelta(days=number))
        store.note_revisions([Sighting("travel", "h", ("Always.",))], NOON)
        assert store.thin_revisions(NOON) == 10
        assert store.thin_revisions(NOON + timedelta(days=MOST_REVISIONS + 9, hours=1)) == MOST_REVISIONS - 1
        assert store.hashes() == {"leave": f"h{MOST_REVISIONS + 9}", "travel": "h"}
