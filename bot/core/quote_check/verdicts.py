"""What a quote check finds, and how that is said: the same in Slack and in a terminal."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from bot.core.model import Passage, Quotation, Validity
from bot.core.text.analysis import WORD

# Fewer words stand in too many places to say anything of who is quoted.
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

    BETWEEN and AROUND are words of the source that are no difference: BETWEEN was left out and marked so, or is an
    interruption, AROUND is the rest of the sentence. STRUCK are words that the source has struck out, LABEL is the
    number of a clause, which stands before its words.
    """

    SAME = "same"
    MISSING = "missing"
    ADDED = "added"
    BETWEEN = "between"
    AROUND = "around"
    STRUCK = "struck"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Op:
    """A stretch of words of one kind, in the source's spelling (ADDED: as typed), with its blanks."""

    kind: Kind
    text: str


def merged(ops: Iterable[Op]) -> tuple[Op, ...]:
    """The stretches of one kind that follow each other as one, without empty ones."""
    runs = groupby((op for op in ops if op.text), key=lambda op: op.kind)
    return tuple(Op(kind, "".join(op.text for op in run)) for kind, run in runs)


@dataclass(frozen=True, slots=True)
class Match:
    """The stretch of an article that comes nearest: `passage.text[start:end]`, and what of it stands in `on`.

    It runs to the ends of its sentences. `on`: where it goes on in the passages that follow, if it does. All of `diff`
    but ADDED, STRUCK and LABEL is the stretch, passages being parted by an empty line (where all of it is struck out,
    the stretch is where that stands); SAME, ADDED, STRUCK and LABEL are what was typed, but for its edges. `validity`
    as in Quotation.
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
        """What stands there, and what is struck out there, if that is what was asked for."""
        if self.struck:
            return "".join(op.text for op in self.diff if op.kind not in (Kind.ADDED, Kind.LABEL)).strip()
        return PARTED.join(part.text for part in self.quotations)

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        """The stretch, passage by passage, as quotations."""
        first = Quotation(self.passage, self.start, self.end, self.similarity, validity=self.validity)
        return (first, *self.on)

    @property
    def exact(self) -> bool:
        """Whether the source has it word for word, be it in parts."""
        return all(op.kind in (Kind.SAME, Kind.BETWEEN, Kind.AROUND, Kind.LABEL) for op in self.diff)

    @property
    def struck(self) -> bool:
        """Whether the source has it word for word, but has struck out some or all of it."""
        return any(op.kind is Kind.STRUCK for op in self.diff)

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
    struck = sum(each.struck for each in verdict.matches)
    others = len(verdict.matches) - exact - struck
    if exact:
        beside = f", and with differences in {others} more" if others else ""
        return [f"Found word for word in {_places(exact)}{beside}."]
    if struck:
        beside = f", and with differences in {others} more" if others else ""
        return [f"Found in these words, but struck out, in {_places(struck)}{beside}."]
    if others:
        order = ", the nearest first" if others > 1 else ""
        return ["No document has it word for word.", f"Found with differences in {_places(others)}{order}."]
    return ["Not found: no document has this, or anything near it.", "That is no proof that nobody said it."]


def _refusal(reason: Reason, length: int) -> str:
    match reason:
        case Reason.TOO_LONG:
            return f"Not checked: that has {length:,} characters. Please quote at most {LONGEST:,}."
        case Reason.NO_WORDS:
            return "Give me a quotation, and I look it up in the documents."
        case Reason.NO_ARTICLES:
            return "Not checked: there are no documents yet."
        case Reason.TOO_SHORT:
            return f"Not checked: fewer than {FEWEST_WORDS} words stand in too many places to mean anything."


def nearness(match: Match) -> str:
    """How near a match comes, in a few words. Never "100 %" for what differs."""
    if match.struck:
        return "word for word, but struck out"
    if match.exact:
        return "word for word, with words of the source between its parts" if match.in_parts else "word for word"
    return f"{min(99, round(100 * match.similarity))} % alike"


def legend(verdict: Verdict, missing: str, added: str, between: str, struck: str) -> str | None:
    """What the marks mean, named as they are shown; None if there are none. A mere full stop needs no explanation."""
    ops = [op for each in verdict.matches for op in each.diff if op.kind is not Kind.AROUND or WORD.search(op.text)]
    kinds = {op.kind for op in ops}
    used = [
        f"{missing}: only in the source" if Kind.MISSING in kinds else "",
        f"{added}: only in what you typed" if Kind.ADDED in kinds else "",
        f"{between}: {_other_words(kinds)}" if kinds & {Kind.BETWEEN, Kind.AROUND} else "",
        f"{struck}: struck out in the source" if Kind.STRUCK in kinds else "",
    ]
    return "; ".join(filter(None, used)) or None


def _other_words(kinds: Set[Kind]) -> str:
    if Kind.AROUND not in kinds:
        return "the source's words between the parts"
    between = " and the words between the parts" if Kind.BETWEEN in kinds else ""
    return f"the rest of the source's sentence{between}"


def _places(count: int) -> str:
    if count == MOST_MATCHES:
        return f"{count} places or more"
    return "one place" if count == 1 else f"{count} places"
