"""What curators look after and may see: among what they choose, where they may answer, and which pins they are shown.

`known` is a question that waits for them: whoever asked it must be able to see its answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.access import Access, in_both
from bot.core.answering.pins import Pin, state_of
from bot.core.corpus import Corpus
from bot.core.curation.hand_overs import HandOver
from bot.core.curation.own_answers import PinnedNow
from bot.core.model import UNCOLLECTED
from bot.core.roles import Roles

EVERYBODY = "Everybody in the organization"
Collections = frozenset[str] | None
"""Names of collections; None stands for all of them."""


@dataclass(frozen=True, slots=True)
class LookedAfter:
    """Says what is whose, by what may be seen (`access`) and by who looks after it (`roles`)."""

    access: Access
    roles: Roles

    def is_curator(self, person: str | None, place: str | None) -> bool:
        """Whether a person may answer anything in a place."""
        return self.roles.is_curator_somewhere(person, place)

    def collections(self, person: str, place: str | None, corpus: Corpus) -> Collections:
        """Those that a curator looks after and may see."""
        if not self.access.rules:
            return None
        seen = self.access.audience(person, place, private=True).collections
        there = {each.collection or UNCOLLECTED for each in corpus.attributions}
        return self.roles.curated(person, there if seen is None else there & seen, place)

    def among(self, person: str, place: str, known: HandOver | None, corpus: Corpus) -> Collections:
        """Those from which a curator may choose an answer: they look after them, and who waits may see them."""
        return in_both(self.collections(person, place, corpus), known.collections if known else None)

    def answerable(self, person: str, place: str, known: HandOver | None) -> Mapping[str, str]:
        """Those, with what each is called, that an answer may be written in; nothing where there are no rules."""
        if not self.access.rules:
            return {}
        names = {UNCOLLECTED: EVERYBODY, **{rule.name: rule.name for rule in self.access.rules}}
        mine = self.access.audience(person, None, private=True).collections
        seen = in_both(mine, known.collections if known else None)
        theirs = self.roles.curated(person, names, place)
        return {name: label for name, label in names.items() if name in theirs and (seen is None or name in seen)}

    def pinned(self, pins: Sequence[Pin], corpus: Corpus, day: date, person: str, place: str) -> Sequence[PinnedNow]:
        """The pins of what a curator looks after and may see, and how each stands on a day."""
        seen = self.access.audience(person, place, private=True).collections

        def is_theirs(name: str | None) -> bool:
            return (seen is None or (name or UNCOLLECTED) in seen) and self.roles.is_curator(person, name, place)

        return [now for now in _now(pins, corpus, day) if all(map(is_theirs, now.collections))]

    def to_review(self, pins: Sequence[Pin], corpus: Corpus, day: date, channel: str) -> Sequence[PinnedNow]:
        """The pins that do not stand any more, as far as everybody who reads a channel may know."""
        if not corpus.attributions:  # where there is no document at all, they are only out of reach
            return []
        seen = self.access.audience(None, channel).collections
        fallen = (now for now in _now(pins, corpus, day) if now.wants_review)
        return [now for now in fallen if seen is None or {name or UNCOLLECTED for name in now.collections} <= seen]


def _now(pins: Sequence[Pin], corpus: Corpus, day: date) -> Sequence[PinnedNow]:
    return [PinnedNow.of(pin, state_of(pin, corpus, day)[0], corpus.article(pin.article)) for pin in pins]
