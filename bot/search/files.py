"""Arrays on disk: files of them, to be mapped into memory, and a manifest that says what is in which.

The arrays are written into a new file first; then the manifest is put in place by renaming, which either happens or
does not: a crash at any moment leaves what was there before. What is still mapped from one of the files stays there,
and is not written again. Reading trusts nothing that checksums do not confirm.
"""

import fcntl
import hashlib
import json
import mmap
import os
import uuid
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

FORMAT = "policybot arrays"
VERSION = 3
ALIGNMENT = 64  # bytes: a cache line
BLOCK = 2**16  # bytes that are summed at a time
MANIFEST = "manifest"
LOCK = "lock"
ATTEMPTS = 5  # at reading, while others write
# A file of which less than this share is still of use is written anew.
WORTH = 0.5

Arrays = dict[str, npt.NDArray[Any]]
Facts = dict[str, Any]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Data:
    """A file of arrays, mapped into memory, and its checksum."""

    mapped: Bytes
    checksum: str

    def place_of(self, array: npt.NDArray[Any]) -> int | None:
        """Where in the file an array lies, if it does."""
        start = array.ctypes.data - self.mapped.ctypes.data
        as_written = array.flags.c_contiguous and array.dtype == array.dtype.newbyteorder("<")
        return start if array.size and as_written and 0 <= start < len(self.mapped) else None


class Opened(NamedTuple):
    """What was read from a folder: the arrays, mapped and read-only, the facts, and the files by their names."""

    arrays: Arrays
    facts: Facts
    data: Mapping[str, Data]


class UnusableIndexError(Exception):
    """There is no index in this folder that may be used: build it anew. The message says why."""


class AbsentIndexError(UnusableIndexError):
    """There is none, and that is all that is wrong."""


class BusyIndexError(Exception):
    """Another process is writing into the folder at this moment."""


def save(
    folder: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Facts, before: Mapping[str, Data] | None = None
) -> None:
    """Writes arrays into a folder of their own, with facts that JSON can hold; who has the old ones open keeps them.

    Those that are mapped from files in the folder, as `before` has them, stay there. Raises BusyIndexError, and OSError
    if there is no room or no right to write.
    """
    # What articles say may not be everybody's business on a shared machine.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        data = folder / f"{uuid.uuid4().hex}.arrays"
        aside = data.with_suffix(".manifest")
        try:
            known = before or {}
            left = _left(folder, arrays, known)
            layout = left | _write(arrays, left, data)
            files = {each.file: (len(known[each.file].mapped), known[each.file].checksum) for each in left.values()}
            with data.open("rb", buffering=0) as written:
                files[data.name] = data.stat().st_size, _checksum(written)
            manifest = {"format": FORMAT, "version": VERSION, "data": files, "arrays": layout, "facts": facts}
            with aside.open("xb") as text:
                text.write(signed(json.dumps(manifest).encode()))
                text.flush()
                os.fsync(text.fileno())
            aside.replace(folder / MANIFEST)
        except BaseException:
            data.unlink(missing_ok=True)
            aside.unlink(missing_ok=True)
            raise
        for file in (*folder.glob("*.arrays"), *folder.glob("*.manifest")):
            if file.name not in files:
                file.unlink(missing_ok=True)


def load(folder: Path, before: Mapping[str, Data] | None = None) -> Opened:
    """What a folder has. What was read `before` is not read again. Raises UnusableIndexError."""
    for _ in range(ATTEMPTS):
        manifest = _manifest(folder)
        try:
            data = {
                name: (before or {}).get(name) or _mapped(folder, name, size, checksum)
                for name, (size, checksum) in manifest["data"].items()
            }
        except FileNotFoundError:
            continue  # somebody may have put newer arrays in their place since
        except OSError as fault:
            raise UnusableIndexError(f"the index in {folder} cannot be read: {fault}") from fault
        places = {name: Place(*place) for name, place in manifest["arrays"].items()}
        arrays = {
            name: np.frombuffer(data[at.file].mapped, np.dtype(at.kind), int(np.prod(at.shape)), at.start).reshape(
                at.shape
            )
            for name, at in places.items()
        }
        return Opened(arrays, manifest["facts"], data)
    raise UnusableIndexError(f"the index in {folder} has lost its arrays")


def _mapped(folder: Path, name: str, size: int, checksum: str) -> Data:
    with (folder / name).open("rb", buffering=0) as file:
        if os.fstat(file.fileno()).st_size != size or _checksum(file) != checksum:
            raise UnusableIndexError(f"the index in {folder} is damaged")
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return Data(np.frombuffer(mapped, np.uint8), checksum)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time writes; the lock goes with the process that holds it, however that ends."""
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyIndexError(f"another process is writing into {folder}") from None
        yield


class Place(NamedTuple):
    """Where an array lies: in which file, of which type and shape, and where it begins there."""

    file: str
    kind: str
    shape: tuple[int, ...]
    start: int


def _left(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], before: Mapping[str, Data]) -> dict[str, Place]:
    """Where those arrays lie that can stay in their files."""
    left: dict[str, Place] = {}
    for file, data in before.items():
        found = {name: start for name, array in arrays.items() if (start := data.place_of(array)) is not None}
        used = sum(arrays[name].nbytes for name in found)
        if used >= WORTH * len(data.mapped) and (folder / file).is_file():
            left |= {name: Place(file, arrays[name].dtype.str, arrays[name].shape, at) for name, at in found.items()}
    return left


def _write(arrays: Mapping[str, npt.NDArray[Any]], left: Container[str], data: Path) -> dict[str, Place]:
    """Writes those that are not left where they are one after another into a new file; returns where each lies."""
    layout = {}
    with data.open("xb") as file:
        for name, array in arrays.items():
            if name in left:
                continue
            file.write(bytes(-file.tell() % ALIGNMENT))
            little = array.dtype.newbyteorder("<")
            layout[name] = Place(data.name, little.str, array.shape, file.tell())
            file.write(np.ascontiguousarray(array, little).data.cast("B") if array.size else b"")
        file.write(bytes(ALIGNMENT - file.tell() % ALIGNMENT))  # a file without a byte could not be mapped
        file.flush()
        os.fsync(file.fileno())
    return layout


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        signature, _, text = (folder / MANIFEST).read_bytes().partition(b"\n")
    except FileNotFoundError:
        raise AbsentIndexError(f"there is no index in {folder}") from None
    except OSError as fault:
        raise UnusableIndexError(f"the index in {folder} cannot be read: {fault}") from fault
    if signature + b"\n" + text != signed(text):
        raise UnusableIndexError(f"the index in {folder} is damaged, or none of this program")
    manifest: dict[str, Any] = json.loads(text)
    if manifest["format"] != FORMAT or manifest["version"] != VERSION:
        raise UnusableIndexError(f"the index in {folder} has format {manifest['version']}, not {VERSION}")
    return manifest


def signed(text: bytes) -> bytes:
    """The text of a manifest as it is written, after a line by which damage is found."""
    return hashlib.sha256(FORMAT.encode() + text).hexdigest().encode() + b"\n" + text


def _checksum(file: FileIO) -> str:
    """Finds damage at the speed of memory, where a cryptographic hash would take longer than all the rest.

    Multilinear hashing (Lemire & Kaser, "Strongly universal string hashing is fast", 2014): each word of a block times
    a random one, summed modulo 2^64; then SHA-256 over the sums. It guards against accidents, not against enemies.
    """
    factors = np.frombuffer(hashlib.shake_128(FORMAT.encode()).digest(BLOCK), "<u8") | np.uint64(1)
    whole = hashlib.sha256()
    buffer = bytearray(16 * BLOCK)
    words = np.frombuffer(buffer, "<u8").reshape(-1, len(factors))
    while count := file.readinto(buffer):
        buffer[count:] = bytes(len(buffer) - count)
        whole.update((words * factors).sum(axis=1, dtype=np.uint64).tobytes())
    return whole.hexdigest()
