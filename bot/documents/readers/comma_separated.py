"""A CSV file → a row a block, under the heads of its columns."""

import csv
import io

from bot.documents.blocks import Reading
from bot.documents.faults import Faulty
from bot.documents.readers.decoding import decoded
from bot.documents.readers.grid import blocks_of

DELIMITERS = ",;\t|"
LOOKED_AT = 20_000
LONGEST_CELL = 100_000


def read(data: bytes) -> Reading:
    """Reads the bytes of a .csv or .tsv file, whatever it parts its cells by. Raises Faulty."""
    known = decoded(data)
    text = known.text
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=False))
    except csv.Error as error:
        raise Faulty(0, f"is no table ({error})", "open it in a spreadsheet and save it as CSV anew") from error
    cells = [(number, tuple(" ".join(cell.split()) for cell in row)) for number, row in enumerate(rows, start=1)]
    blocks = tuple(blocks_of(cells))
    if not blocks:
        raise Faulty(0, "has no row with a word in it", "check that it is the right file")
    return Reading(blocks, warnings=tuple(known.warnings), unit="row")


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:LOOKED_AT], DELIMITERS)
    except csv.Error:  # one column, or cells of many lines
        return csv.excel
