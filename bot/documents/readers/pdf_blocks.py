"""Lines and tables in the order in which they are read → blocks. Lines are joined where nothing speaks for a break.

A page says where each line stands and how it looks, not where a paragraph ends or what is a heading: that is told
here from spaces, indentation, size and weight.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.core.model import CELL_SEPARATOR
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission
from bot.documents.readers.collecting import Words, joined
from bot.documents.readers.paragraph_parts import parts_of
from bot.documents.readers.pdf_heads import heads_of
from bot.documents.readers.pdf_lines import FINISHED, PARTED, Line, goes_on_in, words_of
from bot.documents.readers.pdf_over_pages import goes_on_from, whole_again
from bot.documents.readers.pdf_tables import Table

BULLET = re.compile(r"(?:[•◦▪‣●○■□➢➤✓✔·]\s*|[–—*o-]\s+)(?=\S)")
LABEL = re.compile(r"(\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\(\w{1,4}\))\s+(?=\S)")
CLAUSE = re.compile(r"(?:§\s?)?\d{1,3}(?:\.\d{1,3})*\.?\s+\S")
LEADERS = re.compile(r"(?:\.\s?){4,}\s*\w{0,6}$|…{2,}\s*\w{0,6}$")
# Between two lines of a paragraph: how much more than the usual space, how much of a letter's size of indentation, how
# much growth of the letters, and how much of the column's width is nothing to speak of.
LOOSEST, INDENT, GROWTH, FULL = 1.18, 0.8, 1.1, 0.88
# A line's foot is so many sizes below the one above where nobody knows better.
USUAL_LEADING = 1.35
# Stands for a letter without a name.
UNREADABLE, MOST_UNREADABLE = "\ufffd", 0.05
LARGER, LONGEST_HEADING, HEADING_LINES = 1.12, 160, 3


@dataclass(slots=True)
class _Group:
    """Lines that are one paragraph, item or heading."""

    lines: list[Line]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines).strip()

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def left(self) -> float:
        return min(line.x0 for line in self.lines)


@dataclass(slots=True)
class _Making:
    """The blocks in the making, and how far in the open items of a list begin."""

    body: float
    levels: dict[tuple[float, bool, int], int]
    blocks: list[Block] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    items: list[float] = field(default_factory=list)


def blocks_of(parts: Sequence[Line | Table]) -> tuple[list[Block], list[LeftOut]]:
    """The blocks of a document, and what of it was left out."""
    lines = [line for part in parts for line in ([part] if isinstance(part, Line) else _lines_in(part))]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    grouped = list(_grouped(parts, _usual_leading(lines)))
    headings = {_style(each, body) for each in grouped if isinstance(each, _Group) and _is_heading(each, body)}
    levels = {style: min(at, 6) for at, style in enumerate(sorted(headings, key=_rank), start=1)}
    making = _Making(body, levels)
    last: Table | None = None
    for each in grouped:
        if isinstance(each, Table):
            making.items.clear()
            whole = whole_again(last, each) if last is not None and making.blocks[-1].kind is BlockKind.ROW else None
            if whole is not None:
                making.blocks.pop()
            table = whole or each
            making.blocks += list(_rows(table, last, making))
            last = table
        else:
            _put(each, making)
    readable = [block for block in making.blocks if not _is_unreadable(block)]
    lost = [LeftOut(Omission.UNREADABLE, _all(block), block.line) for block in making.blocks if _is_unreadable(block)]
    return readable, making.left_out + lost


def _all(block: Block) -> str:
    return " ".join((block.text, *block.cells)).strip()


def _is_unreadable(block: Block) -> bool:
    """Whether so many letters have no name that nobody could read the words."""
    return _all(block).count(UNREADABLE) > MOST_UNREADABLE * len(_all(block))


def _lines_in(table: Table) -> Iterator[Line]:
    return (line for row in table.rows for cell in row for line in cell)


def _usual_leading(lines: Sequence[Line]) -> dict[float, float]:
    """How far the feet of a paragraph's lines are apart, by the size of their letters."""
    found: dict[float, Counter[float]] = {}
    for before, line in pairwise(lines):
        space = round((line.bottom - before.bottom) * 2) / 2
        alike = round(before.size, 1) == round(line.size, 1) and before.page == line.page
        if alike and 0.8 * line.size < space < 2.2 * line.size and not FINISHED.search(before.text.strip()):
            found.setdefault(round(line.size, 1), Counter())[space] += 1
    usual = {}
    for size, spaces in found.items():
        usual[size] = min(space for space, count in spaces.items() if count >= 0.15 * spaces.total())
    return usual


def _grouped(parts: Sequence[Line | Table], leading: dict[float, float]) -> Iterator[_Group | Table]:
    group: _Group | None = None
    edges = _edges(parts)
    for part in parts:
        if isinstance(part, Line) and group is not None and _goes_on(group, part, leading, edges[id(group.lines[-1])]):
            group.lines.append(part)
            continue
        if group is not None:
            yield group
        group = _Group([part]) if isinstance(part, Line) else None
        if isinstance(part, Table):
            yield part
    if group is not None:
        yield group


def _edges(parts: Sequence[Line | Table]) -> dict[int, float]:
    """Where the column of each line ends on the right, by the line's id."""
    edges: dict[int, float] = {}
    column: list[Line] = []
    for part in [*parts, None]:
        if isinstance(part, Line) and column and part.page == column[-1].page and part.top >= column[-1].top:
            column.append(part)
            continue
        for line in column:
            edges[id(line)] = max(each.x1 for each in column)
        column = [part] if isinstance(part, Line) else []
    return edges


def _goes_on(group: _Group, line: Line, leading: dict[float, float], edge: float) -> bool:
    """Whether a line goes on with the paragraph above it."""
    before = group.lines[-1]
    small, large = sorted((before.size, line.size))
    if large > small * GROWTH or LEADERS.search(before.text) or BULLET.match(line.text):
        return False
    if line.apart or before.apart or (line.page == before.page and line.top < before.top):
        return goes_on_in(before, line, edge) and before.bold == line.bold
    if line.page != before.page:
        return line.text[:1].islower() and not FINISHED.search(before.text) and before.bold == line.bold
    usual = leading.get(round(line.size, 1), USUAL_LEADING * line.size)
    if line.bottom - before.bottom > usual * LOOSEST or line.bottom - before.bottom < 0.5 * line.size:
        return False
    if before.bold != line.bold and not line.text[:1].islower():
        return False
    return _is_set_on(group, line) and not _was_ended(group, line, edge)


def _is_set_on(group: _Group, line: Line) -> bool:
    """Whether a line begins where the next line of a paragraph would."""
    before, first = group.lines[-1], len(group.lines) == 1
    indent = line.x0 - before.x0
    # A first line may stand further in than the rest, or, with its mark, further out.
    if indent > INDENT * line.size:
        return first and bool(BULLET.match(before.text) or LABEL.match(before.text) or CLAUSE.match(before.text))
    return indent > -INDENT * line.size or (first and not BULLET.match(before.text) and not LABEL.match(before.text))


def _was_ended(group: _Group, line: Line, edge: float) -> bool:
    """Whether somebody ended the line before this one on purpose: where the next word would have fitted."""
    before = group.lines[-1]
    if PARTED.search(before.text) or goes_on_in(before, line, edge):
        return False
    if (LABEL.match(line.text) or CLAUSE.match(line.text)) and FINISHED.search(before.text):
        return True
    word = line.text.split(maxsplit=1)[0]
    width = (line.x1 - line.x0) * (len(word) + 1) / max(1, len(line.text))
    return before.x1 + width < group.left + FULL * (edge - group.left)


def _is_heading(group: _Group, body: float) -> bool:
    text = group.text
    if len(text) > LONGEST_HEADING or len(group.lines) > HEADING_LINES or not any(map(str.isalpha, text)):
        return False
    if BULLET.match(text) or LEADERS.search(text):
        return False
    if group.size >= LARGER * body:
        return True
    return group.bold and group.size > 0.92 * body and not re.search(r"[.;,:]$", text)


def _style(group: _Group, body: float) -> tuple[float, bool, int]:
    """How a heading looks: its size, its weight, and how deep its number is: one without stands beside the first."""
    number = re.match(r"\d{1,3}(?:\.\d{1,3})*", group.text)
    depth = number[0].count(".") + 1 if number else 1
    return round(max(group.size, body)), group.bold, depth


def _rank(style: tuple[float, bool, int]) -> tuple[float, bool, int]:
    size, bold, depth = style
    return -size, not bold, depth


def _put(group: _Group, making: _Making) -> None:
    page, text = group.lines[0].page, group.text
    if LEADERS.search(text):
        making.left_out.append(LeftOut(Omission.NAVIGATION, " ".join(text.split()), page))
        return
    words = words_of(group.lines)
    if not words.text:
        return
    if _is_heading(group, making.body):
        making.items.clear()
        line = " ".join(words.text.split("\n"))
        level = making.levels[_style(group, making.body)]
        making.blocks.append(Block(BlockKind.HEADING, line, level, marks=words.marks, line=page, page=page))
        return
    item = _item(group, words, making)
    if item is not None:
        making.blocks.append(item)
        return
    making.blocks += (_paragraph(group, part, making) for part in parts_of(words))


def _item(group: _Group, words: Words, making: _Making) -> Block | None:
    page = group.lines[0].page
    if match := BULLET.match(words.text):
        label = None
    elif match := LABEL.match(words.text):
        label = match[1]
    else:
        return None
    left = group.lines[0].x0
    while making.items and making.items[-1] > left + 2:
        making.items.pop()
    if not making.items or making.items[-1] < left - 2:
        making.items.append(left)
    rest, level = words.after(match.end()), len(making.items)
    return Block(BlockKind.ITEM, rest.text, level, label, strong=rest.strong, marks=rest.marks, line=page, page=page)


def _paragraph(group: _Group, words: Words, making: _Making) -> Block:
    page = group.lines[0].page
    first = next((each for each in group.lines[0].stretches if each.text.strip()), None)
    if first is not None and first.raised and group.size < 0.95 * making.body:
        mark = first.text.strip()
        note = words.after(len(mark)) if words.text.startswith(mark) else words
        marks = tuple(each for each in note.marks if each.at > 0)
        return Block(BlockKind.NOTE, note.text, label=mark, marks=marks, line=page, page=page)
    while making.items and making.items[-1] >= group.left - 2:
        making.items.pop()
    return Block(
        BlockKind.PARAGRAPH, words.text, len(making.items), strong=words.strong, marks=words.marks, line=page, page=page
    )


def _rows(table: Table, last: Table | None, making: _Making) -> Iterator[Block]:
    heads, above, count = heads_of(table)
    if not heads and last is not None and goes_on_from(last, table):
        heads = next((block.heads for block in reversed(making.blocks) if block.kind is BlockKind.ROW), ())
    if count and last is not None and last.page != table.page and heads_of(last)[0] == heads:
        making.left_out.append(LeftOut(Omission.REPEATED, " ".join(heads), table.page))
    rows = [[words_of(cell) for cell in row] for row in table.rows]
    for row in [*rows[:above], *rows[above + count :]]:
        cells = tuple(" ".join(words.text.split("\n")) if "-\n" not in words.text else words.text for words in row)
        if any(cells):
            marks = joined(row, CELL_SEPARATOR)
            yield Block(BlockKind.ROW, "", cells=cells, heads=heads, marks=marks, line=table.page, page=table.page)
