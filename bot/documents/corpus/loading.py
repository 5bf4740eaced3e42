"""A folder of corpus files → its articles, and what is wrong with the rest."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.model import Article, Reference, Standing
from bot.core.names import resolved, short_names
from bot.documents.corpus.naming import names_of
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault, Faulty, read_text

LARGEST_FILE = 4_000_000
# Control characters, and bytes that are no UTF-8, which Python reads as surrogates.
UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
Trouble = Callable[[Fault], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sound articles of a corpus, in order of their paths, where each stands, and every fault."""

    articles: tuple[Article, ...]
    files: dict[str, Path]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What must be known of an article, beside its name, to place it among the others."""

    standing: Standing
    supersedes: tuple[Reference, ...]
    paragraphs: int

    @classmethod
    def of(cls, article: Article) -> "Card":
        return cls(article.attribution.standing, article.supersedes, len(article.passages))


def load(folder: Path) -> Loaded:
    """Reads every document under a folder; hidden files are none.

    Examples (`standing: example`) step aside as soon as there is an article of another standing.
    """
    found: dict[str, Article] = {}
    faults: list[Fault] = []
    roots = Roots.of(folder)
    names = names_of(roots.path_of(file) for file in corpus_files(folder, faults.append))
    for path, name in names.items():
        file = roots.file(path)
        try:
            found[path] = read(file, name)
        except Faulty as fault:
            faults += fault.all_within(file)
    paths, more = placed({path: Card.of(article) for path, article in found.items()}, names, roots)
    files = {name: roots.file(path) for name, path in paths.items()}
    return Loaded(tuple(found[path] for path in paths.values()), files, (*faults, *more))


def placed(cards: Mapping[str, Card], names: Mapping[str, str], roots: Roots) -> tuple[dict[str, str], list[Fault]]:
    """Which of the sound articles make up the corpus (their paths, by name), and what is wrong among them.

    `cards` are by path, in order, and so is what comes out; `names` are those of the paths.
    """
    faults: list[Fault] = []
    paths: dict[str, str] = {}
    for path in _without_examples(cards):
        name = names[path]
        if name in paths:
            what = f"has the same name as {roots.file(paths[name])}"
            faults.append(Fault(roots.file(path), 0, what, "rename one of them: articles are cited by their name"))
        else:
            paths[name] = path
    # An article may well replace what only an example says: the example is still there, though aside.
    known = {names[path]: card for path, card in cards.items()} | {name: cards[path] for name, path in paths.items()}
    return paths, faults + list(_dangling(paths, known, roots))


def read(file: Path, name: str | None = None) -> Article:
    """Reads one corpus file. Raises Faulty."""
    return parse(name or file.stem, text_of(file))


def text_of(file: Path) -> str:
    """The text of a corpus file. Raises Faulty."""
    if UNSHOWABLE.search(file.name):
        raise Faulty(0, "has a file name that cannot be shown", "rename it: articles are cited by their name")
    return read_text(file, LARGEST_FILE)


def parse(name: str, text: str) -> Article:
    """The article that a corpus file with this text holds. Raises Faulty."""
    from bot.documents.corpus import format as corpus_format  # noqa: PLC0415  # who need not parse need not load a parser

    return corpus_format.parse(name, text)


def corpus_files(folder: Path, trouble: Trouble | None = None) -> Iterator[Path]:
    """The corpus files under a folder, in a fixed order: by path, folder by folder."""
    return visible_files(folder, CORPUS_FILES, trouble)


def visible_files(folder: Path, endings: Iterable[str], trouble: Trouble | None = None) -> Iterator[Path]:
    """The files under a folder with one of these endings that are not hidden.

    A folder that cannot be read is left out, and `trouble` is told. Links to folders are not followed.
    """
    return (Path(entry.path) for entry in entries(folder, endings, trouble))


CORPUS_FILES = (".md",)


def entries(
    folder: Path, endings: Iterable[str] = CORPUS_FILES, trouble: Trouble | None = None
) -> Iterator[os.DirEntry[str]]:
    """As `visible_files`, for who asks the same of thousands of files and makes a path of none."""
    wanted = frozenset(endings)
    folders = [os.fspath(folder)]
    while folders:
        files, below = _within(folders.pop(), trouble)
        folders += reversed(below)
        for entry in files:
            _, dot, ending = entry.name.rpartition(".")
            if f"{dot}{ending.lower()}" in wanted:
                yield entry


def _within(folder: str, trouble: Trouble | None) -> tuple[list[os.DirEntry[str]], list[str]]:
    """What is visible in a folder, by name: files, and the paths of folders."""
    files: list[os.DirEntry[str]] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as found:
            for entry in sorted(found, key=lambda each: each.name):
                if entry.name.startswith("."):
                    continue
                if not _is_folder(entry):
                    files.append(entry)
                elif not entry.is_symlink():
                    folders.append(entry.path)
    except OSError as error:
        if trouble:
            where = Path(error.filename or folder)
            trouble(Fault(where, 0, f"cannot be read ({error.strerror})", "check that it may be read"))
    return files, folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # nobody can tell: reading it will say why
        return False


def _without_examples(cards: Mapping[str, Card]) -> Mapping[str, Card]:
    return {path: card for path, card in cards.items() if card.standing is not Standing.EXAMPLE} or cards


def _dangling(paths: Mapping[str, str], cards: Mapping[str, Card], roots: Roots) -> Iterator[Fault]:
    """Links that lead nowhere. The article that holds one is sound all the same, and stays."""
    mend = "name an article, or name#paragraph, counted from 1; an article is named by its path without the ending"
    short = short_names(cards)
    for name, path in paths.items():
        for reference in cards[name].supersedes:
            meant = resolved(reference.article, cards, short)
            file = roots.file(path)
            if meant == name:
                yield Fault(
                    file, _line_of("supersedes", file), f"`supersedes` names {reference}, the article itself", mend
                )
            elif meant is None or (reference.paragraph or 0) > cards[meant].paragraphs:
                what = f"`supersedes` names {reference}, which the corpus does not have"
                yield Fault(file, _line_of("supersedes", file), what, mend)


def _line_of(key: str, file: Path) -> int:
    try:
        lines = read_text(file, LARGEST_FILE).split("\n")
    except Faulty:  # it has gone since it was read
        return 0
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(key)), 0)
