"""Two bots on one PostgreSQL answer twenty questions a second from a cluster whose nodes are killed, frozen, restarted.

    python -m tests.failover

Printed for each fault: questions asked, lost (no answer), answered twice, and the seconds from the moment of a question
to the moment at which its answer stands in the channel: the median, and the longest. A question that was first told to
wait counts as answered when its answer stands there.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from bot.slack.request_handler import WAITING
from slack_playground.messages import Message
from slack_playground.server import running as playing
from slack_playground.workspace import Workspace
from tests.benchmarks import corpus
from tests.conftest import ROOT
from tests.opensearch.__main__ import JARS
from tests.opensearch.nodes import VOTERS, Nodes, running
from tests.store.postgres import Postgres
from tests.store.postgres import started as started_postgres

RATE, ROOMS, CROWD = 20.0, 300, 50
# When a fault comes, and when it is mended, in seconds after the first question; how long is asked; and how long an
# answer may take at most.
COMES, MENDED, ASKED, PATIENCE = 3.0, 12.0, 18.0, 120.0
GOAL = 8.0


@dataclass(frozen=True)
class Fault:
    """What becomes of a cluster, and how that is mended."""

    name: str
    strike: Callable[[Nodes], None]
    mend: Callable[[Nodes], None]


@dataclass(frozen=True)
class Result:
    """What came of one fault: times in seconds."""

    asked: int
    lost: int
    twice: int
    told_to_wait: int
    median: float
    longest: float


def no_manager(nodes: Nodes) -> int:
    """A node that holds data and does not manage the cluster."""
    manager = nodes.manager()
    return next(number for number in (0, 1) if number != manager)


def faults() -> list[Fault]:
    """Each fault, on nodes that are chosen when it comes."""
    struck: list[int] = []

    def strike(choose: Callable[[Nodes], list[int]], what: signal.Signals) -> Callable[[Nodes], None]:
        def act(nodes: Nodes) -> None:
            struck[:] = choose(nodes)
            for number in struck:
                nodes.signal(number, what)

        return act

    def start(nodes: Nodes) -> None:
        for number in struck:
            nodes.start(number)

    def thaw(nodes: Nodes) -> None:
        for number in struck:
            nodes.signal(number, signal.SIGCONT)

    def one(nodes: Nodes) -> list[int]:
        return [no_manager(nodes)]

    def manager(nodes: Nodes) -> list[int]:
        return [nodes.manager()]

    def every(nodes: Nodes) -> list[int]:
        return list(range(len(nodes.processes)))

    return [
        Fault("none", lambda _: None, lambda _: None),
        Fault("a node is killed", strike(one, signal.SIGKILL), start),
        Fault("a node hangs", strike(one, signal.SIGSTOP), thaw),
        Fault("the manager is killed", strike(manager, signal.SIGKILL), start),
        Fault("the manager hangs", strike(manager, signal.SIGSTOP), thaw),
        Fault("all are killed and started", strike(every, signal.SIGKILL), start),
    ]


@contextmanager
def bots(count: int, workspace: Workspace, url: str, settings: Mapping[str, str], place: Path) -> Iterator[None]:
    """So many bots, each a process of its own, from their first connections on."""
    usual = {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "POLICYBOT_SLACK__API_URL": f"{url}/api/",
        "POLICYBOT_SLACK__MOST_A_MINUTE": "10000",
        "POLICYBOT_HEALTH__PORT": "0",
    }
    with ExitStack() as ends:
        for number in range(count):
            log = ends.enter_context((place / f"bot-{number}.log").open("wb"))
            own = {"POLICYBOT_STATE": str(place / f"state-{number}")}
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "bot", "run"],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **usual, **settings, **own},
                stdout=log,
                stderr=log,
            )
            ends.callback(_end, process)
            workspace.wait_for(lambda here, wanted=number + 1: len(here.connections) >= wanted, timeout=180)  # type: ignore[misc]
        yield


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()


def tried(fault: Fault, nodes: Nodes, workspace: Workspace, questions: list[str]) -> Result:
    """Asks while the fault comes and is mended, and counts."""
    asked: list[Message] = []
    waiting = {COMES: fault.strike, MENDED: fault.mend}
    began = time.monotonic()
    for number in range(round(ASKED * RATE)):
        due = number / RATE
        for moment in [each for each in waiting if each <= due]:
            waiting.pop(moment)(nodes)
        time.sleep(max(0.0, began + due - time.monotonic()))
        person = workspace.people[number % len(workspace.people)]
        words = questions[number % len(questions)]
        asked.append(workspace.mention(person, f"room-{number % ROOMS + 1}", words))
    return counted(asked, workspace)


def counted(asked: list[Message], workspace: Workspace) -> Result:
    """Waits until each question has its answer and nothing else below it, or PATIENCE is over."""
    ends = time.monotonic() + PATIENCE
    told: set[str] = set()
    settled: dict[str, list[Message]] = {}
    while len(settled) < len(asked) and time.monotonic() < ends:
        for each in asked:
            replies = workspace.replies(each.channel, each.ts)
            waits = [reply for reply in replies if reply.text == WAITING]
            told.update(each.ts for _ in waits)
            if replies and not waits:
                settled[each.ts] = replies
        time.sleep(0.1)
    time.sleep(1.0)  # what comes twice comes a moment later
    answers = {each.ts: workspace.replies(each.channel, each.ts) for each in asked}
    late = sorted(float(settled[ts][0].ts) - float(ts) for ts in settled)
    twice = sum(len([reply for reply in replies if reply.text != WAITING]) > 1 for replies in answers.values())
    median, longest = (late[len(late) // 2], late[-1]) if late else (0.0, 0.0)
    return Result(len(asked), len(asked) - len(settled), twice, len(told), median, longest)


def main() -> int:
    """The command line; 1 if a question was lost, or answered twice."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=10_000)
    parser.add_argument("--faults", type=int, nargs="+", help="which of them, by their places from 0; all by default")
    given = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    with ExitStack() as ends:
        place = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-failover-")))
        corpus.write(place / "corpus", given.paragraphs)
        questions = corpus.questions(given.paragraphs, 200)
        nodes = ends.enter_context(running(Nodes(JARS, place, VOTERS)))
        postgres = Postgres(ends.enter_context(started_postgres()))
        database = ends.enter_context(postgres.database())
        workspace = Workspace(crowd=CROWD, rooms=ROOMS)
        url = ends.enter_context(playing(workspace))
        settings = {
            "POLICYBOT_CORPUS": str(place / "corpus"),
            "POLICYBOT_DATABASE": database.render_as_string(hide_password=False),
            "POLICYBOT_SEARCH__ENGINE": "opensearch",
            "POLICYBOT_OPENSEARCH__HOSTS": str(nodes.addresses).replace("'", '"'),
        }
        ends.enter_context(bots(2, workspace, url, settings, place))
        nodes.wait()
        chosen = [each for at, each in enumerate(faults()) if given.faults is None or at in given.faults]
        tried(faults()[0], nodes, workspace, questions)  # warm
        out.print("| fault | asked | lost | twice | told to wait | median s | longest s |")
        out.print("|" + " --- |" * 7)
        wrong = 0
        for fault in chosen:
            found = tried(fault, nodes, workspace, questions)
            counts = f"{found.asked} | {found.lost} | {found.twice} | {found.told_to_wait}"
            out.print(f"| {fault.name} | {counts} | {found.median:.2f} | {found.longest:.1f} |", markup=False)
            wrong += found.lost + found.twice
            heal(nodes)
        return 1 if wrong else 0


def heal(nodes: Nodes) -> None:
    """Has copies placed that a hung node lost, and waits until all is as before."""
    nodes.wait("yellow")
    for address in nodes.addresses:
        with suppress(OSError):
            request = urllib.request.Request(f"{address}/_cluster/reroute?retry_failed=true", method="POST")  # noqa: S310
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310  # loopback
    nodes.wait()


if __name__ == "__main__":
    sys.exit(main())
