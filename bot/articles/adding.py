"""Raw texts → corpus files. What becomes of each text comes back as a value; nothing is asked, nothing guessed."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.articles import format as corpus_format
from bot.articles import metadata
from bot.articles.faults import Fault, Faulty, read_text
from bot.articles.loading import LARGEST_FILE
from bot.articles.metadata import Metadata
from bot.articles.raw import Leavings, Paragraph, paragraphs, sift

TEXT_ENDINGS = {".txt", ".text", ".md", ".markdown"}
NOT_IN_A_FILE_NAME = re.compile(r'[<>:"/\\|?*#\x00-\x1f\x7f]')


class Fate(StrEnum):
    """What became of a corpus file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """A raw text that is now a corpus file: which, how many paragraphs, what was dropped, what is unknown."""

    source: Path
    file: Path
    fate: Fate
    kept: int
    dropped: tuple[Paragraph, ...]
    unknown: tuple[str, ...]


def add(
    sources: Iterable[Path], corpus: Path, given: Metadata, leavings: Leavings, *, replace: bool = False
) -> Iterator[Added | Fault]:
    """Turns each raw text into a file of the corpus, one by one; a folder stands for the texts in it.

    `given` goes before what the YAML file of the same name says. A corpus file of other content is left as it
    is unless `replace` is set.
    """
    made: dict[Path, Path] = {}
    for source in sources:
        for file in texts(source) if source.is_dir() else [source]:
            target = corpus / f"{article_name(file)}.md"
            if target in made:
                mend = "rename one of them: articles are cited by their file name"
                yield Fault(file, 0, f"has the same name as {made[target]}", mend)
                continue
            try:
                yield _add_one(file, target, given, leavings, replace=replace)
                made[target] = file
            except Faulty as fault:
                yield fault.within(file)


def texts(folder: Path) -> list[Path]:
    """The raw texts under a folder, by path. Hidden files and README files are none."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in TEXT_ENDINGS and file.is_file())
    return sorted(
        file
        for file in found
        if file.stem.casefold() != "readme" and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    )


def article_name(source: Path) -> str:
    """The name of the article that a raw text becomes: its own, without what file names cannot hold."""
    return NOT_IN_A_FILE_NAME.sub("-", source.stem).lstrip(". ").rstrip() or "article"


def _add_one(source: Path, target: Path, given: Metadata, leavings: Leavings, *, replace: bool) -> Added:
    if source.suffix.lower() not in TEXT_ENDINGS:
        endings = ", ".join(sorted(TEXT_ENDINGS))
        raise Faulty(
            0,
            f"is no plain text ({source.suffix or 'no ending'})",
            f"save it as text, with an ending of {endings}",
        )
    text = read_text(source, LARGEST_FILE)
    if text.startswith("---\n"):
        raise Faulty(1, "is a corpus file already", "copy it into the corpus folder as it is")
    kept, dropped = sift(paragraphs(text), leavings)
    if not kept:
        raise Faulty(0, "has no text of its own" if dropped else "is empty", "check that the article was saved with it")
    known = _known(source, given)
    content = corpus_format.render(known, [paragraph.text for paragraph in kept])
    fate = _write(target, content, replace=replace)
    unknown = tuple(key for key in ("title", "publisher", "author", "published", "url") if not getattr(known, key))
    return Added(source, target, fate, len(kept), tuple(dropped), unknown)


def _known(source: Path, given: Metadata) -> Metadata:
    beside = next((file for ending in (".yaml", ".yml") if (file := source.with_suffix(ending)).exists()), None)
    if beside is None:
        return given
    try:
        known = metadata.parse(read_text(beside, LARGEST_FILE))
    except Faulty as fault:
        raise Faulty(0, f"is not added: {fault.within(beside)}", "then add it again") from fault
    return known.model_copy(update={key: getattr(given, key) for key in given.model_fields_set})


def _write(target: Path, content: str, *, replace: bool) -> Fate:
    fate = Fate.ADDED
    try:
        if target.exists():
            if target.read_bytes() == content.encode():
                return Fate.UNCHANGED
            if not replace:
                raise Faulty(0, f"would overwrite {target}, which says something else", "add --replace if it may")
            fate = Fate.REPLACED
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed, so that a reader never meets half an article.
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        aside.write_text(content, encoding="utf-8", newline="\n")
        aside.replace(target)
    except OSError as error:
        raise Faulty(
            0, f"cannot be written to {target} ({error.strerror})", "check the folder's rights and space"
        ) from error
    return fate
