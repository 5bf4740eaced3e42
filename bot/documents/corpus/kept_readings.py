"""What readers made of files, kept by what stands in the files: nothing is read twice by the same readers.

A PDF takes seconds to read, and each start, each look at a changed folder and each check before posting would read
it. What is kept is only an aid: where it cannot be written or read, files are read again.
"""

import hashlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path

from bot.documents import blocks
from bot.documents.blocks import Reading
from bot.documents.corpus.reading import ReadFile
from bot.documents.faults import Faulty
from bot.documents.readers.registry import kind_of

DOCUMENTS = Path(__file__).parents[1]
MADE_BY = ("readers/*.py", "blocks.py", "clauses.py", "phrases.py")
# What decides beside our own readers how a file is read.
LIBRARIES = (
    "beautifulsoup4", "charset-normalizer", "docutils", "lxml", "mammoth", "markdown-it-py", "mdit-py-plugins",
    "openpyxl", "pdfplumber", "pdfminer.six", "pypdf", "python-docx", "python-pptx", "odfpy",
)  # fmt: skip
MOST = 20_000


class KeptReadings:
    """Reads files, and keeps what comes of it in a file of its own. Safe between threads and between processes."""

    def __init__(self, file: Path, read: ReadFile) -> None:
        self._file, self._read = file, read
        self._lock = threading.Lock()
        self._store: sqlite3.Connection | None = None
        self._is_open = False

    def __call__(self, name: str, data: bytes) -> Reading:
        """What stands in a file of this name. Raises Faulty."""
        key = hashlib.sha256(f"{made_by()}\n{kind_of(name)}\n".encode() + data).digest()
        if (kept := self._kept(key)) is not None:
            return kept
        try:
            reading = self._read(name, data)
        except Faulty as fault:
            if not fault.passing:
                self._keep(key, {"fault": [fault.line, fault.what, fault.mend]})
            raise
        self._keep(key, blocks.as_json(reading))
        return reading

    def close(self) -> None:
        """Ends the use of the file."""
        with self._lock:
            if self._store:
                self._store.close()
            self._store, self._is_open = None, False

    def _kept(self, key: bytes) -> Reading | None:
        rows = self._done("SELECT reading FROM readings WHERE key = ?", (key,))
        if not rows:
            return None
        try:
            values = json.loads(zlib.decompress(rows[0][0]))
            if "fault" not in values:
                return blocks.from_json(values)
        except (ValueError, KeyError, TypeError, zlib.error):
            return None
        raise Faulty(*values["fault"])

    def _keep(self, key: bytes, values: object) -> None:
        packed = zlib.compress(json.dumps(values).encode(), 1)
        self._done("INSERT OR REPLACE INTO readings VALUES (?, ?)", (key, packed))

    def _done(self, statement: str, values: tuple[object, ...]) -> list[tuple[bytes]]:
        with self._lock:
            try:
                store = self._opened()
                return store.execute(statement, values).fetchall() if store else []
            except sqlite3.Error:
                self._store = None
                return []

    def _opened(self) -> sqlite3.Connection | None:
        if not self._is_open:
            self._is_open = True
            try:
                self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._store = _opened(self._file)
            except (OSError, sqlite3.Error):
                self._store = None
        return self._store


def _opened(file: Path) -> sqlite3.Connection:
    store = sqlite3.connect(file, timeout=5, isolation_level=None, check_same_thread=False)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = OFF")  # what a crash of the machine takes is read again
    store.execute("CREATE TABLE IF NOT EXISTS readings (key BLOB PRIMARY KEY, reading BLOB NOT NULL)")
    ((rows,),) = store.execute("SELECT count(*) FROM readings").fetchall()
    if rows > 2 * MOST:
        store.execute(
            "DELETE FROM readings WHERE rowid NOT IN (SELECT rowid FROM readings ORDER BY rowid DESC LIMIT ?)", (MOST,)
        )
    return store


@cache
def made_by() -> str:
    """Names all that decides how a file is read: our readers, and the libraries that they use."""
    digest = hashlib.sha256()
    for pattern in MADE_BY:
        for file in sorted(DOCUMENTS.glob(pattern)):
            digest.update(file.read_bytes())
    for version in _versions():
        digest.update(version.encode())
    return digest.hexdigest()[:12]


def _versions() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            yield name
