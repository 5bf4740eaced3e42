"""The engine in the process and the one in a cluster, side by side, on made-up corpora of rising size.

    python -m tests.benchmarks.scale --sizes 10000 100000

Each engine has a process of its own. `index` is from nothing to the first answer: seconds, processor seconds of the
bot, its highest memory, and the highest of what is its own and not mapped from files. Then milliseconds of a question
(the whole answer), of a quote check, and of a question with exact words; seconds and memory of a look at the documents
after one file has changed, and processor seconds of noting in the store what is new in it; milliseconds of the first
question as of the day before that change, and of others as of it; and of how many questions the best thirty passages
and their scores are the same to the last bit. The cluster is one node.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

from rich.console import Console

from bot.core.answering.inquiry import inquire
from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import parse
from bot.core.changes.history import Past
from bot.core.changes.revisions import Changes, Revision, paragraphs_of
from bot.core.model import Question
from bot.library.engine import Engine
from bot.library.library import Library, open_library
from bot.service.news import note_news
from bot.settings import OpenSearchSettings, Search, Settings
from bot.store.sql import open_store
from tests.benchmarks import corpus
from tests.conftest import ROOT
from tests.opensearch.__main__ import JARS
from tests.opensearch.nodes import Nodes, get, resident, running

ENGINES: tuple[Engine, ...] = ("postings", "opensearch")
TODAY, ASKED, MB = date(2026, 1, 1), 200, 1e6
NO_SYNONYMS, _ = parse("")
COLUMNS = (
    "passages", "engine", "index s", "CPU s", "peak MB", "its own MB", "disk MB", "bot MB", "node MB",
    "question p50 ms", "p95", "quote check p50", "p95", "exact words p50", "p95", "change s", "CPU s", "MB",
    "noting CPU s", "as of before ms", "others p50", "the same",
)  # fmt: skip


def measured(folder: Path, state: Path, engine: Engine, hosts: Sequence[str]) -> dict[str, Any]:
    """What one engine costs, measured in this process."""
    chosen = OpenSearchSettings(hosts=tuple(hosts), replicas=0)
    began, work = time.monotonic(), time.process_time()
    with watched() as owned:
        library = open_library(Settings(corpus=folder, state=state, search=Search(engine=engine), opensearch=chosen))
    took, worked = time.monotonic() - began, time.process_time() - work
    found: dict[str, Any] = {"index": took, "index CPU": worked, "peak": memory("VmHWM"), "own": max(owned)}
    print(json.dumps(found), file=sys.stderr)  # for who waits for the rest, which may take hours
    passages = library.snapshot.corpus.passages
    size = len(passages)
    questions = corpus.questions(size, ASKED + 20)

    def ask(words: str) -> object:
        return library.answer(Question(words), Policy(), TODAY)

    for words in questions[ASKED:]:  # the first of each loads what it needs
        ask(words)
        library.verify(words)
    found["question"] = [timed(ask, words) for words in questions[:ASKED]]
    found["best"] = [best(library, words) for words in questions[:ASKED]]
    texts = [passages[number * size // 40].text.split() for number in range(20)]
    # A word is another one, so that everything is tried.
    quotes = [" ".join([*words[2:12], "zebra", *words[13:25]]) for words in texts]
    found["quote check"] = [timed(library.verify, words) for words in quotes]
    exact = [f'{words} "{" ".join(text[3:5])}"' for words, text in zip(questions, texts, strict=False)]
    found["exact words"] = [timed(ask, words) for words in exact]
    found["bot"] = resident(os.getpid()) / MB
    with closing(open_store(state / "policybot.db")) as store:
        found |= change(library, folder, store.changes)
    found["as of"] = as_of(library, questions[:11])
    found["disk"] = sum(file.stat().st_size for file in (state / "index").rglob("*") if file.is_file()) / MB
    return found


def best(library: Library, words: str) -> list[tuple[str, int, str]]:
    """The best passages, and their scores to the last bit."""
    index = library.snapshot.index
    asked = inquire(Question(words), index, NO_SYNONYMS, TODAY)
    hits = index.complete(asked.lookup, asked.consulted).hits
    return [(hit.passage.attribution.article, hit.passage.number, hit.score.hex()) for hit in hits]


def change(library: Library, folder: Path, changes: Changes) -> dict[str, float]:
    """What one changed file costs, the second time: the first look opens what is saved, and notes everything."""
    file = sorted(folder.rglob("*.md"))[-1]
    text = file.read_text(encoding="utf-8")
    found: dict[str, float] = {}
    for number in range(2):
        file.write_text(f"{text}\nAnother paragraph, number {number}.\n", encoding="utf-8")
        os.utime(file, (time.time() - 100 + number,) * 2)
        began, work, memory = time.monotonic(), time.process_time(), resident(os.getpid())
        library.refresh()
        took, worked = time.monotonic() - began, time.process_time() - work
        found = {"change": took, "change CPU": worked, "change MB": (resident(os.getpid()) - memory) / MB}
        now, work = library.snapshot, time.process_time()
        note_news(now.corpus, datetime.now(UTC), changes, now.inventory.contents)
        found["noting"] = time.process_time() - work
    file.write_text(text, encoding="utf-8")
    return found


def as_of(library: Library, questions: Sequence[str]) -> list[float]:
    """Milliseconds of questions as of a day on which one article said something else."""
    last = library.snapshot.corpus.articles[-1]
    said = Revision(datetime.now(UTC), paragraphs_of(last)[:-1])
    past = Past(changed={last.id: [said]})

    def ask(words: str) -> object:
        return library.answer(Question(words, as_of=TODAY - timedelta(1)), Policy(), TODAY, lambda _: past)

    return [timed(ask, words) for words in questions]


def timed(act: Callable[[str], object], words: str) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act(words)
    return (time.perf_counter() - began) * 1_000


@contextmanager
def watched() -> Iterator[list[float]]:
    """What memory of its own this process has from time to time, in MB."""
    found, ended = [memory("RssAnon")], Event()

    def watch() -> None:
        while not ended.wait(0.05):
            found.append(memory("RssAnon"))

    watching = Thread(target=watch)
    watching.start()
    try:
        yield found
    finally:
        ended.set()
        watching.join()


def memory(kind: str) -> float:
    """The memory of this process of a kind that Linux counts, in MB: VmHWM is the highest so far."""
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(kind))
    return int(line.split()[1]) * 1_024 / MB


def share(values: Sequence[float], percent: int) -> str:
    """A percentile, to be shown."""
    return f"{sorted(values)[min(len(values) - 1, len(values) * percent // 100)]:.0f}"


def row(size: int, engine: str, found: dict[str, Any], node: str, same: str) -> list[str]:
    """A line of the table."""
    times = [share(found[name], each) for name in ("question", "quote check", "exact words") for each in (50, 95)]
    costs = [f"{found['index']:.0f}", f"{found['index CPU']:.0f}", f"{found['peak']:.0f}", f"{found['own']:.0f}"]
    costs.append(f"{found['disk']:.0f}")
    changed = [f"{found['change']:.2f}", f"{found['change CPU']:.2f}", f"{found['change MB']:.0f}"]
    changed += [f"{found['noting']:.2f}", f"{found['as of'][0]:.0f}", share(found["as of"][1:], 50)]
    return [f"{size:,}", engine, *costs, f"{found['bot']:.0f}", node, *times, *changed, same]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES), choices=ENGINES)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("--measure", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        folder, state, engine, *hosts = given.measure
        print(json.dumps(measured(Path(folder), Path(state), engine, hosts)))
        return
    out = Console(highlight=False, soft_wrap=True)
    out.print("| " + " | ".join(COLUMNS) + " |", markup=False)
    out.print("|" + " --- |" * len(COLUMNS), markup=False)
    for size in given.sizes:
        best_of: dict[str, Any] = {}
        with ExitStack() as ends:
            place = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-scale-")))
            corpus.write(place / "corpus", size)
            for engine in given.engines:
                nodes = None
                if engine == "opensearch":
                    nodes = ends.enter_context(running(Nodes(JARS, place, 1, given.heap)))
                hosts = nodes.addresses if nodes else []
                command = [sys.executable, "-P", "-m", "tests.benchmarks.scale", "--measure"]
                arguments = [*command, str(place / "corpus"), str(place / engine), engine, *hosts]
                environment = {**os.environ, "PYTHONPATH": str(ROOT)}
                done = subprocess.run(arguments, env=environment, stdout=subprocess.PIPE, text=True, check=True)
                found = json.loads(done.stdout.splitlines()[-1])
                node = "-"
                if nodes:
                    found["disk"] += get(f"{hosts[0]}/_stats/store")["_all"]["total"]["store"]["size_in_bytes"] / MB
                    node = f"{nodes.memory()[0] / MB:.0f}"
                best_of[engine] = found["best"]
                first = next(iter(best_of.values()))
                equal = sum(one == other for one, other in zip(first, found["best"], strict=True))
                out.print("| " + " | ".join(row(size, engine, found, node, f"{equal} of {ASKED}")) + " |", markup=False)


if __name__ == "__main__":
    main()
