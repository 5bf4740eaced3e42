"""The documents of the corpus, one by one: what is known of each and from where, and taking one away."""

from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.core.audit import Action
from bot.core.changes.withdrawals import SourceDocument
from bot.core.errors import ConfigurationError
from bot.core.model import Article, Standing
from bot.core.names import resolved, short_names
from bot.documents.adding.corpus_writer import CorpusWriter
from bot.documents.corpus.document import described_at, written
from bot.documents.corpus.format import Described, strictly
from bot.documents.corpus.naming import OF_SOURCE
from bot.documents.faults import Faulty
from bot.library.library import Library, open_library
from bot.library.places import OF_CURATORS
from bot.settings import Settings
from bot.wiring.audit import record_of_command
from bot.wiring.state import open_state


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document in a few words. `source` brought it, "" for the corpus folder; `origin` is where it came from.

    `faults` are sentences; a file that is faulty and in force in no form has no title and no passages.
    """

    name: str
    title: str | None
    date: str
    publisher: str | None
    passages: int
    source: str
    origin: str
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "name": self.name,
            "title": self.title,
            "date": self.date or None,
            "publisher": self.publisher,
            "passages": self.passages,
            "source": self.source or None,
            "origin": self.origin or None,
            "faults": list(self.faults),
        }


@dataclass(frozen=True, slots=True)
class Inspected:
    """All there is to say of a document: where its file is, what it says, what of it is left out, what is known."""

    name: str
    file: str
    article: Article
    described: Described


def listed(settings: Settings) -> Iterator[ListedDocument]:
    """Every document of the corpus in order, then the files that are faulty."""
    library = open_library(settings)
    snapshot, writer = library.snapshot, CorpusWriter(library.refresher.roots)
    files, faults = snapshot.inventory.files, dict(snapshot.faults_by_file)
    for known in snapshot.corpus.articles:
        path = files[known.id]
        source, origin = _origin(library, writer, path)
        origin = known.attribution.url or origin if source else origin
        about, date = known.attribution, known.attribution.updated or known.attribution.published
        said = tuple(f"{fault.what}; {fault.mend}" for fault in faults.pop(path, ()))
        day = date.isoformat() if date else ""
        yield ListedDocument(known.id, about.title, day, about.publisher, len(known.passages), source, origin, said)
    for path, found in faults.items():
        source, _, within = path.rpartition(OF_SOURCE)
        said = tuple(f"{fault.what}; {fault.mend}" for fault in found)
        yield ListedDocument(within or path, None, "", None, 0, source, "", said)


def inspected(name: str, settings: Settings) -> Inspected:
    """A document by its name, or by the end of it where that is enough. Raises ConfigurationError."""
    library = open_library(settings)
    article = _named(name, library)
    path, roots = library.snapshot.inventory.files[article.id], library.refresher.roots
    try:
        found = written(roots.file(path))
        described = described_at(roots, path, article.id, found.data, found.said())
    except Faulty as fault:
        raise ConfigurationError(f"{article.id} {fault.what}; {fault.mend}") from fault
    return Inspected(article.id, str(roots.file(path)), article, described)


def described_documents(settings: Settings) -> Iterator[Described]:
    """Every sound document of the corpus, with what is known of it and from where."""
    library = open_library(settings)
    roots = library.refresher.roots
    for name, path in library.snapshot.inventory.files.items():
        with suppress(Faulty):  # it has become so just now
            found = written(roots.file(path))
            yield described_at(roots, path, name, found.data, found.said())


def removable(name: str, settings: Settings) -> tuple[Article, str]:
    """The document that may be removed by this name, and its file. Raises ConfigurationError for what may not."""
    library = open_library(settings)
    article = _named(name, library)
    path = library.snapshot.inventory.files[article.id]
    source, _ = _origin(library, CorpusWriter(library.refresher.roots), path)
    if source == OF_CURATORS:
        raise ConfigurationError(f"a curator wrote {article.id}; take it away with `policybot answers withdraw`")
    if source in {each.called for each in settings.sources}:
        what = f"{article.id} is brought by the source {source}, and would come again"
        raise ConfigurationError(f"{what}; take it out there")
    return article, path


def remove(article: Article, path: str, settings: Settings) -> None:
    """Takes a document away, and lets the digest say so. Raises ConfigurationError."""
    try:
        CorpusWriter(open_library(settings).refresher.roots).remove(path)
    except Faulty as fault:
        raise ConfigurationError(f"{article.id} {fault.what}; {fault.mend}") from fault
    with closing(open_state(settings)) as store:
        record_of_command(store.audit, Action.WITHDREW, article.id)
        gone = SourceDocument.of("", path, article.attribution)
        if store.changes.first_seen([article.id]):
            store.changes.withdraw([gone], datetime.now(UTC))


def _named(name: str, library: Library) -> Article:
    corpus = library.snapshot.corpus
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


def known_of(article: Article) -> Mapping[str, str]:
    """What is known of a document, in words, by key."""
    about = article.attribution
    values: dict[str, Any] = {
        "title": about.title,
        "publisher": about.publisher,
        "author": about.author,
        "published": about.published,
        "updated": about.updated,
        "url": about.url,
        "topics": ", ".join(about.topics),
        "collection": about.collection,
        "owner": article.owner,
        "standing": about.standing if about.standing is not Standing.UNKNOWN else None,
        "in_force_from": article.in_force_from,
        "in_force_until": article.in_force_until,
        "review_by": article.review_by,
        "supersedes": ", ".join(map(str, article.supersedes)),
        "based_on": ", ".join(article.based_on),
    }
    return {key: str(value) for key, value in values.items() if value}


def strict_faults(settings: Settings) -> Iterator[str]:
    """What is wrong with the documents for those who are strict, a sentence each, faulty files first."""
    yield from map(str, open_library(settings).snapshot.faults)
    for each in described_documents(settings):
        yield from (f"{each.article.id} {fault}" for fault in strictly(each))
