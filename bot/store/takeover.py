"""Receipts that an older program kept as files go into the store."""

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.core.answering.receipts import from_json
from bot.store.receipts import SqlReceipts, hash_of


def take_over(folder: Path, receipts: SqlReceipts) -> int:
    """Moves `ID.json` and `articles/HASH.md` into the store. Returns how many receipts were moved.

    What is no receipt, or no copy of what its name says, stays where it is. May be called again, by several at once,
    and after it was interrupted: a file goes when its content is in the store. Raises StoreError, OSError.
    """
    if not folder.is_dir():
        return 0
    moved = sum(_move(file, folder / "articles", receipts) for file in sorted(folder.glob("*.json")))
    for pin in sorted((folder / "articles").glob("*.md")):
        if _content(pin) is not None:
            pin.unlink(missing_ok=True)
    for emptied in (folder / "articles", folder):
        with suppress(OSError):  # there is something else in it, which is not ours to remove
            emptied.rmdir()
    return moved


def _move(file: Path, articles: Path, receipts: SqlReceipts) -> bool:
    try:
        with file.open("rb") as opened:
            kept = datetime.fromtimestamp(os.fstat(opened.fileno()).st_mtime, UTC)
            receipt = from_json(json.load(opened))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return False
    found = [_content(articles / f"{name}.md") for name in receipt.articles.values()]
    receipts.put(receipt, [content for content in found if content is not None], kept)
    file.unlink(missing_ok=True)
    return True


def _content(pin: Path) -> bytes | None:
    try:
        content = pin.read_bytes()
    except FileNotFoundError:
        return None
    return content if hash_of(content) == pin.stem else None
