"""What every Catalogue promises, and what is asked of many articles at once."""

from datetime import UTC, date, datetime, timedelta

from bot.core.changes.catalogue import Catalogued, Known
from bot.core.changes.revisions import Changes, Sighting

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAYS = [date(2026, 3, day) for day in range(1, 4)]
KNOWN = Known("d", "file")


def test_a_document_is_there_as_it_was_noted_last_until_it_has_gone(changes: Changes) -> None:
    changes.note_catalogue([Catalogued("leave", KNOWN, None, None), Catalogued("🙂", KNOWN, None, None)], [])
    changes.note_catalogue([Catalogued("leave", Known("e", ""), None, None)], ["🙂", "unheard of"])
    assert dict(changes.catalogue()) == {"leave": Known("e", "")}
    assert dict(changes.known(["leave", "🙂"])) == {"leave": Known("e", "")}


def test_many_documents_are_noted_at_once(changes: Changes) -> None:
    names = [f"article-{number}" for number in range(450)]
    changes.note_catalogue((Catalogued(name, KNOWN, None, None) for name in names), [])
    assert changes.catalogue().keys() == set(names)
    changes.note_catalogue([], names[1:])
    assert changes.catalogue().keys() == {"article-0"}


def test_a_day_concerns_what_is_to_be_reviewed_by_it_and_what_replaces_others_from_it_on(changes: Changes) -> None:
    come = [Catalogued(f"n{at}", KNOWN, day, DAYS[-1 - at]) for at, day in enumerate(DAYS)]
    changes.note_catalogue([*come, Catalogued("never", KNOWN, None, None)], [])
    assert list(changes.to_review(DAYS[1])) == ["n1", "n2"]
    assert list(changes.replacing(DAYS[0], DAYS[1])) == ["n1"]
    assert list(changes.replacing(DAYS[1], DAYS[1])) == []


def test_what_was_first_seen_within_a_time_is_told_by_name(changes: Changes) -> None:
    for more, name in enumerate(("leave", "travel", "cars")):
        changes.note_articles([name], NOON + more * HOUR)
    assert list(changes.newly_seen(NOON, NOON + HOUR)) == ["travel"]
    assert changes.first_seen(["cars", "unheard of"]) == {"cars": NOON + 2 * HOUR}


def test_articles_are_known_by_their_last_words_alone(changes: Changes) -> None:
    for name, own in (("leave", "a"), ("leave", "b"), ("copy", "b"), ("travel", "t")):
        changes.note_revisions([Sighting(name, own, (own,), content="file" + own)], NOON)
    assert {own: sorted(names) for own, names in changes.saying(["a", "b"]).items()} == {"b": ["copy", "leave"]}
    assert changes.hashes(["leave", "unheard of"]) == {"leave": "b"}
    assert changes.contents(["travel"]) == {"travel": "filet"}
