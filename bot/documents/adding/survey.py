"""What somebody names to be added (files, folders, web addresses) → what of it is read, what is not, and why."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.documents.corpus.listing import BESIDE_ENDINGS, holds_templates, is_hidden, names_beside
from bot.documents.faults import Fault
from bot.documents.readers.registry import kind_of

PAGE_ENDINGS = (".html", ".htm", ".xhtml")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
# What lies beside documents and is obviously none. All else that is not read is named as unread.
NO_DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    "pictures": ("png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "bmp", "avif"),
    "style sheets and scripts": ("css", "scss", "sass", "less", "js", "mjs", "cjs", "ts", "tsx", "jsx", "map", "wasm"),
    "fonts": ("woff", "woff2", "ttf", "otf", "eot"),
    "sound and film": ("mp3", "wav", "ogg", "m4a", "mp4", "mov", "webm", "avi"),
    "settings and data": (
        "json", "yaml", "yml", "toml", "xml", "ini", "cfg", "conf", "lock", "env", "properties", "tf", "db", "sqlite",
    ),
    "programs": ("py", "pyc", "rb", "go", "java", "c", "h", "cpp", "rs", "php", "sh", "bat", "ps1", "exe", "so", "dll"),
}  # fmt: skip
HIDDEN = "hidden files"
LINKS = "links to folders"
TEMPLATES = "templates of pages"
_KIND_OF = {f".{ending}": kind for kind, endings in NO_DOCUMENTS.items() for ending in endings}

Source = Path | str
"""A file; or a web address, which is text."""


@dataclass(frozen=True, slots=True)
class Most:
    """How much may be added at a time: so many files, and so many bytes in all of them."""

    files: int = 10_000
    size: int = 2_000_000_000


MOST = Most()


@dataclass(frozen=True, slots=True)
class Item:
    """One source: a file, or a web address. `path`: where it goes below the corpus folder, "" for an address."""

    source: Source
    path: str = ""


@dataclass(slots=True)
class Survey:
    """What is to be read, each once; what of it cannot be; and what was passed over, by kind."""

    items: list[Item] = field(default_factory=list)
    unread: list[Fault] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=dict)


def survey(named: Sequence[Source], most: Most = MOST) -> Survey:
    """What is meant by some names. A folder stands for the documents in it, under their paths within it.

    Where that is more than may be added at a time, nothing is meant, and the one fault says so: whoever names `/`
    should not have to wait until all of it is read.
    """
    found, seen, size = Survey(), set[str](), 0
    for source in named:
        for item in _items(source, named, found):
            place = item.source if isinstance(item.source, str) else os.path.realpath(item.source)
            if place in seen:
                continue
            seen.add(place)
            found.items.append(item)
            size += _size(item.source)
            if len(found.items) > most.files or size > most.size:
                return Survey(unread=[_too_much(source, most)])
    return found


def _items(source: Source, named: Sequence[Source], found: Survey) -> Iterator[Item]:
    if isinstance(source, str) and ADDRESS.match(source):
        yield Item(source)
    elif _is_folder(Path(source)):
        yield from _in_folder(Path(source), found)
    elif not _is_beside_one_of(named, Path(source)):
        file = Path(source)
        if kind_of(file.name) or not file.exists():
            yield Item(file, file.name)
        else:
            found.unread.append(_unread(file))


def _in_folder(folder: Path, found: Survey) -> Iterator[Item]:
    inside = os.path.realpath(folder)
    for entry, siblings in _walk(folder, found):
        file = Path(entry.path)
        path = file.relative_to(folder).as_posix()
        if kind := _passed_over(entry, siblings):
            found.passed_over.setdefault(kind, []).append(path)
        elif not kind_of(entry.name):
            found.unread.append(_unread(file))
        elif entry.is_symlink() and not os.path.realpath(file).startswith(f"{inside}{os.sep}"):
            mend = "name the file that it leads to, if that is meant"
            found.unread.append(Fault(file, 0, "is a link that leads out of the folder, and was not followed", mend))
        elif not _is_part_of_a_page(file):
            yield Item(file, path)


def _walk(folder: Path, found: Survey) -> Iterator[tuple[os.DirEntry[str], frozenset[str]]]:
    """The files under a folder, by path, each with the names beside it."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
        except OSError as error:
            found.unread.append(Fault(here, 0, f"cannot be read ({error.strerror})", "check that it may be read"))
            continue
        below = []
        siblings = frozenset(entry.name for entry in entries)
        for entry in entries:
            if not _is_folder(Path(entry.path)):
                yield entry, siblings
            elif kind := _passed_over_folder(entry):
                found.passed_over.setdefault(kind, []).append(f"{Path(entry.path).relative_to(folder).as_posix()}/")
            else:
                below.append(Path(entry.path))
        waiting += reversed(below)


def _passed_over_folder(entry: os.DirEntry[str]) -> str | None:
    if entry.is_symlink():
        return LINKS
    if is_hidden(entry.name):
        return HIDDEN
    return TEMPLATES if holds_templates(entry.name) else None


def _passed_over(entry: os.DirEntry[str], siblings: frozenset[str]) -> str | None:
    """Why a file of a folder is no document and need not be named one by one; "" if it belongs to another file."""
    if is_hidden(entry.name):
        return HIDDEN
    if entry.name.endswith(BESIDE_ENDINGS) and _is_beside(entry.name, siblings):
        return "what is said beside documents"
    return _KIND_OF.get(Path(entry.name).suffix.lower())


def _is_beside(name: str, siblings: frozenset[str]) -> bool:
    return any(kind_of(other) and name in names_beside(other) for other in siblings)


def _unread(file: Path) -> Fault:
    ending = file.suffix.lower() or "no ending"
    return Fault(
        file, 0, f"is of a kind that is not read ({ending})", "save it as a PDF, a web page or text, and add that"
    )


def _too_much(source: Source, most: Most) -> Fault:
    what = f"holds more than may be added at a time ({most.files:,} files, {most.size // 1_000_000:,} MB)"
    return Fault(Path(source), 0, what, "nothing was added: name smaller folders, or allow more with --most-files")


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except OSError:  # nobody may look at it; reading it will say so
        return False


def _is_beside_one_of(named: Sequence[Source], file: Path) -> bool:
    # As in `policybot add folder/*`: the shell names the YAML files too, which are read with their documents.
    return file.suffix in BESIDE_ENDINGS and any(
        Path(other).parent == file.parent and file.name in names_beside(Path(other).name)
        for other in named
        if Path(other) != file
    )


def _is_part_of_a_page(file: Path) -> bool:
    # A browser saves `leave.html` with its pictures and frames beside it, in `leave_files/`.
    return any(
        folder.with_name(folder.name.removesuffix("_files") + ending).exists()
        for folder in file.parents
        if folder.name.endswith("_files")
        for ending in PAGE_ENDINGS
    )


def _size(source: Source) -> int:
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:  # reading it will say why
        return 0
