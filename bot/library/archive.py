"""A backup: the rows of the database, the documents, and the settings with their word lists, in one ZIP file.

Documents are read after the database: what is restored may know a document that no digest has told of yet, and never
lacks one that it quoted.
"""

import os
import secrets
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bot.core.errors import ConfigurationError
from bot.documents.corpus.listing import files_in
from bot.documents.faults import Fault

STATE, DOCUMENTS, SETTINGS = "state.backup", "documents/", "settings/"


@dataclass(frozen=True, slots=True)
class Archived:
    """What went into a backup: how many rows and files of documents, and which files of the settings.

    `left_out` are those of the settings that lie outside the folder in which the bot is started.
    """

    rows: int
    documents: int
    settings: tuple[str, ...]
    left_out: tuple[str, ...]


def write_archive(file: Path, state: Callable[[Path], int], corpus: Path, settings: Iterable[Path]) -> Archived:
    """Writes a backup, whole or not at all, for its owner's eyes alone. Raises ConfigurationError.

    `state` writes the rows into a file, and returns how many; `settings` are files and folders.
    """
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    with TemporaryDirectory(prefix="policybot-") as folder, _in_words(f"cannot write {file}"):  # closed to others
        rows = state(Path(folder) / STATE)
        documents, (own, left_out) = dict(_documents(corpus)), _settings(settings)
        try:
            os.close(os.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
                archive.write(Path(folder) / STATE, STATE)
                for name in own:
                    archive.write(name, f"{SETTINGS}{name}")
                for name, path in documents.items():
                    archive.write(path, f"{DOCUMENTS}{name}")
            with aside.open("rb") as written:
                os.fsync(written.fileno())
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
    return Archived(rows, len(documents), tuple(own), tuple(left_out))


class Archive:
    """A sound backup that is open."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self.file, self._archive = file, archive
        self._documents = self._below(DOCUMENTS)

    def put_settings(self, folder: Path) -> tuple[list[str], list[str]]:
        """Writes the files of the settings that are not there; returns those, and those that are there otherwise."""
        written, kept = [], []
        with _in_words("cannot write the settings"):
            for name, info in self._below(SETTINGS).items():
                if not (folder / name).exists():
                    self._put(info, folder / name)
                    written.append(name)
                elif not _is_same(folder / name, info):
                    kept.append(name)
        return written, kept

    @contextmanager
    def state(self) -> Iterator[Path]:
        """The rows, in a file."""
        with TemporaryDirectory(prefix="policybot-") as folder, _in_words(f"cannot read {self.file}"):
            self._put(self._archive.getinfo(STATE), Path(folder) / STATE)
            yield Path(folder) / STATE

    def in_the_way(self, corpus: Path) -> list[str]:
        """The files in the folder that the backup lacks, or has otherwise."""
        there = dict(_documents(corpus)) if corpus.is_dir() else {}
        return [name for name, path in there.items() if not self._has(name, path)]

    def put_documents(self, corpus: Path, stamp: str) -> tuple[int, Path | None]:
        """Makes the folder hold what the backup does; returns how many files, and where others were moved, if any."""
        moved = self.in_the_way(corpus)
        aside = corpus.with_name(f"{corpus.name}.before-{stamp}")
        with _in_words(f"cannot write the documents into {corpus}"):
            for name in moved:
                (aside / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(corpus / name, aside / name)
            for name, info in self._documents.items():
                if not (corpus / name).exists():
                    self._put(info, corpus / name)
        return len(self._documents), aside if moved else None

    def _below(self, prefix: str) -> dict[str, zipfile.ZipInfo]:
        found = (info for info in self._archive.infolist() if info.filename.startswith(prefix) and not info.is_dir())
        return {info.filename.removeprefix(prefix): info for info in found}

    def _has(self, name: str, path: Path) -> bool:
        return name in self._documents and _is_same(path, self._documents[name])

    def _put(self, info: zipfile.ZipInfo, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{secrets.token_hex(8)}.restoring")
        try:
            with self._archive.open(info) as source, aside.open("wb") as written:
                shutil.copyfileobj(source, written)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


@contextmanager
def opened_archive(file: Path) -> Iterator[Archive]:
    """Opens a backup. Raises ConfigurationError, in words, for whatever is no sound one."""
    if not file.is_file():
        raise ConfigurationError(f"there is no file {file}")
    try:
        with zipfile.ZipFile(file) as archive:
            if STATE not in archive.namelist() or not all(map(_is_ours, archive.namelist())):
                raise ConfigurationError(f"{file} is not a backup made by policybot")
            if archive.testzip() is not None:
                raise ConfigurationError(f"{file} is damaged; restore another backup")
            yield Archive(file, archive)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        what = "is damaged, or was cut short" if zipfile.is_zipfile(file) else "is not a backup made by policybot"
        raise ConfigurationError(f"{file} {what}") from error


def _is_ours(name: str) -> bool:
    """Whether it lies where a backup puts things, and nowhere else on whatever machine."""
    parts = PurePosixPath(name).parts
    return name == STATE or (
        name.startswith((DOCUMENTS, SETTINGS)) and ".." not in parts and not {"\\", "\0", ":"} & set(name)
    )


def _documents(corpus: Path) -> Iterator[tuple[str, Path]]:
    """All visible files of the folder, by their paths in it. Raises ConfigurationError if not all can be had."""

    def fail(fault: Fault) -> None:
        raise ConfigurationError(str(fault))

    for entry in files_in(corpus, fail) if corpus.is_dir() else ():
        yield Path(entry.path).relative_to(corpus).as_posix(), Path(entry.path)


def _settings(given: Iterable[Path]) -> tuple[list[str], list[str]]:
    """The files of the settings in the folder in which the bot is started, and what lies elsewhere."""
    own: list[str] = []
    elsewhere: list[str] = []
    for path in (each for each in given if each.exists()):
        if path.is_absolute() or ".." in path.parts:
            elsewhere.append(str(path))
        else:
            files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
            own += [each.as_posix() for each in files]
    return own, elsewhere


def _is_same(path: Path, info: zipfile.ZipInfo) -> bool:
    if path.stat().st_size != info.file_size:
        return False
    return zlib.crc32(path.read_bytes()) == info.CRC


@contextmanager
def _in_words(complaint: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ConfigurationError(f"{complaint}: {error.strerror}") from error
    except (UnicodeError, ValueError) as error:
        raise ConfigurationError(f"{complaint}: a file's name, or its date, cannot be kept ({error})") from error
