"""The engines that are compared, each behind the same three calls: build into a folder, open it, ask."""

import pickle
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.search.loops import NUMPY, Loops
from bot.search.okapi import Okapi
from bot.search.postings import PostingIndex

K = 10
Ask = Callable[[Sequence[str]], object]


class Contender(Protocol):
    """`build` writes an index of the passages into an empty folder; `open` returns what answers from it."""

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None: ...

    def open(self, folder: Path) -> Ask: ...


class RankBM25:
    """With Lucene's idf, pickled; the best ten by NumPy's quickest way."""

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None:
        with (folder / "index").open("wb") as file:
            pickle.dump(Okapi(passages), file, protocol=5)

    def open(self, folder: Path) -> Ask:
        index: Any = pickle.loads((folder / "index").read_bytes())  # noqa: S301  # written above

        def ask(terms: Sequence[str]) -> object:
            scores = index.get_scores(terms)
            best = np.argpartition(scores, -K)[-K:]
            return best[np.argsort(-scores[best])]

        return ask


class Postings:
    """Ours: with NumPy alone, or with the extra `fast`."""

    def __init__(self, *, fast: bool) -> None:
        self._fast = fast

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None:
        PostingIndex.build(passages).save(folder)

    def open(self, folder: Path) -> Ask:
        loops = NUMPY
        if self._fast:
            from bot.search import kernel  # noqa: PLC0415  # Numba only where it is asked for

            loops = Loops(kernel.best, kernel.scores)
        index = PostingIndex.open(folder).using(loops)
        return lambda terms: index.search(terms, K)

    def add(self, passages: Sequence[Sequence[str]], folder: Path) -> Callable[[], object]:
        """What adds passages to the index in a folder, and asks it for one of them: exact at once."""
        index = PostingIndex.open(folder)
        return lambda: index.changed((), passages).search(passages[-1], K)


class BM25S:
    """https://github.com/xhluca/bm25s, in its quickest call for one question; mapped into memory it is much slower."""

    def __init__(self, backend: str) -> None:
        self._backend = backend

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None:
        import bm25s  # noqa: PLC0415  # only where it is installed

        index = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend=self._backend)
        index.index(passages, show_progress=False)
        index.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> Ask:
        import bm25s  # noqa: PLC0415

        index = bm25s.BM25.load(str(folder))
        if self._backend == "numba":
            index.activate_numba_scorer()
        known = index.vocab_dict

        def ask(terms: Sequence[str]) -> object:
            numbers = [known[term] for term in terms if term in known]
            return index.retrieve([numbers], k=K, show_progress=False, sorted=True)

        return ask


class Tantivy:
    """https://github.com/quickwit-oss/tantivy-py, words cut at blanks, one segment, without positions."""

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None:
        index = self._index(folder)
        writer = index.writer(heap_size=1_000_000_000, num_threads=1)
        import tantivy  # noqa: PLC0415

        for passage in passages:
            writer.add_document(tantivy.Document(text=" ".join(passage)))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Ask:
        import tantivy  # noqa: PLC0415

        index = self._index(folder)
        index.reload()
        searcher = index.searcher()
        schema = index.schema

        def ask(terms: Sequence[str]) -> object:
            some = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term, "freq")) for term in terms]
            return searcher.search(tantivy.Query.boolean_query(some), K, count=False).hits

        return ask

    @staticmethod
    def _index(folder: Path) -> Any:
        import tantivy  # noqa: PLC0415

        schema = tantivy.SchemaBuilder().add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        return tantivy.Index(schema.build(), path=str(folder))


class SQLite:
    """FTS5, without the texts themselves."""

    def build(self, passages: Sequence[Sequence[str]], folder: Path) -> None:
        with sqlite3.connect(folder / "index") as database:
            database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, content='')")
            rows = ((number, " ".join(passage)) for number, passage in enumerate(passages))
            database.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)
            database.execute("INSERT INTO passages (passages) VALUES ('optimize')")
        database.close()

    def open(self, folder: Path) -> Ask:
        database = sqlite3.connect(folder / "index")
        ask = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return lambda terms: database.execute(ask, (" OR ".join(terms), K)).fetchall()


# The others index anew, or (SQLite, tantivy) change what their readers see.
CONTENDERS: dict[str, Contender] = {
    "rank-bm25": RankBM25(),
    "SQLite FTS5": SQLite(),
    "tantivy": Tantivy(),
    "bm25s, NumPy": BM25S("numpy"),
    "bm25s, Numba": BM25S("numba"),
    "ours, NumPy": Postings(fast=False),
    "ours, Numba": Postings(fast=True),
}
