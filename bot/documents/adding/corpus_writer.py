"""Drafts → corpus files: each under a name of its own, none twice, none over another."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from bot.core.model import Standing
from bot.documents.adding.drafting import Draft, over
from bot.documents.adding.duplicates import Kind, KnownTexts, Likeness, same_place
from bot.documents.adding.sources import Source
from bot.documents.corpus import format as corpus_format
from bot.documents.corpus.format import Heading
from bot.documents.corpus.loading import Loaded, load, text_of
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty
from bot.documents.readers.text import Boilerplate, Paragraph, sift

TOLD = ("title", "publisher", "author", "published", "url")


class Fate(StrEnum):
    """What became of a corpus file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "there already"


@dataclass(frozen=True, slots=True)
class Added:
    """A raw text that is now a corpus file, or would be: which, how many paragraphs, what was dropped, what is unknown.

    `dropped` paragraphs count in `unit`s ("line", "block", "page"); `notes` say what was done to the text. Of a
    DUPLICATE nothing is written: `file` is the article that is there already, `duplicate_of` says how alike they are.
    `linked` are articles that it shares much with. `written` is False for a dry run, and where nothing had to be.
    """

    source: Source
    file: Path
    fate: Fate
    kept: int
    dropped: tuple[Paragraph, ...]
    unknown: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unit: str = "line"
    duplicate_of: Likeness | None = None
    linked: tuple[Likeness, ...] = ()
    written: bool = True


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How drafts are put into the corpus.

    `replace`: over an article of the same name, or from the same address, that says something else. `force`: even if
    the same text is there. `dry`: nothing is written, and everything said that would be.
    """

    replace: bool = False
    force: bool = False
    dry: bool = False


WRITE_OPTIONS = WriteOptions()


class CorpusWriter:
    """A corpus folder that drafts are put into, one after the other. It knows what it has held since it was opened.

    `loaded` is what the folder holds, where that is known already. Not for several threads at once.
    """

    def __init__(self, folder: Path, boilerplate: Boilerplate, how: WriteOptions, loaded: Loaded | None = None) -> None:
        self._folder, self._boilerplate, self._how = folder, boilerplate, how
        self._files: dict[str, Path] = {}
        self._places: dict[str, str] = {}
        self._texts = KnownTexts()
        self._made: dict[Path, Source] = {}
        there = loaded or load(folder)
        for article in there.articles:
            # Examples are no homes: an article of the same name stands beside them, and they step aside.
            if article.attribution.standing is not Standing.EXAMPLE:
                texts = [passage.text for passage in article.passages]
                self._note(article.id, there.files[article.id], article.attribution.url, texts)

    def put(self, draft: Draft, given: Metadata) -> Added:
        """Makes a draft an article; `given` goes before what is known of it. Raises Faulty."""
        kept, boilerplate = sift(draft.reading.paragraphs, self._boilerplate)
        texts = _texts_of(kept)
        if not texts:
            gone = "; ".join(f"{draft.reading.unit} {each.line}: {each.text}" for each in boilerplate)
            what = f"has no text of its own ({gone})" if boilerplate else "is empty"
            raise Faulty(0, what, "check that the article was saved with it")
        known = over(draft.known, given)
        name = self._name(draft, known)
        alike = self._alike(draft, known, name, texts)
        twin = next((each for each in alike if self._is_in_the_way(each, known)), None)
        if twin and self._how.replace and (twin.kind is Kind.SAME_ADDRESS or twin.article == name):
            name, twin = twin.article, None
        file = self._files.get(twin.article if twin else name, self._folder / f"{name}.md")
        before = Metadata() if twin or not self._how.replace else _said_of(file)
        retained = sorted(before.model_fields_set - known.model_fields_set)
        known = over(before, known)
        fate = Fate.DUPLICATE if twin else self._write(draft.source, file, _content(known, kept))
        if not twin:
            self._note(name, file, known.url, texts)
        return Added(
            draft.source,
            file,
            fate,
            len(texts),
            tuple(sorted((*boilerplate, *draft.reading.dropped), key=lambda paragraph: paragraph.line)),
            tuple(key for key in TOLD if not getattr(known, key)),
            (*draft.reading.notes, *([f"kept of what was known: {', '.join(retained)}"] if retained else [])),
            draft.reading.unit,
            twin,
            tuple(each for each in alike if each != twin and each.article != name),
            fate in (Fate.ADDED, Fate.REPLACED) and not self._how.dry,
        )

    def like(self, draft: Draft) -> tuple[Likeness, ...]:
        """The articles that a draft is like, before anything is done with it."""
        kept, _ = sift(draft.reading.paragraphs, self._boilerplate)
        return self._texts.like(draft.known.url, _texts_of(kept))

    def _name(self, draft: Draft, known: Metadata) -> str:
        name = draft.name
        if name.casefold() == "readme":
            raise Faulty(0, "would become a README, which is no article", "give it another name")
        here = same_place(known.url)
        if isinstance(draft.source, Path) or self._places.get(name, here) == here:
            return name
        # Two pages of one title: the second is told apart by its address.
        return f"{name}-{sha256(here.encode()).hexdigest()[:6]}"

    def _alike(self, draft: Draft, known: Metadata, name: str, texts: Sequence[str]) -> tuple[Likeness, ...]:
        alike = self._texts.like(known.url, texts)
        # A file stands for the article of its name, whatever that says so far: it is no duplicate of it.
        return tuple(each for each in alike if isinstance(draft.source, str) or each.article != name)

    def _is_in_the_way(self, like: Likeness, known: Metadata) -> bool:
        succeeds = any(reference.article == like.article for reference in known.supersedes)
        return like.is_duplicate and not succeeds and not self._how.force

    def _note(self, name: str, file: Path, url: str | None, texts: Sequence[str]) -> None:
        self._files[name] = file
        self._places[name] = same_place(url)
        self._texts.note(name, url, texts)

    def _write(self, source: Source, file: Path, content: str) -> Fate:
        if file in self._made:
            mend = "rename one of them: articles are cited by their file name"
            raise Faulty(0, f"has the same name as {self._made[file]}", mend)
        try:
            fate = self._fate(file, content)
            if fate is not Fate.UNCHANGED and not self._how.dry:
                file.parent.mkdir(parents=True, exist_ok=True)
                _write_aside(file, content)
        except OSError as error:
            what = f"cannot be written to {file} ({error.strerror})"
            raise Faulty(0, what, "check the folder's rights and space") from error
        self._made[file] = source
        return fate

    def _fate(self, file: Path, content: str) -> Fate:
        if not file.exists():
            return Fate.ADDED
        if file.read_bytes() == content.encode():
            return Fate.UNCHANGED
        if not self._how.replace:
            raise Faulty(0, f"would overwrite {file}, which says something else", "add --replace if it may")
        return Fate.REPLACED


def _said_of(file: Path) -> Metadata:
    """What is known of the article that a file holds; nothing if it holds none."""
    try:
        return corpus_format.metadata_of(text_of(file))
    except Faulty:
        return Metadata()


def _texts_of(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if not paragraph.level]


def _content(known: Metadata, paragraphs: Sequence[Paragraph]) -> str:
    parts = (Heading(each.text, each.level) if each.level else each.text for each in paragraphs)
    return corpus_format.render(known, parts)


def _write_aside(target: Path, content: str) -> None:
    # Written aside and renamed, so that a reader never meets half an article.
    aside = target.with_name(f".{secrets.token_hex(8)}.adding")
    try:
        aside.write_text(content, encoding="utf-8", newline="\n")
        aside.replace(target)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
