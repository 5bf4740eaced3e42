"""The index of a large corpus, kept in the state folder.

It may lag behind the articles: the few files that have changed since it was saved are read again at each start, which
takes less time than to write it anew. That is done once more than one file in LAG would have to be read again.
"""

import hashlib
import json
import logging
import shutil
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

from bot.documents.corpus.catalogue import Entry
from bot.documents.corpus.inventory import Inventory
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault

if TYPE_CHECKING:
    from bot.search.files import Data
    from bot.search.indexed_corpus import IndexedCorpus

log = logging.getLogger(__name__)

LAG = 64
BOT = Path(__file__).parent.parent
# What decides how an index comes out. Whoever changes one of these files need not remember that there are indexes.
MADE_BY = (
    "documents/*.py",
    "documents/readers/*.py",
    "documents/corpus/*.py",
    *(f"core/{name}.py" for name in ("corpus", "model", "names")),
    "core/text/*.*",
    "search/*.py",
)


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """An index that is saved, what it was made of, where, when (UTC), and its size in bytes.

    `whole` is not set where more is to come.
    """

    indexed: "IndexedCorpus"
    inventory: Inventory
    place: Path
    built: datetime
    size: int
    whole: bool


class IndexCache:
    """A place in the state folder for the index of one corpus. Small corpora do without.

    What is not `ranked` has its articles alone, because a cluster has their index.
    `saved` is what is there. `compiled` is a place for what Numba compiles. `trouble` is why the index could not be
    saved, if it could not.
    """

    def __init__(self, state: Path, roots: Roots, *, ranked: bool = True) -> None:
        self._ranked = ranked
        self._folders = [[root.name, str(root.folder.resolve())] for root in roots.all]
        self._given = [[root.given.as_yaml(), dict(root.collections), root.link, root.below] for root in roots.all]
        # Several corpora may share a state folder, as when somebody asks another one by --corpus.
        named = json.dumps(self._folders).encode(errors="surrogatepass")
        self.place = state / "index" / hashlib.sha256(named).hexdigest()[:12]
        self.compiled = state / "index" / "compiled"
        self._data: Mapping[str, Data] = {}
        self.saved: SavedIndex | None = None
        self.trouble: str | None = None

    def open(self) -> SavedIndex | None:
        """The index that is saved, mapped into memory; None if there is none, or it is not to be trusted."""
        self.saved = self._opened()
        return self.saved

    def _opened(self) -> SavedIndex | None:
        if not self.place.is_dir():
            return None
        from bot.search import files  # noqa: PLC0415  # it loads much that small corpora do without
        from bot.search.indexed_corpus import IndexedCorpus  # noqa: PLC0415

        try:
            arrays, facts, self._data = files.load(self.place, self._data)
        except files.AbsentIndexError:
            return None
        except files.UnusableIndexError as reason:
            log.warning("%s; it is built again", reason)
            return None
        if facts.get("made_by") != made_by() or facts["folders"] != self._folders or facts["ranked"] != self._ranked:
            return None
        if facts.get("given") != self._given:  # what the settings say of documents stands with each of them
            return None
        faults = tuple(Fault(Path(file), line, what, mend) for file, line, what, mend in facts["faults"])
        entries = {path: Entry.from_json(values) for path, values in facts["files"].items()}
        paths = list(entries)
        inventory = Inventory(entries, [paths[number] for number in facts["corpus"]], faults)
        built = datetime.fromisoformat(facts["built"])
        size = sum(len(each.mapped) for each in self._data.values())
        indexed, whole = IndexedCorpus.joined(arrays, facts["holdings"]), facts.get("whole", True)
        return SavedIndex(indexed, inventory, self.place, built, size, whole)

    def save(self, indexed: "IndexedCorpus", inventory: Inventory, *, whole: bool = True) -> SavedIndex | None:
        """Saves an index, and opens it; None if that was not possible, and what was saved before stays."""
        from bot.search import files  # noqa: PLC0415

        numbers = {path: number for number, path in enumerate(inventory.entries)}
        arrays, own = indexed.parted()
        facts = {
            "made_by": made_by(),
            "folders": self._folders,
            "given": self._given,
            "ranked": self._ranked,
            "built": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {path: entry.as_json() for path, entry in inventory.entries.items()},
            "corpus": [numbers[path] for path in inventory.paths],
            "faults": [[str(each.file), each.line, each.what, each.mend] for each in inventory.faults],
            "holdings": own,
            "whole": whole,
        }
        try:
            files.save(self.place, arrays, facts, self._data)
        except files.BusyIndexError as reason:
            self._missed(f"the index is not saved: {reason}")
            return None
        except OSError as error:
            self._missed(f"the index cannot be saved in {self.place} ({error.strerror})")
            return None
        self.trouble = None
        if saved := self.open():
            # What is known of so many files is held once.
            self.saved = replace(saved, inventory=replace(saved.inventory, entries=inventory.entries))
        return self.saved

    def _missed(self, why: str) -> None:
        self.trouble = why
        log.warning("%s", why)

    def lags_behind(self, now: Inventory, *, bearable: bool) -> bool:
        """Whether what is saved is older than the files, or so much older that it is not `bearable` any more."""
        limit = len(now.entries) // LAG if bearable else 0
        return self.saved is None or _lag(self.saved.inventory, now) > limit

    def drop(self) -> None:
        """Removes what is saved, if anything is."""
        self.saved, self._data = None, {}
        if self.place.is_dir():
            shutil.rmtree(self.place, ignore_errors=True)


def _lag(saved: Inventory, now: Inventory) -> int:
    """How many files would be read again by whoever starts from what is saved."""
    gone = len(saved.entries.keys() - now.entries.keys())
    had = saved.entries
    others = [path for path, entry in now.entries.items() if had.get(path) is not entry]
    return gone + sum(had.get(path) != now.entries[path] for path in others)


@cache
def made_by() -> str:
    """Names everything that decides how an index comes out of a file: the program, Unicode's tables, the stemmer."""
    digest = hashlib.sha256()
    for part in (sys.version, unicodedata.unidata_version, Stemmer.version()):
        digest.update(part.encode())
    for pattern in MADE_BY:
        for file in sorted(BOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
