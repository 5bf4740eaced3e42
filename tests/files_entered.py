"""Counts the files of `bot/` that are entered on the way of a question, a wish for a digest, and a document.

    python -m tests.files_entered [--list | --json]

Entered means: a function of the file ran between the message and the answer. What turns by itself beside the work is
not counted, nor is what was done before.
"""

import argparse
import json
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from pydantic import SecretStr
from typer.testing import CliRunner

from bot.__main__ import build_cli
from bot.settings import HealthSettings, Settings, Slack, Tokens
from bot.wiring.running import Bot, BotInThread
from slack_playground.server import running
from slack_playground.workspace import Workspace

ROOT = Path(__file__).parent.parent
BOT = f"{ROOT / 'bot'}/"
PATIENCE = 30.0
# What turns beside the work is not there every time.
RUNS = 3
# The threads that a question goes through; others look at the corpus, the sources and the claims.
AT_WORK = ("MainThread", "bot", "socket", "listener", "worker")
# The loops of the process, which turn whether anybody asks or not, and what the connection to Slack tells every second.
BESIDE = {f"service/{name}.py" for name in ("loop", "heartbeats", "supervision", "health", "metrics", "outages")} | {
    "wiring/running.py"
}


@dataclass
class Walk:
    """While it is on, notes the files in which functions are called, in any thread that began after it."""

    on: bool = False
    entered: set[str] = field(default_factory=set)

    def note(self, frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if not (self.on and event == "call" and name.startswith(BOT)):
            return
        if name not in self.entered and threading.current_thread().name.startswith(AT_WORK):
            self.entered.add(name)

    def of(self, act: Callable[[], object]) -> list[str]:
        """The files that are entered each time that something is done, but for the first time, when modules load."""
        act()
        runs = [self._once(act) for _ in range(RUNS)]
        return sorted({name.removeprefix(BOT) for name in set.intersection(*runs)} - BESIDE)

    def _once(self, act: Callable[[], object]) -> set[str]:
        self.entered, self.on = set(), True
        try:
            act()
        finally:
            self.on = False
        return self.entered


@contextmanager
def noted() -> Iterator[Walk]:
    """A walk, in this thread and in those that begin while it lasts."""
    walk = Walk()
    threading.setprofile(walk.note)
    sys.setprofile(walk.note)
    try:
        yield walk
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


@contextmanager
def inhabited(state: Path) -> Iterator[Workspace]:
    """The bot with the examples, in a pretend workspace."""
    workspace = Workspace()
    with running(workspace) as url:
        slack = Slack.model_validate({"mode": "socket", "api_url": f"{url}/api/"})
        settings = Settings(corpus=ROOT / "corpus", state=state, health=HealthSettings(port=0), slack=slack)
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        with BotInThread(Bot(settings, tokens)):
            yield workspace


def files_entered(folder: Path) -> dict[str, list[str]]:
    """The files that a mention, `digest on` and `policybot add` enter; `folder` is empty."""
    person, found = 0, {}
    with noted() as walk:
        with inhabited(folder / "state") as workspace:
            who = workspace.people[person]

            def mention() -> None:
                asked = workspace.mention(who, "policy", "Who is exempt from Amazon's pause?")
                workspace.wait_for(lambda now: now.replies("policy", asked.ts), timeout=PATIENCE)
                workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)

            def subscribe() -> None:
                before = len(workspace.private_messages(who))
                workspace.command(who, "policy", "/policy", "digest on")
                workspace.wait_for(lambda now: now.private_messages(who)[before:], timeout=PATIENCE)

            found["a mention"] = walk.of(mention)
            found["digest on"] = walk.of(subscribe)
        names = iter(("leave.md", "travel.md", "cars.md", "visits.md"))

        def add() -> None:
            file = folder / next(names)
            file.write_text(f"# {file.stem.title()}\n\nParents get twelve weeks.\n", encoding="utf-8")
            own = {"POLICYBOT_STATE": str(folder / file.stem)}
            done = CliRunner().invoke(build_cli(), ["add", str(file), "--corpus", str(folder / "corpus")], env=own)
            assert done.exit_code == 0, done.output

        found["add"] = walk.of(add)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="name the files, too")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = files_entered(Path(folder))
    if chosen.json:
        print(json.dumps(found))
        return
    for what, files in found.items():
        print(f"{len(files):3} files: {what}")
        if chosen.list:
            print(*(f"      {name}" for name in files), sep="\n")


if __name__ == "__main__":
    main()
