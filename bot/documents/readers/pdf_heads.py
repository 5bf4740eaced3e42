"""The column heads of a PDF's table: in its first row, or in two, below a row that names the table."""

from collections.abc import Sequence

from bot.documents.readers.facts import are_facts, stand_above_numbers
from bot.documents.readers.pdf_lines import words_of
from bot.documents.readers.pdf_tables import Cell, Table
from bot.documents.readers.table_rows import beneath

LONGEST_HEAD = 160


def heads_of(table: Table) -> tuple[tuple[str, ...], int, int]:
    """The heads, one a column, below how many rows they stand, and how many rows they take."""
    rows = table.wide or table.rows
    above = 1 if len(rows) > 2 and len(rows[0]) > 1 and len(set(map(id, rows[0]))) == 1 and rows[0][0] else 0
    heads = _heads(table, rows[above:], table.rows[above:])
    if not heads:
        return (), 0, 0
    first, *others = rows[above:]
    is_parted = _are_parted(first, table.rows[above])
    if is_parted and len(others) > 1:
        below = _texts(others[0])
        goes_on = any(upper and upper is lower for upper, lower in zip(first, others[0], strict=True))
        told = goes_on or all(_is_bold(cell) for cell in (*first, *others[0]))
        if told and all(below) and not any(map(str.isdigit, "".join(below))):
            return beneath(heads, below), above, 2
    if is_parted and above:
        return (), 0, 0  # a form
    return heads, above, 1


def _are_parted(wide: Sequence[Cell], row: Sequence[Cell]) -> bool:
    """Whether a head stands above several columns."""
    return any(cell and not own for cell, own in zip(wide, row, strict=True))


def _heads(table: Table, wide: Sequence[Sequence[Cell]], rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """The texts of the first row if it is that of the column heads."""
    texts = _texts(wide[0])
    if len(rows) < 2 or sum(map(bool, texts)) < 2 or max(map(len, texts)) > LONGEST_HEAD:
        return ()
    if all(_is_bold(cell) for cell in rows[0] if cell):
        # All in bold may also be a row whose first cell is one of many heads of rows.
        return texts if not all(_is_bold(cell) for row in rows for cell in row if cell) or table.ruled else ()
    if any(text.endswith(":") for text in texts) or (rows[0][0] and _is_bold(rows[0][0])):
        return ()
    if any(map(str.isdigit, "".join(texts))) and not stand_above_numbers(texts, [_texts(row) for row in rows[1:]]):
        return ()
    if len(rows[0]) > 2:
        return texts if table.ruled or _has_numbers(rows) else ()
    return texts if _has_numbers(rows) and not are_facts([_texts(row)[0] for row in rows]) else ()


def _has_numbers(rows: Sequence[Sequence[Cell]]) -> bool:
    return any(any(map(str.isdigit, _texts(row)[-1])) for row in rows[1:])


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(" ".join(words_of(cell).text.split()) for cell in row)


def _is_bold(cell: Cell) -> bool:
    return all(line.bold for line in cell)
