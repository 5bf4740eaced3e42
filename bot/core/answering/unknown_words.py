"""Words of questions that no document has, and what documents may say in their place: a curator decides.

"How much maternity leave …?" is asked, a heading says "Parental leave", and "maternity" stands nowhere: then one may
stand for the other. So may a word that stands nowhere and the heading of a passage that a curator chose as the answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.model import Passage
from bot.core.text import analysis
from bot.core.text.analysis import Token

# A heading of more content words says more than what something is called.
LONGEST_NAME = 3
_SPECIAL = frozenset(",\\#=>")


@dataclass(frozen=True, slots=True)
class Wondered:
    """A question, the words of it (as typed) that no document has, and the headings of what comes near it."""

    words: str
    missing: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """That what people ask for (`asked`) may be what documents call otherwise (`said`)."""

    asked: str
    said: str

    @property
    def line(self) -> str:
        """As the file of synonyms has it."""
        return f"{self.asked} => {self.said}"


def named(passage: Passage) -> list[str]:
    """What a passage stands under: its headings, the innermost first, and the title of its document."""
    title = passage.attribution.title
    return [*reversed(passage.context.headings), *([title] if title else [])]


def by_neighbour(asked: Wondered) -> Proposal | None:
    """Two words of a question, one of which stands nowhere, and two of a heading that share the other in its place."""
    tokens, missing = analysis.tokens(asked.words), _terms(asked.missing)
    for at, token in enumerate(tokens):
        if token.term not in missing:
            continue
        for own, place in ((tokens[at : at + 2], 1), (tokens[max(0, at - 1) : at + 1], 0)):
            if len(own) == 2 and own[place].term not in missing:
                for heading in asked.headings:
                    if said := _with(own[place], place, heading):
                        return _proposed(" ".join(each.surface for each in own), said)
    return None


def by_choice(asked: Wondered) -> Proposal | None:
    """The only word of a question that stands nowhere, and the short name of what a curator chose as its answer."""
    if len(asked.missing) != 1:
        return None
    for heading in asked.headings:
        tokens = analysis.tokens(heading)
        if 0 < len(tokens) <= LONGEST_NAME and len(tokens) == len(heading.split()):
            return _proposed(asked.missing[0], heading)
    return None


def _with(shared: Token, place: int, heading: str) -> str | None:
    """Two words of a heading that follow each other, with this one in this place."""
    tokens = analysis.tokens(heading)
    for pair in pairwise(tokens):
        if pair[place].term == shared.term and pair[1 - place].surface.isalpha():
            return " ".join(each.surface for each in pair)
    return None


def _proposed(asked: str, said: str) -> Proposal | None:
    one, other = (" ".join(each.split()).lower() for each in (asked, said))
    if one == other or _SPECIAL & {*one, *other}:
        return None
    return Proposal(one, other)


def _terms(words: Sequence[str]) -> frozenset[str]:
    return frozenset(_each_term(words))


def _each_term(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield from analysis.terms(word)
