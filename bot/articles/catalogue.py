"""What was read of each corpus file, so that only those are read again that have changed.

A file counts as unchanged if its size and both of its times are what they were. (A change of content moves the time of
change, `ctime`, even where a program sets `mtime` back.) Otherwise its text is read and hashed, and parsed only if the
hash is another. No stamp is trusted that is as young as the clock of a file system is coarse: the file may change
again and show the same times ("racily clean", as git calls it). What escapes all that, such as a file system
that keeps no times, is met when an article is quoted: then its file is read in any case.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from bot.articles.faults import Fault, Faulty
from bot.articles.loading import Card, Trouble, entries, parse, read, text_of
from bot.core.model import Article, Reference, Standing

SETTLED = 2_000_000_000  # nanoseconds: the coarsest clock of a file system, that of FAT

Progress = Callable[[int, int], None]
Clock = Callable[[], int]


class Stamp(NamedTuple):
    """How a file looks from outside: its size in bytes, and its times in nanoseconds."""

    size: int
    modified: int
    changed: int


NO_STAMP = Stamp(-1, 0, 0)  # of what cannot be looked at, or must not be trusted yet: no file has it


@dataclass(frozen=True, slots=True)
class Entry:
    """What was read of a file: a hash of its text, and a card of the article in it.

    Of a faulty file there is no card: it is read again each time, because what mends it need not change it.
    """

    stamp: Stamp
    text: str = ""
    card: Card | None = None

    def as_json(self) -> list[Any]:
        """The entry as plain values."""
        values: list[Any] = [*self.stamp]
        if self.card is not None:
            supersedes = [[each.article, each.paragraph] for each in self.card.supersedes]
            values += [self.text, self.card.standing.value, self.card.paragraphs, supersedes]
        return values

    @classmethod
    def from_json(cls, values: list[Any]) -> Self:
        """Reads what `as_json` wrote."""
        stamp, rest = Stamp(*values[:3]), values[3:]
        if not rest:
            return cls(stamp)
        text, standing, paragraphs, supersedes = rest
        references = tuple(Reference(article, paragraph) for article, paragraph in supersedes)
        return cls(stamp, text, Card(Standing(standing), references, paragraphs))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An entry for each corpus file of a folder, by path within it, in order.

    `articles` are those that were read for it, by the same paths; `faults` are what is wrong with files.
    """

    entries: Mapping[str, Entry]
    articles: Mapping[str, Article]
    faults: tuple[Fault, ...]


def look(folder: Path, trouble: Trouble | None = None) -> dict[str, Stamp]:
    """The stamp of each corpus file under a folder, by path within it, in the order of `corpus_files`."""
    start = len(str(folder))
    stamps = {}
    for entry in entries(folder, trouble=trouble):
        path = entry.path[start:].lstrip("/")
        try:
            found = entry.stat()
            stamps[path] = Stamp(found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        except OSError:  # gone at this moment, or a broken link: reading it will tell
            stamps[path] = NO_STAMP
    return stamps


def still(saved: Mapping[str, list[Any]], folder: Path) -> tuple[Fault, ...] | None:
    """Whether a folder is as it was when these were its entries `as_json`: what is wrong with its files; None if not.

    Takes a fraction of the time of `catalogued`, which finds out what else has changed.
    """
    faults: list[Fault] = []
    stamps = look(folder, faults.append)
    if list(saved) != list(stamps):
        return None
    for (path, values), stamp in zip(saved.items(), stamps.values(), strict=True):
        if len(values) == len(stamp):  # a faulty one
            try:
                read(folder / path)
            except Faulty as fault:
                faults.append(fault.within(folder / path))
            else:
                return None
        elif values[0] != stamp[0] or values[1] != stamp[1] or values[2] != stamp[2] or stamp == NO_STAMP:
            return None
    return tuple(faults)


def catalogued(
    folder: Path, known: Mapping[str, Entry], told: Progress | None = None, clock: Clock = time.time_ns
) -> Catalogue:
    """The catalogue of a folder of which these entries are known.

    `told` is told how many files are done, of how many; `clock` is that of the file system, in nanoseconds.
    """
    faults: list[Fault] = []
    found: dict[str, Entry] = {}
    articles: dict[str, Article] = {}
    stamps = look(folder, faults.append)
    for number, (path, stamp) in enumerate(stamps.items(), start=1):
        entry = known.get(path)
        if entry is None or entry.card is None or entry.stamp != stamp or stamp == NO_STAMP:
            try:
                entry, article = _read(folder / path, NO_STAMP if _is_young(stamp, clock()) else stamp, entry)
                if article is not None:
                    articles[path] = article
            except Faulty as fault:
                faults.append(fault.within(folder / path))
                entry = Entry(stamp)
        found[path] = entry
        if told:
            told(number, len(stamps))
    return Catalogue(found, articles, tuple(faults))


def _read(file: Path, stamp: Stamp, known: Entry | None) -> tuple[Entry, Article | None]:
    """The entry of a file, and its article unless its text is the known one. Raises Faulty."""
    text = text_of(file)
    hashed = hash_of(text)
    if known is not None and known.card is not None and known.text == hashed:
        return replace(known, stamp=stamp), None
    article = parse(file, text)
    return Entry(stamp, hashed, Card.of(article)), article


def hash_of(text: str) -> str:
    """Names a text: 32 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _is_young(stamp: Stamp, now: int) -> bool:
    """Whether a file may change from now on and keep its stamp. Anybody can set `modified`, nobody `changed`."""
    return stamp.changed > now - SETTLED or now - SETTLED < stamp.modified <= now
