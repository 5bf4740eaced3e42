"""Throws broken and hostile inputs at everything that reads what strangers write, and counts what it should not do.

    python -m tests.fuzz --inputs 100000

Each input is a known one, mutated. Counted are exceptions beside those that a reader promises, and inputs that take
more than a second of processor time.
"""

import argparse
import logging
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot.service.logs import configure_logs
from tests.fuzz.mutating import mutated
from tests.fuzz.targets import targets

SLOW_SECONDS = 1.0


def main() -> int:
    configure_logs(level=logging.WARNING)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000, help="over all targets together")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    random, found, slowest = Random(given.seed), Counter[str](), 0.0  # noqa: S311  # to be repeated, not to be secret
    with TemporaryDirectory(prefix="policybot-fuzz-") as state:
        every = targets(Path(state))
    for number in range(given.inputs):
        target = every[number % len(every)]
        value = mutated(random.choice(target.seeds), random)
        began = time.thread_time()
        try:
            target.read(value)
        except target.promised:
            pass
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{target.name}: {type(error).__name__} in {where.name}"
            if not found[name]:
                print(f"{name}\n  {value!r:.300}")
            found[name] += 1
        took = time.thread_time() - began
        slowest = max(slowest, took)
        if took > SLOW_SECONDS:
            found[f"{target.name}: slow"] += 1
            print(f"{target.name} took {took:.1f} s\n  {value!r:.300}")
    print(f"{given.inputs:,} inputs, {sum(found.values()):,} faults, the slowest took {slowest * 1_000:.0f} ms")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
