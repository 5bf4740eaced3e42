"""One life after another: the bot is started, asked, and killed; the next life takes up what the last one left."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.core.digests.subscriptions import Cadence, Schedule, Subscription
from bot.slack.digests.amendments import CHANGED
from bot.store.sql import SqlStore, open_store
from slack_playground.faults.kinds import AckLost, Fault, ForeignPage, RateLimited, ReplyLost, ServerError, Slow, Twice
from slack_playground.grants import Patience
from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.people import Person
from slack_playground.server import running
from slack_playground.visible import visible_text
from slack_playground.workspace import SCOPES, SUBSCRIPTIONS, Workspace
from tests.conftest import ROOT
from tests.conversations.conftest import free_port
from tests.faults.curators import Curating

HISTORY = frozenset({"channels:history", "groups:history", "im:history"})
STEPS = 90
LEASE = 2
# A process that is up and has nothing to do any more is killed from outside. What was tried often in bad weather is
# tried again after five minutes.
IDLE, PATIENCE = 20.0, 360.0
# A replica that was killed leads until its lease ends, and the next one looks at the documents some seconds later.
LEFT = 90.0
POLL = 0.02
# What is told without being asked: to curators of faulty files, and below an answer of what has changed in it.
NOTICE, NOTE = "curators' notice", "note under an answer"
# What curators have read, told to a channel, and to each who has not confirmed it.
TO_READ, REMINDER = "request to read", "reminder to read"
CURATORS = "room-1"
BEFORE = "ten hours"


@dataclass(frozen=True)
class Case:
    """One kind of life. `replicas` live at the same time; `history`: whether Slack lets them look back.

    `slow`: Slack may accept what it is sent up to half a minute late. `skew`: by how many seconds a life's clock may be
    wrong, another way each time: what the last life wrote was written by another clock.
    """

    database: str
    mode: str = "socket"
    history: bool = True
    replicas: int = 1
    weather: bool = False
    slow: bool = False
    skew: int = 0

    @property
    def name(self) -> str:
        parts = [self.database, {"socket": "Socket Mode", "http": "HTTP"}[self.mode]]
        parts += ["two replicas"] if self.replicas > 1 else []
        parts += ["Slack failing too"] if self.weather else []
        parts += ["Slack slow"] if self.slow else []
        parts += [f"clocks {self.skew} s apart"] if self.skew else []
        parts += [] if self.history else ["no history scopes"]
        return ", ".join(parts)


@dataclass
class Asked:
    """What somebody did, and the word by which its answer is known. `due`: nobody waits for it in this life.

    `told`: who alone is told of it, by their id.
    """

    kind: str
    word: str
    message: Message | None = None
    invocation: Invocation | None = None
    due: bool = False
    told: str = ""


@dataclass
class Counted:
    """Of one kind: how many were asked, how many answers are missing, and how many are too many."""

    asked: int = 0
    missing: int = 0
    doubled: int = 0


@dataclass
class Chain:
    """A workspace that stays, and a bot that does not."""

    case: Case
    folder: Path
    url: str
    database: str
    workspace: Workspace
    random: Random
    kills: int = 0
    asked: list[Asked] = field(default_factory=list)
    _last_word: str = ""
    _to_read: str = ""

    def __post_init__(self) -> None:
        self.port = int(self.workspace.request_url.split(":")[2].split("/")[0]) if self.workspace.request_url else 0
        self.curating = Curating(self.workspace)
        self.corpus = self.folder / "corpus"
        self.corpus.mkdir()
        self.article("leave", "Parents get twelve weeks of leave, and ask for it in writing.")
        self.article("travel", "Whoever travels by train books the second class.")

    def article(self, name: str, text: str) -> None:
        (self.corpus / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n\n{text}\n")

    def live(self, step: int) -> None:
        """One life for each replica: started, asked, killed."""
        if self.case.weather or self.case.slow:
            self._change_weather()
        self._subscribe()
        # Every third life ends at any moment, and not at a step.
        seconds = self.random.uniform(0.0, 3.0) if self.kills % 3 == 2 else IDLE
        fuse = step if seconds == IDLE else 0
        bots = [self._start(fuse if number == 0 else 0) for number in range(self.case.replicas)]
        try:
            if self._up(bots[0]):
                self.curating.act(len(self.curating.questions), lambda: bots[0].poll() is None)
                new = self._ask()
                self._until(lambda: bots[0].poll() is not None or self._all_answered(new), seconds)
        finally:
            for bot in bots:
                _kill(bot)
                self.kills += 1

    def rest(self) -> None:
        """A life without a kill: everything that was left is answered, and SIGTERM ends it with 0."""
        self.workspace.faults.withdraw_all()
        self._subscribe()
        bot = self._start(None)
        try:
            assert self._up(bot), "this life did not begin"
            self._until(lambda: all(self._has_come(each) for each in self.asked if each.due), LEFT)
            with closing(self.store()) as store:
                quiet = self._until(lambda: len(self.workspace.outbox) == 0 and store.inbox.waiting() == 0, PATIENCE)
                said = (self.folder / "log").read_text(errors="replace")[-4_000:]
                assert quiet, f"{self.case.name}: {store.inbox.waiting()} requests still wait\n{said}"
            bot.send_signal(signal.SIGTERM)
            assert bot.wait(30) == 0
        finally:
            _kill(bot)

    def _has_come(self, asked: Asked) -> bool:
        if asked.invocation and not asked.invocation.acknowledged:
            return True  # Slack told the person that it failed
        return self._answers(asked, self._shown()) >= self._wanted(asked)

    def _shown(self) -> list[str]:
        return [visible_text(message.blocks) for message in self._said_by_bot()]

    def store(self) -> SqlStore:
        return open_store(self.database)

    def count(self) -> dict[str, Counted]:
        """What the workspace shows of everything that was asked."""
        shown = self._shown()
        counted: dict[str, Counted] = {}
        for asked in self.asked:
            if asked.invocation and not asked.invocation.acknowledged:
                continue  # Slack told the person that it failed
            if asked.kind == NOTE and not asked.due:
                continue  # what is quoted there was never changed
            row = counted.setdefault(asked.kind, Counted())
            row.asked += 1
            answers = self._answers(asked, shown)
            wanted = self._wanted(asked)
            row.missing += max(0, wanted - answers)
            row.doubled += max(0, answers - wanted)
        for kind, wanted, there in self.curating.counted():
            row = counted.setdefault(kind, Counted())
            row.asked += 1
            row.missing += max(0, wanted - there)
            row.doubled += max(0, there - wanted)
        return counted

    def _answers(self, asked: Asked, shown: list[str]) -> int:
        if asked.kind == "mention":
            assert asked.message is not None
            replies = (m for m in self.workspace.replies("policy", asked.message.ts) if m.bot_id)
            # What is quoted there may have changed since, and is said to.
            return len([reply for reply in replies if CHANGED not in visible_text(reply.blocks)])
        if asked.kind == NOTE:
            assert asked.message is not None
            return len([text for text in self._replies_in_general(asked) if CHANGED in text])
        if asked.kind == NOTICE:
            told = [visible_text(message.blocks) for message in self.workspace.messages(CURATORS) if message.bot_id]
            return len([text for text in told if asked.word in text])
        if asked.kind in {TO_READ, REMINDER}:
            place, heading = ("general", "Please") if asked.kind == TO_READ else (asked.told, "Reminder: please")
            return len([text for text in self._written_in(place) if f"{heading} read" in text and asked.word in text])
        if asked.kind == "digest's thread":
            heads = [message for message in self.workspace.messages("policy") if message.bot_id]
            replies = (reply for head in heads for reply in self.workspace.replies("policy", head.ts))
            return len([reply for reply in replies if asked.word in visible_text(reply.blocks)])
        return len([text for text in shown if asked.word in text])

    def _wanted(self, asked: Asked) -> int:
        if asked.kind == NOTE:  # nothing is told where the answer came only after the change
            return int(any(BEFORE in text for text in self._replies_in_general(asked)))
        return 0 if asked.kind in {"deleted", "before the edit"} else 1

    def _written_in(self, place: str) -> list[str]:
        """What the bot wrote in a channel, or to a person, outside threads."""
        channel = place if place == "general" else self.workspace.direct_channel(place).id
        return [visible_text(message.blocks) for message in self.workspace.messages(channel) if message.bot_id]

    def _replies_in_general(self, asked: Asked) -> list[str]:
        assert asked.message is not None
        replies = self.workspace.replies("general", asked.message.ts)
        return [visible_text(reply.blocks) for reply in replies if reply.bot_id]

    def _said_by_bot(self) -> Iterator[Message]:
        people = self.workspace.people
        yield from (message for message in self.workspace.messages("policy") if message.bot_id)
        for channel in (self.workspace.direct_channel(person).id for person in people):
            for said in self.workspace.messages(channel):
                yield from (message for message in self.workspace.replies(channel, said.ts) if message.bot_id)
        for person in people:
            yield from self.workspace.private_messages(person)

    def _ask(self) -> list[Asked]:
        """Everything that people can do, once: with words that no article has, which the answers then name."""
        home, life = self.workspace, len(self.asked)
        person, other = home.people[life % 3], home.people[(life + 1) % 3]
        word = [f"zebra{letter}{life}x" for letter in "abcde"]
        asked = self._have_it_read(person, life)  # first, so that many a life takes it
        asked += [Asked("mention", "", home.mention(person, "policy", f"How much leave do parents get, case {life}?"))]
        if self.case.history:
            asked.append(Asked("direct message", word[0], home.direct_message(person, f"What is a {word[0]}?")))
            edited = home.direct_message(other, f"What is a {word[1]}?")
            asked.append(Asked("before the edit", word[1], edited))
            home.edit(edited, f"What is a {word[2]}?")
            asked.append(Asked("edited", word[2], edited))
            deleted = home.direct_message(other, f"What is a {word[3]}?")
            asked.append(Asked("deleted", word[3], deleted))
            home.remove(deleted)
        command = home.command(person, "policy", "/policy", f"What is a {word[4]}?")
        asked.append(Asked("private reply", word[4], invocation=command))
        # More than a head holds, so that there is a thread.
        rules = [f"Rule {number} of the quokka{life}x. {'It is to be fed at noon. ' * 8}" for number in range(5)]
        self.article(f"news{life}", "\n\n".join([*rules, f"Nor is the quokka{life}x a numbat{life}x."]))
        asked += [Asked("digest", f"quokka{life}x", due=True), Asked("digest's thread", f"numbat{life}x", due=True)]
        (self.corpus / f"broken{life}x.md").write_text(f"---\ntitle: Broken\nstanding: wrong{life}\n---\n\nText.\n")
        asked.append(Asked(NOTICE, f"broken{life}x", due=True))
        if not self.case.skew:  # past answers are known by the clocks of those who were asked
            asked += self._change_what_was_quoted(life)
        self.asked += asked
        return asked

    def _have_it_read(self, curator: Person, life: int) -> list[Asked]:
        """An article is written, and in the next life a channel is asked to read it; nobody confirms that they did."""
        self.article(f"okapi{life}x", f"Every okapi{life}x is to be left alone.")
        word, self._to_read = self._to_read, f"okapi{life}x"
        if not word:
            return []
        day = datetime.now(UTC).date() + timedelta(days=30)
        command = self.workspace.command(
            curator, "general", "/policy", f"ask-to-read {word} <#C0GENERAL|general> until {day}"
        )
        others = [each.id for each in self.workspace.people if each.id != curator.id]
        reminders = [Asked(REMINDER, word, invocation=command, due=True, told=each) for each in others]
        return [Asked(TO_READ, word, invocation=command, due=True), *reminders]

    def _change_what_was_quoted(self, life: int) -> list[Asked]:
        """An article is written, in the next life asked about, and changed in the life after that."""
        written = [(each, each.word) for each in self.asked if each.kind == NOTE]
        for each, word in written:
            if not each.due and any(BEFORE in text for text in self._replies_in_general(each)):
                self.article(word, f"Every {word} sleeps for eleven hours, and is not to be woken.")
                each.due = True
        self.article(f"wombat{life}x", f"Every wombat{life}x sleeps for {BEFORE}, and is not to be woken.")
        word, self._last_word = self._last_word, f"wombat{life}x"
        if not word:
            return []
        question = self.workspace.mention(
            self.workspace.people[life % 3], "general", f"How long does every {word} sleep?"
        )
        return [Asked(NOTE, word, question)]

    def _all_answered(self, asked: list[Asked]) -> bool:
        shown = self._shown()
        return all(self._answers(each, shown) for each in asked if each.kind in {"mention", "direct message", "edited"})

    def _subscribe(self) -> None:
        """A digest of its own for each article that came since the last life: it is due when the next one begins."""
        now = datetime.now(UTC)
        rhythm = Schedule(Cadence.DAILY, (now - timedelta(minutes=1)).time().replace(second=0, microsecond=0), "UTC")
        subjects = [asked.word for asked in self.asked if asked.kind == "digest"]
        if subjects:
            with closing(self.store()) as store:
                known = {each.about for each in store.subscriptions.all()}
                for about in subjects:
                    if about not in known:
                        store.subscriptions.keep(Subscription("C0POLICY", None, rhythm, now - timedelta(days=2), about))

    def _change_weather(self) -> None:
        faults = self.workspace.faults
        faults.withdraw_all()
        pages = (ForeignPage(), ForeignPage(accepted=True))
        kinds: tuple[Fault | None, ...] = (
            ReplyLost(),
            ReplyLost(reset=True),
            ServerError(),
            RateLimited(retry_after=1),
            *pages,
            None,
        )
        if self.case.slow:
            kinds = tuple(Slow(seconds, before=True) for seconds in (5, 12, 16, 25, 30))
        if fault := self.random.choice(kinds):
            faults.add("chat.postMessage", fault)
        if delivery := self.random.choice((AckLost(), Twice(), None)):
            faults.add("delivery", delivery)

    def _start(self, fuse: int | None) -> "subprocess.Popen[bytes]":
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "POLICYBOT_"))}
        settings = {
            "FUSE": str(fuse or 0),
            "SLACK_BOT_TOKEN": self.workspace.bot_token,
            "SLACK_APP_TOKEN": self.workspace.app_token,
            "SLACK_SIGNING_SECRET": self.workspace.signing_secret,
            "POLICYBOT_SLACK__API_URL": f"{self.url}/api/",
            "POLICYBOT_SLACK__MODE": self.case.mode,
            "POLICYBOT_SLACK__LEASE": str(LEASE),
            "POLICYBOT_SLACK__MOST_A_MINUTE": "10000",  # what was asked of many lives comes at once
            "POLICYBOT_HTTP__PORT": str(self.port),
            "POLICYBOT_HEALTH__PORT": "0",
            "POLICYBOT_STATE": str(self.folder / "state"),
            "POLICYBOT_CORPUS": str(self.corpus),
            "POLICYBOT_DIGEST__CURATORS_CHANNEL": "C0ROOM1",
            "POLICYBOT_ANSWERING__NOTE_CHANGES": "true",
            "POLICYBOT_ANSWERING__NOTE_CHANGES_MOST": "1000",
            "POLICYBOT_ROLES__CURATORS": json.dumps([person.id for person in self.workspace.people]),
            "POLICYBOT_READ_REQUESTS__REMINDERS": "1",
            "POLICYBOT_READ_REQUESTS__HOURS_BETWEEN": "0.001",
            "POLICYBOT_READ_REQUESTS__EARLIEST": "00:00",
            "POLICYBOT_READ_REQUESTS__LATEST": "23:59",
            "POLICYBOT_READ_REQUESTS__WEEKENDS": "true",
        }
        settings["POLICYBOT_SLACK__GRACE"] = "45" if self.case.slow else "4"
        if self.case.skew and fuse is not None:
            settings |= wrong_clock(self.random.randint(-self.case.skew, self.case.skew))
        if "://" in self.database:
            settings["POLICYBOT_DATABASE"] = self.database
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.faults.victim"],
                cwd=ROOT, env=clean | settings, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _up(self, bot: "subprocess.Popen[bytes]") -> bool:
        """Waits until the bot hears, or is dead; whether it hears."""
        self._until(lambda: bot.poll() is not None or self._hears(), PATIENCE)
        return bot.poll() is None

    def _hears(self) -> bool:
        if self.case.mode == "socket":
            return len(self.workspace.connections) > 0
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    @staticmethod
    def _until(done: Callable[[], bool], seconds: float) -> bool:
        ends = time.monotonic() + seconds
        while not done():
            if time.monotonic() > ends:
                return False
            time.sleep(POLL)
        return True


def faketime() -> Path | None:
    """The library that gives a process another clock, where there is one (Debian: libfaketime)."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def wrong_clock(seconds: int) -> dict[str, str]:
    """The environment of a process whose wall clock is off; what counts seconds is left as it is."""
    return {"LD_PRELOAD": str(faketime()), "FAKETIME": f"{seconds:+d}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def _kill(bot: "subprocess.Popen[bytes]") -> None:
    if bot.poll() is None:
        os.killpg(bot.pid, signal.SIGKILL)
    bot.wait()


@contextmanager
def beginning(case: Case, folder: Path, database: str, seed: int) -> Iterator[Chain]:
    """A chain in a workspace of its own."""
    scopes = SCOPES if case.history else SCOPES - HISTORY
    # Slack tries an event three times more, and gives it up: then it was never ours. Here it goes on until we are up.
    patience = Patience(retries=(0.0, *(1.0,) * 900))
    request_url = f"http://127.0.0.1:{free_port()}/slack/events" if case.mode == "http" else None
    workspace = Workspace(
        request_url=request_url, subscriptions=SUBSCRIPTIONS, scopes=scopes, patience=patience, rooms=1
    )
    with running(workspace) as url:
        yield Chain(case, folder, url, database, workspace, Random(seed))  # noqa: S311
