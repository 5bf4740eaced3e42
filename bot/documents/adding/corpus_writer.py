"""Drafts → documents of the corpus folder: each as it is, with what is said of it in a YAML file beside it.

A document is known by its place, which stands in that file: what comes from the same place again is a new version of
it; what comes from another place never takes its place by itself, however alike the two are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import yaml

from bot.core.model import Article, Attribution, Standing
from bot.documents.adding.drafting import Draft
from bot.documents.adding.duplicates import KnownTexts, Likeness, same_place
from bot.documents.adding.survey import ADDRESS, Source
from bot.documents.blocks import LeftOut
from bot.documents.corpus.document import Written, described_at, over, read, written
from bot.documents.corpus.format import Described
from bot.documents.corpus.listing import beside, documents
from bot.documents.corpus.loading import load
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.naming import names_of, whole_stem
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Faulty
from bot.documents.writing import write_aside
from bot.documents.yaml_nodes import composed

ORIGIN = re.compile(rb"^origin:[ \t]*(\S[^\r\n]*)", re.MULTILINE)
FROM_SOURCE = re.compile(rb"^from_source:[ \t]*(\S[^\r\n]*)", re.MULTILINE)


class Fate(StrEnum):
    """What became of a draft."""

    ADDED = "added"
    REPLACED = "new version"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """A source that is now a document, or would be.

    `article` is what it says, None where it is unchanged and was not read again, and `described` how it came about.
    `left_out` are its words that are in
    no passage; `alike` the articles whose text is the same or nearly so; `notes` are sentences for whoever adds it.
    `written` is False for a dry run, and where nothing had to be.
    """

    source: Source
    file: Path
    fate: Fate
    article: Article | None = None
    known: Metadata = field(default_factory=Metadata)
    described: Described | None = None
    left_out: tuple[LeftOut, ...] = ()
    alike: tuple[Likeness, ...] = ()
    notes: tuple[str, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How drafts are put into the corpus.

    `prefix`: a folder below the corpus folder that they go into. `replace`: over a document from another place that
    has the same name. `dry`: nothing is written, and everything said that would be.
    """

    prefix: str = ""
    replace: bool = False
    dry: bool = False


WRITE_OPTIONS = WriteOptions()


class CorpusWriter:
    """A corpus folder that drafts are put into, one after the other. Not for several threads at once.

    `articles` are those that came of them.
    """

    def __init__(self, roots: Roots, options: WriteOptions = WRITE_OPTIONS) -> None:
        """The first of the roots is the folder that is written to."""
        self._roots, self._folder, self._options = roots, roots.all[0].folder, options
        self._places = _places(self._folder)
        self._paths = {place: path for path, place in self._places.items() if place}
        self._by_stem: dict[str, dict[str, None]] = {}
        for path in self._places:
            self._by_stem.setdefault(whole_stem(path), {})[path] = None
        self._texts: KnownTexts | None = None
        self.articles: dict[tuple[str, str, str], Article] = {}

    def put(self, draft: Draft, given: Metadata) -> Added:
        """Makes a draft a document; `given` goes before what is known of it. Raises Faulty."""
        path = self._path(draft)
        file = self._folder / path
        there = written(file) if path in self._places else Written(b"")
        before = there.said()
        said = over(over(before, draft.said), given)
        if there.data == draft.data and before.model_dump() == said.model_dump():
            return Added(draft.source, file, Fate.UNCHANGED, known=said)
        name = self._name_of(path)
        described = described_at(self._roots, path, name, draft.data, said)
        article = described.article
        alike = tuple(each for each in self.like(article) if each.is_duplicate and each.article != name)
        fate = Fate.REPLACED if there.data else Fate.ADDED
        if not self._options.dry:
            sidecar = said.as_yaml().encode()
            self._write(file, draft.data, sidecar, there)
            self.articles[path, name, Written(draft.data, sidecar).hash] = article
        self._note(path, said, article)
        return Added(
            draft.source, file, fate, article, said, described, described.left_out, alike, described.problems,
            not self._options.dry,
        )  # fmt: skip

    def _name_of(self, path: str) -> str:
        """The name of a document at a path, which only those of the same stem can take from it."""
        return names_of([*self._by_stem.get(whole_stem(path), {}), path])[path]

    def article_at(self, place: str) -> str | None:
        """The name of the article from a place, if the corpus has it."""
        path = self._paths.get(_place(place))
        return self._name_of(path) if path else None

    def brought_by(self, source: str) -> dict[str, str]:
        """The documents that a source has brought, by path, and where each comes from."""
        return {path: place for path, place in self._places.items() if self.source_of(path) == source}

    def origin_of(self, path: str) -> str:
        """Where a document came from: a path or an address; "" where nobody knows."""
        named = beside(self._folder / path)
        return _said(ORIGIN, named) if named else ""

    def source_of(self, path: str) -> str:
        """The source that brought a document, "" if none did."""
        named = beside(self._folder / path)
        return _said(FROM_SOURCE, named) if named else ""

    def attribution_of(self, path: str) -> Attribution:
        """What stands beside quotations from a document. Raises Faulty."""
        return read(self._roots, path, self._name_of(path)).attribution

    def remove(self, path: str) -> None:
        """Takes a document away, with what is said of it. Raises Faulty."""
        file = self._folder / path
        named = beside(file)
        try:
            # What is said goes last: a document that stands alone for a moment would be somebody else's.
            file.unlink(missing_ok=True)
            if named:
                named.unlink(missing_ok=True)
            for folder in list(Path(path).parents)[:-1]:
                (self._folder / folder).rmdir()
        except OSError as error:
            if file.exists():
                raise Faulty(0, f"cannot be removed ({error.strerror})", "check the folder's rights") from error
        self._paths.pop(self._places.pop(path, ""), None)
        self._by_stem.get(whole_stem(path), {}).pop(path, None)

    def like(self, article: Article) -> tuple[Likeness, ...]:
        """The articles that an article is like."""
        if self._texts is None:
            self._texts = KnownTexts()
            for each in load(self._roots).articles:
                # Examples are nobody's business: they step aside.
                if each.attribution.standing is not Standing.EXAMPLE:
                    self._texts.note(each.id, each.attribution.url, _texts_of(each))
        return self._texts.like(None, _texts_of(article))

    def _path(self, draft: Draft) -> str:
        """Where a draft goes: where it went before, or to the path that it names. Raises Faulty."""
        place = _place(draft.said.origin)
        if place and (path := self._paths.get(place)):
            return path
        if isinstance(draft.source, Path) and draft.source.resolve().is_relative_to(self._folder.resolve()):
            raise Faulty(0, "is in the corpus folder already", "leave it there: it is read as it is")
        path = f"{self._options.prefix}/{draft.path}" if self._options.prefix else draft.path
        if path not in self._places or self._options.replace:
            return path
        if self._is_same(path, draft):
            return path
        if not isinstance(draft.source, Path):
            apart = f"{draft.said.from_source}/{path}" if draft.said.from_source else path
            return apart if apart not in self._places else _told_apart(apart, place, self._places)
        other = self._places[path]
        what = f"has the name of {self._folder / path}, which comes from {other or 'elsewhere'}"
        raise Faulty(0, what, "put it beside that with --prefix FOLDER, or in its place with --replace")

    def _is_same(self, path: str, draft: Draft) -> bool:
        """Whether a document of unknown place is, to the last byte, the draft: then that is where it comes from."""
        return not self._places[path] and written(self._folder / path).data == draft.data

    def _write(self, file: Path, data: bytes, sidecar: bytes, there: Written) -> None:
        said = there.named or file.with_name(f"{file.name}.yaml")
        try:
            # What is said comes first: a document that stands alone for a moment would be somebody else's.
            if sidecar != there.beside:
                write_aside(said, sidecar)
            if data != there.data:
                write_aside(file, data)
        except OSError as error:
            what = f"cannot be written to {file} ({error.strerror})"
            raise Faulty(0, what, "check the folder's rights and space") from error

    def _note(self, path: str, said: Metadata, article: Article) -> None:
        place = _place(said.origin)
        self._places[path] = place
        self._by_stem.setdefault(whole_stem(path), {})[path] = None
        if place:
            self._paths[place] = path
        if self._texts:
            self._texts.note(article.id, article.attribution.url, _texts_of(article))


def _places(folder: Path) -> dict[str, str]:
    """The documents of a folder by path, and where each comes from ("" where nobody knows)."""
    found = {}
    for document in documents(folder):
        path = Path(document.file.path).relative_to(folder).as_posix()
        found[path] = _place(_said(ORIGIN, Path(document.beside.path))) if document.beside else ""
    return found


def _said(key: re.Pattern[bytes], sidecar: Path) -> str:
    """What a YAML file says by a key. Not all of it is read as YAML: of a thousand files that would take a second."""
    try:
        match = key.search(sidecar.read_bytes())
        node = composed(match[1].decode()) if match else None
        return str(node.value) if node else ""
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ""


def _place(origin: str | None) -> str:
    """What the origins of one document have in common."""
    return same_place(origin) if origin and ADDRESS.match(origin) else origin or ""


def _told_apart(path: str, place: str, taken: Mapping[str, str]) -> str:
    # Two pages of one title: the second is told apart by its address.
    stem, dot, ending = path.rpartition(".")
    last = re.sub(r"\W+", "-", place.rstrip("/").rpartition("/")[2])[:40].strip("-").casefold()
    numbers = (f"{stem}-{last}" if n == 1 else f"{stem}-{last}-{n}" for n in range(1, len(taken) + 2))
    return next(name for each in numbers if (name := f"{each}{dot}{ending}") not in taken)


def _texts_of(article: Article) -> Sequence[str]:
    return [passage.text for passage in article.passages]
