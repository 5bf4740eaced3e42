"""The bot and a pretend Slack workspace with its page, started together on loopback."""

import os
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import websockets  # noqa: F401  # the workspace's server needs it; who lacks it hears so before anything starts
from pydantic import SecretStr
from rich.console import Console
from rich.text import Text

from bot.core.digests import digest
from bot.library.library import open_library
from bot.library.shipped import at_home
from bot.settings import HealthSettings, Settings, Tokens
from bot.slack.api.client import build_client
from bot.slack.digests.blocks import digest_messages
from bot.slack.listeners.ask import SHORTCUT as ASK
from bot.slack.listeners.shortcuts import CHECK, FIND
from bot.wiring.demo_offers import OFFERS, first_question, offers_of
from bot.wiring.demo_rights import CURATORS_CHANNEL, rights_to_try, with_rights
from bot.wiring.running import Bot, BotInThread
from slack_playground.messages import Message
from slack_playground.page.setup import Offer, Page, Shortcut
from slack_playground.server import running
from slack_playground.terminal import as_text
from slack_playground.workspace import SUBSCRIPTIONS, Workspace

CHANNEL, PERSON = "policy", 0
PATIENCE = 30.0
OPEN_TO_ALL = "It listens on {host}: anyone who can reach this machine there can use it, and read what is asked."
ASK_ON = "Ask another question (an empty line ends; {command} … asks privately):"


@dataclass(frozen=True, slots=True)
class Where:
    """Where the page is served; port 0 picks a free one."""

    host: str = "127.0.0.1"
    port: int = 0

    @property
    def is_loopback(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return self.host == "localhost" or self.host.startswith("127.") or self.host == "::1"


def play(settings: Settings, question: str | None, out: Console, where: Where, *, browse: bool = True) -> None:
    """Opens the page, asks a question in a channel, shows the answer, and goes on with what is typed.

    Without a question, it is one that the documents answer.
    """
    settings = settings.with_documents(corpus=at_home(settings.corpus))
    with tempfile.TemporaryDirectory() as aside:
        offers = offers_of(settings.model_copy(update={"state": Path(aside)}))
    with inhabited(settings, where, offers) as (workspace, url):
        out.print(Text("A pretend Slack workspace on this machine; nothing leaves it."), soft_wrap=True)
        if not where.is_loopback:
            out.print(Text(OPEN_TO_ALL.format(host=where.host), style="bold yellow"), soft_wrap=True)
        opened = browse and _can_browse() and webbrowser.open(url)
        out.print(Text(f"{'It opens' if opened else 'Open it'} in a browser: {url}\n"), soft_wrap=True)
        _ask(workspace, settings.slack.command, question or first_question(offers), out)
        out.print(Text(ASK_ON.format(command=settings.slack.command), style="dim"))
        for line in iter(sys.stdin.readline, ""):
            if not line.strip():
                break
            _ask(workspace, settings.slack.command, line.strip(), out)


@contextmanager
def inhabited(
    settings: Settings, where: Where = Where(), offers: tuple[Offer, ...] = OFFERS
) -> Iterator[tuple[Workspace, str]]:
    """A workspace with its page and the bot in it; gives the workspace and the address of the page."""
    with tempfile.TemporaryDirectory() as state:
        # Nothing of a demonstration stays in the folder that it is started in.
        here = {"corpus": at_home(settings.corpus), "state": Path(state), "database": SecretStr("")}
        with _inhabited(settings.with_documents(**here), where, offers) as found:
            yield found


@contextmanager
def _inhabited(settings: Settings, where: Where, offers: tuple[Offer, ...]) -> Iterator[tuple[Workspace, str]]:
    workspace = Workspace(subscriptions=SUBSCRIPTIONS | {"message.channels"})
    if not (settings.collections or settings.keepers):
        settings = with_rights(settings, workspace)
        offers = (*offers, *rights_to_try(settings))
    page = Page(
        command=settings.slack.command,
        channel=CHANNEL,
        offers=offers,
        more_commands=(
            ("verify <quotation>", "Check a quotation against the documents"),
            ("digest on", "Get a digest of what is new"),
            ("as-of <date> <question>", "Ask what held on a day"),
            ("ask-to-read <document> until <date>", "As a curator: have a document read and confirmed"),
            ("acknowledgements <document>", "As a curator: see who has read it"),
            ("sources", "See what there is"),
            ("latest", "See the latest documents"),
            ("gaps", "As a curator: see unanswered questions"),
            ("pinned", "As a curator: see pinned answers"),
        ),
        global_shortcuts=(Shortcut("Ask", ASK),),
        message_shortcuts=(Shortcut("Find sources", FIND), Shortcut("Check this quote", CHECK)),
        send_digest=lambda channel: _send_digest(workspace, settings, channel),
    )
    serving = running(workspace, where.host, where.port, anywhere=not where.is_loopback, page=page)
    with serving as url:
        slack = settings.slack.model_copy(update={"mode": "socket", "api_url": f"{url}/api/"})
        own = {"health": HealthSettings(port=0), "slack": slack}
        # A channel of a real workspace means nothing here.
        digests = settings.digest.model_copy(update={"curators_channel": CURATORS_CHANNEL})
        settings = settings.model_copy(update={"digest": digests})
        here = settings.model_copy(update=own)
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        with BotInThread(Bot(here, tokens)):
            yield workspace, url


def _send_digest(workspace: Workspace, settings: Settings, channel: str) -> None:
    """A digest as if all articles had come today."""
    corpus, now = open_library(settings).snapshot.corpus, datetime.now(UTC)
    seen = dict.fromkeys((each.article for each in corpus.attributions), now)
    told = digest.compose(corpus, seen, now - timedelta(days=1), digest.Record(now), digest.Reader())
    client = build_client(workspace.bot_token, f"{workspace.base_url}/api/")
    head, *thread = digest_messages(told)
    posted = client.chat_postMessage(channel=channel, **head.arguments)
    for part in thread:
        client.chat_postMessage(channel=channel, thread_ts=posted["ts"], **part.arguments)


def _can_browse() -> bool:
    """Whether opening a browser would show one to somebody: not over ssh, nor without a desktop."""
    if "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _ask(workspace: Workspace, command: str, words: str, out: Console) -> None:
    person = workspace.people[PERSON]
    words = words.removeprefix(f"@{workspace.app.name}").strip() or words
    if words.startswith(f"{command} ") or words == command:
        before = len(workspace.private_messages(person))
        workspace.command(person, CHANNEL, command, words.removeprefix(command).strip())
        shown = workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=PATIENCE)
    else:
        asked = workspace.mention(person, CHANNEL, words)
        answer = workspace.wait_for(lambda now: now.replies(CHANNEL, asked.ts), timeout=PATIENCE)
        shown = [asked, *answer]
    # Nothing may be under way when the workspace closes.
    workspace.wait_for(lambda now: len(now.outbox) == 0, timeout=PATIENCE)
    for message in shown:
        _show(message, workspace, out)


def _show(message: Message, workspace: Workspace, out: Console) -> None:
    out.print(as_text(message, workspace))
    out.print()
