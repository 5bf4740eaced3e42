"""Headless Chromium before the page. Nothing is installed: where it is missing, these tests are skipped."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from slack_playground.page.setup import Page as Setup
from slack_playground.page.setup import Shortcut
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.browser.house import OFFERS, browsing, chromium, inhabited
from tests.browser.seeing import Seeing

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    pytest.importorskip("playwright.sync_api", reason="playwright drives the browser, and is not installed")
    executable = chromium()
    if executable is None:
        pytest.skip("no Chromium on the path; name one in POLICYBOT_CHROMIUM")
    with browsing(executable) as opened:
        yield opened


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def see(workspace: Workspace, browser: "Browser") -> Iterator[Seeing]:
    """A page on a workspace without a bot."""
    setup = Setup(
        offers=OFFERS,
        message_shortcuts=(Shortcut("Find policy", "find"),),
        global_shortcuts=(Shortcut("Ask privately", "ask"),),
        more_commands=(("help", "What can be asked"),),
    )
    with running(workspace, page=setup) as url, Seeing.opened(browser, url, workspace) as seeing:
        yield seeing


@pytest.fixture
def asking(browser: "Browser") -> Iterator[Seeing]:
    """A page on a workspace with the bot and the shipped corpus."""
    with inhabited(Setup(offers=OFFERS)) as (workspace, url), Seeing.opened(browser, url, workspace) as seeing:
        yield seeing
