"""Tables of a PDF that go on over the end of a page."""

from dataclasses import replace

from bot.documents.readers.pdf_heads import heads_of
from bot.documents.readers.pdf_lines import goes_on_in
from bot.documents.readers.pdf_tables import Table


def whole_again(last: Table, table: Table) -> Table | None:
    """The table with the whole of the row that the end of the page before parts; None where that is not certain.

    Nothing stands in its first column again, and every other cell goes on with a sentence that filled its column.
    """
    _, above, at = heads_of(table)
    upper, lower = last.rows[-1], table.rows[at] if at < len(table.rows) else ()
    if above or not goes_on_from(last, table) or not any(lower) or lower[0] or not upper[0]:
        return None
    for column, (before, after) in enumerate(zip(upper, lower, strict=True)):
        edge = max((line.x1 for row in (*last.rows, *table.rows) for line in row[column]), default=0.0)
        if after and not (before and goes_on_in(before[-1], after[0], edge)):
            return None
    joined_row = tuple(before + after for before, after in zip(upper, lower, strict=True))
    return replace(table, rows=(*table.rows[:at], joined_row, *table.rows[at + 1 :]), wide=())


def goes_on_from(last: Table, table: Table) -> bool:
    """Whether a table goes on with the one at the end of the page before."""
    alike = abs(last.x0 - table.x0) < 3 and abs(last.x1 - table.x1) < 3
    return table.page == last.page + 1 and alike and len(last.rows[0]) == len(table.rows[0])
