"""What a reader makes of a file: its blocks in order, what it left out, and what the file says of itself.

Every format comes down to these values, and one place (`bot.documents.passages`) makes passages of them. They can be
written as JSON, because most readers run in a sandbox of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.core.model import Mark

# How a question ends, in any script.
ASKING = ("?", "？", "؟")


class BlockKind(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    QUOTATION = "quotation"
    NOTE = "note"


class Omission(StrEnum):
    """Why words of a file are in no block."""

    COMMENT = "comment"
    TEMPLATE = "template"
    CODE = "code"
    HIDDEN = "hidden"
    PICTURE = "picture"
    NAVIGATION = "navigation"
    RUNNING_HEAD = "running head"
    DELETED = "deleted"
    REPEATED = "repeated"
    BOILERPLATE = "boilerplate"
    HEADING = "heading above nothing"
    UNREADABLE = "letters without a name"
    EARLIER_MAIL = "earlier mail"
    SIGNATURE = "signature"
    ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item or table row, in the words that a reader of the document sees.

    `level` is 1 to 6 for a heading (one without words only ends the part above it), and the depth of an item, from 1;
    of what else stands in an item, it is the item's, and 0 outside of all. `label` is the number before an item or
    clause, as it stands there ("4.2.1", "(a)"), or the mark of a note; the mark of a plain list is none. A row has
    `cells` in the order of the columns, and `heads` where the table has column heads; its `text` is empty, and its
    `marks` count in the cells joined by CELL_SEPARATOR.
    `question` is what the block answers, where the format itself says so (a term with its definition, a summary with
    what it hides); several are parted by a line end. `strong` is set where all of its words are bold. `line` says where
    it stands, from 1, in the reader's unit; `page` counts from 1.
    """

    kind: BlockKind
    text: str
    level: int = 0
    label: str | None = None
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    question: str | None = None
    strong: bool = False
    marks: tuple[Mark, ...] = ()
    line: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the file that no block has, why, and where they stood."""

    reason: Omission
    text: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a file.

    `known`: what the file says of itself, by the keys of front matter, as text; several values stand one a line,
    and `places` tells the line of each key, where that is known.
    `warnings` are sentences for whoever brings the file in. `unit` is what `Block.line` counts ("line", "block",
    "page", "sheet row").
    """

    blocks: tuple[Block, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    unit: str = "line"
    places: Mapping[str, int] = field(default_factory=dict)


def as_json(reading: Reading) -> dict[str, Any]:
    """Plain values, which `from_json` reads back."""
    return {
        "blocks": [_block_values(block) for block in reading.blocks],
        "left_out": [[each.reason.value, each.text, each.line] for each in reading.left_out],
        "known": dict(reading.known),
        "warnings": list(reading.warnings),
        "unit": reading.unit,
        "places": dict(reading.places),
    }


def from_json(values: Mapping[str, Any]) -> Reading:
    """A reading that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return Reading(
        tuple(_block(each) for each in values["blocks"]),
        tuple(LeftOut(Omission(reason), str(text), int(line)) for reason, text, line in values["left_out"]),
        {str(key): str(value) for key, value in values["known"].items()},
        tuple(map(str, values["warnings"])),
        str(values["unit"]),
        {str(key): int(line) for key, line in values.get("places", {}).items()},
    )


def _block_values(block: Block) -> list[Any]:
    marks = [[mark.kind, mark.at, mark.text] for mark in block.marks]
    return [
        block.kind.value, block.text, block.level, block.label, block.cells, block.heads, block.question, block.strong,
        marks, block.line, block.page,
    ]  # fmt: skip


def _block(values: Sequence[Any]) -> Block:
    kind, text, level, label, cells, heads, question, strong, marks, line, page = values
    return Block(
        BlockKind(kind), str(text), int(level), label, tuple(cells), tuple(heads), question, bool(strong),
        tuple(Mark(*mark) for mark in marks), int(line), page,
    )  # fmt: skip
