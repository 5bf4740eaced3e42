"""What curators chose and wrote, laid out in the state folder: the store has it, and every process reads it here.

So a question need not ask the store, and a command that opens no store answers as the bot does.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.core.answering.pins import Pin

# The folder in the state folder; in it the files that curators wrote, and what they chose.
CURATED, WRITTEN, CHOSEN = "curated", "written", "chosen.json"
OF_CURATORS = "written-answers"
"""What the documents that curators write have as their source."""
_PINS: TypeAdapter[tuple[Pin, ...]] = TypeAdapter(tuple[Pin, ...])


class Curated:
    """What is laid out in a folder; nothing where there is none. Safe between threads and processes."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()
        self._seen: tuple[int, int] = (0, 0)
        self._pins: tuple[Pin, ...] = ()

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

    def lay_out(self, pins: Sequence[Pin], files: Mapping[str, bytes]) -> bool:
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
                _write(written / name, content)
                changed = True
        for name, file in known.items():
            if name not in files and not name.startswith("."):
                file.unlink(missing_ok=True)
                changed = True
        chosen = json.dumps(_plain(pins), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        target = self._folder / CHOSEN
        if (pins or target.exists()) and not (target.exists() and target.read_bytes() == chosen):
            _write(target, chosen)
        return changed


def _plain(pins: Sequence[Pin]) -> Any:
    return json.loads(_PINS.dump_json(tuple(pins)))


def _write(target: Path, content: bytes) -> None:
    # Written aside and renamed, so that a reader never meets half a file.
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{secrets.token_hex(8)}.writing")
    try:
        aside.write_bytes(content)
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
