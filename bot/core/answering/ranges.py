"""Numbers that stand in a range: 7 years of service mean the row "5 to 9", a firm of 40 the item "31 to 99 employees".

Only rows and list items are read so: there alternatives stand side by side, told apart by such ranges.
"""

import re
from math import inf

from bot.core.model import Passage, PassageKind

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_OR = r"(?: \w+)? (?:or|and) "
# Which group is the lower end, and which the upper.
_RANGES = (
    (rf"{_NUMBER}\s*(?:-|–|—|\bto\b|\bthrough\b|\bbis\b)\s*{_NUMBER}", (0, 1)),
    (rf"\bbetween {_NUMBER} and {_NUMBER}", (0, 1)),
    (rf"\b(?:at least|from|over|more than|above) {_NUMBER}", (0, None)),
    (rf"{_NUMBER}(?:\+|{_OR}(?:more|over|above|older|up)\b)", (0, None)),
    (rf"\b(?:up to|at most|no more than|not more than|under|below|less than|fewer than) {_NUMBER}", (None, 0)),
    (rf"{_NUMBER}{_OR}(?:less|fewer|younger)\b", (None, 0)),
)
_KINDS = frozenset({PassageKind.ROW, PassageKind.ITEM})


def has_in_range(passage: Passage, number: str) -> bool:
    """Whether a row or an item names a range in which a number lies; `number` is a term. False for what is none."""
    if passage.kind not in _KINDS or not number.isdecimal():
        return False
    value, text = float(number), passage.text.casefold()
    for pattern, (low, high) in _RANGES:
        for match in re.finditer(pattern, text):
            ends = [float(end.replace(",", "")) for end in match.groups() if end]
            least = -inf if low is None else ends[low]
            most = inf if high is None else ends[high]
            if least <= value <= most:
                return True
    return False
