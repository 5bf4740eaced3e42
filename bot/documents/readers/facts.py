"""Which tables have heads, told by their words: not those whose first column says what the second is about."""

import re
from collections.abc import Sequence

KEYS = re.compile(
    r"(?:document |policy )?(?:owner|author|version|date|title|name|number|status|department|scope|purpose|subject"
    r"|classification|contact|reference|id|type)(?: ?(?:no|number|name|owner|date))?"
    r"|(?:effective|issue|review|next review|last review|approval|revision|publication) ?(?:date|ed)?"
    r"|(?:approved|reviewed|prepared|written|issued|authori[sz]ed) (?:by|on)|applies to|replaces|.*:",
    re.IGNORECASE,
)

# An amount, with a sign of its currency or of its share.
NUMBER = re.compile(r"[^\w\s]?\s?[+-]?\d[\d.,'\s]*\s?[^\w\s]?")


def stand_above_numbers(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether heads with numbers in them ("Step 1") are heads all the same: no column has words but the first."""
    worded = all(any(map(str.isalpha, head)) for head in heads)
    return worded and len(rows) > 0 and all(NUMBER.fullmatch(cell) for row in rows for cell in row[1:] if cell)


def are_facts(first: Sequence[str]) -> bool:
    """Whether the cells of a first column name what stands beside them."""
    named = sum(bool(KEYS.fullmatch(key.strip())) for key in first)
    return named >= max(2, len(first) / 3) or (bool(first) and bool(KEYS.fullmatch(first[-1].strip())))
