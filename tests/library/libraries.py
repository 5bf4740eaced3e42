"""Libraries for the tests: from a kept index, and read afresh by rank-bm25, which is what the former must equal."""

import time
from datetime import date
from pathlib import Path

from bot.core.answering.policy import Policy
from bot.core.answering.receipts import canonical, receipt_id
from bot.core.answering.synonyms import parse
from bot.core.model import Answer, Audience, Question
from bot.documents.corpus.roots import Roots
from bot.library.engine import Engine, Indexer
from bot.library.index_cache import IndexCache
from bot.library.library import Library
from bot.library.refreshing import CorpusRefresher
from bot.library.snapshot import Snapshot
from bot.search.embedded import EmbeddedIndex, Ranker

TODAY = date(2026, 7, 1)
SYNONYMS, _ = parse("zebra, camel\npanda => otter, heron\n")
ANYTHING_GOES = Policy(floor=0.0)
QUESTION = "How many weeks do parents get?"


def ranker(snapshot: Snapshot) -> Ranker:
    """What ranks the passages of a snapshot in this process."""
    assert isinstance(snapshot.index, EmbeddedIndex)
    return snapshot.index.ranker


def refresher(library: Library) -> CorpusRefresher:
    """What keeps a library up to date from files."""
    assert isinstance(library.refresher, CorpusRefresher)
    return library.refresher


def bytes_of(library: Library, article: str) -> bytes | None:
    """The file of an article, if it is sound."""
    copy = library.refresher.copy_of(article)
    return copy.data if copy else None


def later() -> int:
    """A clock that is so far ahead that no file looks as if it had just been written."""
    return time.time_ns() + 10**10


def kept(folder: Path, state: Path, engine: Engine = "postings") -> Library:
    """A library whose index is kept in a state folder."""
    return Library(
        CorpusRefresher(Indexer(Roots.of(folder), engine), IndexCache(state, Roots.of(folder)), clock=later), SYNONYMS
    )


def afresh(folder: Path) -> Library:
    """A library that reads every article and keeps nothing."""
    return Library(CorpusRefresher(Indexer(Roots.of(folder), "okapi")), SYNONYMS)


def answer(library: Library, words: str, *, as_of: date | None = None, seen: frozenset[str] | None = None) -> Answer:
    """An answer as of a day that does not change, with whatever is found."""
    return library.answer(Question(words, Audience(collections=seen), as_of), ANYTHING_GOES, TODAY)


def told(library: Library, words: str, *, as_of: date | None = None, seen: frozenset[str] | None = None) -> str:
    """The same as the text that a receipt keeps, with the id of the receipt."""
    given = answer(library, words, as_of=as_of, seen=seen)
    assert given.receipt == receipt_id(given.question, TODAY, given.revision)
    return canonical(given)


def write(folder: Path, name: str, *paragraphs: str) -> Path:
    """Writes an article."""
    file = folder / f"{name}.md"
    body = "\n\n".join(paragraphs)
    file.write_text(f"---\ntitle: {name}\n---\n\n{body}\n")
    return file


def place(state: Path) -> Path:
    """Where the only index is kept."""
    (found,) = (folder for folder in (state / "index").iterdir() if folder.is_dir())
    return found


def read(corpus: Path, state: Path) -> int:
    """How many files a start reads; its answers are right, and the next start reads none."""
    library = kept(corpus, state)
    assert told(library, QUESTION) == told(afresh(corpus), QUESTION)
    library.refresher.save(at_once=True)
    again = kept(corpus, state)
    assert told(again, QUESTION) == told(library, QUESTION)
    assert again.refresher.files_read == 0
    return library.refresher.files_read
