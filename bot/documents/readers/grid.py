"""A grid of cells, as a sheet or a CSV file has it → blocks: a row each, under the column heads, or lines of text.

Nothing in such a file says where its tables begin. Empty rows, and empty columns before a column of names, part its
areas. The heads of an area are its first row with several cells of which none is a number (a year may be), if rows of
several cells follow; where cells of it reach over columns, the next row too. What stands above, a cell a row, is text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.documents.blocks import Block, BlockKind
from bot.documents.readers.facts import are_facts
from bot.documents.readers.table_rows import beneath

NUMBER = re.compile(r"[-+(]?[^\w\s]?\s?[\d.,]+\)?\s?[^\w\s]?")
YEAR = re.compile(r"(?:19|20)\d\d")
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: which one it is (from 1), its cells, and whether they are all bold.

    `across` has, for each column, what a cell says that begins further left and reaches over it.
    """

    number: int
    cells: tuple[str, ...]
    across: tuple[str, ...] = ()
    bold: bool = False


Columns = Sequence[int]
"""Which columns of a sheet a table has, from 0."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows that follow each other: how many of them stand above the table, where its rows begin, and its heads."""

    above: int
    begins: int
    heads: tuple[str, ...] = ()


def blocks_of(rows: Sequence[Row]) -> Iterator[Block]:
    """The blocks of a grid. Columns and rows without a word in them do not count."""
    drawn = list(_drawn_areas(rows))
    for at, (block, after) in enumerate(zip(drawn, [*drawn[1:], None], strict=True)):
        # Below a table, a line with nothing under it says something of the table.
        is_remark = at > 0 and block.kind is BlockKind.HEADING and (after is None or after.kind is BlockKind.HEADING)
        yield replace(block, kind=BlockKind.PARAGRAPH, level=0) if is_remark else block


def _drawn_areas(rows: Sequence[Row]) -> Iterator[Block]:
    width = max((len(row.cells) for row in rows), default=0)
    padded = [replace(row, cells=(*row.cells, *[""] * (width - len(row.cells)))) for row in rows]
    for area in _side_by_side(padded, width):
        columns: Columns = ()
        heads: tuple[str, ...] = ()
        above: list[Row] = []
        for is_empty, group in groupby(padded, key=lambda row: not any(row.cells[column] for column in area)):
            if is_empty:
                continue
            part = list(group)
            used = [column for column in area if any(row.cells[column] for row in part)]
            table = _table([_only(row, used) for row in part])
            if heads and set(used) <= set(columns) and not _begins_anew(table, part, used, columns, above):
                above += part
                yield from (_row(_only(row, columns), heads) for row in part)
                continue
            columns, heads, above = used, table.heads, part[table.begins :]
            yield from _drawn([_only(row, used) for row in part], table)


def _drawn(rows: Sequence[Row], table: _Table) -> Iterator[Block]:
    for number, row in enumerate(rows[: table.above]):
        yield _line(row, may_head=number == 0)
    yield from (_row(row, table.heads) for row in rows[table.begins :])


def _table(rows: Sequence[Row]) -> _Table:
    above = next((at for at, row in enumerate(rows) if len(_filled(row)) > 1), len(rows))
    for at in range(above, len(rows) - 1):
        filled = _filled(rows[at])
        follow = any(len(_filled(row)) > 1 for row in rows[at + 1 :])
        if len(filled) > 1 and follow and _are_names(rows[at]):
            if len(rows[at].cells) == 2 and are_facts([row.cells[0] for row in rows[at:]]):
                break
            begins, heads = at + 1, rows[at].cells
            if any(rows[at].across) and at + 2 < len(rows) and _are_names(rows[at + 1]):
                begins, heads = at + 2, beneath(_reaching(rows[at]), _reaching(rows[at + 1]))
            return _Table(at, begins, heads) if at == above else _Table(above, above)
        if at > above:
            break
    return _Table(above, above)


def _begins_anew(table: _Table, rows: Sequence[Row], used: Columns, columns: Columns, above: Sequence[Row]) -> bool:
    """Whether rows below an empty one are a table of their own, and not more rows of the table above it."""
    if not table.heads:
        return table.above == len(rows)
    head = rows[table.begins - 1]
    bold = head.bold and not rows[table.begins].bold and len(set(_filled(head))) > 1
    if bold or table.above > 0 or len(used) < len(columns):
        return True
    # A name where all above it are numbers is the head of another column.
    return any(head.cells[column] and _are_numbers(above, column) for column in used)


def _are_numbers(rows: Sequence[Row], column: int) -> bool:
    texts = [row.cells[column] for row in rows if row.cells[column]]
    return bool(texts) and all(NUMBER.fullmatch(text) for text in texts)


def _side_by_side(rows: Sequence[Row], width: int) -> Iterator[Columns]:
    """The columns of a sheet; those of tables that stand side by side apart."""
    filled = [any(row.cells[column] for row in rows) for column in range(width)]
    runs = [
        [column for column, _ in run]
        for is_filled, run in groupby(enumerate(filled), key=lambda each: each[1])
        if is_filled
    ]
    area: list[int] = []
    for run in runs:
        firsts = [row.cells[run[0]] for row in rows if row.cells[run[0]]]
        named = sum(not NUMBER.fullmatch(text) for text in firsts) > len(firsts) / 2
        if len(area) > 1 and len(run) > 1 and named:
            yield area
            area = []
        area = [*area, *run]
    if area:
        yield area


def _are_names(row: Row) -> bool:
    """Whether the cells of a row may be heads: names, or years behind a name."""
    filled = _filled(row)
    numbers = [text for text in filled if NUMBER.fullmatch(text)]
    years = row.cells[0] and len(filled) > 2 and filled[0] not in numbers and all(map(YEAR.fullmatch, numbers))
    return not numbers or bool(years) or (bool(any(row.across)) and all(map(YEAR.fullmatch, numbers)))


def _only(row: Row, columns: Columns) -> Row:
    across = tuple(row.across[column] if column < len(row.across) else "" for column in columns)
    return replace(row, cells=tuple(row.cells[column] for column in columns), across=across)


def _reaching(row: Row) -> tuple[str, ...]:
    return tuple(cell or over for cell, over in zip(row.cells, row.across, strict=True))


def _filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


def _row(row: Row, heads: tuple[str, ...]) -> Block:
    return Block(BlockKind.ROW, "", cells=row.cells, heads=heads, line=row.number)


def _line(row: Row, *, may_head: bool) -> Block:
    """What stands above a table, or without one: a heading, or text."""
    (text,) = _filled(row)
    if may_head and len(text) <= LONGEST_HEADING and "\n" not in text and text[-1] not in ".!?:;,":
        return Block(BlockKind.HEADING, text, level=3, line=row.number)
    return Block(BlockKind.PARAGRAPH, text, line=row.number)
