"""Measures the engines side by side, and prints the table: python -m tests.benchmarks --sizes 10000 100000

Each engine builds and answers in processes of its own, so that memory can be told apart. All answer the same questions
in turn, round after round: a machine that is slow for a while is slow for all of them. A question's time is the best of
several; the table shows percentiles over the questions, in milliseconds, with stop words / without.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from tests.benchmarks.contenders import CONTENDERS, Ask, Postings
from tests.benchmarks.generator import Collection

ROUNDS = 3  # slow engines, which fill WHOLE in the first, take part in that alone
PASSES, PATIENCE = 9, 0.3  # times that a question is asked; seconds for it, after which once must do
REFERENCES = ("rank-bm25", "tantivy", "bm25s, Numba")  # that the others are compared with
ADDED = 1_000  # passages that come later
WHOLE = 100  # seconds for all questions of a kind, after which the rest is left out


def main() -> None:
    """Either the whole comparison, or one step of it in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="passages")
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--engines", nargs="+", default=list(CONTENDERS), choices=list(CONTENDERS))
    parser.add_argument("--step", choices=["build", "answer"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "build":
        print(json.dumps(built(given.engines[0], Collection(given.sizes[0]), given.folder)))
    elif given.step == "answer":
        print(json.dumps(answered(given.engines[0], Collection(given.sizes[0]), given.questions, given.folder)))
    else:
        print(where_and_when())
        for size in given.sizes:
            print(table(size, measured(size, given.engines, given.questions)), flush=True)


def measured(size: int, engines: Sequence[str], questions: int) -> dict[str, dict[str, Any]]:
    """What there is to know of each engine at this size; an engine that cannot be measured is left out."""
    found: dict[str, dict[str, Any]] = {}
    with TemporaryDirectory() as place:
        folders = {name: Path(place) / str(number) for number, name in enumerate(engines)}
        for step in ("build", *["answer"] * ROUNDS):
            for name, folder in folders.items():
                known = found.get(name, {})
                if step == "answer" and (not known or known.get("slow")):
                    continue
                folder.mkdir(exist_ok=True)
                try:
                    found[name] = _better(known, _step(step, name, size, questions, folder))
                except subprocess.CalledProcessError as fault:
                    found.pop(name, None)
                    print(f"{name} could not be measured: {fault.stderr.splitlines()[-1:]}", file=sys.stderr)
    return found


def _better(known: dict[str, Any], again: dict[str, Any]) -> dict[str, Any]:
    """What is known of an engine after it was measured once more: the best of each figure."""
    best = known | again
    for key in known.keys() & again.keys() - {"slow"}:
        both = known[key], again[key]
        best[key] = [list(map(min, *pair)) for pair in zip(*both, strict=True)] if key == "asked" else min(both)
    return best


def _step(step: str, name: str, size: int, questions: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks", "--step", step, "--folder", str(folder)]
    command += ["--sizes", str(size), "--questions", str(questions), "--engines", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def built(name: str, collection: Collection, folder: Path) -> dict[str, float]:
    """Seconds of CPU, and MB: the peak (with the passages themselves) and the index on disk."""
    passages = list(collection.passages())
    start = time.process_time()
    CONTENDERS[name].build(passages, folder)
    seconds = time.process_time() - start
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"build": seconds, "peak": getrusage(RUSAGE_SELF).ru_maxrss / 1e3, "disk": disk / 1e6}


def answered(name: str, collection: Collection, questions: int, folder: Path) -> dict[str, Any]:
    """Seconds to open, MB resident after the first answer, milliseconds a question of both kinds, seconds to add.

    `slow`: there was not time for all questions.
    """
    kinds = [collection.questions(questions, stop_words=stop_words) for stop_words in (True, False)]
    contender = CONTENDERS[name]
    start = time.perf_counter()
    ask = contender.open(folder)
    seconds = time.perf_counter() - start
    ask(kinds[0][0])
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    times = [asked(ask, kind) for kind in kinds]
    slow = min(map(len, times)) < questions
    found = {"open": seconds, "resident": pages * 4096 / 1e6, "asked": times, "slow": slow}
    if isinstance(contender, Postings):
        added = list(Collection(ADDED, seed=1).passages())
        found["add"] = min(_timed(contender.add(added, folder)) for _ in range(PASSES))
    return found


def asked(ask: Ask, questions: Sequence[Sequence[str]]) -> list[float]:
    """The best time of each question, in milliseconds; fewer questions where they take too long."""
    times: list[float] = []
    begun = time.perf_counter()
    for question in questions:
        spent = [_timed(partial(ask, question))]
        while len(spent) < PASSES and sum(spent) < PATIENCE:
            spent.append(_timed(partial(ask, question)))
        times.append(min(spent) * 1e3)
        if time.perf_counter() - begun > WHOLE:
            break
    return times


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def table(size: int, found: dict[str, dict[str, Any]]) -> str:
    """Markdown: percentiles with stop words / without, how many times faster the medians are than others, the rest."""
    heads = ["engine", "p50 ms", "p99 ms", *(f"× {name}" for name in REFERENCES)]
    heads += ["build s", "peak MB", "disk MB", "open s", "resident MB", f"add {ADDED:,} s"]
    lines = [f"\n### {size:,} passages\n", _row(heads), _row(["---"] * len(heads))]
    medians = {name: [float(np.median(times)) for times in each["asked"]] for name, each in found.items()}
    for name, each in found.items():
        high = [float(np.percentile(times, 99)) for times in each["asked"]]
        cells = [name, _two(medians[name], ".3f"), _two(high, ".3f")]
        for other in REFERENCES:
            ratios = [slow / fast for slow, fast in zip(medians.get(other, ()), medians[name], strict=False)]
            cells.append(_two(ratios, ".3g") if ratios and other != name else "–")
        cells += [f"{each['build']:.1f}", *(f"{each[key]:,.0f}" for key in ("peak", "disk"))]
        add = f"{each['add']:.3f}" if "add" in each else "–"
        lines.append(_row([*cells, f"{each['open']:.2f}", f"{each['resident']:,.0f}", add]))
    return "\n".join(lines)


def where_and_when() -> str:
    """The machine, the command and the day, for those who read the table later."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    machine = f"{cpu.partition(':')[2].strip() or platform.machine()}, {os.cpu_count()} cores"
    call = " ".join(["python -m tests.benchmarks", *sys.argv[1:]])
    return f"`{call}`, {date.today().isoformat()}, {machine}, Python {platform.python_version()}, one thread"  # noqa: DTZ011


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _two(values: Sequence[float], form: str) -> str:
    return " / ".join(format(value, form) for value in values)


if __name__ == "__main__":
    main()
