"""What Pandoc writes beside CommonMark → the same as other Markdown: tables drawn in a grid or set in columns, spans.

https://pandoc.org/MANUAL.html, "Tables" and "Divs and spans". Word files that were turned into Markdown look like this.
Every line stays on its line, but for the rows of a table, which stand from its first line on.
"""

import re
from collections.abc import Iterator, Sequence

GRID_RULE = re.compile(r"[ \t]*\+(?:[-=:]{2,}\+)+[ \t]*")
DASHES = re.compile(r"[ \t]*-{2,}(?:[ \t]+-{2,})+[ \t]*")
RULE = re.compile(r"[ \t]*-{5,}[ \t]*")
RUN = re.compile(r"-+")
SPAN = re.compile(r"\[((?:[^\[\]]|\[[^\[\]\n]*\](?:\([^()\n]*\))?){0,500}?)\]\{ ?(?:[.#]|[\w-]+=)[^{}\n]*\}")
LINKED = re.compile(r"(?<=\))\{[ :]?(?:[.#]|[\w-]+=)[^{}\n]*\}")
# What stands before the caption below a table.
CAPTION = re.compile(r"^[ \t]*:[ \t]+(?=\S)")
# A line of a cell begins anew where an item does, or where the one before was ended.
ANEW = re.compile(r"(?:[-*+•]|\d{1,3}[.)])[ \t]+\S")
# So many lines a table has at most, and its heads.
LONGEST, MOST_HEADS = 400, 10

Rows = list[list[str]]


def as_other_markdown(text: str) -> str:
    """A stretch of text in which all of that is written as other tools do."""
    if "{" in text:
        text = LINKED.sub("", SPAN.sub(r"\1", text))
    if "--" not in text:
        return text
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        found = None
        if GRID_RULE.fullmatch(lines[at]):
            found = _grid(lines, at)
        elif DASHES.fullmatch(lines[at]):
            found = _columns(lines, at)
        if found is not None:
            start, at, table = found
            if table:
                lines[start:at] = [*table, *[""] * (at - start - len(table))]
                lines[at : at + 2] = [CAPTION.sub("", line) for line in lines[at : at + 2]]
        at += 1
    return "\n".join(lines)


Found = tuple[int, int, list[str]]
"""The line on which a table begins, the one behind it, and its rows between bars; none if it is no table after all."""


def _grid(lines: Sequence[str], start: int) -> Found:
    end = start
    while end < len(lines) and lines[end].strip()[:1] in ("+", "|"):
        end += 1
    edges = [at for at, sign in enumerate(lines[start]) if sign == "+"]
    heads: Rows = []
    rows: Rows = []
    row: list[list[str]] = [[] for _ in edges[1:]]
    for line in lines[start + 1 : end]:
        if not GRID_RULE.fullmatch(line):
            for cell, part in zip(row, _between(line, edges), strict=True):
                cell.append(part)
            continue
        rows.append([_cell(parts) for parts in row])
        row = [[] for _ in edges[1:]]
        if "=" in line and not heads:
            heads, rows = rows, []
    is_whole = not any(any(cell) for cell in row) and bool(heads or rows)
    return start, end, _barred(heads, rows) if is_whole else []


def _between(line: str, edges: Sequence[int]) -> Iterator[str]:
    """The parts of a line between the edges of its columns; one that reaches over an edge is that of its first."""
    seen = [edge for edge in edges if line[edge : edge + 1] in ("|", "+", "")]
    for edge in edges[:-1]:
        end = next((each for each in seen if each > edge), len(line))
        yield line[edge + 1 : end] if edge in seen else ""


def _columns(lines: Sequence[str], at: int) -> Found | None:
    """A table whose columns a line of dashes tells, below its heads if it has any."""
    starts = [match.start() for match in RUN.finditer(lines[at])]
    top = at
    while top > max(0, at - MOST_HEADS) and lines[top - 1].strip() and not _is_rule(lines[top - 1]):
        top -= 1
    is_ruled = top > 0 and _is_rule(lines[top - 1])
    heads = [_cut(line, starts) for line in lines[top:at]]
    if not heads and _has_heads_below(lines, at):
        return None
    if (len(heads) > 1 and not is_ruled) or (heads and sum(map(bool, _joined(heads))) < 2):
        return None
    end = _end(lines, at + 1, must_be_ruled=is_ruled or not heads)
    if end is None:
        return None
    body = lines[at + 1 : end]
    body = body[:-1] if body and _is_rule(body[-1]) else body
    if any(line[start - 1 : start].strip() for line in (*lines[top:at], *body) for start in starts[1:]):
        return None  # no column ends within a word
    rows = _rows(body, starts)
    # A single row between two rules may as well be a text.
    is_table = bool(rows) if heads else len(rows) > 1
    return (top - is_ruled, end, _barred([_joined(heads)] if heads else [], rows)) if is_table else None


def _is_rule(line: str) -> bool:
    return bool(RULE.fullmatch(line) or DASHES.fullmatch(line))


def _has_heads_below(lines: Sequence[str], at: int) -> bool:
    """Whether a line of dashes stands above the heads of a table, and the one that parts them from its rows below."""
    below = lines[at + 1 : at + MOST_HEADS]
    second = next((n for n, line in enumerate(below) if not line.strip() or _is_rule(line)), 0)
    return 0 < second < len(below) - 1 and _is_rule(below[second]) and bool(below[second + 1].strip())


def _end(lines: Sequence[str], start: int, *, must_be_ruled: bool) -> int | None:
    for at in range(start, min(len(lines), start + LONGEST)):
        is_last = at + 1 == len(lines) or not lines[at + 1].strip()
        if is_last and _is_rule(lines[at]):
            return at + 1
        if not must_be_ruled and not lines[at].strip():
            return at
    return None if must_be_ruled else len(lines)


def _rows(body: Sequence[str], starts: Sequence[int]) -> Rows:
    """A row a line; where empty lines part them, of several lines each."""
    if all(line.strip() for line in body):
        return [_cut(line, starts) for line in body]
    rows: Rows = []
    part: Rows = []
    for line in [*body, ""]:
        if line.strip():
            part.append(_cut(line, starts))
        elif part:
            rows.append(_joined(part))
            part = []
    return rows


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    return [line[start:end].strip() for start, end in zip([0, *starts[1:]], [*starts[1:], len(line)], strict=True)]


def _joined(lines: Rows) -> list[str]:
    return [_cell(parts) for parts in zip(*lines, strict=True)] if lines else []


def _cell(parts: Sequence[str]) -> str:
    """The lines of a cell as one."""
    text = ""
    for part in (each.strip() for each in parts):
        is_ended = text.endswith("\\") or not part or ANEW.match(part)
        text = text.removesuffix("\\") + ("<br>" if is_ended and text else " ") + part
    return re.sub(r"(?:<br>\s*)+$", "", re.sub(r"(?:<br>){2,}", "<br>", text)).strip()


def _barred(heads: Rows, rows: Rows) -> list[str]:
    width = len(rows[0]) if rows else len(heads[0])
    first = [" ".join(filter(None, cells)) for cells in zip(*heads, strict=True)] if heads else [""] * width
    return [f"| {' | '.join(map(_escaped, row))} |" for row in (first, ["---"] * width, *rows)]


def _escaped(cell: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\|", cell)
