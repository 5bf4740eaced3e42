"""Measures an answer for a narrow audience beside one for everybody: python -m tests.benchmarks.audiences

500 collections share 100,000 passages; the narrow audience sees one of them, the wide one all but one. The first answer
for an audience makes its index; those after it find it at hand.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import parse
from bot.core.model import Audience, Question
from bot.documents.corpus.roots import Root, Roots
from bot.library.engine import Indexer
from bot.library.index_cache import IndexCache
from bot.library.library import Library
from bot.library.refreshing import CorpusRefresher
from tests.benchmarks.corpus import questions, write

DAY = date(2026, 11, 29)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--collections", type=int, default=500)
    parser.add_argument("--questions", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "corpus"
        write(folder, given.passages)
        names = [f"part{number}" for number in range(given.collections)]
        for number, file in enumerate(sorted(folder.rglob("*.md"))):
            part = folder / names[number % given.collections]
            part.mkdir(exist_ok=True)
            file.rename(part / file.name)
        roots = Roots((Root(folder, collections={name: name for name in names}),))
        refresher = CorpusRefresher(Indexer(roots, "auto"), IndexCache(Path(place) / "state", roots))
        library = Library(refresher, parse("")[0])
        asked = questions(given.passages, given.questions)
        print(f"{len(library.snapshot.corpus.passages):,} passages in {given.collections} collections")
        everybody = measured(library, asked, "everybody", None)
        narrow = measured(library, asked, "one collection", frozenset(names[:1]))
        wide = measured(library, asked, "all collections but one", frozenset(names[1:]))
        changed = next((folder / names[0]).glob("*.md"))
        changed.write_text(changed.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")
        library.refresh()
        measured(library, asked, "one collection, after a change", frozenset(names[:1]))
        print(f"narrow / everybody: {narrow / everybody:.2f}; wide / everybody: {wide / everybody:.2f}")


def measured(library: Library, asked: Sequence[str], who: str, seen: frozenset[str] | None) -> float:
    """Prints the milliseconds of the first answer, and the median of the others; returns the latter."""
    times = []
    for words in (asked[0], *asked):
        start = time.perf_counter()
        library.answer(Question(words, Audience(collections=seen)), Policy(), DAY)
        times.append((time.perf_counter() - start) * 1e3)
    median = statistics.median(times[1:])
    print(f"{who}: the first answer {times[0]:,.1f} ms, then {median:,.1f} ms in the median of {len(asked)}")
    return median


if __name__ == "__main__":
    main()
