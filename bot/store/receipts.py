"""Receipts as files, with copies of what they quote, named after their content."""

import json
import os
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bot.core.receipts import Receipt, as_json, from_json


class ReceiptFiles:
    """A folder of receipts: `ID.json` each, and `articles/HASH.md` for what they quote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pins = folder / "articles"

    def keep(self, receipt: Receipt, articles: dict[str, bytes]) -> None:
        """Keeps a receipt and the quoted files; the same receipt again changes nothing. Raises OSError."""
        # Questions are nobody else's business on a shared machine.
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._pins.mkdir(mode=0o700, exist_ok=True)
        for name, content in articles.items():
            if receipt.articles.get(name) == hash_of(content):
                _write(self._pins / f"{hash_of(content)}.md", content)
        _write(self._folder / f"{receipt.id}.json", json.dumps(as_json(receipt), ensure_ascii=False, indent=1).encode())

    def find(self, name: str) -> Receipt | None:
        """The receipt with this id; None if there is none, or what is there is no receipt."""
        if not re.fullmatch(r"[0-9a-f]{12}", name):
            return None
        try:
            return from_json(json.loads((self._folder / f"{name}.json").read_bytes()))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def pinned(self, content_hash: str) -> bytes | None:
        """The quoted file with this hash; None if it was purged, or is no longer what its name says."""
        try:
            content = (self._pins / f"{content_hash}.md").read_bytes()
        except OSError:
            return None
        return content if hash_of(content) == content_hash else None

    def purge(self, before: datetime) -> int:
        """Removes receipts and copies that were written before that moment. Returns how many files went."""
        gone = 0
        for file in [*self._folder.glob("*.json"), *self._pins.glob("*.md")]:
            if file.stat().st_mtime < before.timestamp():
                file.unlink(missing_ok=True)
                gone += 1
        return gone


def hash_of(content: bytes) -> str:
    """The SHA-256 of a file, in hex."""
    return sha256(content).hexdigest()


def _write(target: Path, content: bytes) -> None:
    if target.exists():
        os.utime(target)  # it is wanted again: a purge counts from now
        return
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(target)
