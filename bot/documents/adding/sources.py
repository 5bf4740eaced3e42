"""What somebody names to be added (files, folders, web addresses) → the single texts that are meant, within limits."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.documents.corpus.loading import visible_files
from bot.documents.faults import Fault

TEXT_ENDINGS = frozenset((".txt", ".text", ".md", ".markdown"))
PAGE_ENDINGS = frozenset((".html", ".htm", ".xhtml"))
PDF_ENDINGS = frozenset((".pdf",))
YAML_ENDINGS = (".yaml", ".yml")
ADDRESS = re.compile(r"https?://", re.IGNORECASE)

Source = Path | str
"""A file; or a web address, which is text."""


@dataclass(frozen=True, slots=True)
class Most:
    """How much may be added at a time: so many files, and so many bytes in all of them."""

    files: int = 2_000
    size: int = 500_000_000


MOST = Most()


@dataclass(frozen=True, slots=True)
class Meant:
    """The single sources, each once, and the folders that cannot be read."""

    sources: tuple[Source, ...]
    faults: tuple[Fault, ...] = ()


def meant(named: Sequence[Source], most: Most) -> Meant:
    """What is meant by some names. A folder stands for the texts, pages and PDFs in it.

    Where that is more than may be added at a time, nothing is meant, and the one fault says so: whoever names `/`
    should not have to wait until all of it is read.
    """
    faults: list[Fault] = []
    found: dict[str, Source] = {}
    size = 0
    for source in named:
        if isinstance(source, str) and ADDRESS.match(source):
            found.setdefault(source, source)
            continue
        for file in _files(Path(source), faults):
            if _is_beside_one_of(named, file) or (place := os.path.realpath(file)) in found:
                continue
            found[place] = file
            size += _size(file)
            if len(found) > most.files or size > most.size:
                what = f"holds more than may be added at a time ({most.files:,} files, {most.size // 1_000_000:,} MB)"
                return Meant(
                    (),
                    (
                        Fault(
                            Path(source),
                            0,
                            what,
                            "nothing was added: name smaller folders, or allow more with --most-files",
                        ),
                    ),
                )
    return Meant(tuple(found.values()), tuple(faults))


def _files(source: Path, faults: list[Fault]) -> Iterator[Path]:
    if not _is_folder(source):
        return iter((source,))
    endings = TEXT_ENDINGS | PAGE_ENDINGS | PDF_ENDINGS
    return (file for file in visible_files(source, endings, faults.append) if not _is_part_of_a_page(file))


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except OSError:  # nobody may look at it; reading it will say so
        return False


def _is_beside_one_of(named: Iterable[Source], file: Path) -> bool:
    # As in `policybot add folder/*`: the shell names the YAML files too, which are read with their texts.
    if file.suffix not in YAML_ENDINGS:
        return False
    texts = (text for text in map(Path, named) if text.name)
    return any(file == text.with_suffix(file.suffix) != text for text in texts)


def _is_part_of_a_page(file: Path) -> bool:
    # A browser saves `leave.html` with its pictures and frames beside it, in `leave_files/`.
    return any(
        folder.with_name(folder.name.removesuffix("_files") + ending).exists()
        for folder in file.parents
        if folder.name.endswith("_files")
        for ending in PAGE_ENDINGS
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:  # reading it will say why
        return 0
