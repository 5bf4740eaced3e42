"""Questions at rising rates, answered by policybot and by a bare Bolt app that posts a constant, turn about.

    python -m tests.load --rates 10 20 40 80

Printed for each: answers a second, and the milliseconds from the moment of a question to the moment at which its
reply stands in the channel. Then, how long a slash command waits for its ack while 200 questions wait for their
answer, because Slack takes no posts.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path

from rich.console import Console

from slack_playground.faults.kinds import Held
from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT

OURS, BARE = "policybot", "bare Bolt app"
MODULES = {OURS: ("bot", "run"), BARE: ("tests.load.bare",)}
ROOMS, WAITING = 300, 200
QUESTIONS = (
    "How long does Amazon's pause on police use of Rekognition last?",
    "Who is exempt from Amazon's pause?",
    "What did IBM announce?",
    "Is there a federal law on facial recognition?",
    "How do I reset my VPN password?",
)
SHARES = (50, 95, 99)


@dataclass(frozen=True)
class Round:
    """What came of one rate: asked and answered, answers a second, and latencies in milliseconds by SHARES."""

    rate: float
    asked: int
    answered: int
    a_second: float
    latencies: tuple[float, ...]


@contextmanager
def started(name: str, workspace: Workspace, url: str) -> Iterator[None]:
    """The app in a process of its own, from its first connection on."""
    with tempfile.TemporaryDirectory(prefix="policybot-load-") as state:
        environment = os.environ | {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "POLICYBOT_SLACK__API_URL": f"{url}/api/",
            "POLICYBOT_HEALTH__PORT": "0",
            "POLICYBOT_STATE": state,
        }
        log = (Path(state) / "log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", *MODULES[name]], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            workspace.wait_for(lambda here: len(here.connections) > 0, timeout=30)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            log.close()


def ask_at(rate: float, seconds: float, workspace: Workspace) -> Round:
    """Asks at a steady rate, in many channels, and waits for what is answered."""
    count = round(rate * seconds)
    asked: list[Message] = []
    began = time.monotonic()
    for number in range(count):
        pause = began + number / rate - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        asked.append(ask(number, workspace))
    latencies = wait_for_replies(asked, workspace, limit=max(30.0, 3 * seconds))
    last = max((float(each.ts) + late for each, late in latencies), default=0.0)
    span = last - float(asked[0].ts) if latencies else 1.0
    return Round(rate, count, len(latencies), len(latencies) / span, _shares([late for _, late in latencies]))


def ask(number: int, workspace: Workspace) -> Message:
    person = workspace.people[number % len(workspace.people)]
    return workspace.mention(person, f"room-{number % ROOMS + 1}", QUESTIONS[number % len(QUESTIONS)])


def wait_for_replies(asked: Sequence[Message], workspace: Workspace, limit: float) -> list[tuple[Message, float]]:
    """Each question that was answered, and the seconds that took, by the workspace's own clock."""
    found: dict[str, tuple[Message, float]] = {}
    ends = time.monotonic() + limit
    while len(found) < len(asked) and time.monotonic() < ends:
        for each in asked:
            if each.ts not in found and (replies := workspace.replies(each.channel, each.ts)):
                found[each.ts] = (each, float(replies[0].ts) - float(each.ts))
        time.sleep(0.1)
    return list(found.values())


def ack_among(workspace: Workspace) -> float:
    """Milliseconds until a slash command is acked while WAITING questions wait for their answer; the median of five.

    Infinity where Slack's wall of three seconds came first.
    """
    held = workspace.faults.add("chat.postMessage", Held(before=True), times=None)
    asked = [ask(number, workspace) for number in range(WAITING)]
    workspace.wait_for(lambda here: len(here.outbox) == 0, timeout=60)
    took = []
    for _ in range(5):
        began = time.monotonic()
        invocation: Invocation = workspace.command(workspace.people[0], "room-1", "/policy", "Who is exempt?")
        workspace.wait_for(lambda _, given=invocation: given.acknowledged or given.failure, timeout=30)  # type: ignore[misc]
        took.append(inf if invocation.failure else (time.monotonic() - began) * 1_000)
    held.withdraw()
    held.release()
    wait_for_replies(asked, workspace, 120)
    return sorted(took)[2]


def _shares(latencies: list[float]) -> tuple[float, ...]:
    if not latencies:
        return (0.0,) * len(SHARES)
    ordered = sorted(latencies)
    return tuple(ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1_000 for share in SHARES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=float, nargs="+", default=[5, 10, 20, 40, 80, 160])
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    out.print("| asked a second | app | asked | answered | answers a second | p50 ms | p95 ms | p99 ms |", markup=False)
    out.print("|" + " --- |" * 8, markup=False)
    acks: dict[str, list[float]] = {OURS: [], BARE: []}
    for rate in given.rates:
        for name in (BARE, OURS):
            workspace = Workspace(crowd=50, rooms=ROOMS)
            with running(workspace) as url, started(name, workspace, url):
                ask_at(5, 2, workspace)  # warm
                found = ask_at(rate, given.seconds, workspace)
                shares = " | ".join(f"{share:.0f}" for share in found.latencies)
                told = f"| {rate:g} | {name} | {found.asked} | {found.answered} | {found.a_second:.1f} | {shares} |"
                out.print(told, markup=False)
                acks[name].append(ack_among(workspace))
    out.print(f"\nA slash command is acked behind {WAITING} questions after (ms, median of {len(given.rates)}):")
    for name, took in acks.items():
        middle = sorted(took)[len(took) // 2]
        out.print(f"  {name}: {'not within 3 s' if middle == inf else f'{middle:.0f}'}", markup=False)


if __name__ == "__main__":
    main()
