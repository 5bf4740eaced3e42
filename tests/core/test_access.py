"""Who may see what, by the rules and by what is known of people and places."""

from dataclasses import dataclass, field, replace

import pytest

from bot.core.access import Access, CollectionRule, NoDirectory
from bot.core.model import UNCOLLECTED

HR = CollectionRule("hr", frozenset({"C1HR"}), frozenset({"S1HR"}), frozenset({"U1ANN"}))
PRESS = CollectionRule("press", public=True)


@dataclass(frozen=True)
class Known:
    """A directory in which everything is known that a test says."""

    members: frozenset[str] = frozenset({"U1ANN", "U1BOB"})
    groups: dict[str, frozenset[str]] = field(default_factory=dict)
    channels: dict[str, frozenset[str]] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()

    def is_member(self, person: str) -> bool | None:
        return person in self.members

    def groups_of(self, person: str) -> frozenset[str] | None:
        return self.groups.get(person, frozenset())

    def channels_of(self, person: str) -> frozenset[str] | None:
        return self.channels.get(person, frozenset())

    def is_internal(self, place: str) -> bool | None:
        return place not in self.shared


ACCESS = Access((HR, PRESS), directory=Known())


def seen(access: Access, person: str | None, place: str | None, *, private: bool = False) -> set[str]:
    collections = access.audience(person, place, private=private).collections
    assert collections is not None
    return set(collections)


def test_without_rules_everything_may_be_seen_and_nobody_is_asked() -> None:
    assert Access().audience("U1BOB", "C1ANY").collections is None
    assert Access().both("U1BOB", "C1ANY") is None
    assert Access().decisions("U1BOB", "C1ANY") == []


def test_a_channel_sees_what_names_it_whoever_asks() -> None:
    assert seen(ACCESS, "U1BOB", "C1HR") == {"hr", "press", UNCOLLECTED}
    assert seen(ACCESS, "U1ANN", "C1ANY") == {"press", UNCOLLECTED}


def test_in_private_the_person_counts() -> None:
    assert seen(ACCESS, "U1ANN", "C1ANY", private=True) == {"hr", "press", UNCOLLECTED}
    assert seen(ACCESS, "U1ANN", "D1ANN") == {"hr", "press", UNCOLLECTED}
    assert seen(ACCESS, "U1BOB", "D1BOB") == {"press", UNCOLLECTED}


def test_who_asks_privately_in_a_channel_reads_it() -> None:
    assert "hr" in seen(ACCESS, "U1BOB", "C1HR", private=True)


@pytest.mark.parametrize(
    "directory",
    [
        Known(groups={"U1BOB": frozenset({"S1HR"})}),
        Known(channels={"U1BOB": frozenset({"C1HR"})}),
    ],
)
def test_groups_and_channels_count_where_the_person_does(directory: Known) -> None:
    access = replace(ACCESS, directory=directory)
    assert "hr" in seen(access, "U1BOB", "D1BOB")
    assert "hr" not in seen(access, "U1BOB", "C1ANY")


def test_guests_see_what_is_public_or_names_them() -> None:
    assert seen(ACCESS, "U1GUEST", "D1GUEST") == {"press"}
    assert seen(ACCESS, "U1GUEST", "C1ANY") == {"press"}
    assert seen(ACCESS, "U1GUEST", "C1HR") == {"hr", "press"}


def test_a_shared_channel_sees_what_is_public_or_names_it() -> None:
    access = replace(ACCESS, directory=Known(shared=frozenset({"C1HR", "C1ANY"})))
    assert seen(access, "U1BOB", "C1ANY") == {"press"}
    assert seen(access, "U1BOB", "C1HR") == {"hr", "press"}


def test_what_nobody_tells_counts_as_no() -> None:
    access = replace(ACCESS, directory=NoDirectory())
    assert seen(access, "U1BOB", "D1BOB") == {"press"}
    assert seen(access, None, "C1ANY") == {"press"}
    assert seen(access, "U1ANN", "D1ANN") == {"hr", "press"}


def test_nobody_in_particular_and_nowhere_sees_what_is_public() -> None:
    assert seen(ACCESS, None, None) == {"press"}


def test_of_a_place_somebody_else_reads_both_must_be_allowed() -> None:
    assert ACCESS.both("U1ANN", "C1HR") == frozenset({"hr", "press", UNCOLLECTED})
    assert ACCESS.both("U1BOB", "C1HR") == frozenset({"press", UNCOLLECTED})


def test_a_collection_that_only_documents_name_is_seen_by_nobody() -> None:
    access = replace(ACCESS, for_members=frozenset({UNCOLLECTED, "handbook"}))
    assert access.undeclared(["hr", "handbook", "hrr"]) == ["hrr"]
    assert "hrr" not in seen(access, "U1ANN", "C1HR")
    assert "handbook" in seen(access, "U1ANN", "C1HR")
    assert Access().undeclared(["hrr"]) == []


def test_each_decision_says_why() -> None:
    told = {each.collection: (each.sees, each.why) for each in ACCESS.decisions("U1ANN", "D1ANN")}
    assert told["hr"] == (True, "its people name U1ANN")
    assert told["press"] == (True, "everybody may see it")
    assert [each.why for each in ACCESS.decisions("U1BOB", "D1BOB") if not each.sees] == ["no rule of it fits"]
