"""Measures what a sentence encoder costs: python -m tests.benchmarks.encoding MODEL

MODEL is the folder of the model. Times are milliseconds of one processor, the best of several. What comparing costs
does not depend on what the vectors are, so they are made up.
"""

import argparse
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bot.search.semantic.encoder import Encoder
from bot.search.semantic.vectors import KEY, Vectors

QUESTION = "How many weeks of leave do parents get in the first year?"
SENTENCE = "Parents of a newborn child are given twelve weeks of paid leave in the first year of its life. "
TIMES = 7


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000, 100_000, 300_000], help="passages")
    given = parser.parse_args()
    before, start = _resident(), time.process_time()
    encoder = Encoder.open(given.model)
    print(f"| open the model {encoder.name}, with its hash | {(time.process_time() - start) * 1e3:.0f} ms |")
    print("| --- | --- |")
    numbered = iter(range(1_000_000))
    print(
        f"| encode a question of 12 words | {_best(lambda: encoder.question(f'{QUESTION} {next(numbered)}')):.1f} ms |"
    )
    for sentences in (1, 3, 10, 30):
        text = SENTENCE * sentences
        took = _best(partial(encoder.passage, "Leave", text))
        print(f"| encode a passage of {len(text.split())} words | {took:.0f} ms |")
    print(f"| memory for all of that | {_resident() - before:.0f} MB |")
    question = encoder.question(QUESTION)
    for size in given.sizes:
        vectors = made_up(size, encoder.width)
        megabytes = sum(array.nbytes for array in vectors.arrays().values()) / 1e6
        took = _best(partial(vectors.similarities, question))
        print(f"| compare a question with {size:,} passages ({megabytes:,.1f} MB) | {took:.1f} ms |")


def made_up(size: int, width: int) -> Vectors:
    """Vectors of so many passages, one each."""
    chance = np.random.default_rng(0)
    return Vectors(
        chance.integers(0, 256, (size, KEY), np.uint8),
        np.arange(size + 1, dtype=np.int64),
        chance.integers(-127, 128, (size, width), np.int8),
        np.full(size, 0.001, np.float32),
    )


def _best(act: Callable[[], object]) -> float:
    """In milliseconds."""
    times = []
    for _ in range(TIMES):
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return min(times) * 1e3


def _resident() -> float:
    """What the process holds in memory, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
