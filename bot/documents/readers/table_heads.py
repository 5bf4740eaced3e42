"""Which first rows of tables are heads, in formats whose authors seldom say so."""

from lxml.etree import _Element

LONGEST_HEAD = 80


def heads_of_tables(tree: _Element) -> None:
    """The first row of a table without heads is its head, if every cell of it has a few words, and none a number."""
    for table in tree.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        if len(rows) < 2 or any(True for _ in table.iter("th")):
            continue
        texts = [" ".join(cell.itertext()).strip() for cell in rows[0]]
        if len(texts) > 1 and all(_is_head(text) for text in texts[1:]) and len(texts[0]) <= LONGEST_HEAD:
            for cell in rows[0]:
                cell.tag = "th"


def _is_head(text: str) -> bool:
    return 0 < len(text) <= LONGEST_HEAD and not text.endswith(".") and any(each.isalpha() for each in text)
