"""Who looks after which documents: asked of the settings, and of Slack where a user group is named."""

from dataclasses import dataclass, field, replace

import pytest

from bot.core.access import Access, CollectionRule, NoDirectory
from bot.core.roles import Roles

HR = CollectionRule("hr", people=frozenset({"U1BOB"}), curators=frozenset({"S1HR"}))
PRESS = CollectionRule("press", public=True, administrators=frozenset({"U1PIA"}))


@dataclass(frozen=True)
class Known:
    """A directory with one user group and one channel."""

    group: frozenset[str] = frozenset({"U1HANNA"})
    channel: frozenset[str] = frozenset({"U1CARA"})
    asked: list[str] = field(default_factory=list)

    def is_member(self, person: str) -> bool | None:
        return bool(person)

    def groups_of(self, person: str) -> frozenset[str] | None:
        self.asked.append(person)
        return frozenset({"S1HR"} if person in self.group else ())

    def channels_of(self, person: str) -> frozenset[str] | None:
        return frozenset({"C1CURATE"} if person in self.channel else ())

    def is_internal(self, place: str) -> bool | None:
        return bool(place)


OPEN = Roles((HR, PRESS), channel="C1CURATE", directory=Known())
CURATED = replace(OPEN, curators=frozenset({"U1CURT"}), administrators=frozenset({"U1ADA"}))


@pytest.mark.parametrize(
    ("person", "curates"),
    [
        ("U1CURT", {"", "press", "other"}),
        ("U1HANNA", {"hr"}),
        ("U1PIA", {"press"}),
        ("U1ADA", {"", "hr", "press", "other"}),
        ("U1CARA", set()),
        ("U1BOB", set()),
        (None, set()),
    ],
)
def test_a_collection_has_its_own_curators_or_those_of_all_and_administrators_besides(
    person: str | None, curates: set[str]
) -> None:
    names = {"", "hr", "press", "other"}
    assert CURATED.curated(person, names) == curates
    assert CURATED.is_curator_somewhere(person) is bool(curates)


def test_documents_in_no_collection_are_looked_after_by_the_curators_of_all() -> None:
    assert CURATED.is_curator("U1CURT", None)
    assert not CURATED.is_curator("U1HANNA", None)


def test_only_administrators_administrate() -> None:
    assert CURATED.is_administrator("U1ADA", "hr")
    assert CURATED.is_administrator("U1PIA", "press")
    assert not CURATED.is_administrator("U1PIA", "hr")
    assert not CURATED.is_administrator("U1CURT", "press")
    assert not CURATED.is_administrator(None)


def test_where_nobody_is_named_those_who_read_the_curators_channel_are_curators() -> None:
    assert OPEN.is_curator("U1CARA")
    assert OPEN.is_curator("U1BOB", "", "C1CURATE")
    assert not OPEN.is_curator("U1BOB", "", "C1OTHER")
    assert not OPEN.is_curator("U1CARA", "hr")


def test_without_curators_and_without_their_channel_nobody_is_one() -> None:
    assert not Roles().is_curator("U1BOB", "", "")
    assert not Roles().is_curator("U1BOB", "", None)


def test_what_slack_does_not_tell_counts_as_no() -> None:
    closed = Roles((HR,), directory=NoDirectory())
    assert not closed.is_curator("U1HANNA", "hr")


def test_who_left_a_user_group_is_no_curator_any_more() -> None:
    left = Roles((HR,), directory=Known(group=frozenset()))
    assert not left.is_curator("U1HANNA", "hr")


def test_slack_is_not_asked_about_groups_where_none_is_named() -> None:
    known = Known()
    assert not Roles(curators=frozenset({"U1CURT"}), directory=known).is_curator("U1BOB")
    assert known.asked == []


def test_who_looks_after_a_collection_may_see_it_in_private() -> None:
    access = Access((HR, PRESS), directory=Known())
    assert "hr" in (access.audience("U1HANNA", None, private=True).collections or ())
    assert "hr" not in (access.audience("U1CARA", None, private=True).collections or ())
    assert "hr" not in (access.audience("U1HANNA", "C1ANY").collections or ())
