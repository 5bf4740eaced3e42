"""Bots on one PostgreSQL, a search cluster, and a workspace whose people ask: everything that can be struck."""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from slack_playground.server import running as playing
from slack_playground.workspace import Workspace
from tests.conftest import ROOT

ROOMS, CROWD = 300, 50


def options(told: str | None) -> argparse.ArgumentParser:
    """What each of these runs may be told on its command line."""
    parser = argparse.ArgumentParser(description=told, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only faults with this in their name")
    parser.add_argument("--keep", type=Path, help="a folder for all logs; else they go when it ends")
    return parser


@dataclass
class Bots:
    """Bots, numbered from 0: each a process with a state folder and a log of its own."""

    workspace: Workspace
    place: Path
    settings: Mapping[str, str]
    program: Sequence[str] = ("bot", "run")
    processes: dict[int, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    _numbers: dict[int, int] = field(default_factory=dict)

    def of(self, pid: int) -> int | None:
        """The number of the bot whose process this is, or was."""
        return self._numbers.get(pid)

    def start(self, number: int, **more: str) -> None:
        """Starts one, with more settings of its own, and waits until it hears."""
        before = len(self.workspace.connections)
        own = {"POLICYBOT_STATE": str(self.place / f"state-{number}"), "PYTHONPATH": str(ROOT)}
        with (self.place / f"bot-{number}.log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                [sys.executable, "-P", "-m", *self.program],
                cwd=ROOT, env={**os.environ, **self.settings, **own, **more}, stdout=log, stderr=log,
            )  # fmt: skip
        self._numbers[self.processes[number].pid] = number
        self.workspace.wait_for(lambda here: len(here.connections) > before, timeout=180)

    def end(self, number: int, by: signal.Signals = signal.SIGTERM) -> None:
        """Ends one by a signal, and waits until it has ended."""
        process = self.processes.pop(number)
        process.send_signal(by)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def end_all(self) -> None:
        """Ends all of them."""
        for number in list(self.processes):
            self.processes[number].send_signal(signal.SIGCONT)
            self.end(number)


@contextmanager
def living(place: Path, settings: Mapping[str, str], program: Sequence[str] = ("bot", "run")) -> Iterator[Bots]:
    """No bots yet, and a workspace with a crowd of people and many rooms for them."""
    workspace = Workspace(crowd=CROWD, rooms=ROOMS)
    with playing(workspace) as url:
        usual = {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "POLICYBOT_SLACK__API_URL": f"{url}/api/",
            "POLICYBOT_SLACK__MOST_A_MINUTE": "10000",
            "POLICYBOT_HEALTH__PORT": "0",
            "POLICYBOT_CORPUS": str(place / "corpus"),
        }
        bots = Bots(workspace, place, {**usual, **settings}, program)
        try:
            yield bots
        finally:
            bots.end_all()
