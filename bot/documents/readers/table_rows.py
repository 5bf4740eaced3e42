"""The cells of a table, as they are opened and closed → rows, one cell a column, with the heads above them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.readers.collecting import Words

MOST_COLUMNS = 100
MOST_ROWS = 10_000


@dataclass(slots=True)
class Cell:
    """One cell: what is in it, and how many columns and rows it takes."""

    words: Words
    is_head: bool
    columns: int
    rows: int


@dataclass(slots=True)
class Table:
    """A table in the making: its column heads, the row that is open, and cells that reach into rows to come."""

    heads: tuple[str, ...] = ()
    rows: int = 0
    row: list[Cell] = field(default_factory=list)
    reaching: dict[int, tuple[int, str]] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)
    in_head: bool = False
    has_rows: bool = False


def columns_of(table: Table, cells: Sequence[Cell]) -> list[Words]:
    """The cells of a row, one a column. A cell that reaches into other rows stands in each of them."""
    row: list[Words] = []
    reaching, waiting = {}, list(cells)
    while waiting or any(column >= len(row) for column in table.reaching):
        if len(row) in table.reaching:
            rows, text = table.reaching[len(row)]
            if rows > 1:
                reaching[len(row)] = (rows - 1, text)
            row.append(Words(text))
            continue
        if not waiting:
            row.append(Words(""))
            continue
        cell = waiting.pop(0)
        for number in range(max(1, cell.columns)):
            words = cell.words if not number or cell.is_head else Words("")
            if cell.rows > 1:
                reaching[len(row)] = (min(cell.rows, MOST_ROWS) - 1, words.text)
            row.append(words)
    table.reaching = reaching
    return row


def beneath(above: tuple[str, ...], heads: tuple[str, ...]) -> tuple[str, ...]:
    """The heads of columns, with those of the row above before them."""
    if len(above) != len(heads):
        return heads
    return tuple(
        lower if upper in ("", lower) else f"{upper} {lower}".strip() for upper, lower in zip(above, heads, strict=True)
    )
