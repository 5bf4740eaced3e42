"""Measures `policybot ask` from the start of the process to the answer: python -m tests.benchmarks.asking FOLDER

FOLDER is one that `tests.benchmarks.corpus` wrote; --paragraphs must be what it was told. The index is built first,
in a state folder that is thrown away; then come different questions, each in a process of its own.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

from tests.benchmarks.corpus import questions

ROOT = Path(__file__).parent.parent.parent


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=20)
    given = parser.parse_args()
    asked = questions(given.paragraphs, given.questions)
    with TemporaryDirectory() as state:
        begun = time.perf_counter()
        call = called("index", given.folder)
        made = subprocess.run(call, env=within(state), cwd=ROOT, stdout=subprocess.PIPE, check=True)
        seconds, memory = time.perf_counter() - begun, getrusage(RUSAGE_CHILDREN).ru_maxrss / 1e3
        described = json.loads(made.stdout)
        size = f"{(described['bytes'] or 0) / 1e6:,.0f} MB on disk"
        print(f"{described['passages']:,} passages indexed in {seconds:.1f} s, {memory:,.0f} MB at most, {size}")
        print(figures("to the answer", [answered(given.folder, state, each) for each in asked]))
        bare = [sys.executable, "-c", "import numpy, pydantic_settings, rich.console, typer; print()"]
        print(figures("of that, to load its four largest libraries", [until_printed(bare, state) for _ in asked]))


def answered(folder: Path, state: str, question: str) -> float:
    """Seconds from the start of the process to its answer."""
    return until_printed(called("ask", folder, question), state)


def until_printed(call: Sequence[str], state: str) -> float:
    """Seconds from the start of a process to the first of what it prints, which comes in one piece."""
    begun = time.perf_counter()
    with subprocess.Popen(call, env=within(state), stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        os.read(process.stdout.fileno(), 1)
        seconds = time.perf_counter() - begun
        process.stdout.read()
    return seconds


def called(command: str, folder: Path, *words: str) -> list[str]:
    """A call of policybot."""
    options = ["--json"] if command == "index" else []
    return [sys.executable, "-m", "bot", command, *options, "--corpus", str(folder.resolve()), "--", *words]


def within(state: str) -> dict[str, str]:
    """An environment with that state folder."""
    return os.environ | {"POLICYBOT_STATE": state}


def figures(what: str, seconds: Sequence[float]) -> str:
    """The best, the median and the worst."""
    low, middle, high = (f"{each:.3f}" for each in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"seconds {what}: {low} at best, {middle} in the median, {high} at worst, of {len(seconds)}"


if __name__ == "__main__":
    main()
