"""Who looks after the documents: curators, and administrators over them, by the settings and by Slack's user groups.

Ask it whenever somebody presses or types what is theirs, and never let a message remember the answer:

    if not roles.is_curator(person, article.attribution.collection, request.place):
        return sentence_message(NOT_A_CURATOR)

What a curator may see is another question: `core/access` answers it, and it comes first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.access import CollectionRule, Directory, NoDirectory, is_named
from bot.core.model import UNCOLLECTED

NOT_A_CURATOR = "Only curators can do that. The settings say who they are."


@dataclass(frozen=True, slots=True)
class Roles:
    """Says who is a curator or an administrator of what.

    `curators` and `administrators` look after all collections, by Slack's ids of people and user groups; a collection
    that names curators of its own has those instead. `channel` is the curators' channel: where no curators are named,
    they are those who read it. What Slack does not tell counts as no.
    """

    rules: tuple[CollectionRule, ...] = ()
    curators: frozenset[str] = frozenset()
    administrators: frozenset[str] = frozenset()
    channel: str = ""
    directory: Directory = field(default_factory=NoDirectory)

    def is_curator(self, person: str | None, collection: str | None = UNCOLLECTED, place: str | None = None) -> bool:
        """Whether a person may do what curators do with the documents of a collection ("" or None: of those in none).

        `place`: where they do it, if it is known that they read it. Administrators may do all that curators may.
        """
        if not person:
            return False
        named = self.curators_of(collection)
        if named:
            return is_named(person, named, self.directory) or self.is_administrator(person, collection)
        return self._reads_channel(person, place) or self.is_administrator(person, collection)

    def is_curator_somewhere(self, person: str | None, place: str | None = None) -> bool:
        """Whether a person is a curator of any documents at all."""
        return any(self.is_curator(person, name, place) for name in (UNCOLLECTED, *(rule.name for rule in self.rules)))

    def curated(self, person: str | None, collections: Iterable[str], place: str | None = None) -> frozenset[str]:
        """Those of these collections that a person is a curator of."""
        return frozenset(name for name in set(collections) if self.is_curator(person, name, place))

    def is_administrator(self, person: str | None, collection: str | None = UNCOLLECTED) -> bool:
        """Whether a person may do what administrators do, for a collection or, where that names nobody, for all."""
        return bool(person) and is_named(str(person), self.administrators_of(collection), self.directory)

    def curators_of(self, collection: str | None) -> frozenset[str]:
        """The people and user groups that are named as the curators of a collection."""
        rule = self._rule(collection)
        return rule.curators if rule and rule.curators else self.curators

    def administrators_of(self, collection: str | None) -> frozenset[str]:
        """Those that are named as its administrators."""
        rule = self._rule(collection)
        return self.administrators | (rule.administrators if rule else frozenset())

    def _rule(self, collection: str | None) -> CollectionRule | None:
        return next((rule for rule in self.rules if rule.name == collection), None)

    def _reads_channel(self, person: str, place: str | None) -> bool:
        if not self.channel:
            return False
        return place == self.channel or self.channel in (self.directory.channels_of(person) or ())
