"""Who may see which collections: the rules of the settings, applied to what is known of people and places.

What is answered in a channel is read by everybody there, so the channel counts, not who asks. In private replies and
direct messages the person counts. What nobody tells counts as no.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.model import UNCOLLECTED, Audience

EVERYTHING = "there are no [[collections]] in the settings: everybody may see everything"
PUBLIC = "everybody may see it"
NO_RULE = "no rule of it fits"
MEMBERS = "every member of the workspace may see it"
FOR_MEMBERS = "only members of the workspace may see it, and Slack does not say that all who read here are"
UNDECLARED = "no [[collections]] in the settings has this name, so nobody may see it"


@dataclass(frozen=True, slots=True)
class CollectionRule:
    """Who may see a collection: places, user groups and people by Slack's ids, or everybody (`public`).

    `curators` and `administrators`, people or user groups, look after it, and see it, too.
    """

    name: str
    channels: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    public: bool = False
    curators: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()

    @property
    def keepers(self) -> frozenset[str]:
        """Those who look after it."""
        return self.curators | self.administrators


class Directory(Protocol):
    """What Slack tells of people and places, by its ids. None where it does not tell. Never raises."""

    def is_member(self, person: str) -> bool | None:
        """Whether a person is a full member of this workspace: no guest, and of no other organization."""

    def groups_of(self, person: str) -> frozenset[str] | None:
        """The user groups that a person is in."""

    def channels_of(self, person: str) -> frozenset[str] | None:
        """The channels that a person is in, private ones among them, as far as the bot sees them."""

    def is_internal(self, place: str) -> bool | None:
        """Whether a channel is shared with no other organization."""


class NoDirectory:
    """Nothing is known of anybody. Satisfies Directory."""

    def is_member(self, person: str) -> None:
        del person

    groups_of = channels_of = is_internal = is_member


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a collection may be seen, and by which rule."""

    collection: str
    sees: bool
    why: str


@dataclass(frozen=True, slots=True)
class Access:
    """Says what may be seen where. Without rules, everything may be seen everywhere.

    `for_members` are collections without a rule that every member may see, UNCOLLECTED among them: that of the
    documents that are in none. Guests and people of other organizations see only what a rule lets them.
    """

    rules: tuple[CollectionRule, ...] = ()
    for_members: frozenset[str] = frozenset({UNCOLLECTED})
    directory: Directory = field(default_factory=NoDirectory)

    def audience(self, person: str | None, place: str | None, *, private: bool = False) -> Audience:
        """Who reads an answer, and what may be seen there. `private`: only the person does."""
        return Audience(person, place, self._seen(self.decisions(person, place, private=private)))

    def both(self, person: str, place: str, *, is_there: bool = False) -> frozenset[str] | None:
        """What a person may see of what may be seen in a place; `is_there`: it is known that they read it."""
        if not self.rules:
            return None
        theirs = self.decisions(person, place if is_there else None, private=True)
        there = self.decisions(None, place)
        return frozenset(each.collection for each in theirs if each.sees) & frozenset(
            each.collection for each in there if each.sees
        )

    def decisions(self, person: str | None, place: str | None, *, private: bool = False) -> list[Decision]:
        """Collection by collection, what may be seen, and why; nothing where there are no rules."""
        if not self.rules:
            return []
        alone = private or is_direct(place)
        told = self._reasons_for_person(person, place) if alone else self._reasons_for_place(place)
        found = [Decision(name, bool(why), why or NO_RULE) for name, why in told]
        are_members = self._are_members(person, place, alone=alone)
        why = MEMBERS if are_members else FOR_MEMBERS
        return [*found, *(Decision(name, are_members, why) for name in sorted(self.for_members))]

    def undeclared(self, names: Iterable[str]) -> list[str]:
        """Those of these collections that no rule has, and that are not for members either: nobody may see them."""
        known = {rule.name for rule in self.rules} | self.for_members
        return sorted(set(names) - known) if self.rules else []

    def _seen(self, decisions: Iterable[Decision]) -> frozenset[str] | None:
        return frozenset(each.collection for each in decisions if each.sees) if self.rules else None

    def _reasons_for_place(self, place: str | None) -> Iterator[tuple[str, str]]:
        for rule in self.rules:
            named = f"its channels name {place}" if place in rule.channels else ""
            yield rule.name, PUBLIC if rule.public else named

    def _reasons_for_person(self, person: str | None, place: str | None) -> Iterator[tuple[str, str]]:
        # Slack is asked only where some rule needs it.
        asks_groups = person and any(rule.groups or groups_in(rule.keepers) for rule in self.rules)
        asks_channels = person and any(rule.channels for rule in self.rules)
        groups = self.directory.groups_of(person) if person and asks_groups else None
        channels = self.directory.channels_of(person) if person and asks_channels else None
        # Who asks in a place reads it.
        there = (channels or frozenset()) | frozenset({place} if place else ())
        for rule in self.rules:
            yield rule.name, _reason(rule, person, groups or frozenset(), there)

    def _are_members(self, person: str | None, place: str | None, *, alone: bool) -> bool:
        if person and self.directory.is_member(person) is not True:
            return False
        return bool(person) if alone else bool(place) and self.directory.is_internal(str(place)) is True


def is_direct(place: str | None) -> bool:
    """Whether a place is a conversation of one person with the bot, by its id."""
    return (place or "").startswith("D")


def in_both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The collections that are in both; None stands for all of them."""
    return other if one is None else one if other is None else one & other


def is_named(person: str, named: frozenset[str], directory: Directory) -> bool:
    """Whether a person is among these people and user groups. Slack is asked only where a user group is among them."""
    if person in named:
        return True
    groups = groups_in(named)
    return bool(groups and groups & (directory.groups_of(person) or frozenset()))


def groups_in(named: frozenset[str]) -> frozenset[str]:
    """The user groups among people and user groups, by their ids."""
    return frozenset(each for each in named if each.startswith("S"))


def _reason(rule: CollectionRule, person: str | None, groups: frozenset[str], channels: frozenset[str]) -> str:
    """Which part of a rule lets a person see its collection; "" if none does."""
    if rule.public:
        return PUBLIC
    if person in rule.people:
        return f"its people name {person}"
    if shared := sorted(rule.groups & groups):
        return f"in the user group {shared[0]}"
    if keepers := sorted(rule.keepers & {person or "", *groups}):
        return f"its curators or administrators name {keepers[0]}"
    if shared := sorted(rule.channels & channels):
        return f"in the channel {shared[0]}"
    return ""
