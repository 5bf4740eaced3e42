"""A CSV file → a row a block, under the heads of its columns."""

import csv
import io
import re
from collections import Counter

from bot.documents.blocks import Reading
from bot.documents.faults import Faulty
from bot.documents.readers.decoding import decoded
from bot.documents.readers.grid import Row, blocks_of

DELIMITERS = ",;\t|"
# Excel is told by a first line what parts the cells. A file of one column has no such sign.
SAID = re.compile(r"sep=([,;\t|])\r?\n")
NONE = "\x1f"
LEAST = 0.5
LOOKED_AT = 20_000
LONGEST_CELL = 100_000


def read(data: bytes) -> Reading:
    """Reads the bytes of a .csv or .tsv file, whatever it parts its cells by. Raises Faulty."""
    known = decoded(data)
    text = known.text
    csv.field_size_limit(LONGEST_CELL)
    try:
        delimiter = _delimiter(text)
        rows = list(csv.reader(io.StringIO(SAID.sub("", text), newline=""), delimiter=delimiter, strict=False))
    except csv.Error as error:
        raise Faulty(0, f"is no table ({error})", "open it in a spreadsheet and save it as CSV anew") from error
    cells = [Row(number, tuple(" ".join(cell.split()) for cell in row)) for number, row in enumerate(rows, start=1)]
    blocks = tuple(blocks_of(cells))
    if not blocks:
        raise Faulty(0, "has no row with a word in it", "check that it is the right file")
    return Reading(blocks, warnings=tuple(known.warnings), unit="row")


def _delimiter(text: str) -> str:
    """What parts the cells: the sign that parts most rows into equally many of them."""
    if match := SAID.match(text):
        return match[1]
    best, delimiter = 0.0, NONE
    for sign in DELIMITERS:
        counts = [len(row) for row in csv.reader(io.StringIO(text[:LOOKED_AT], newline=""), delimiter=sign) if any(row)]
        several = Counter(count for count in counts if count > 1)
        share = several.most_common(1)[0][1] / len(counts) if several else 0.0
        if share > max(best, LEAST):
            best, delimiter = share, sign
    return delimiter
