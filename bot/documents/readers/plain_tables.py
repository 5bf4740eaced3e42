"""Tables in a plain text: lines whose cells stand in columns, or are parted by bars or tabs → rows."""

import re
from collections.abc import Iterator, Sequence

from bot.documents.blocks import Block, BlockKind
from bot.documents.readers.facts import are_facts, stand_above_numbers

BAR = re.compile(r"\s*[|+].*[|+]\s*")
RULE = re.compile(r"[\s|+:=-]+")
GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
TABS = re.compile(r"\t+")
TAB = 4
# Lines that each begin with such are a list.
COUNTED = re.compile(r"\(?\w{1,4}[.)]|[-*+•–—]")
# Lines of a table without bars have so many columns at least, or else so many rows.
FEWEST_COLUMNS, FEWEST_ROWS = 3, 3
LONGEST_CELL = 60
ALIGNED = 1


def without_tables(lines: list[str]) -> Iterator[Block]:
    """The rows of the tables in a text; their lines are made empty in it. Nothing is taken that is not certain."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].strip():
            end += 1
        # A line above a table may name it.
        for first in (start, start + 1):
            group = lines[first:end]
            rows = _barred(group) or _tabbed(group) or _aligned(group)
            if rows:
                yield from _blocks(rows, first + 1)
                lines[first:end] = [""] * len(group)
                break
        start = end + 1


Rows = list[tuple[int, tuple[str, ...]]]
"""Rows, each with the line of its table that it stands on, from 0."""


def _barred(group: Sequence[str]) -> Rows:
    if len(group) < 2 or not all(BAR.fullmatch(line) for line in group):
        return []
    rows = [(at, _cells(line)) for at, line in enumerate(group) if not RULE.fullmatch(line)]
    return rows if rows and len({len(cells) for _, cells in rows}) == 1 and len(rows[0][1]) > 1 else []


def _cells(line: str) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in line.strip().strip("|").split("|"))


def _tabbed(group: Sequence[str]) -> Rows:
    """Rows that single tabs part, so that cells may be empty, or tabs as many as it takes to align them."""
    for split in (lambda line: line.split("\t"), TABS.split):
        rows = [(at, tuple(" ".join(cell.split()) for cell in split(line.rstrip()))) for at, line in enumerate(group)]
        if _are_rows(rows):
            used = [column for column in range(len(rows[0][1])) if any(cells[column] for _, cells in rows)]
            return [(at, tuple(cells[column] for column in used)) for at, cells in rows]
    return []


def _are_rows(rows: Rows) -> bool:
    columns = len(rows[0][1]) if rows else 0
    enough = columns >= FEWEST_COLUMNS or len(rows) >= FEWEST_ROWS
    if columns < 2 or len(rows) < 2 or not enough or any(len(cells) != columns for _, cells in rows):
        return False
    if all(COUNTED.fullmatch(cells[0]) for _, cells in rows):
        return False
    return max(len(cell) for _, cells in rows for cell in cells) <= LONGEST_CELL


def _aligned(group: Sequence[str]) -> Rows:
    plain = [(at, line.expandtabs(TAB)) for at, line in enumerate(group) if not RULE.fullmatch(line)]
    rows = [(at, tuple(" ".join(cell.split()) for cell in GAP.split(line.strip()))) for at, line in plain]
    if not _are_rows(rows):
        return []
    starts = [[0, *(match.end() for match in GAP.finditer(line.strip()))] for _, line in plain]
    ends = [[*(match.start() for match in GAP.finditer(line.strip())), len(line.strip())] for _, line in plain]
    return rows if all(map(_agree, zip(*starts, strict=True), zip(*ends, strict=True))) else []


def _agree(starts: Sequence[int], ends: Sequence[int]) -> bool:
    return min(max(starts) - min(starts), max(ends) - min(ends)) <= ALIGNED


def _blocks(rows: Rows, first_line: int) -> Iterator[Block]:
    heads = rows[0][1]
    below = [cells for _, cells in rows[1:]]
    named = all(heads) and (not any(map(str.isdigit, "".join(heads))) or stand_above_numbers(heads, below))
    if not named or len(rows) < 2 or (len(heads) == 2 and are_facts([cells[0] for _, cells in rows])):
        heads = ()
    for at, cells in rows[1:] if heads else rows:
        yield Block(BlockKind.ROW, "", cells=cells, heads=heads, line=first_line + at)
