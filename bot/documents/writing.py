"""Files are written aside and renamed, so that a reader never meets half of one."""

import secrets
from pathlib import Path


def write_aside(target: Path, content: bytes) -> None:
    """Puts a file in its place, whole or not at all, and makes its folder. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{secrets.token_hex(8)}.writing")
    try:
        aside.write_bytes(content)
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
