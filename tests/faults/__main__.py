"""Kills the bot at every step, on both databases, and counts what is missing and what came twice.

python -m tests.faults --kills 500
"""

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import URL

from tests.faults.chain import STEPS, Case, Counted, beginning, faketime
from tests.store.postgres import Postgres
from tests.store.postgres import running as postgres_running

CASES: tuple[Case, ...] = (
    Case("SQLite", "socket"),
    Case("SQLite", "http"),
    Case("SQLite", "socket", weather=True),
    Case("PostgreSQL", "socket"),
    Case("PostgreSQL", "http", weather=True),
    Case("PostgreSQL", "socket", replicas=2),
    Case("SQLite", "socket", history=False),
    Case("SQLite", "socket", slow=True),
    Case("PostgreSQL", "http", slow=True),
)
# Only where there is a library that gives a process another clock.
SKEWED: tuple[Case, ...] = (
    Case("SQLite", "socket", skew=60, weather=True),
    Case("PostgreSQL", "socket", replicas=2, skew=20, weather=True),
)
# After so many kills the bot is let live: what it tells of many files at once, it names the first of.
RESTS = 10
# What is promised: kind → (may be missing, may come twice). Without history scopes, what may have been sent is not
# sent again; private replies cannot be looked up, so they come at least once.
PROMISED = {"private reply": (False, True)}
HEADER = ("how it lived", "what", "asked", "missing", "twice", "promised")


@dataclass(frozen=True)
class Result:
    """What came of one chain.

    `unknown`: posts that the bot itself says it does not know the fate of; `trace`: a line of its log with a traceback.
    """

    case: Case
    kills: int
    counted: dict[str, Counted]
    unknown: int
    trace: str | None

    def rows(self) -> Iterator[tuple[str, ...]]:
        for kind, count in self.counted.items():
            missing_too, twice_too = self._promise(kind)
            promise = f"{'≤ ' + str(self.unknown) if missing_too else '0'}, {'any' if twice_too else '0'}"
            told = (str(count.asked), str(count.missing), str(count.doubled))
            yield self.case.name, kind, *told, promise

    @property
    def kept(self) -> bool:
        if self.trace:
            return False
        for kind, count in self.counted.items():
            missing_too, twice_too = self._promise(kind)
            if count.missing > (self.unknown if missing_too else 0) or (count.doubled and not twice_too):
                return False
        return True

    def _promise(self, kind: str) -> tuple[bool, bool]:
        missing, twice = PROMISED.get(kind, (False, False))
        return missing or (not self.case.history and kind != "private reply"), twice


def run(case: Case, kills: int, seed: int, postgres: Postgres | None) -> Result:
    """Lives until it was killed so often."""
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-faults-")))
        database = str(folder / "state" / "policybot.db")
        if case.database == "PostgreSQL":
            assert postgres is not None
            url: URL = ends.enter_context(postgres.database(empty=True))
            database = url.render_as_string(hide_password=False)
        chain = ends.enter_context(beginning(case, folder, database, seed))
        # Steps in an order of their own for each case, and each of them in turn.
        order = chain.random.sample(range(1, STEPS + 1), STEPS)
        chain.rest()  # the first load of the articles, which is no news
        while chain.kills < kills:
            chain.live(order[chain.kills % STEPS])
            if chain.kills % RESTS == 0:
                chain.rest()
        chain.rest()
        chain.rest()  # what was answered in the last rest, and has changed since, is told of in this one
        store = chain.store()
        unknown = len(store.posts.unknown())
        store.close()
        log = (folder / "log").read_text(errors="replace")
        # Of libfaketime itself: it gives the system's sleep a moment that it does not take.
        traces = (line for line in log.splitlines() if "Traceback" in line and "[Errno 22]" not in line)
        return Result(case, chain.kills, chain.count(), unknown, next(traces, None))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=700, help="over all cases together")
    parser.add_argument("--at-once", type=int, default=4, help="how many cases run side by side")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="only cases with this in their name")
    given = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # sockets whose other end was killed are what this is about
    with ExitStack() as ends:
        postgres, cases = None, CASES + (SKEWED if faketime() else ())
        cases = tuple(case for case in cases if given.only in case.name)
        try:
            postgres = ends.enter_context(postgres_running())
        except pytest.skip.Exception as reason:
            out.print(f"Without PostgreSQL: {reason}", markup=False)
            cases = tuple(case for case in cases if case.database != "PostgreSQL")
        shares = [1 / 3 if case.slow else 1 for case in cases]  # a life with a slow Slack takes a minute
        kills = [ceil(given.kills * share / sum(shares)) for share in shares]
        with ThreadPoolExecutor(given.at_once) as pool:
            running = [pool.submit(run, case, kills[i], given.seed + i, postgres) for i, case in enumerate(cases)]
            results = [one.result() for one in running]
    out.print(f"{sum(result.kills for result in results)} kills\n")
    out.print("| " + " | ".join(HEADER) + " |", markup=False)
    out.print("|" + " --- |" * len(HEADER), markup=False)
    for result in results:
        for row in result.rows():
            out.print("| " + " | ".join(row) + " |", markup=False)
    for result in results:
        if result.trace:
            out.print(f"\nA traceback: {result.case.name}: {result.trace}", markup=False)
    broken = [result.case.name for result in results if not result.kept]
    out.print("\nEvery promise was kept." if not broken else f"\nBroken: {'; '.join(broken)}", markup=False)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
