"""Raw texts → corpus files. What becomes of each text comes back as a value; nothing is asked, nothing guessed."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.articles import format as corpus_format
from bot.articles import metadata
from bot.articles.faults import Fault, Faulty, read_text
from bot.articles.loading import LARGEST_FILE, UNSHOWABLE, load, visible_files
from bot.articles.metadata import Metadata
from bot.articles.raw import Leavings, Paragraph, paragraphs, sift
from bot.core.model import Standing

TEXT_ENDINGS = {".txt", ".text", ".md", ".markdown"}
YAML_ENDINGS = (".yaml", ".yml")
NOT_IN_A_FILE_NAME = re.compile(rf'[<>:"/\\|?*#]|{UNSHOWABLE.pattern}')


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

    `given` goes before what the YAML file of the same name says. An article that the corpus has already stays
    where it is, and as it is if its content is another one, unless `replace` is set.
    """
    homes = _homes(corpus)
    made: dict[Path, Path] = {}
    for file in _texts(sources):
        if isinstance(file, Fault):
            yield file
            continue
        name = article_name(file)
        target = homes.get(name, corpus / f"{name}.md")
        if target in made:
            mend = "rename one of them: articles are cited by their file name"
            yield Fault(file, 0, f"has the same name as {made[target]}", mend)
            continue
        try:
            yield _add_one(file, target, given, leavings, replace=replace)
            made[target] = file
        except Faulty as fault:
            yield fault.within(file)


def article_name(source: Path) -> str:
    """The name of the article that a raw text becomes: its own, without what file names cannot hold."""
    return NOT_IN_A_FILE_NAME.sub("-", source.stem).lstrip(". ").rstrip() or "article"


def _homes(corpus: Path) -> dict[str, Path]:
    # Examples are no homes: an article of the same name stands beside them, and they step aside.
    loaded = load(corpus)
    own = (each for each in loaded.articles if each.attribution.standing is not Standing.EXAMPLE)
    return {article.id: loaded.files[article.id] for article in own}


def _texts(sources: Iterable[Path]) -> Iterator[Path | Fault]:
    """The texts that are meant, each once, and the folders that cannot be read."""
    named = list(sources)
    seen: set[str] = set()
    for source in named:
        faults: list[Fault] = []
        files = visible_files(source, TEXT_ENDINGS, faults.append) if _is_folder(source) else [source]
        for file in files:
            place = os.path.realpath(file)
            if place not in seen and not _is_beside_one_of(named, file):
                yield file
            seen.add(place)
        yield from faults


def _is_folder(source: Path) -> bool:
    try:
        return source.is_dir()
    except OSError:  # nobody may look at it; reading it will say so
        return False


def _is_beside_one_of(named: Iterable[Path], file: Path) -> bool:
    # As in `policybot add folder/*`: the shell names the YAML files too, which are read with their texts.
    return file.suffix in YAML_ENDINGS and any(file == text.with_suffix(file.suffix) != text for text in named)


def _add_one(source: Path, target: Path, given: Metadata, leavings: Leavings, *, replace: bool) -> Added:
    if source.suffix.lower() not in TEXT_ENDINGS:
        endings = ", ".join(sorted(TEXT_ENDINGS))
        raise Faulty(
            0,
            f"is no plain text ({source.suffix or 'no ending'})",
            f"save it as text, with an ending of {endings}",
        )
    if target.stem.casefold() == "readme":
        raise Faulty(0, "would become a README, which is no article", "give it another name")
    text = read_text(source, LARGEST_FILE)
    if text.split("\n", 1)[0].rstrip() == corpus_format.FENCE:
        mend = "copy it into the corpus folder as it is, or take its first line away if it is none"
        raise Faulty(1, "is a corpus file already", mend)
    kept, dropped = sift(paragraphs(text), leavings)
    if not kept:
        gone = "; ".join(f"line {paragraph.line}: {paragraph.text}" for paragraph in dropped)
        what = f"has no text of its own ({gone})" if dropped else "is empty"
        raise Faulty(0, what, "check that the article was saved with it")
    known = _known(source, given)
    content = corpus_format.render(known, [paragraph.text for paragraph in kept])
    fate = _write(target, content, replace=replace)
    unknown = tuple(key for key in ("title", "publisher", "author", "published", "url") if not getattr(known, key))
    return Added(source, target, fate, len(kept), tuple(dropped), unknown)


def _known(source: Path, given: Metadata) -> Metadata:
    beside = next((file for ending in YAML_ENDINGS if (file := source.with_suffix(ending)).exists()), None)
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
        _write_aside(target, content)
    except OSError as error:
        raise Faulty(
            0, f"cannot be written to {target} ({error.strerror})", "check the folder's rights and space"
        ) from error
    return fate


def _write_aside(target: Path, content: str) -> None:
    # Written aside and renamed, so that a reader never meets half an article.
    aside = target.with_name(f".{secrets.token_hex(8)}.adding")
    try:
        aside.write_text(content, encoding="utf-8", newline="\n")
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
