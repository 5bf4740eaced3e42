"""An index on disk: one file with all arrays, to be mapped into memory, and a manifest that says what is in it.

The arrays are written into a new file first; then the manifest is put in place by renaming, which either happens or
does not: a crash at any moment leaves the old index. Reading trusts nothing that the manifest's checksums do not
confirm.
"""

import hashlib
import json
import mmap
import os
import uuid
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from bot.search.changing import Snapshot
from bot.search.segments import Formula, Segment
from bot.search.vocabulary import SavedTerms, Vocabulary

FORMAT = "policybot posting lists"
VERSION = 1
ALIGNMENT = 64  # bytes: a cache line
BLOCK = 2**16  # bytes that are summed at a time
MANIFEST = "manifest.json"

Arrays = dict[str, npt.NDArray[Any]]


class UnusableIndexError(Exception):
    """There is no index in this folder that may be used: build it anew. The message says why."""


def save(snapshot: Snapshot, folder: Path, corpus: str) -> None:
    """Writes the snapshot into a folder of its own; whoever has the old one open keeps it.

    One process at a time may write into a folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / f"{uuid.uuid4().hex}.arrays"
    try:
        with data.open("xb") as file:
            layout = _write(_arrays(snapshot), file)
            os.fsync(file.fileno())
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "corpus": corpus,
            "k1": snapshot.formula.k1,
            "b": snapshot.formula.b,
            "tokens": snapshot.tokens,
            "segments": len(snapshot.parts),
            "data": data.name,
            "bytes": data.stat().st_size,
            "checksum": _checksum(data),
            "arrays": layout,
        }
        aside = data.with_suffix(".manifest")
        with aside.open("x") as file:
            json.dump(_signed(manifest), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / MANIFEST)
    except BaseException:
        data.unlink(missing_ok=True)
        raise
    for left in (*folder.glob("*.arrays"), *folder.glob("*.manifest")):
        if left != data:
            left.unlink(missing_ok=True)


def load(folder: Path, corpus: str | None) -> Snapshot:
    """The snapshot in a folder, its arrays mapped; `corpus` is what it must have been made of.

    Raises UnusableIndexError.
    """
    manifest = _manifest(folder)
    if corpus is not None and manifest["corpus"] != corpus:
        raise UnusableIndexError(f"the index in {folder} was made of other articles")
    data = folder / manifest["data"]
    try:
        if data.stat().st_size != manifest["bytes"] or _checksum(data) != manifest["checksum"]:
            raise UnusableIndexError(f"the index in {folder} is damaged")
        with data.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as fault:
        raise UnusableIndexError(f"the index in {folder} cannot be read: {fault}") from fault
    arrays = {
        name: np.frombuffer(mapped, np.dtype(kind), int(np.prod(shape)), start).reshape(shape)
        for name, (kind, shape, start) in manifest["arrays"].items()
    }
    terms = Vocabulary(SavedTerms(*(arrays[f"terms.{name}"] for name in _TERMS)))
    placed = [
        (Segment(*(arrays[f"{number}.{name}"] for name in _SEGMENT)), arrays[f"{number}.positions"])
        for number in range(manifest["segments"])
    ]
    formula = Formula(manifest["k1"], manifest["b"])
    return Snapshot.of(formula, terms, arrays["df"], manifest["tokens"], placed)


_TERMS = [each.name for each in fields(SavedTerms)]
_SEGMENT = [each.name for each in fields(Segment)]


def _arrays(snapshot: Snapshot) -> Arrays:
    terms = SavedTerms.of(snapshot.vocabulary.terms())
    arrays: Arrays = {f"terms.{name}": getattr(terms, name) for name in _TERMS} | {"df": snapshot.df}
    for number, part in enumerate(snapshot.parts):
        arrays |= {f"{number}.{name}": array for name, array in part.segment.arrays().items()}
        arrays[f"{number}.positions"] = part.positions
    return arrays


def _write(arrays: Arrays, file: IO[bytes]) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """Writes them one after another; returns the type, shape and place of each."""
    layout = {}
    for name, array in arrays.items():
        file.write(bytes(-file.tell() % ALIGNMENT))
        little = array.dtype.newbyteorder("<")
        layout[name] = (little.str, array.shape, file.tell())
        file.write(np.ascontiguousarray(array, little).data.cast("B") if array.size else b"")
    file.write(bytes(ALIGNMENT - file.tell() % ALIGNMENT))  # a file without a byte could not be mapped
    return layout


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise UnusableIndexError(f"there is no index in {folder}") from None
    except (OSError, ValueError) as fault:
        raise UnusableIndexError(f"the index in {folder} cannot be read: {fault}") from fault
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise UnusableIndexError(f"{folder} holds no index of this program")
    if manifest.get("version") != VERSION:
        raise UnusableIndexError(f"the index in {folder} has format {manifest.get('version')}, not {VERSION}")
    if manifest != _signed(manifest):
        raise UnusableIndexError(f"the index in {folder} is damaged")
    return manifest


def _signed(manifest: dict[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in manifest.items() if key != "signature"}
    text = json.dumps(plain, sort_keys=True)
    read: dict[str, Any] = json.loads(text)
    return read | {"signature": hashlib.sha256(text.encode()).hexdigest()}


def _checksum(path: Path) -> str:
    """Finds damage at the speed of memory, where a cryptographic hash would take longer than all the rest.

    Multilinear hashing (Lemire & Kaser, "Strongly universal string hashing is fast", 2014): each word of a block times
    a random one, summed modulo 2^64; then SHA-256 over the sums. It guards against accidents, not against enemies.
    """
    factors = np.frombuffer(hashlib.shake_128(FORMAT.encode()).digest(BLOCK), "<u8") | np.uint64(1)
    whole = hashlib.sha256()
    buffer = bytearray(16 * BLOCK)
    words = np.frombuffer(buffer, "<u8").reshape(-1, len(factors))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(buffer):
            buffer[count:] = bytes(len(buffer) - count)
            whole.update((words * factors).sum(axis=1, dtype=np.uint64).tobytes())
    return whole.hexdigest()
