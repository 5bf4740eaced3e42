"""The files of a corpus → its articles, and what is wrong with the rest."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.core.model import Article, Reference, Standing
from bot.core.names import resolved, short_names
from bot.documents.corpus.document import LARGEST_FILE, bytes_of, read
from bot.documents.corpus.listing import documents
from bot.documents.corpus.naming import names_of
from bot.documents.corpus.roots import Roots
from bot.documents.faults import Fault, Faulty


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


def load(roots: Roots) -> Loaded:
    """Reads every document of a corpus.

    Examples (`standing: example`) step aside as soon as there is an article of another standing.
    """
    found: dict[str, Article] = {}
    faults: list[Fault] = []
    names = names_of(root.prefix + path for root in roots.there for path in _paths(root.folder, faults))
    for path, name in names.items():
        try:
            found[path] = read(roots, path, name)
        except Faulty as fault:
            faults += fault.all_within(roots.file(path))
    paths, more = placed({path: Card.of(article) for path, article in found.items()}, names, roots)
    files = {name: roots.file(path) for name, path in paths.items()}
    return Loaded(tuple(found[path] for path in paths.values()), files, (*faults, *more))


def _paths(folder: Path, faults: list[Fault]) -> Iterator[str]:
    for document in documents(folder, faults.append):
        yield Path(document.file.path).relative_to(folder).as_posix()


def placed(cards: Mapping[str, Card], names: Mapping[str, str], roots: Roots) -> tuple[dict[str, str], list[Fault]]:
    """Which of the sound articles make up the corpus (their paths, by name), and what is wrong among them.

    `cards` are by path, in order, and so is what comes out; `names` are those of the paths.
    """
    faults: list[Fault] = []
    paths: dict[str, str] = {}
    replacing: list[str] = []
    for path, card in _without_examples(cards).items():
        name = names[path]
        if name in paths:
            what = f"has the same name as {roots.file(paths[name])}"
            faults.append(Fault(roots.file(path), 0, what, "rename one of them: documents are cited by their name"))
        else:
            paths[name] = path
            if card.supersedes:
                replacing.append(name)
    if replacing:
        # An article may well replace what only an example says: the example is still there, though aside.
        known = {names[path]: path for path in cards} | paths
        faults += _dangling(replacing, known, cards, roots)
    return paths, faults


def _without_examples(cards: Mapping[str, Card]) -> Mapping[str, Card]:
    """Without examples, once there is a document of one's own. What curators answer is none: it stands beside both."""
    example = Standing.EXAMPLE
    if not any(card.standing is example for card in cards.values()):
        return cards
    own = {path: card for path, card in cards.items() if card.standing is not example}
    return own if any(card.standing is not Standing.ANSWER for card in own.values()) else cards


def _dangling(
    replacing: Iterable[str], paths: Mapping[str, str], cards: Mapping[str, Card], roots: Roots
) -> Iterator[Fault]:
    """Links that lead nowhere. The article that holds one is sound all the same, and stays."""
    mend = "name a document, or name#paragraph, counted from 1; a document is named by its path without the ending"
    short = short_names(paths)
    for name in replacing:
        for reference in cards[paths[name]].supersedes:
            meant = resolved(reference.article, paths, short)
            file = roots.file(paths[name])
            if meant == name:
                yield Fault(
                    file, _line_of("supersedes", file), f"`supersedes` names {reference}, the document itself", mend
                )
            elif meant is None or (reference.paragraph or 0) > cards[paths[meant]].paragraphs:
                what = f"`supersedes` names {reference}, which the corpus does not have"
                yield Fault(file, _line_of("supersedes", file), what, mend)


def _line_of(key: str, file: Path) -> int:
    """The line of a file, if it is text, on which a key stands; 0 if nobody can tell."""
    try:
        lines = bytes_of(file, LARGEST_FILE).split(b"\n")
    except Faulty:  # it has gone since it was read
        return 0
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(key.encode())), 0)
