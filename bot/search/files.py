"""Arrays on disk: one file with all of them, to be mapped into memory, and a manifest that says what is in it.

The arrays are written into a new file first; then the manifest is put in place by renaming, which either happens or
does not: a crash at any moment leaves what was there before. Reading trusts nothing that checksums do not confirm.
"""

import fcntl
import hashlib
import json
import mmap
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FORMAT = "policybot arrays"
VERSION = 2
ALIGNMENT = 64  # bytes: a cache line
BLOCK = 2**16  # bytes that are summed at a time
MANIFEST = "manifest"
LOCK = "lock"
ATTEMPTS = 5  # at reading, while others write

Arrays = dict[str, npt.NDArray[Any]]
Facts = dict[str, Any]


class UnusableIndexError(Exception):
    """There is no index in this folder that may be used: build it anew. The message says why."""


class AbsentIndexError(UnusableIndexError):
    """There is none, and that is all that is wrong."""


class BusyIndexError(Exception):
    """Another process is writing into the folder at this moment."""


def save(folder: Path, arrays: Mapping[str, npt.NDArray[Any]], facts: Facts) -> None:
    """Writes arrays into a folder of their own, with facts that JSON can hold; who has the old ones open keeps them.

    Raises BusyIndexError, and OSError if there is no room or no right to write.
    """
    # What articles say may not be everybody's business on a shared machine.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        data = folder / f"{uuid.uuid4().hex}.arrays"
        aside = data.with_suffix(".manifest")
        try:
            layout = _write(arrays, data)
            with data.open("rb", buffering=0) as file:
                own = {"data": data.name, "bytes": data.stat().st_size, "checksum": _checksum(file), "arrays": layout}
            manifest = {"format": FORMAT, "version": VERSION, **own, "facts": facts}
            with aside.open("xb") as text:
                text.write(signed(json.dumps(manifest).encode()))
                text.flush()
                os.fsync(text.fileno())
            aside.replace(folder / MANIFEST)
        except BaseException:
            data.unlink(missing_ok=True)
            aside.unlink(missing_ok=True)
            raise
        for left in (*folder.glob("*.arrays"), *folder.glob("*.manifest")):
            if left != data:
                left.unlink(missing_ok=True)


def load(folder: Path) -> tuple[Arrays, Facts]:
    """The arrays in a folder, mapped and read-only, and the facts. Raises UnusableIndexError."""
    for _ in range(ATTEMPTS):
        manifest = _manifest(folder)
        try:
            with (folder / manifest["data"]).open("rb", buffering=0) as file:
                if os.fstat(file.fileno()).st_size != manifest["bytes"] or _checksum(file) != manifest["checksum"]:
                    raise UnusableIndexError(f"the index in {folder} is damaged")
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            continue  # somebody may have put newer arrays in their place since
        except OSError as fault:
            raise UnusableIndexError(f"the index in {folder} cannot be read: {fault}") from fault
        arrays = {
            name: np.frombuffer(mapped, np.dtype(kind), int(np.prod(shape)), start).reshape(shape)
            for name, (kind, shape, start) in manifest["arrays"].items()
        }
        return arrays, manifest["facts"]
    raise UnusableIndexError(f"the index in {folder} has lost its arrays")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time writes; the lock goes with the process that holds it, however that ends."""
    with (folder / LOCK).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyIndexError(f"another process is writing into {folder}") from None
        yield


def _write(arrays: Mapping[str, npt.NDArray[Any]], data: Path) -> dict[str, tuple[str, tuple[int, ...], int]]:
    """Writes them one after another into a new file; returns the type, shape and place of each."""
    layout = {}
    with data.open("xb") as file:
        for name, array in arrays.items():
            file.write(bytes(-file.tell() % ALIGNMENT))
            little = array.dtype.newbyteorder("<")
            layout[name] = (little.str, array.shape, file.tell())
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
