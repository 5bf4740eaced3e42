"""axe-core finds no fault, wherever one looks. POLICYBOT_AXE says where its axe.min.js lies (npm: axe-core)."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from slack_playground.page.setup import Page as Setup
from slack_playground.server import running
from slack_playground.shapes.checking import checked_blocks
from slack_playground.workspace import Workspace
from tests.browser.gallery import HOME, MESSAGES, MODAL
from tests.browser.house import OFFERS
from tests.browser.seeing import DESK, PHONE, Seeing

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def axe() -> str:
    path = os.environ.get("POLICYBOT_AXE", "")
    if not Path(path).is_file():
        pytest.skip("no axe-core: name its axe.min.js in POLICYBOT_AXE")
    return Path(path).read_text(encoding="utf-8")


def faults(see: Seeing, axe: str) -> list[str]:
    """Every fault that axe finds, with the first element that has it."""
    see.page.evaluate(axe)
    result: Any = see.page.evaluate("async () => (await axe.run()).violations")
    return [f"{fault['id']}: {fault['help']}: {fault['nodes'][0]['html'][:200]}" for fault in result]


def furnished() -> Workspace:
    """A workspace in which there is something of everything."""
    workspace = Workspace()
    for blocks in MESSAGES.values():
        workspace.posts.from_bot(workspace.channel("general"), "fallback", checked_blocks(blocks))
    asked = workspace.mention("amira", "policy", "How long?")
    answer = checked_blocks(MESSAGES["rich text"])
    workspace.posts.from_bot(workspace.channel("policy"), "answer", answer, thread_ts=asked.ts)
    workspace.posts.from_bot(workspace.channel("policy"), "private", answer, ephemeral_to="U0AMIRA")
    workspace.open_views.publish("U0AMIRA", HOME)
    return workspace


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_nobody_is_shut_out(browser: "Browser", axe: str, scheme: str, size: str) -> None:
    workspace = furnished()
    look = {"viewport": DESK if size == "desk" else PHONE, "color_scheme": scheme}
    with running(workspace, page=Setup(offers=OFFERS)) as url, Seeing.opened(browser, url, workspace, **look) as see:
        found = {"first": faults(see, axe)}
        see.page.locator(".thread-link").click()
        found["thread"] = faults(see, axe)
        see.page.keyboard.press("Escape")
        see.page.locator("#main .message").last.focus()
        see.page.locator("#main .message").last.get_by_role("button", name="Inspect").click()
        found["inspector"] = faults(see, axe)
        see.page.keyboard.press("Escape")
        for place in ("C0GENERAL", "C0RANDOM", "app"):
            see.page.goto(f"{url}#/{place}")
            see.page.locator(f'.place[href="#/{place}"][aria-current]').wait_for(state="attached")
            found[place] = faults(see, axe)
        if size == "phone":
            see.button("Open the sidebar").click()
            found["sidebar"] = faults(see, axe)
            see.page.keyboard.press("Escape")
        see.page.goto(f"{url}#/C0POLICY")
        see.page.locator("#write").fill("@")
        found["completion"] = faults(see, axe)
        with workspace.changes.changing():
            workspace.open_views.open("U0AMIRA", MODAL)
        see.page.locator("dialog[open]").wait_for()
        found["modal"] = faults(see, axe)
    assert [f"{place}: {fault}" for place, those in found.items() for fault in those] == []
