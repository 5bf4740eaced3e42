"""An element that is open, and what a block has from those that are open around it: depth, and the question."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.blocks import Block, BlockKind
from bot.documents.readers.collecting import Words


@dataclass(slots=True)
class Element:
    """An open element: what it asks, how it numbers its items, and whether its first block is still to come."""

    tag: str
    question: str | None = None
    is_answered: bool = False
    ordered: str = ""
    number: int = 0
    after: str = "."
    fresh: bool = False
    label: str | None = None


def block_of(kind: BlockKind, words: Words, line: int, around: Sequence[Element], label: str | None = None) -> Block:
    """A block of these words, among the elements that are open around it, the outermost first."""
    return Block(
        kind,
        words.text,
        depth_of(around),
        label,
        question=None if kind is BlockKind.NOTE else asked_by(around),
        strong=words.strong,
        marks=words.marks,
        line=line,
    )


def asked_by(around: Sequence[Element]) -> str | None:
    """What the open elements ask, a line each; from now on it counts as answered."""
    holders = [each for each in around if each.question]
    for each in holders:
        each.is_answered = True
    return "\n".join(each.question or "" for each in holders) or None


def depth_of(around: Sequence[Element]) -> int:
    """In how many items it stands."""
    return sum(each.tag == "li" for each in around)
