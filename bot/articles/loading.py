"""A folder of corpus files → its articles, and what is wrong with the rest."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.articles import format as corpus_format
from bot.articles.faults import Fault, Faulty, read_text
from bot.core.model import Article, Standing

LARGEST_FILE = 4_000_000
# Control characters, and bytes that are no UTF-8, which Python reads as surrogates.
UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
Trouble = Callable[[Fault], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The sound articles of a folder, in order of their paths, where each stands, and every fault."""

    articles: tuple[Article, ...]
    files: dict[str, Path]
    faults: tuple[Fault, ...]


def load(folder: Path) -> Loaded:
    """Reads every corpus file under a folder; README.md files and hidden ones are none.

    Examples (`standing: example`) step aside as soon as there is an article of another standing.
    """
    found: dict[Path, Article] = {}
    faults: list[Fault] = []
    for file in corpus_files(folder, faults.append):
        try:
            found[file] = read(file)
        except Faulty as fault:
            faults.append(fault.within(file))
    articles: dict[str, Article] = {}
    files: dict[str, Path] = {}
    for file, article in _without_examples(found).items():
        if article.id in files:
            what = f"has the same name as {files[article.id]}"
            faults.append(Fault(file, 0, what, "rename one of them: articles are cited by their file name"))
        else:
            articles[article.id], files[article.id] = article, file
    # An article may well replace what only an example says: the example is still there, though aside.
    faults += _dangling(files, {article.id: article for article in found.values()} | articles)
    return Loaded(tuple(articles.values()), files, tuple(faults))


def read(file: Path) -> Article:
    """Reads one corpus file. Raises Faulty."""
    if UNSHOWABLE.search(file.name):
        raise Faulty(0, "has a file name that cannot be shown", "rename it: articles are cited by their file name")
    return corpus_format.parse(file.stem, read_text(file, LARGEST_FILE))


def corpus_files(folder: Path, trouble: Trouble | None = None) -> Iterator[Path]:
    """The corpus files under a folder, in a fixed order: by path, folder by folder."""
    return visible_files(folder, {".md"}, trouble)


def visible_files(folder: Path, endings: Iterable[str], trouble: Trouble | None = None) -> Iterator[Path]:
    """The files under a folder with one of these endings that are neither hidden nor a README.

    A folder that cannot be read is left out, and `trouble` is told. Links to folders are not followed.
    """

    def unreadable(error: OSError) -> None:
        if trouble:
            fault = Fault(Path(error.filename), 0, f"cannot be read ({error.strerror})", "check that it may be read")
            trouble(fault)

    wanted = set(endings)
    for parent, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in (Path(parent, name) for name in sorted(names) if not name.startswith(".")):
            if file.suffix.lower() in wanted and file.stem.casefold() != "readme":
                yield file


def _without_examples(found: Mapping[Path, Article]) -> dict[Path, Article]:
    own = {file: each for file, each in found.items() if each.attribution.standing is not Standing.EXAMPLE}
    return own or dict(found)


def _dangling(files: Mapping[str, Path], articles: Mapping[str, Article]) -> Iterator[Fault]:
    """Links that lead nowhere. The article that holds one is sound all the same, and stays."""
    mend = "name a file without .md, or name#paragraph, counted from 1"
    for name, file in files.items():
        for reference in articles[name].supersedes:
            target = articles.get(reference.article)
            if reference.article == name:
                yield Fault(
                    file, _line_of("supersedes", file), f"`supersedes` names {reference}, the article itself", mend
                )
            elif target is None or (reference.paragraph and target.passage(reference.paragraph) is None):
                what = f"`supersedes` names {reference}, which the corpus does not have"
                yield Fault(file, _line_of("supersedes", file), what, mend)


def _line_of(key: str, file: Path) -> int:
    try:
        lines = read_text(file, LARGEST_FILE).split("\n")
    except Faulty:  # it has gone since it was read
        return 0
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(key)), 0)
