"""What curators choose from, answer in and are shown: what they look after, as far as they and who waits see it."""

from datetime import UTC, date, datetime

import pytest

from bot.core.access import Access, CollectionRule
from bot.core.answering.pins import Pin, hash_of
from bot.core.corpus import Corpus
from bot.core.curation.hand_overs import HandOver
from bot.core.curation.looked_after import EVERYBODY, LookedAfter
from bot.core.roles import Roles
from tests.small_articles import article

HANNA, PIA, CURT = "U1HANNA", "U1PIA", "U1CURT"
HR = CollectionRule("hr", channels=frozenset({"C1HR"}), curators=frozenset({HANNA}))
PRESS = CollectionRule("press", public=True, curators=frozenset({PIA}))
RULES = (HR, PRESS)
THEIRS = LookedAfter(Access(RULES), Roles(RULES, frozenset({CURT})))
NO_RULES = LookedAfter(Access(), Roles(curators=frozenset({CURT})))
PAY, NEWS = (
    article("pay", "Pay rises in May.", collection="hr"),
    article("news", "We answer by noon.", collection="press"),
)
CORPUS, DAY = Corpus([PAY, NEWS]), date(2026, 3, 2)


def waiting(*collections: str) -> HandOver:
    return HandOver("a", "When does pay rise?", frozenset(collections), datetime(2026, 3, 2, tzinfo=UTC))


def pin(name: str, words: str = "") -> Pin:
    of = CORPUS.article(name)
    assert of is not None
    words = words or hash_of(of.passages)
    return Pin(name, ("When?",), name, (1,), words, "Curators", DAY, of.attribution.collection)


@pytest.mark.parametrize(
    ("person", "known", "among"),
    [
        (HANNA, None, {"hr"}),
        (PIA, None, {"press"}),
        (HANNA, waiting("press"), set()),
        (PIA, waiting("press", "hr"), {"press"}),
        ("U1BOB", None, set()),
    ],
)
def test_curators_choose_among_what_they_look_after_and_who_waits_may_see(
    person: str, known: HandOver | None, among: set[str]
) -> None:
    assert THEIRS.among(person, "C1", known, CORPUS) == frozenset(among)
    assert set(THEIRS.answerable(person, "C1", known)) == among


def test_where_there_are_no_rules_everything_may_be_chosen_and_no_collection_is_offered() -> None:
    assert NO_RULES.among(CURT, "C1", None, CORPUS) is None
    assert NO_RULES.among(CURT, "C1", waiting("press"), CORPUS) == frozenset({"press"})
    assert NO_RULES.answerable(CURT, "C1", None) == {}


def test_pins_are_shown_to_whoever_looks_after_their_documents() -> None:
    pins = [pin("pay"), pin("news")]
    shown = {who: [each.pin.id for each in THEIRS.pinned(pins, CORPUS, DAY, who, "C1")] for who in (HANNA, PIA, CURT)}
    assert shown == {HANNA: ["pay"], PIA: ["news"], CURT: []}


def test_a_channel_hears_of_changed_pins_that_all_its_readers_may_see_and_of_none_without_documents() -> None:
    pins = [pin("pay", "other words"), pin("news", "other words"), pin("news")]
    assert [each.pin.id for each in THEIRS.to_review(pins, CORPUS, DAY, "C1CURATE")] == ["news"]
    assert [each.pin.id for each in THEIRS.to_review(pins, CORPUS, DAY, "C1HR")] == ["pay", "news"]
    assert THEIRS.to_review(pins, Corpus(()), DAY, "C1HR") == []


def test_what_is_in_no_collection_is_offered_by_a_name_that_says_who_sees_it() -> None:
    members = LookedAfter(Access(RULES, frozenset({""}), Everybody()), Roles(RULES, frozenset({CURT})))
    assert members.answerable(CURT, "C1", None) == {"": EVERYBODY}


class Everybody:
    """A directory in which everybody is a member, of no group and in no channel."""

    def is_member(self, person: str) -> bool:
        return bool(person)

    def groups_of(self, person: str) -> frozenset[str]:
        return frozenset()

    def channels_of(self, person: str) -> frozenset[str]:
        return frozenset()

    def is_internal(self, place: str) -> bool:
        return bool(place)
