"""What lies in the folders of a corpus: the files that are read, in a fixed order, and what is said beside each."""

import os
import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from bot.documents.faults import Fault, unreadable
from bot.documents.readers.registry import kind_of

# Control characters, and bytes that are no UTF-8, which Python reads as surrogates.
UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
BESIDE_ENDINGS = (".yaml", ".yml")
# What programs leave behind: the lock files of office programs, and of file managers.
DROPPINGS = re.compile(r"[.~]|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)

# What Jekyll and Eleventy make pages with; their words stand on no page, or on every one.
TEMPLATES = frozenset(("_includes", "_layouts"))

Trouble = Callable[[Fault], object]


class Found(NamedTuple):
    """A file that is read, and the YAML file beside it that says what is known of it, if there is one."""

    file: os.DirEntry[str]
    beside: os.DirEntry[str] | None = None


def documents(folder: Path, trouble: Trouble | None = None) -> Iterator[Found]:
    """The documents under a folder, in a fixed order: by path, the files of a folder before the folders in it.

    Hidden files are none. A folder that cannot be read is left out, and `trouble` is told. Links to folders are not
    followed.
    """
    for files in folders(folder, trouble):
        # Few folders have any, and of a hundred thousand files it takes long to ask for each.
        besides = {entry.name: entry for entry in files if entry.name.endswith(BESIDE_ENDINGS)}
        for entry in files:
            if kind_of(entry.name):
                names = names_beside(entry.name) if besides else ()
                yield Found(entry, next(filter(None, map(besides.get, names)), None))


def files_in(folder: Path, trouble: Trouble | None = None) -> Iterator[os.DirEntry[str]]:
    """All visible files under a folder, of whatever kind, in the same order."""
    for files in folders(folder, trouble):
        yield from files


def folders(folder: Path, trouble: Trouble | None = None) -> Iterator[list[os.DirEntry[str]]]:
    """The visible files of a folder, then those of each folder in it, by name."""
    waiting = [os.fspath(folder)]
    while waiting:
        files, below = _within(waiting.pop(), trouble)
        waiting += reversed(below)
        yield files


def names_beside(name: str) -> Iterator[str]:
    """What the YAML file beside a file may be called: `leave.docx.yaml`, or else `leave.yaml`."""
    for stem in (name, name.rpartition(".")[0]):
        yield from (f"{stem}{ending}" for ending in BESIDE_ENDINGS if stem)


def beside(file: Path) -> Path | None:
    """The YAML file beside a file, if there is one."""
    return next((each for name in names_beside(file.name) if (each := file.with_name(name)).is_file()), None)


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is passed over, as one that nobody is to see."""
    return bool(DROPPINGS.match(name))


def holds_templates(name: str) -> bool:
    """Whether a folder of this name is passed over, because pages are made with what is in it."""
    return name in TEMPLATES


def _within(folder: str, trouble: Trouble | None) -> tuple[list[os.DirEntry[str]], list[str]]:
    """What is visible in a folder, by name: files, and the paths of folders."""
    files: list[os.DirEntry[str]] = []
    below: list[str] = []
    try:
        with os.scandir(folder) as found:
            for entry in sorted(found, key=attrgetter("name")):
                if is_hidden(entry.name):
                    continue
                if not _is_folder(entry):
                    files.append(entry)
                elif not entry.is_symlink() and not holds_templates(entry.name):
                    below.append(entry.path)
    except OSError as error:
        fault = unreadable(error, "check that it may be read")
        if trouble:
            trouble(fault.within(Path(error.filename or folder)))
    return files, below


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # nobody can tell: reading it will say why
        return False
