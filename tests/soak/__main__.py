"""An hour of everything at once: questions, lost connections, changing articles. Nothing may grow, nothing get lost.

    python -m tests.soak --minutes 60

Printed are, as time goes on, the bot's memory, file descriptors, threads and database. What is kept for days is purged
every twentieth of the run, as it would be every day. It ends with 1 if anything grew from the second quarter to the
last, or a question was not answered exactly once.
"""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console

from bot.store.sql import open_store
from bot.wiring.state import DATABASE
from slack_playground.messages import Message
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT
from tests.load.__main__ import QUESTIONS, ROOMS

ARTICLES = 40
SAMPLES = 20
# By how much each may be more at the end than in the second quarter: a share of it, and a number besides.
BEARABLE = {"memory MB": (0.05, 8.0), "descriptors": (0.0, 4.0), "threads": (0.0, 2.0), "database MB": (0.1, 1.0)}


@dataclass(frozen=True)
class Sample:
    """How the bot stands after so many seconds."""

    seconds: float
    answered: int
    values: dict[str, float]


@dataclass
class Soak:
    """A bot that runs, the workspace around it, and the folder with its corpus and its state."""

    workspace: Workspace
    folder: Path
    process: "subprocess.Popen[bytes]"
    asked: list[Message]

    def ask(self, number: int) -> None:
        person = self.workspace.people[number % len(self.workspace.people)]
        question = f"{QUESTIONS[number % len(QUESTIONS)]} In case {number % 997}?"
        self.asked.append(self.workspace.mention(person, f"room-{number % ROOMS + 1}", question))

    def reconnect(self, number: int) -> None:
        for connection in list(self.workspace.connections):
            connection.cut() if number % 3 == 2 else connection.disconnect()

    def change(self, number: int) -> None:
        file = self.folder / "corpus" / f"rule{number % ARTICLES}.md"
        if number % 50 == 49:
            file.unlink(missing_ok=True)
            return
        rules = "\n\n".join(f"Rule {each} of turn {number % 173} is to be followed by all staff." for each in range(9))
        file.write_text(f"---\ntitle: Rule {number % ARTICLES}\n---\n\n{rules}\n")

    def purge(self) -> None:
        """What the bot does every day, to all that was kept before the last look."""
        now = datetime.now(UTC)
        with closing(open_store(self.database)) as store:
            store.records.purge(now)
            store.receipts.purge(now)
            store.changes.thin(now)

    @property
    def database(self) -> Path:
        return self.folder / "state" / DATABASE

    def sample(self, began: float) -> Sample:
        of = Path(f"/proc/{self.process.pid}")
        threads = next(line for line in (of / "status").read_text().splitlines() if line.startswith("Threads:"))
        beside = (self.database.with_name(self.database.name + ending) for ending in ("", "-wal"))
        values = {
            "memory MB": int((of / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6,
            "descriptors": float(len(list((of / "fd").iterdir()))),
            "threads": float(threads.split()[1]),
            "database MB": sum(each.stat().st_size for each in beside if each.exists()) / 1e6,
        }
        return Sample(time.monotonic() - began, sum(self._answers(each) > 0 for each in self.asked), values)

    def fates(self) -> Counter[str]:
        """How many questions have no answer, one, or more."""
        return Counter({0: "missing", 1: "once"}.get(self._answers(each), "twice") for each in self.asked)

    def _answers(self, asked: Message) -> int:
        return len([each for each in self.workspace.replies(asked.channel, asked.ts) if each.bot_id])


@contextmanager
def living() -> Iterator[Soak]:
    """A bot in a process of its own, with a corpus of its own."""
    workspace = Workspace(crowd=50, rooms=ROOMS)
    with TemporaryDirectory(prefix="policybot-soak-") as place, running(workspace) as url:
        folder = Path(place)
        copytree(ROOT / "corpus" / "examples", folder / "corpus")
        environment = os.environ | {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "POLICYBOT_SLACK__API_URL": f"{url}/api/",
            "POLICYBOT_SLACK__MOST_A_MINUTE": "10000",
            "POLICYBOT_HEALTH__PORT": "0",
            "POLICYBOT_CORPUS": str(folder / "corpus"),
            "POLICYBOT_STATE": str(folder / "state"),
        }
        with (folder / "log").open("wb") as log:
            command = [sys.executable, "-m", "bot", "run"]
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            workspace.wait_for(lambda here: len(here.connections) > 0, timeout=60)
            yield Soak(workspace, folder, process, [])
        finally:
            process.terminate()
            process.wait(60)
        assert "Traceback" not in (folder / "log").read_text(errors="replace"), "the log holds a traceback"


def spread(counts: Sequence[tuple[int, Callable[[int], None]]], seconds: float) -> list[tuple[float, int, int]]:
    """When each thing is to be done, evenly over the time: the moment, which of them, and the how many-th."""
    return sorted(
        (number * seconds / count, which, number) for which, (count, _) in enumerate(counts) for number in range(count)
    )


def soaked(soak: Soak, seconds: float, counts: Sequence[tuple[int, Callable[[int], None]]]) -> Iterator[Sample]:
    """Does everything as often as it is wanted, and looks at the bot from time to time."""
    began, looked = time.monotonic(), 0.0
    for moment, which, number in spread(counts, seconds):
        while moment - looked > seconds / SAMPLES:
            looked += seconds / SAMPLES
            yield soak.sample(began)
            soak.purge()
        pause = began + moment - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        counts[which][1](number)
    soak.workspace.wait_for(lambda _: not soak.fates()["missing"] or None, timeout=120)
    yield soak.sample(began)


def grown(samples: Sequence[Sample]) -> list[str]:
    """What is more in the last quarter than it was in the second."""
    quarter = len(samples) // 4
    found = []
    for name, (share, more) in BEARABLE.items():
        then, now = (
            median(each.values[name] for each in some) for some in (samples[quarter : 2 * quarter], samples[-quarter:])
        )
        if now > then * (1 + share) + more:
            found.append(f"{name}: {then:.1f} → {now:.1f}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--reconnects", type=int, default=500)
    parser.add_argument("--changes", type=int, default=2_000)
    given = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    out.print("| minutes | answered | " + " | ".join(BEARABLE) + " |", markup=False)
    out.print("|" + " --- |" * (2 + len(BEARABLE)), markup=False)
    samples: list[Sample] = []
    with living() as soak:
        counts = ((given.questions, soak.ask), (given.reconnects, soak.reconnect), (given.changes, soak.change))
        for sample in soaked(soak, given.minutes * 60, counts):
            samples.append(sample)
            told = " | ".join(f"{value:.1f}" for value in sample.values.values())
            out.print(f"| {sample.seconds / 60:.1f} | {sample.answered} | {told} |", markup=False)
        fates = soak.fates()
    out.print(f"\n{len(soak.asked):,} questions, {given.reconnects} lost connections, {given.changes:,} changes: "
              f"{fates['missing']} missing, {fates['twice']} twice", markup=False)  # fmt: skip
    faults = grown(samples)
    out.print("Nothing grew." if not faults else f"Grew: {'; '.join(faults)}", markup=False)
    return 1 if faults or fates["missing"] or fates["twice"] else 0


if __name__ == "__main__":
    sys.exit(main())
