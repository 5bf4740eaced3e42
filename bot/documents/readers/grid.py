"""A grid of cells, as a sheet or a CSV file has it → blocks: a row each, under the column heads, or lines of text.

Nothing in such a file says where its table begins. The heads are taken to be the first row with several cells of which
none is a number, if rows of several cells follow. What stands above it, a cell a row, is text.
"""

import re
from collections.abc import Iterator, Sequence

from bot.documents.blocks import Block, BlockKind

NUMBER = re.compile(r"[-+]?[\d.,]+\s?%?")
LONGEST_HEADING = 80
Row = tuple[int, tuple[str, ...]]
"""Which row it is in its sheet, from 1, and its cells."""


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """The blocks of a grid. Columns and rows without a word in them do not count."""
    rows = _without_empty(rows)
    at = _head_row(rows)
    for number, cells in rows[:at]:
        yield from _lines(number, cells)
    if at == len(rows):
        return
    heads = rows[at][1]
    for number, cells in rows[at + 1 :]:
        yield Block(BlockKind.ROW, "", cells=cells, heads=heads, line=number)


def _without_empty(rows: Sequence[Row]) -> list[Row]:
    filled = [(number, cells) for number, cells in rows if any(cells)]
    width = max((len(cells) for _, cells in filled), default=0)
    padded = [(number, (*cells, *[""] * (width - len(cells)))) for number, cells in filled]
    used = [column for column in range(width) if any(cells[column] for _, cells in padded)]
    return [(number, tuple(cells[column] for column in used)) for number, cells in padded]


def _head_row(rows: Sequence[Row]) -> int:
    """The index of the row with the column heads; the number of rows where there is no table."""
    for at, (_, cells) in enumerate(rows):
        filled = [cell for cell in cells if cell]
        follow = any(sum(map(bool, below)) > 1 for _, below in rows[at + 1 :])
        if len(filled) > 1 and follow and not any(map(NUMBER.fullmatch, filled)):
            return at
    return len(rows)


def _lines(number: int, cells: Sequence[str]) -> Iterator[Block]:
    """What stands outside of a table: a heading, text, or a row whose columns nobody names."""
    filled = [cell for cell in cells if cell]
    if len(filled) > 1:
        yield Block(BlockKind.ROW, "", cells=tuple(cells), line=number)
    elif len(filled[0]) <= LONGEST_HEADING and "\n" not in filled[0] and filled[0][-1] not in ".!?:;,":
        yield Block(BlockKind.HEADING, filled[0], level=2, line=number)
    else:
        yield Block(BlockKind.PARAGRAPH, filled[0], line=number)
