"""Tables of two columns whose first says what the second is about ("Owner: …, Version: …"): they have no heads."""

import re
from collections.abc import Sequence

KEYS = re.compile(
    r"(?:document |policy )?(?:owner|author|version|date|title|name|number|status|department|scope|purpose|subject"
    r"|classification|contact|reference|id|type)(?: ?(?:no|number|name|owner|date))?"
    r"|(?:effective|issue|review|next review|last review|approval|revision|publication) ?(?:date|ed)?"
    r"|(?:approved|reviewed|prepared|written|issued|authori[sz]ed) (?:by|on)|applies to|replaces|.*:",
    re.IGNORECASE,
)


def are_facts(first: Sequence[str]) -> bool:
    """Whether the cells of a first column name what stands beside them."""
    named = sum(bool(KEYS.fullmatch(key.strip())) for key in first)
    return named >= max(2, len(first) / 3) or (bool(first) and bool(KEYS.fullmatch(first[-1].strip())))
