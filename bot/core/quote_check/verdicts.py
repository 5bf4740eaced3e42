"""What a quote check finds, and how that is said: the same in Slack and in a terminal."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.model import Passage, Quotation, Validity

# Fewer words say nothing, unless an article has exactly them.
FEWEST_WORDS = 3
LONGEST = 3_000
MOST_MATCHES = 10
# What stands between two passages where a quotation runs over both.
PARTED = "\n\n"


class Finding(StrEnum):
    """What became of a quote check."""

    EXACT = "exact"
    DIFFERS = "differs"
    ABSENT = "absent"


class Reason(StrEnum):
    """Why nothing was found, where the articles are not to blame."""

    NO_WORDS = "no words"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    NO_ARTICLES = "no articles"


class Kind(StrEnum):
    """Where the words of a difference stand: in both, in the source alone, in what was typed alone.

    BETWEEN are words of the source that are no difference: left out and marked so, or an interruption.
    """

    SAME = "same"
    MISSING = "missing"
    ADDED = "added"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Op:
    """A stretch of words of one kind, in the source's spelling (ADDED: as typed), with its blanks."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The stretch of an article that comes nearest: `passage.text[start:end]`, and what of it stands in `on`.

    `on`: where it goes on in the passages that follow, if it does. All of `diff` but ADDED is the stretch, passages
    being parted by an empty line; SAME and ADDED are what was typed, but for its edges. `validity` as in Quotation.
    """

    passage: Passage
    start: int
    end: int
    similarity: float
    diff: tuple[Op, ...]
    on: tuple[Quotation, ...] = ()
    validity: Validity = field(default_factory=Validity)

    @property
    def text(self) -> str:
        return PARTED.join(part.text for part in self.quotations)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The stretch, passage by passage, as quotations."""
        first = Quotation(self.passage, self.start, self.end, self.similarity, validity=self.validity)
        return (first, *self.on)

    @property
    def exact(self) -> bool:
        """Whether the source has it word for word, be it in parts."""
        return all(op.kind in (Kind.SAME, Kind.BETWEEN) for op in self.diff)

    @property
    def in_parts(self) -> bool:
        """Whether other words of the source stand between its parts."""
        return any(op.kind is Kind.BETWEEN for op in self.diff)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was checked, what was found, and where: nearest first, no more than MOST_MATCHES.

    A reason is given only where nothing could be found: `absent` without one means that no article has it.
    """

    text: str
    finding: Finding
    matches: tuple[Match, ...] = ()
    reason: Reason | None = None


def sentences(verdict: Verdict) -> list[str]:
    """What was found, or why nothing could be, a sentence each."""
    if verdict.reason:
        return [_refusal(verdict.reason, len(verdict.text))]
    exact = sum(each.exact for each in verdict.matches)
    others = len(verdict.matches) - exact
    if exact:
        beside = f", and with differences in {others} more" if others else ""
        return [f"Found word for word in {_places(exact)}{beside}."]
    if others:
        return ["No article has it word for word.", f"Found with differences in {_places(others)}, the nearest first."]
    return ["Not found: no article has this, or anything near it.", "That is no proof that nobody said it."]


def _refusal(reason: Reason, length: int) -> str:
    match reason:
        case Reason.TOO_LONG:
            return f"Not checked: that has {length:,} characters. Please quote at most {LONGEST:,}."
        case Reason.NO_WORDS:
            return "Give me a quotation, and I look it up in the articles."
        case Reason.NO_ARTICLES:
            return "Not checked: the corpus has no article yet."
        case Reason.TOO_SHORT:
            return f"Not found word for word, and fewer than {FEWEST_WORDS} words are too few to look for more."


def nearness(match: Match) -> str:
    """How near a match comes, in a few words. Never "100 %" for what differs."""
    if match.exact:
        return "word for word, with words of the source between its parts" if match.in_parts else "word for word"
    return f"{min(99, round(100 * match.similarity))} % alike"


def legend(verdict: Verdict, missing: str, added: str, between: str) -> str | None:
    """What the marks mean, named as they are shown; None if there are none."""
    kinds = {op.kind for each in verdict.matches for op in each.diff}
    used = [
        f"{missing}: only in the source" if Kind.MISSING in kinds else "",
        f"{added}: only in what you typed" if Kind.ADDED in kinds else "",
        f"{between}: the source's words between the parts" if Kind.BETWEEN in kinds else "",
    ]
    return "; ".join(filter(None, used)) or None


def _places(count: int) -> str:
    if count == MOST_MATCHES:
        return f"{count} places or more"
    return "one place" if count == 1 else f"{count} places"
