"""What every Changes promises about articles, wherever it keeps things."""

from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.core.changes.catalogue import Catalogued, Known
from bot.core.changes.revisions import Changes, Revision, Sighting
from bot.core.changes.withdrawals import Withdrawal
from bot.store.changes import MOST_CHARACTERS, MOST_REVISIONS
from bot.store.sql import open_store
from tests.hostile_texts import WITH_WORDS
from tests.store.operations import DOCUMENT

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND = ("Parents get twelve weeks.", "They ask in writing."), ("Parents get sixteen weeks.",)


def sighting(article: str = "leave", own: str = "a", paragraphs: tuple[str, ...] = FIRST) -> Sighting:
    return Sighting(article, own, paragraphs)


def test_a_fresh_store_has_no_revision(changes: Changes) -> None:
    assert dict(changes.hashes()) == {}
    assert dict(changes.revisions(NOON)) == {}


def test_what_articles_said_is_known_by_its_hash(changes: Changes) -> None:
    changes.note_revisions([sighting(), sighting("travel", "t")], NOON)
    changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    assert dict(changes.hashes()) == {"leave": "b", "travel": "t"}


def test_what_another_reader_makes_of_the_same_file_is_no_change(changes: Changes) -> None:
    changes.note_revisions([Sighting("leave", "a", FIRST, content="file")], NOON)
    changes.note_revisions([Sighting("leave", "b", SECOND, content="file")], NOON + HOUR)
    assert (dict(changes.hashes()), dict(changes.contents())) == ({"leave": "b"}, {"leave": "file"})
    assert dict(changes.revisions(NOON - HOUR)) == {}
    changes.note_revisions([Sighting("leave", "b", SECOND, content="other file")], NOON + HOUR)
    changes.note_revisions([Sighting("leave", "c", FIRST, content="another")], NOON + 2 * HOUR)
    assert dict(changes.revisions(NOON)) == {"leave": [Revision(NOON, SECOND), Revision(NOON + 2 * HOUR, FIRST)]}


def test_an_article_that_changed_is_told_from_what_it_said_then(changes: Changes) -> None:
    changes.note_revisions([sighting(), sighting("travel", "t")], NOON)
    changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    both = [Revision(NOON, FIRST), Revision(NOON + HOUR, SECOND)]
    assert dict(changes.revisions(NOON)) == {"leave": both}
    assert dict(changes.revisions(NOON - HOUR)) == {"leave": both}
    assert dict(changes.revisions(NOON + HOUR)) == {}


def test_what_an_article_said_before_the_moment_is_left_out_but_for_the_last(changes: Changes) -> None:
    for more, own in enumerate("abcd"):
        changes.note_revisions([sighting(own=own, paragraphs=(own,))], NOON + more * HOUR)
    assert [each.paragraphs for each in changes.revisions(NOON + HOUR)["leave"]] == [("b",), ("c",), ("d",)]


def test_what_is_noted_again_is_no_change(changes: Changes) -> None:
    for more in range(3):
        changes.note_revisions([sighting()], NOON + more * HOUR)
    assert dict(changes.revisions(NOON - HOUR)) == {}


def test_words_that_are_changed_back_are_a_change_each_time(changes: Changes) -> None:
    for more, own in enumerate("aba"):
        changes.note_revisions([sighting(own=own, paragraphs=(own,))], NOON + more * HOUR)
    assert [each.paragraphs for each in changes.revisions(NOON)["leave"]] == [("a",), ("b",), ("a",)]


def test_an_article_takes_what_it_said_along_to_its_new_name(changes: Changes) -> None:
    changes.note_revisions([sighting()], NOON)
    changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    for _ in range(2):
        changes.note_revisions([Sighting("parents", "b", SECOND, was="leave")], NOON + 2 * HOUR)
    assert changes.revisions(NOON)["parents"] == [Revision(NOON, FIRST), Revision(NOON + HOUR, SECOND)]
    changes.note_revisions([Sighting("leave", "b", SECOND, was="parents")], NOON + 3 * HOUR)
    assert len(changes.revisions(NOON)["leave"]) == 2


def test_many_articles_with_any_words_are_noted_at_once(changes: Changes) -> None:
    texts = [*WITH_WORDS.values(), "\x00", "\ud83d", "'; DROP TABLE revisions", ""]
    found = [sighting(f"article-{number}", "a", (texts[number % len(texts)],)) for number in range(450)]
    changes.note_revisions(iter(found), NOON)
    changes.note_revisions((sighting(each.article, "b", (*each.paragraphs, "more")) for each in found), NOON + HOUR)
    revisions = changes.revisions(NOON)
    assert len(revisions) == 450
    assert all(revisions[each.article][0].paragraphs == each.paragraphs for each in found)
    changes.note_revisions([], NOON)


def test_a_path_may_be_of_any_length(changes: Changes) -> None:
    path = "folder/" * 100
    changes.note_articles([path], NOON)
    changes.note_revisions([sighting(path)], NOON)
    changes.note_catalogue([Catalogued(path, Known("d", ""), None, None)], [])
    assert changes.first_seen([path]) == {path: NOON}


def test_of_two_replicas_that_see_the_same_change_one_notes_it(file: Path) -> None:
    with closing(open_store(file)) as one, closing(open_store(file)) as other:
        for store in (one, other):
            store.changes.note_revisions([sighting()], NOON)
        for store in (one, other):
            store.changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
        assert len(one.changes.revisions(NOON)["leave"]) == 2


def test_what_no_article_says_any_more_is_kept_for_a_time_and_in_bounds(url: URL) -> None:
    with closing(open_store(url)) as store:
        for number in range(MOST_REVISIONS + 10):
            store.changes.note_revisions(
                [Sighting("leave", f"h{number}", (f"{number}",))], NOON + timedelta(days=number)
            )
        store.changes.note_revisions([Sighting("travel", "h", ("Always.",))], NOON)
        assert store.changes.thin(NOON) == 10
        assert store.changes.thin(NOON + timedelta(days=MOST_REVISIONS + 9, hours=1)) == MOST_REVISIONS - 1
        assert store.changes.hashes() == {"leave": f"h{MOST_REVISIONS + 9}", "travel": "h"}


def test_a_long_article_that_is_edited_again_and_again_fills_no_disk(url: URL) -> None:
    with closing(open_store(url)) as store:
        for number in range(6):
            long = ("x" * (MOST_CHARACTERS // 3), f"{number}")
            store.changes.note_revisions([Sighting("leave", f"h{number}", long)], NOON + number * HOUR)
        assert store.changes.thin(NOON) == 3
        assert store.changes.hashes() == {"leave": "h5"}
        assert len(store.changes.revisions(NOON)["leave"]) == 3


def test_a_fresh_store_knows_of_no_article(changes: Changes) -> None:
    assert dict(changes.first_seen()) == {}


def test_an_article_keeps_the_moment_at_which_it_was_first_seen(changes: Changes) -> None:
    changes.note_articles(["leave", "travel"], NOON)
    changes.note_articles(["travel", "cars"], NOON + HOUR)
    assert dict(changes.first_seen()) == {"leave": NOON, "travel": NOON, "cars": NOON + HOUR}


def test_an_article_that_left_the_corpus_and_came_back_is_not_new(changes: Changes) -> None:
    changes.note_articles(["leave"], NOON)
    changes.note_articles([], NOON + HOUR)
    changes.note_articles(["leave"], NOON + HOUR)
    assert dict(changes.first_seen()) == {"leave": NOON}


def test_noting_no_article_notes_none(changes: Changes) -> None:
    changes.note_articles([], NOON)
    assert dict(changes.first_seen()) == {}


def test_an_article_that_is_named_twice_is_noted_once(changes: Changes) -> None:
    changes.note_articles(["leave", "leave"], NOON)
    assert dict(changes.first_seen()) == {"leave": NOON}


def test_many_articles_are_noted_at_once(changes: Changes) -> None:
    names = [f"article-{number}" for number in range(2_000)]
    changes.note_articles(names, NOON)
    changes.note_articles(names, NOON + HOUR)
    assert dict(changes.first_seen()) == dict.fromkeys(names, NOON)


@pytest.mark.parametrize("name", ["Überstunden 2020", "休暇", "🙂", "it's; DROP TABLE articles_seen", "%_", "x" * 255])
def test_an_article_may_have_any_name(changes: Changes, name: str) -> None:
    changes.note_articles([name], NOON)
    assert dict(changes.first_seen()) == {name: NOON}


def test_names_that_differ_in_case_are_two(changes: Changes) -> None:
    changes.note_articles(["Leave"], NOON)
    changes.note_articles(["leave"], NOON + HOUR)
    assert dict(changes.first_seen()) == {"Leave": NOON, "leave": NOON + HOUR}


def test_what_was_read_does_not_change_with_what_is_noted_later(changes: Changes) -> None:
    changes.note_articles(["leave"], NOON)
    before = changes.first_seen()
    changes.note_articles(["travel"], NOON + HOUR)
    assert dict(before) == {"leave": NOON}


def test_the_moment_of_an_article_comes_back_to_the_microsecond_and_knows_its_zone(changes: Changes) -> None:
    changes.note_articles(["leave"], NOON.astimezone(timezone(timedelta(hours=14))))
    moment = changes.first_seen()["leave"]
    assert moment == NOON
    assert moment.utcoffset() is not None


def test_what_is_noted_after_a_moment_was_closed_counts_as_later_whatever_the_clock_says(changes: Changes) -> None:
    closed = changes.close(NOON)
    assert closed == NOON
    changes.note_articles(["leave"], NOON - HOUR)
    changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON - HOUR)
    assert dict(changes.first_seen())["leave"] > closed
    changes.note_revisions([sighting(own="c", paragraphs=FIRST)], NOON - HOUR)
    assert [each.seen > closed for each in changes.revisions(closed - HOUR)["leave"]] == [True, True]
    again = changes.close(NOON - HOUR)
    assert again > closed
    assert dict(changes.first_seen())["leave"] <= again


def test_what_a_clock_noted_that_is_ahead_was_seen_when_the_moment_is_closed(changes: Changes) -> None:
    changes.note_articles(["leave"], NOON + HOUR)
    changes.note_revisions([sighting()], NOON + HOUR)
    changes.note_revisions([sighting(own="b", paragraphs=SECOND)], NOON + HOUR)
    closed = changes.close(NOON)
    assert dict(changes.first_seen()) == {"leave": closed}
    assert changes.revisions(closed) == {}


def test_a_moment_that_was_closed_by_a_clock_far_ahead_puts_nothing_off(changes: Changes) -> None:
    changes.close(NOON + timedelta(days=400))
    changes.note_articles(["leave"], NOON)
    assert dict(changes.first_seen()) == {"leave": NOON}
    assert changes.close(NOON + HOUR) == NOON + HOUR


def test_what_is_no_news_keeps_its_moment(changes: Changes) -> None:
    changes.close(NOON)
    changes.note_articles(["leave"], NOON - HOUR, is_news=False)
    assert dict(changes.first_seen()) == {"leave": NOON - HOUR}


def test_a_document_of_a_source_is_known_until_it_goes_and_its_going_keeps_its_moment(changes: Changes) -> None:
    changes.note_documents([DOCUMENT])
    assert dict(changes.documents()) == {"leave": DOCUMENT}
    changes.withdraw([DOCUMENT], NOON)
    changes.withdraw([DOCUMENT], NOON + HOUR)
    assert dict(changes.documents()) == {}
    assert list(changes.withdrawn(NOON - timedelta(seconds=1))) == [Withdrawal(DOCUMENT, NOON)]
    assert list(changes.withdrawn(NOON)) == []


def test_the_words_of_an_article_at_a_moment_are_known_after_it_has_gone(changes: Changes) -> None:
    for number, words in enumerate(("Twelve weeks.", "Sixteen weeks.")):
        changes.note_revisions([sighting("leave", str(number), (words,))], NOON + number * timedelta(days=2))
    changes.withdraw([DOCUMENT], NOON + timedelta(days=3))
    days = [NOON + timedelta(days=day) for day in (-1, 1, 5)]
    said = [changes.words_of(["leave", "never there"], day) for day in days]
    assert [dict(each) for each in said] == [
        {"leave": ("Twelve weeks.",)},
        {"leave": ("Twelve weeks.",)},
        {"leave": ("Sixteen weeks.",)},
    ]


def test_a_document_that_comes_back_is_no_longer_gone(changes: Changes) -> None:
    changes.withdraw([DOCUMENT], NOON)
    changes.note_documents([DOCUMENT])
    assert dict(changes.documents()) == {"leave": DOCUMENT}
    assert list(changes.withdrawn(NOON - timedelta(days=1))) == []


def test_a_document_that_is_forgotten_has_neither_stayed_nor_gone(changes: Changes) -> None:
    changes.note_documents([DOCUMENT])
    changes.forget_documents(["leave", "never there"])
    assert dict(changes.documents()) == {}
    assert list(changes.withdrawn(NOON - timedelta(days=1))) == []


def test_what_goes_after_a_moment_was_closed_counts_as_later(changes: Changes) -> None:
    closed = changes.close(NOON)
    changes.withdraw([DOCUMENT], NOON - HOUR)
    (gone,) = changes.withdrawn(closed)
    assert gone.seen > closed
    again = changes.close(NOON)
    assert list(changes.withdrawn(again)) == []
