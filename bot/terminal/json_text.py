"""JSON that may be read in a terminal: it moves no cursor, and turns nothing round."""

import json
from typing import Any

# JSON itself escapes the other controls. What is escaped is read back as what it was.
_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
}


def json_text(value: Any, indent: int | None = None) -> str:
    """Plain values as JSON in the letters that they have."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)
