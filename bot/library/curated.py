"""What curators chose and wrote, laid out in the state folder: the store has it, and every process reads it here.

So a question need not ask the store, and a command that opens no store answers as the bot does.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.core.answering.pins import Pin
from bot.core.answering.synonyms import Synonyms
from bot.documents.writing import write_aside
from bot.library.places import WRITTEN

CHOSEN, SYNONYMS = "chosen.json", "synonyms.txt"
_PINS: TypeAdapter[tuple[Pin, ...]] = TypeAdapter(tuple[Pin, ...])


class Curated:
    """What is laid out in a folder; nothing where there is none. Safe between threads and processes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()
        self._seen: tuple[int, int] = (0, 0)
        self._pins: tuple[Pin, ...] = ()
        self._known: tuple[tuple[int, int], Synonyms, Synonyms] | None = None

    def pins(self) -> tuple[Pin, ...]:
        """What curators chose, read anew when it has changed."""
        if self._folder is None:
            return ()
        file = self._folder / CHOSEN
        try:
            found = file.stat()
        except OSError:
            return ()
        with self._lock:
            if (found.st_mtime_ns, found.st_ino) != self._seen:
                try:
                    self._pins = _PINS.validate_json(file.read_bytes())
                except (OSError, ValidationError):  # what is written again will be sound
                    return self._pins
                self._seen = found.st_mtime_ns, found.st_ino
            return self._pins

    def synonyms(self, known: Synonyms) -> Synonyms:
        """The known ones with those that curators added, read anew when these have changed."""
        file = self._folder / SYNONYMS if self._folder else None
        try:
            found = file.stat() if file else None
        except OSError:
            found = None
        if file is None or found is None:
            return known
        seen = found.st_mtime_ns, found.st_ino
        with self._lock:
            if self._known is None or self._known[:2] != (seen, known):
                try:
                    lines = file.read_text(encoding="utf-8").splitlines()
                except (OSError, UnicodeDecodeError):  # what is written again will be sound
                    return known
                self._known = seen, known, known.with_lines(lines)
            return self._known[2]

    def lay_out(self, pins: Sequence[Pin], files: Mapping[str, bytes], synonyms: Sequence[str]) -> bool:
        """Makes the folder hold this and no more; `files` by their names. Returns whether a file has changed.

        Raises OSError.
        """
        if self._folder is None:
            return False
        written = self._folder / WRITTEN
        known = {each.name: each for each in written.iterdir()} if written.is_dir() else {}
        changed = False
        for name, content in files.items():
            if name not in known or known[name].read_bytes() != content:
                write_aside(written / name, content)
                changed = True
        for name, file in known.items():
            if name not in files and not name.startswith("."):
                file.unlink(missing_ok=True)
                changed = True
        chosen = json.dumps(_plain(pins), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        _keep(self._folder / CHOSEN, chosen if pins else b"[]")
        _keep(self._folder / SYNONYMS, "".join(f"{line}\n" for line in synonyms).encode("utf-8", "replace"))
        return changed


def _plain(pins: Sequence[Pin]) -> Any:
    return json.loads(_PINS.dump_json(tuple(pins)))


def _keep(target: Path, content: bytes) -> None:
    """Makes a file hold this; one that is not there stays away as long as there is nothing to hold."""
    before = target.read_bytes() if target.exists() else None
    if before != content and (before is not None or content not in {b"", b"[]"}):
        write_aside(target, content)
