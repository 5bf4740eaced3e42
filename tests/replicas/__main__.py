"""A replica with documents and one without, on one PostgreSQL and one node: how soon the latter has what has changed.

    python -m tests.replicas

The one without is started first, and waits. Printed are seconds: until each is ready, from a change of a file until the
one without documents has it, and a restart of that one; how many questions it answers alone once the other one is
killed, whether it has read what has changed, and how soon receipts have the files that they quote once that is back.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from bot.store.sql import SqlStore, open_store
from slack_playground.server import running as playing
from slack_playground.workspace import Workspace
from tests.benchmarks import corpus
from tests.conftest import ROOT
from tests.opensearch.__main__ import JARS
from tests.opensearch.nodes import Nodes, resident, running
from tests.store.postgres import Postgres
from tests.store.postgres import started as started_postgres

CHANGES, QUESTIONS, PATIENCE = 8, 40, 900.0
NEW = "How many days of moulting does quaggabird 3 get?"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Bot:
    """A replica: a process, asked at a port how it is."""

    def __init__(self, name: str, place: Path, settings: Mapping[str, str]) -> None:
        self.name, self._place, self._port = name, place, _free_port()
        own = {"POLICYBOT_STATE": str(place / f"state-{name}"), "POLICYBOT_HEALTH__PORT": str(self._port)}
        self._settings = {**os.environ, "PYTHONPATH": str(ROOT), **settings, **own}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and does not wait for it."""
        with (self._place / f"{self.name}.log").open("ab") as log:
            command = [sys.executable, "-P", "-m", "bot", "run"]
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._settings, stdout=log, stderr=log)

    def ready(self) -> float:
        """Waits until it is ready; returns for how many seconds."""
        return waited(lambda: self.health("readyz"))

    def end(self, by: signal.Signals) -> None:
        """Ends it, if it runs."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(by)
            self._process.wait(60)

    def health(self, path: str = "health") -> dict[str, Any]:
        """How it is; nothing while it does not say, or is not well."""
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self._port}/{path}", timeout=5) as answer:
            return dict(json.load(answer))
        return {}

    @property
    def has(self) -> int:
        """How many articles it has."""
        return int(self.health().get("articles", 0))

    @property
    def megabytes(self) -> int:
        """What it has in memory."""
        return resident(self._process.pid) // 1_000_000 if self._process else 0

    @property
    def answered(self) -> int:
        """How many requests it has answered."""
        return (self._place / f"{self.name}.log").read_text().count('"event": "answered"')


def waited(ask: Callable[[], object]) -> float:
    """The seconds until something is so."""
    began = time.monotonic()
    while not ask():
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("it does not come to that")
        time.sleep(0.05)
    return time.monotonic() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def changed(number: int, folder: Path, follower: Bot) -> float:
    """A file is written: the seconds until the replica without documents has it."""
    was = follower.has
    (folder / f"new-{number}.md").write_text(f"Every quaggabird {number} gets {number + 20} days of moulting.\n")
    return waited(lambda: follower.has > was)


def asked(workspace: Workspace, questions: Sequence[str]) -> tuple[list[str], float]:
    """The answers to questions, each asked when the one before it is answered, and the seconds of the longest."""
    longest, answers = 0.0, list[str]()
    for number, words in enumerate(questions):
        message = workspace.mention(
            workspace.people[number % len(workspace.people)], f"room-{number % QUESTIONS + 1}", words
        )
        with suppress(TimeoutError):
            workspace.wait_for(lambda here, sent=message: here.replies(sent.channel, sent.ts), timeout=30)  # type: ignore[misc]
            reply = workspace.replies(message.channel, message.ts)[0]
            longest = max(longest, float(reply.ts) - float(message.ts))
            answers.append(str(reply.blocks))
    return answers, longest


def main() -> int:
    """The command line; 1 if a question was not answered."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, default=10_000)
    given = parser.parse_args()
    out = Console(highlight=False, soft_wrap=True)
    with ExitStack() as ends:
        place = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-replicas-")))
        corpus.write(place / "corpus", given.paragraphs)
        nodes = ends.enter_context(running(Nodes(JARS, place, 1)))
        database = ends.enter_context(Postgres(ends.enter_context(started_postgres())).database())
        workspace = Workspace(rooms=QUESTIONS)
        url = ends.enter_context(playing(workspace))
        shared = {
            **_in(workspace, url),
            "POLICYBOT_DATABASE": database.render_as_string(hide_password=False),
            "POLICYBOT_OPENSEARCH__HOSTS": json.dumps(nodes.addresses),
        }
        nowhere = {"POLICYBOT_CORPUS": str(place / "nowhere"), "POLICYBOT_OPENSEARCH__FOLLOW": "true"}
        leader = Bot("leader", place, {**shared, "POLICYBOT_CORPUS": str(place / "corpus")})
        follower = Bot("follower", place, {**shared, **nowhere})
        for each in (leader, follower):
            ends.callback(each.end, signal.SIGTERM)
        store = open_store(database)
        ends.callback(store.close)
        _together(leader, follower, place / "corpus", out)
        return _alone(leader, follower, workspace, [NEW, *corpus.questions(given.paragraphs, QUESTIONS)], store, out)


def _in(workspace: Workspace, url: str) -> Mapping[str, str]:
    """Settings of bots in a workspace, on a cluster of one node."""
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "POLICYBOT_SLACK__API_URL": f"{url}/api/",
        "POLICYBOT_SLACK__MOST_A_MINUTE": "10000",
        "POLICYBOT_LOG__FORMAT": "json",
        "POLICYBOT_SEARCH__ENGINE": "opensearch",
        "POLICYBOT_OPENSEARCH__REPLICAS": "0",
    }


def _together(leader: Bot, follower: Bot, folder: Path, out: Console) -> None:
    """Both start; files change; and the one without documents is started again."""
    follower.start()
    leader.start()
    out.print(f"leader: ready after {leader.ready():.1f} s; the follower {follower.ready():.1f} s later")
    late = sorted(changed(number, folder, follower) for number in range(CHANGES))
    out.print(f"a file that changes: followed after {late[len(late) // 2]:.1f} s, at most {late[-1]:.1f} s")
    out.print(f"memory: leader {leader.megabytes} MB, follower {follower.megabytes} MB")
    follower.end(signal.SIGTERM)
    follower.start()
    out.print(f"follower: ready again after {follower.ready():.1f} s")


def _alone(
    leader: Bot, follower: Bot, workspace: Workspace, questions: Sequence[str], store: SqlStore, out: Console
) -> int:
    """The one with documents is killed, and comes back later."""
    leader.end(signal.SIGKILL)
    before = follower.answered
    answers, longest = asked(workspace, questions)
    is_new = any("23 days" in each for each in answers[:1])
    waited(lambda: follower.answered - before >= len(answers))
    out.print(
        f"leader killed: {len(answers)} of {len(questions)} answered, {follower.answered - before} by the follower, "
        f"after {longest:.1f} s at the longest; {'with' if is_new else 'WITHOUT'} what has changed"
    )
    lacking = len(store.receipts.lacking(LONG_AGO))
    leader.start()
    took = waited(lambda: not store.receipts.lacking(LONG_AGO))
    out.print(f"leader started: {lacking} receipts had no copy of a file, and have one after {took:.1f} s")
    return not (is_new and len(answers) == len(questions))


if __name__ == "__main__":
    sys.exit(main())
