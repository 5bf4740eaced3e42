"""JSON that may be read in a terminal: it moves no cursor, and turns nothing round."""

import json
from typing import Any

from bot.core.hidden import escaped


def json_text(value: Any, indent: int | None = None) -> str:
    """Plain values as JSON in the letters that they have, but for what would hide."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))
