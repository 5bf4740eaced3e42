"""Which articles say something else than before, and which have only another name."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.core.changes.revisions import ALWAYS, Sighting, hash_of, newcomers, renamed, sightings
from bot.core.corpus import Corpus, digest_of
from tests.small_articles import article, corpus

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(days=1)
LEAVE = article("leave", "Parents get twelve weeks.", "They ask in writing.")
TRAVEL = article("travel", "Trains are booked early.")
MOVED = article("parents", "Parents get twelve weeks.", "They ask in writing.", title="Anew")
HASHES = {each.id: hash_of(each) for each in (LEAVE, TRAVEL)}


def seen(here: Corpus, known: Mapping[str, str]) -> list[Sighting]:
    return list(sightings(here, known, renamed(here, known)))


def test_what_is_known_already_is_not_seen_anew() -> None:
    assert seen(corpus(LEAVE, TRAVEL), HASHES) == []


def test_an_article_is_seen_anew_when_a_paragraph_changes_and_not_when_its_title_does() -> None:
    changed = article("leave", "Parents get twelve weeks.", "They ask.")
    assert seen(corpus(changed, TRAVEL), HASHES) == [
        Sighting("leave", hash_of(changed), ("Parents get twelve weeks.", "They ask."))
    ]
    titled = article("leave", "Parents get twelve weeks.", "They ask in writing.", title="Leave")
    assert seen(corpus(titled, TRAVEL), HASHES) == []


def test_paragraphs_that_are_joined_or_parted_are_other_paragraphs() -> None:
    joined = article("leave", "Parents get twelve weeks. They ask in writing.")
    assert len(seen(corpus(joined, TRAVEL), HASHES)) == 1


def test_an_article_by_another_name_is_the_same_one() -> None:
    here = corpus(MOVED, TRAVEL)
    assert renamed(here, HASHES) == {"parents": "leave"}
    (sighting,) = seen(here, HASHES)
    assert (sighting.article, sighting.was) == ("parents", "leave")


def test_a_copy_of_an_article_that_is_still_there_is_another_one() -> None:
    assert renamed(corpus(LEAVE, MOVED, TRAVEL), HASHES) == {}


def test_of_two_copies_of_what_is_gone_one_is_the_old_one() -> None:
    copy = article("copy", "Parents get twelve weeks.", "They ask in writing.")
    assert renamed(corpus(copy, MOVED), HASHES) == {"copy": "leave"}


def test_a_name_that_is_known_keeps_its_own_past() -> None:
    here, known = corpus(MOVED), HASHES | {"parents": "other"}
    assert renamed(here, known) == {}
    assert newcomers({"parents"}, {"parents": EARLIER}, {}, NOON) == {}


def test_what_nobody_noted_yet_is_seen_now_but_for_other_names_and_a_first_load() -> None:
    first = {"leave": EARLIER, "travel": EARLIER}
    assert newcomers(["travel", "new"], first, {}, NOON) == {"new": NOON}
    assert newcomers(["travel", "parents"], first, {"parents": "leave"}, NOON) == {"parents": EARLIER}
    assert newcomers(["a", "b"], {}, {}, NOON) == {"a": ALWAYS, "b": ALWAYS}
    assert newcomers(["a", "b"], first, {}, NOON) == {"a": ALWAYS, "b": ALWAYS}
    assert newcomers([], first, {}, NOON) == {}


def test_what_was_hashed_before_is_not_read_again() -> None:
    hashes = {digest_of(LEAVE): "as it was hashed before"}
    known = {"leave": "as it was hashed before", "travel": "otherwise"}
    assert [each.article for each in sightings(corpus(LEAVE, TRAVEL), known, {}, hashes=hashes)] == ["travel"]
    assert hashes[digest_of(TRAVEL)] == hash_of(TRAVEL)
