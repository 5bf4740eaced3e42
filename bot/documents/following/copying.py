"""A copy of the documents of a repository in a folder of ours, brought up to date with each commit.

Files are written aside and renamed. With which commit each came is written down first, so that a quotation never links
to a commit that does not say what it quotes.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.documents.corpus.listing import files_in, names_beside
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.corpus.withholding import Confirmed, Withheld, withheld
from bot.documents.faults import Faulty
from bot.documents.following.repository import LARGE_FILE_STORAGE, Tree
from bot.documents.readers.entries import moment
from bot.documents.readers.registry import kind_of
from bot.documents.writing import write_aside

STATE = "commits.json"
FILES = "files"


@dataclass(frozen=True, slots=True)
class CopyState:
    """What is remembered of a copy: the commit that is all there, the commit with which each file came, by path, the
    withdrawal that waits for a curator, how many looks in a row failed, and when the next one is due."""

    commit: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    withheld: str = ""
    failures: int = 0
    next_look: datetime | None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """What bringing a copy up to date did, in numbers of documents; `withheld` waits for a curator."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    withheld: Withheld | None = None
    unread: tuple[str, ...] = ()

    def __str__(self) -> str:
        counts = ((self.new, "new"), (self.changed, "changed"), (self.gone, "withdrawn"))
        told = ", ".join(f"{count:,} {what}" for count, what in counts if count) or "nothing new"
        waits = f"; {len(self.withheld.paths):,} are gone and wait for a curator" if self.withheld else ""
        endings = sorted({os.path.splitext(path)[1] or "no ending" for path in self.unread})  # noqa: PTH122  # a text
        return f"{told}{waits}" + (f"; {len(self.unread):,} not read ({', '.join(endings[:8])})" if endings else "")


def read_state(place: Path) -> CopyState:
    """What is remembered of the copy at a place; nothing where that cannot be read."""
    try:
        said: dict[str, Any] = json.loads((place / STATE).read_bytes())
        return CopyState(
            str(said["commit"]),
            {str(path): str(commit) for path, commit in said["files"].items()},
            str(said["withheld"]),
            int(said["failures"]),
            moment(said["next_look"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return CopyState()


def write_state(place: Path, state: CopyState) -> None:
    """Writes down what is to be remembered. Raises Faulty."""
    said = {
        "commit": state.commit,
        "files": dict(state.files),
        "withheld": state.withheld,
        "failures": state.failures,
        "next_look": state.next_look.isoformat() if state.next_look else "",
    }
    _write(place / STATE, json.dumps(said).encode())


def bring_up_to_date(tree: Tree, source: str, place: Path, may_lose: float, confirmed: Confirmed) -> Copied:
    """Makes the copy at a place what the tree is; but what is gone from it goes only as far as it may. Raises Faulty.

    May be interrupted anywhere: the next time, what is not right is made right.
    """
    folder, state = place / FILES, read_state(place)
    there = _there(folder)
    beside = _beside(tree.files)
    wanted = {path: name for path, name in tree.files.items() if kind_of(path) or path in beside}
    new = [path for path in wanted if path not in there]
    changed = [path for path in wanted if path in there and there[path] != wanted[path]]
    contents = {wanted[path] for path in new}
    gone = [path for path in there if path not in wanted]
    lost = [path for path in gone if kind_of(path) and there[path] not in contents]
    documents = [path for path in there if kind_of(path)]
    held = withheld(source, [f"{source}{OF_SOURCE}{path}" for path in lost], len(documents), may_lose, confirmed)
    kept = set(lost) if held else set()
    kept |= _beside(kept).intersection(gone)
    files = {path: state.files.get(path, tree.commit) for path in (*wanted, *kept)}
    files |= dict.fromkeys((*new, *changed), tree.commit)
    write_state(place, replace(state, commit="", files=files))
    pointers = [path for path in (*new, *changed) if not _copy(tree, path, folder)]
    for path in gone:
        if path not in kept:
            _remove(folder, path)
    write_state(place, CopyState("" if held else tree.commit, files, held.id if held else ""))
    went = 0 if held else len(lost)
    return Copied(_count(new), _count(changed), went, held, (*tree.unread, *pointers))


def _count(paths: Iterable[str]) -> int:
    return sum(kind_of(path) is not None for path in paths)


def _there(folder: Path) -> dict[str, str]:
    """The files of a copy by path, each with git's hash of it."""
    found = {}
    for entry in files_in(folder):
        data = Path(entry.path).read_bytes()
        path = Path(entry.path).relative_to(folder).as_posix()
        found[path] = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return found


def _beside(paths: Iterable[str]) -> set[str]:
    """What the YAML files beside these documents may be called."""
    found = set()
    for path in filter(kind_of, paths):
        folder, slash, name = path.rpartition("/")
        found |= {f"{folder}{slash}{each}" for each in names_beside(name)}
    return found


def _copy(tree: Tree, path: str, folder: Path) -> bool:
    """Writes a file of the tree; False if only a pointer to it is in the repository."""
    data = tree.read(path)
    if data.startswith(LARGE_FILE_STORAGE):
        _remove(folder, path)
        return False
    _write(folder / path, data)
    return True


def _write(file: Path, data: bytes) -> None:
    try:
        write_aside(file, data)
    except OSError as error:
        raise Faulty(
            0, f"cannot be copied to {file} ({error.strerror})", "check the folder's rights and space"
        ) from error


def _remove(folder: Path, path: str) -> None:
    file = folder / path
    file.unlink(missing_ok=True)
    for above in file.relative_to(folder).parents:
        try:
            (folder / above).rmdir() if above != Path() else None
        except OSError:  # something else is in it
            return
