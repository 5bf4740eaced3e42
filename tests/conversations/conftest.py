"""The real bot, on real Bolt, in a pretend workspace."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.library.library import now
from bot.settings import DigestSettings, HealthSettings, Http, Settings, Slack, Tokens
from bot.wiring.running import Bot, BotInThread
from slack_playground.messages import Message
from slack_playground.people import Person
from slack_playground.server import running
from slack_playground.visible import visible_text
from slack_playground.workspace import Workspace
from tests.conftest import ROOT
from tests.payloads.recording import Recording

# A busy machine may take its time; on a quiet one nothing waits for more than some hundredths of a second.
PATIENCE = 30.0
# Both ways bring the same to the same listeners. Each day `test_surfaces` goes through every one of them over HTTP, and
# the conversations are held over Socket Mode; `make long` does both over both.
MODES = ["socket", pytest.param("http", marks=pytest.mark.long)]


@dataclass(frozen=True)
class House:
    """A workspace with the bot in it."""

    workspace: Workspace
    bot: Bot
    corpus: Path
    settings: Settings
    tokens: Tokens

    @property
    def person(self) -> Person:
        return self.workspace.people[0]

    def ask(self, words: str, channel: str = "policy", thread_ts: str | None = None) -> Message:
        """Mentions the bot, and gives its reply."""
        asked = self.workspace.mention(self.person, channel, words, thread_ts)
        return self.reply_to(asked)

    def reply_to(self, asked: Message) -> Message:
        """The first reply after a message in its thread."""
        root = asked.thread_ts or asked.ts
        return self.workspace.wait_for(
            lambda now: next((m for m in now.replies(asked.channel, root) if m.bot_id and m.ts > asked.ts), None),
            timeout=PATIENCE,
        )

    def write(self, words: str) -> Message:
        """Sends a direct message, and gives what the bot says after it."""
        return self.reply_to(self.workspace.direct_message(self.person, words))

    def command(self, words: str, channel: str = "policy") -> Message:
        """Gives the slash command, and its private answer."""
        before = len(self.workspace.private_messages(self.person))
        self.workspace.command(self.person, channel, "/policy", words)
        return self.workspace.wait_for(lambda now: now.private_messages(self.person)[before:], timeout=PATIENCE)[0]


class Clock:
    """The moment, or as much later as a test says."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def seen(message: Message) -> str:
    """What a person reads."""
    return visible_text(message.blocks)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def clock() -> Clock:
    return Clock()


Start = Callable[..., House]


@pytest.fixture
def start(state: Path) -> Iterator[Start]:
    """Starts a bot in a workspace of its own. Everything ends with the test."""
    with ExitStack() as ends:

        def begin(
            corpus: Path = ROOT / "corpus",
            mode: str = "socket",
            workspace: Workspace | None = None,
            digest_channels: tuple[str, ...] = (),
            clock: Callable[[], datetime] = now,
            in_slack: Mapping[str, Any] | None = None,
            **chosen: Any,
        ) -> House:
            port = free_port()
            home = workspace or Workspace()
            if mode == "http":
                home.request_url = f"http://127.0.0.1:{port}/slack/events"
            recording = Recording(home)
            ends.callback(recording.check)
            ends.callback(recording.keep)
            url = ends.enter_context(running(home))
            usual = {
                "corpus": corpus,
                "state": state,
                "slack": Slack.model_validate({"mode": mode, "api_url": f"{url}/api/", "grace": 1, **(in_slack or {})}),
                "http": Http(port=port),
                "health": HealthSettings(port=0),
                "digest": DigestSettings(channels=digest_channels),
            }
            settings = Settings.model_validate(usual | chosen)
            tokens = Tokens(
                bot_token=SecretStr(home.bot_token),
                app_token=SecretStr(home.app_token),
                signing_secret=SecretStr(home.signing_secret),
            )
            bot = Bot(settings, tokens, clock)
            ends.enter_context(BotInThread(bot))
            return House(home, bot, corpus, settings, tokens)

        yield begin


@pytest.fixture(params=MODES)
def house(start: Start, request: pytest.FixtureRequest) -> House:
    """The bot with the shipped corpus, over Socket Mode and over HTTP."""
    return start(mode=request.param)
