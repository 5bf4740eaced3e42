"""Which first rows of tables are heads, and which tables are none, where authors do not say so by their elements."""

import re
from collections.abc import Sequence

from lxml import etree
from lxml.etree import _Element

from bot.documents.readers.facts import are_facts

LONGEST_HEAD = 80
# What a cell is about, and what it says of it: "Version: 3".
FACT = re.compile(r":\s+\w")
YEAR = re.compile(r"(?:19|20)\d\d")
BOLD = frozenset(("b", "strong", "th"))
# A cell of a table of facts holds none of these.
OF_LAYOUT = ("h1", "h2", "form", "nav", "article", "main")
PARTS = ("table", "tbody", "thead", "tfoot", "tr", "td", "th")


def heads_of_tables(tree: _Element, *, told: bool = False) -> None:
    """The first row of a table without heads is its head, if it looks like one. `told`: only if it stands out in bold.

    A table of two columns whose first says what the second is about has no heads above it.
    """
    for table in tree.iter("table"):
        rows = _rows(table)
        if len(rows) < 2 or len(rows[0]) < 2:
            continue
        if any(True for _ in table.iter("th")):
            _with_corner(rows[0])
            continue
        bold = [all(map(_is_bold, _filled(row))) for row in rows]
        if bold[0] and not all(bold):
            heads = all(len(text) <= LONGEST_HEAD for text in _texts(rows[0]))
        else:
            heads = not told and _look_like_heads(rows)
        if heads and any(_texts(rows[0])):
            # Below a head over several columns stand the heads of each.
            is_parted = any((cell.get("colspan") or "1") != "1" for cell in rows[0])
            for row in rows[: 2 if is_parted and bold[:2] == [True, True] and not all(bold) else 1]:
                for cell in row:
                    cell.tag = "th"


def _with_corner(row: Sequence[_Element]) -> None:
    """The empty cell above the heads of rows is a head like those beside it."""
    filled = _filled(row)
    if all(cell.tag == "th" for cell in filled) and any(cell is not row[0] for cell in filled):
        for cell in row:
            cell.tag = "th"


def without_layout(tree: _Element) -> None:
    """Writes tables that only place parts of a page, and boxes of one column, as what stands in them."""
    for table in list(tree.iter("table")):
        rows = _rows(table)
        if not rows or any(row for row in rows if any(cell.tag == "th" for cell in row)):
            continue
        if _is_layout(table, rows):
            cells = [cell for row in rows for cell in row]
            for cell in cells:
                cell.tag = "nav" if _is_menu(cell) else "div"
            for node in [
                each for each in table.iter(*PARTS) if each.tag not in ("td", "th") and _table_of(each) is table
            ]:
                node.tag = "div"


def _is_layout(table: _Element, rows: Sequence[Sequence[_Element]]) -> bool:
    cells = [cell for row in rows for cell in row]
    single = all(len(row) == 1 for row in rows) and any(len(cell) for cell in cells)
    if single or table.get("role") == "presentation":
        return True
    # A table of facts may have a small one in a cell.
    inner = OF_LAYOUT if len(rows) > 2 and len({len(row) for row in rows}) == 1 else (*OF_LAYOUT, "table")
    return any(any(True for _ in cell.iter(*inner)) for cell in cells)


def _rows(table: _Element) -> list[list[_Element]]:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
    return [cells for row in rows if (cells := [cell for cell in row if cell.tag in ("td", "th")])]


def _table_of(node: _Element) -> _Element | None:
    return node if node.tag == "table" else next(node.iterancestors("table"), None)


def _is_menu(cell: _Element) -> bool:
    links = [" ".join(link.itertext()).split() for link in cell.iter("a")]
    words = " ".join(cell.itertext(etree.Element)).split()
    return len(links) > 2 and all(len(link) <= 5 for link in links) and len(words) == sum(map(len, links))


def _look_like_heads(rows: Sequence[Sequence[_Element]]) -> bool:
    first = _texts(rows[0])
    years = len(first) > 2 and all(map(YEAR.fullmatch, first[1:])) and not YEAR.fullmatch(first[0])
    if not (years or all(_is_head(text) for text in first[1:])) or len(first[0]) > LONGEST_HEAD:
        return False
    keys = [_texts(row)[0] for row in rows]
    if all(_is_bold(row[0]) for row in rows if _filled(row[:1])) and not _is_bold(rows[0][-1]):
        return False
    if len(first) > 2:
        return True
    return not are_facts(keys)


def _is_head(text: str) -> bool:
    says_itself = text.endswith(".") or FACT.search(text)
    return 0 < len(text) <= LONGEST_HEAD and not says_itself and any(each.isalpha() for each in text)


def _filled(row: Sequence[_Element]) -> list[_Element]:
    return [cell for cell in row if "".join(cell.itertext()).strip()]


def _texts(row: Sequence[_Element]) -> list[str]:
    return [" ".join(" ".join(cell.itertext(etree.Element)).split()) for cell in row]


def _is_bold(cell: _Element) -> bool:
    """Whether all letters of a cell stand in bold elements."""
    if cell.tag in BOLD:
        return True
    own = [cell.text, *(child.tail for child in cell)]
    if any(part and part.strip() for part in own):
        return False
    return all(_is_bold(child) for child in cell if isinstance(child.tag, str) and "".join(child.itertext()).strip())
