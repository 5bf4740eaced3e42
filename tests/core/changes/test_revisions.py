"""Which articles say something else than before, and which have only another name."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.core.changes.revisions import ALWAYS, Sighting, hash_of, newcomers, renamed, sightings
from bot.core.corpus import Corpus
from tests.small_articles import article, corpus

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(days=1)
LEAVE = article("leave", "Parents get twelve weeks.", "They ask in writing.")
TRAVEL = article("travel", "Trains are booked early.")
MOVED = article("parents", "Parents get twelve weeks.", "They ask in writing.", title="Anew")
HASHES = {each.id: hash_of(each) for each in (LEAVE, TRAVEL)}


def names(here: Corpus, known: Mapping[str, str]) -> dict[str, str]:
    """The new names in a corpus, where each article said last what `known` has of it."""
    saying: dict[str, list[str]] = {}
    for name, own in known.items():
        saying.setdefault(own, []).append(name)
    return renamed({each.id: hash_of(each) for each in here.articles if each.id not in known}, saying, here.names)


def seen(here: Corpus, known: Mapping[str, str]) -> list[Sighting]:
    return list(sightings(here.articles, known, names(here, known)))


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
    assert names(here, HASHES) == {"parents": "leave"}
    (sighting,) = seen(here, HASHES)
    assert (sighting.article, sighting.was) == ("parents", "leave")


def test_a_copy_of_an_article_that_is_still_there_is_another_one() -> None:
    assert names(corpus(LEAVE, MOVED, TRAVEL), HASHES) == {}


def test_of_two_copies_of_what_is_gone_one_is_the_old_one() -> None:
    copy = article("copy", "Parents get twelve weeks.", "They ask in writing.")
    assert names(corpus(copy, MOVED), HASHES) == {"copy": "leave"}


def test_a_name_that_is_known_keeps_its_own_past() -> None:
    here, known = corpus(MOVED), HASHES | {"parents": "other"}
    assert names(here, known) == {}
    assert newcomers(["parents"], {"parents": EARLIER}, {}, NOON) == {}


def test_what_nobody_noted_yet_is_seen_now_but_for_other_names() -> None:
    first = {"leave": EARLIER, "travel": EARLIER}
    assert newcomers(["travel", "new"], first, {}, NOON) == {"new": NOON}
    assert newcomers(["travel", "parents"], first, {"parents": "leave"}, NOON) == {"parents": EARLIER}
    assert newcomers([], first, {}, ALWAYS) == {}
