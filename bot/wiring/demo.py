"""The bot and a pretend Slack workspace, started together on loopback."""

import logging
import sys
import tempfile
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.text import Text

from bot.playground.messages import Message
from bot.playground.server import running
from bot.playground.terminal import as_text
from bot.playground.workspace import Workspace
from bot.service.logs import configure_logs
from bot.settings import Http, Settings, Tokens
from bot.wiring.running import Bot, BotInThread

CHANNEL, PERSON = "policy", 0
ASK_ON = "Ask on (an empty line ends; /policy … asks privately):"


def play(settings: Settings, question: str, out: Console) -> None:
    """Asks a question in a channel, shows the answer, and goes on with what is typed."""
    configure_logs(level=logging.WARNING)
    workspace = Workspace()
    with running(workspace) as url, tempfile.TemporaryDirectory() as state:
        here = settings.model_copy(
            update={
                "state": Path(state),
                "http": Http(port=0),
                "slack": settings.slack.model_copy(update={"mode": "socket", "api_url": f"{url}/api/"}),
            }
        )
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        with BotInThread(Bot(here, tokens)):
            out.print(Text("A pretend Slack workspace on this machine; nothing leaves it.\n", style="dim"))
            _ask(workspace, here.slack.command, question, out)
            out.print(Text(ASK_ON, style="dim"))
            for line in iter(sys.stdin.readline, ""):
                if not line.strip():
                    break
                _ask(workspace, here.slack.command, line.strip(), out)


def _ask(workspace: Workspace, command: str, words: str, out: Console) -> None:
    person = workspace.people[PERSON]
    if words.startswith(f"{command} ") or words == command:
        before = len(workspace.private_messages(person))
        workspace.command(person, CHANNEL, command, words.removeprefix(command).strip())
        shown = workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=30)
    else:
        asked = workspace.mention(person, CHANNEL, words)
        answer = workspace.wait_for(lambda now: now.replies(CHANNEL, asked.ts), timeout=30)
        shown = [asked, *answer]
    for message in shown:
        _show(message, workspace, out)


def _show(message: Message, workspace: Workspace, out: Console) -> None:
    out.print(as_text(message, workspace))
    out.print()
