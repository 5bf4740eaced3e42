"""The documents of the corpus, one by one: what is known of each and from where, and which may be removed."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.core.curation.listings import ListedDocument
from bot.core.errors import ConfigurationError
from bot.core.model import Article
from bot.core.names import resolved, short_names
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.document import described_at, written
from bot.documents.corpus.format import Described, strictly
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.faults import Faulty
from bot.library.library import Library
from bot.library.places import OF_CURATORS


@dataclass(frozen=True, slots=True)
class Inspected:
    """All there is to say of a document: where its file is, what it says, what of it is left out, what is known."""

    name: str
    file: str
    article: Article
    described: Described


def listed(library: Library) -> Iterator[ListedDocument]:
    """Every document of the corpus in order, then the files that are faulty.

    Where another replica has the files, nothing is known of them.
    """
    snapshot = library.seen(None)
    files, faults = snapshot.inventory.files, dict(snapshot.faults_by_file)
    writer = CorpusWriter(library.refresher.roots) if files else None
    for known in snapshot.corpus.articles:
        path = files.get(known.id, "")
        source, origin = _origin(library, writer, path) if writer else ("", known.attribution.url or "")
        origin = known.attribution.url or origin if source else origin
        about, date = known.attribution, known.attribution.updated or known.attribution.published
        said = tuple(f"{fault.what}; {fault.mend}" for fault in faults.pop(path, ()))
        day = date.isoformat() if date else ""
        yield ListedDocument(known.id, about.title, day, about.publisher, len(known.passages), source, origin, said)
    for path, found in faults.items():
        source, _, within = path.rpartition(OF_SOURCE)
        said = tuple(f"{fault.what}; {fault.mend}" for fault in found)
        yield ListedDocument(within or path, None, "", None, 0, source, "", said)


def inspected(name: str, library: Library) -> Inspected:
    """A document by its name, or by the end of it where that is enough. Raises ConfigurationError."""
    article = _named(name, library)
    roots = library.refresher.roots
    path = library.snapshot.inventory.files[article.id]
    try:
        found = written(roots.file(path))
        described = described_at(roots, path, article.id, found.data, found.said())
    except Faulty as fault:
        raise ConfigurationError(f"{article.id} {fault.what}; {fault.mend}") from fault
    return Inspected(article.id, str(roots.file(path)), article, described)


def described_documents(library: Library) -> Iterator[Described]:
    """Every sound document of the corpus, with what is known of it and from where."""
    roots = library.refresher.roots
    for name, path in library.snapshot.inventory.files.items():
        with suppress(Faulty):  # it has become so just now
            found = written(roots.file(path))
            yield described_at(roots, path, name, found.data, found.said())


def removable(name: str, library: Library, followed: Collection[str]) -> tuple[Article, str]:
    """The document that may be removed by this name, and its file. Raises ConfigurationError for what may not.

    `followed` are the sources of the settings: what they bring would come again.
    """
    article = _named(name, library)
    writer = CorpusWriter(library.refresher.roots)
    path = library.snapshot.inventory.files[article.id]
    source, _ = _origin(library, writer, path)
    if source == OF_CURATORS:
        raise ConfigurationError(f"a curator wrote {article.id}; take it away with `policybot answers withdraw`")
    if source in followed:
        what = f"{article.id} is brought by the source {source}, and would come again"
        raise ConfigurationError(f"{what}; take it out there")
    return article, path


def _named(name: str, library: Library) -> Article:
    corpus = library.seen(None).corpus
    names = [known.article for known in corpus.attributions]
    wanted = name.strip().strip("/")
    meant = resolved(wanted, frozenset(names), short_names(names))
    article = corpus.article(meant) if meant else None
    if article is not None:
        return article
    if alike := [each for each in names if each.endswith(f"/{wanted}")]:
        raise ConfigurationError(f"several documents end in {wanted}: {', '.join(alike[:10])}; name one of them")
    raise ConfigurationError(f"there is no document {wanted}; `policybot list` names them all")


def _origin(library: Library, writer: CorpusWriter, path: str) -> tuple[str, str]:
    """The source of a document, and the path or address that it came from."""
    source, followed, _ = path.partition(OF_SOURCE)
    if followed:
        return source, str(library.refresher.roots.file(path))
    return writer.source_of(path), writer.origin_of(path)


def strict_faults(library: Library) -> Iterator[str]:
    """What is wrong with the documents for those who are strict, a sentence each, faulty files first."""
    yield from map(str, library.snapshot.faults)
    for each in described_documents(library):
        yield from (f"{each.article.id} {fault}" for fault in strictly(each))
