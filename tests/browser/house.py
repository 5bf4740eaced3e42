"""A workspace with its page, the bot in it if wanted, and a browser before it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.settings import HealthSettings, Settings, Tokens
from bot.wiring.running import Bot, BotInThread
from slack_playground.page.setup import Offer, Page
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A browser that calls nobody: neither its maker's servers nor, as root, its sandbox.
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OFFERS = (
    Offer("A quotation that answers", "mention", "What did the ACLU's test of Rekognition find?"),
    Offer(
        "A statement that was replaced", "mention", "How long does Amazon's pause on police use of Rekognition last?"
    ),
    Offer("A refusal that says why", "mention", "How many weeks of parental leave do we get?"),
    Offer("An answer for you alone", "command", "Who is exempt from Amazon's pause?"),
    Offer("In a direct message", "direct", "Is there a federal law on facial recognition?"),
)


def chromium() -> str | None:
    """Where a Chromium is: POLICYBOT_CHROMIUM, or one on the path."""
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")]
    return os.environ.get("POLICYBOT_CHROMIUM") or next(filter(None, found), None)


@contextmanager
def browsing(executable: str) -> "Iterator[Browser]":
    """A headless browser of its own, with a fresh profile."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who has a browser needs it

    flags = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def inhabited(page: Page, port: int = 0) -> Iterator[tuple[Workspace, str]]:
    """The bot with the shipped corpus in a workspace that has this page; gives the workspace and the page's URL."""
    workspace = Workspace()
    with running(workspace, port=port, page=page) as url, tempfile.TemporaryDirectory() as state:
        settings = Settings(corpus=ROOT / "corpus", state=Path(state), health=HealthSettings(port=0))
        slack = settings.slack.model_copy(update={"mode": "socket", "api_url": f"{url}/api/"})
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        with BotInThread(Bot(settings.model_copy(update={"slack": slack}), tokens)):
            yield workspace, url
