"""What was read of each corpus file, so that only those are read again that have changed.

A file counts as unchanged if its size and both of its times are what they were. (A change of content moves the time of
change, `ctime`, even where a program sets `mtime` back.) Otherwise it is hashed, and read only if the hash is another.
No stamp is trusted that is as young as the clock of a file system is coarse: the file may change again and show the
same times ("racily clean", as git calls it). What escapes all that, such as a file system that keeps no times, is met
when an article is quoted: then its file is read in any case.

Who goes on for a while names the files whose articles are in force. What becomes faulty among them keeps its last good
state: its entry stays as it was, and it is read at each look until it is mended or gone.
"""

import time
from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from bot.core.model import Article, Reference, Standing
from bot.documents.corpus.document import article_of, read, written
from bot.documents.corpus.listing import Found, documents
from bot.documents.corpus.loading import Card
from bot.documents.corpus.naming import names_of
from bot.documents.corpus.roots import Roots
from bot.documents.corpus.withholding import Withheld, withheld
from bot.documents.faults import Fault, Faulty

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
    """What was read of a document: a hash of its content, a card of the article in it, and the name that it had.

    Of a faulty file there is no card, or what was read of it when it was sound: it is read again each time, because
    what mends it need not change it.
    """

    stamp: Stamp
    content: str = ""
    card: Card | None = None
    name: str = ""

    def as_json(self) -> list[Any]:
        """The entry as plain values."""
        values: list[Any] = [*self.stamp]
        if self.card is not None:
            supersedes = [[each.article, each.paragraph] for each in self.card.supersedes]
            values += [self.content, self.name, self.card.standing.value, self.card.paragraphs, supersedes]
        return values

    @classmethod
    def from_json(cls, values: list[Any]) -> Self:
        """Reads what `as_json` wrote."""
        stamp, rest = Stamp(*values[:3]), values[3:]
        if not rest:
            return cls(stamp)
        content, name, standing, paragraphs, supersedes = rest
        references = tuple(Reference(*each) for each in supersedes) if supersedes else ()
        return cls(stamp, content, Card(Standing(standing), references, paragraphs), name)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """An entry for each corpus file, by path, in order, and by the same paths what each is called.

    `articles` are those that were read for it, by the same paths; `faults` are what is wrong with files and folders.
    `retained` are the files whose entry is that of their last good state; `withheld` are those among them that are gone
    and wait for a curator to confirm it.
    """

    entries: Mapping[str, Entry]
    names: Mapping[str, str]
    articles: Mapping[str, Article]
    faults: tuple[Fault, ...]
    retained: frozenset[str] = frozenset()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """The stamp of each corpus file of some folders, by path, and what is wrong with the folders in them."""

    roots: Roots
    stamps: Mapping[str, Stamp]
    faults: tuple[Fault, ...]


def look(roots: Roots, known: Mapping[str, Entry] | None = None) -> Looked:
    """How the corpus files look from outside, folder after folder in the order of `documents`.

    What looks as it is `known` shares its stamp: to hold a second one of every file takes longer than to look at it.
    """
    entries = known or {}
    stamps: dict[str, Stamp] = {}
    faults: list[Fault] = []
    for root in roots.there:
        start, prefix = len(str(root.folder)), root.prefix
        for found in documents(root.folder, faults.append):
            path = prefix + found.file.path[start:].lstrip("/")
            try:
                stamp = _stamp(found)
            except OSError:  # gone at this moment, or a broken link: reading it will tell
                stamp = NO_STAMP
            entry = entries.get(path)
            stamps[path] = entry.stamp if entry is not None and entry.stamp == stamp else stamp
    return Looked(roots, stamps, tuple(faults))


def _stamp(found: Found) -> Stamp:
    """How a document looks from outside: its file, and the one beside it."""
    file = found.file.stat()
    if not found.beside:
        return Stamp(file.st_size, file.st_mtime_ns, file.st_ctime_ns)
    beside = found.beside.stat()
    modified, changed = max(file.st_mtime_ns, beside.st_mtime_ns), max(file.st_ctime_ns, beside.st_ctime_ns)
    return Stamp(file.st_size + beside.st_size, modified, changed)


def still(
    saved: Mapping[str, Entry], looked: Looked, retained: Container[str] = frozenset()
) -> tuple[Fault, ...] | None:
    """Whether all is as it was when these were its entries: what is wrong with its files; None if not.

    `retained` is that of the catalogue. While a whole folder of them is out of reach, nothing is as it was. Takes a
    fraction of the time of `catalogued`, which finds out what else has changed.
    """
    if list(saved) != list(looked.stamps):
        return None
    faulty: list[str] = []
    for (path, entry), stamp in zip(saved.items(), looked.stamps.values(), strict=True):
        if entry.card is None or path in retained:
            faulty.append(path)
        elif entry.stamp != stamp or stamp == NO_STAMP:
            return None
    roots, faults, names = looked.roots, list(looked.faults), names_of(looked.stamps) if faulty else {}
    for path in faulty:
        try:
            read(roots, path, names[path])
        except Faulty as fault:
            faults += fault.all_within(roots.file(path))
        else:
            return None
    return tuple(faults)


def catalogued(
    looked: Looked,
    known: Mapping[str, Entry],
    told: Progress | None = None,
    clock: Clock = time.time_ns,
    in_force: Container[str] = frozenset(),
) -> Catalogue:
    """The catalogue of a corpus that looks like this, and of which these entries are known.

    `told` is told how many files are done, of how many; `clock` is that of the file system, in nanoseconds. What is
    known of the files `in_force` stays if they are there but faulty, or in a folder that cannot be read, or gone from a
    source that loses too much at once.
    """
    roots, stamps, faults = looked.roots, looked.stamps, looked.faults
    reading = _Reading(roots, known, names_of(stamps), in_force, clock, roots.shelf())
    out_of_reach = list(reading.out_of_reach({fault.file for fault in faults}, stamps))
    for number, (path, stamp) in enumerate(stamps.items(), start=1):
        reading.see(path, stamp)
        if told:
            told(number, len(stamps))
    found = reading.found
    held = tuple(reading.withheld())
    names = reading.names
    if staying := [*out_of_reach, *(path for each in held for path in each.paths)]:
        found |= {path: known[path] for path in staying}
        found = dict(sorted(found.items(), key=lambda item: roots.place(item[0])))
        names = names_of(found)
    retained = frozenset((*reading.retained, *staying))
    return Catalogue(found, names, reading.articles, (*faults, *reading.faults), retained, held)


@dataclass(slots=True)
class _Reading:
    """A catalogue in the making, of what `catalogued` is given; `articles` is where it puts what it reads."""

    roots: Roots
    known: Mapping[str, Entry]
    names: Mapping[str, str]
    in_force: Container[str]
    clock: Clock
    articles: MutableMapping[str, Article]
    found: dict[str, Entry] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    retained: set[str] = field(default_factory=set)

    def see(self, path: str, stamp: Stamp) -> None:
        """Takes a file in as it is, and reads it unless it is known to be what it was."""
        entry, name = self.known.get(path), self.names[path]
        if entry is None or entry.card is None or (entry.stamp, entry.name) != (stamp, name) or stamp == NO_STAMP:
            trusted = NO_STAMP if _is_young(stamp, self.clock()) else stamp
            try:
                entry, article = self._read(path, name, trusted, entry)
                if article is not None:
                    self.articles[path] = article
            except Faulty as fault:
                self.faults += fault.all_within(self.roots.file(path))
                entry = self._faulty(path, stamp)
        self.found[path] = entry

    def _read(self, path: str, name: str, stamp: Stamp, known: Entry | None) -> tuple[Entry, Article | None]:
        """The entry of a document, and its article unless its content and name are the known ones. Raises Faulty."""
        found = written(self.roots.file(path))
        if known is not None and known.card is not None and (known.content, known.name) == (found.hash, name):
            return replace(known, stamp=stamp), None
        article = article_of(self.roots, path, name, found)
        return Entry(stamp, found.hash, Card.of(article), name), article

    def _faulty(self, path: str, stamp: Stamp) -> Entry:
        if not self._stays(path):
            return Entry(stamp)
        self.retained.add(path)
        return replace(self.known[path], stamp=NO_STAMP)

    def out_of_reach(self, folders: set[Path], listed: Container[str]) -> Iterator[str]:
        """The files that stay although nobody can see them, because they are under one of these folders."""
        if folders:
            for path in self.known:
                hidden = path not in listed and not folders.isdisjoint(self.roots.file(path).parents)
                if hidden and self._stays(path):
                    yield path

    def withheld(self) -> Iterator[Withheld]:
        """What is gone from each source and has to stay; what is there by another name is not gone."""
        new = {self.found[path].content for path in self.found.keys() - self.known.keys()} - {""}
        for root in self.roots.there:
            if root.may_lose >= 1:
                continue
            had = [path for path in self.known if path.startswith(root.prefix) and path in self.in_force]
            lost = [path for path in had if path not in self.found and self.known[path].content not in new]
            gone = [path for path in lost if is_gone(self.roots, path)]
            if held := withheld(root.name, gone, len(had), root.may_lose, self.roots.confirmed):
                yield held

    def _stays(self, path: str) -> bool:
        entry = self.known.get(path)
        return path in self.in_force and entry is not None and entry.card is not None and not is_gone(self.roots, path)


def is_gone(roots: Roots, path: str) -> bool:
    """Whether there is no such file any more within its folder, as opposed to one that cannot be read.

    A folder in its place is no file. Where the folder itself is missing or out of reach, nobody can tell, and it is
    not taken to be gone.
    """
    root, within = roots.split(path)
    file = root.folder / within
    try:
        if not root.folder.is_dir():
            return False
        file.lstat()
        return file.is_dir()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _is_young(stamp: Stamp, now: int) -> bool:
    """Whether a file may change from now on and keep its stamp. Anybody can set `modified`, nobody `changed`."""
    return stamp.changed > now - SETTLED or now - SETTLED < stamp.modified <= now
