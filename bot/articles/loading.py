"""A folder of corpus files → its articles, and what is wrong with the rest."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.articles import format as corpus_format
from bot.articles.faults import Fault, Faulty, read_text
from bot.core.model import Article, Standing

LARGEST_FILE = 4_000_000


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
    articles: dict[str, Article] = {}
    files: dict[str, Path] = {}
    faults: list[Fault] = []
    for file in corpus_files(folder):
        name = file.stem
        if name in files:
            what = f"has the same name as {files[name]}"
            faults.append(Fault(file, 0, what, "rename one of them: articles are cited by their file name"))
            continue
        try:
            articles[name] = read(file)
        except Faulty as fault:
            faults.append(fault.within(file))
        else:
            files[name] = file
    faults += _dangling(articles, files)
    kept = _without_examples(articles.values())
    return Loaded(tuple(kept), {each.id: files[each.id] for each in kept}, tuple(faults))


def read(file: Path) -> Article:
    """Reads one corpus file. Raises Faulty."""
    return corpus_format.parse(file.stem, read_text(file, LARGEST_FILE))


def corpus_files(folder: Path) -> Iterator[Path]:
    """The corpus files under a folder, in a fixed order: by path, folder by folder."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".md") and name.casefold() != "readme.md" and not name.startswith("."):
                yield Path(parent, name)


def _without_examples(articles: Iterable[Article]) -> list[Article]:
    everything = list(articles)
    own = [article for article in everything if article.attribution.standing is not Standing.EXAMPLE]
    return own or everything


def _dangling(articles: dict[str, Article], files: dict[str, Path]) -> Iterator[Fault]:
    """Links that lead nowhere. The article that holds one is sound all the same, and stays."""
    for article in articles.values():
        for reference in article.supersedes:
            target = articles.get(reference.article)
            if target is None or (reference.paragraph and target.passage(reference.paragraph) is None):
                what = f"`supersedes` names {reference}, which the corpus does not have"
                yield Fault(files[article.id], 0, what, "name a file without .md, or name#paragraph, counted from 1")
