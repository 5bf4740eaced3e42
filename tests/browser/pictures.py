"""Takes the pictures of the page that the documents show: ``python -m tests.browser.pictures FOLDER``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from bot.wiring.demo import inhabited
from slack_playground.workspace import Workspace
from tests.browser.house import browsing, chromium
from tests.browser.seeing import DESK, PHONE, Seeing
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUESTION = "How long does Amazon's pause on police use of Rekognition last?"
LOOK: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/London", "device_scale_factor": 1.5}
SMALL: dict[str, Any] = {**LOOK, "viewport": PHONE, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def take(folder: Path, executable: str) -> None:
    """Five pictures: an answer (light and dark), a private one, the inspector, and a phone."""
    folder.mkdir(parents=True, exist_ok=True)
    with inhabited(Settings(corpus=ROOT / "corpus")) as (workspace, url), browsing(executable) as browser:
        said(workspace)
        for scheme in ("light", "dark"):
            with Seeing.opened(browser, url, workspace, **LOOK, color_scheme=scheme) as see:
                ask(see)
                see.page.screenshot(path=folder / f"answer-{scheme}.png")
        first_visit(browser, url, workspace, folder)
        private_and_inspected(browser, url, workspace, folder)
        with Seeing.opened(browser, url, workspace, **SMALL) as see:
            ask(see)
            see.page.screenshot(path=folder / "phone.png")


def said(workspace: Workspace) -> None:
    """A few words between people, so that the place is lived in."""
    workspace.say("amira", "policy", "Morning! I am writing the note on face recognition for Thursday.")
    workspace.say("ben", "policy", "Good. Please quote, do not paraphrase.")


def ask(see: Seeing) -> None:
    """The question, its thread, and nothing beside them."""
    see.page.evaluate("localStorage.setItem('policybot-guided', 'yes')")
    see.page.reload()
    if see.page.locator(".thread-link").count() == 0:
        see.write(f"@policybot {QUESTION}")
    else:
        see.page.locator(".thread-link").first.click()
    see.page.locator("#thread blockquote").first.wait_for()
    see.page.evaluate("document.activeElement.blur()")
    see.page.mouse.move(0, 0)


def first_visit(browser: "Browser", url: str, workspace: Workspace, folder: Path) -> None:
    with Seeing.opened(browser, url, workspace, **LOOK) as see:
        see.page.locator(".main .scroll").evaluate("scroll => scroll.scrollTop = 0")
        see.page.screenshot(path=folder / "first-visit.png")


def private_and_inspected(browser: "Browser", url: str, workspace: Workspace, folder: Path) -> None:
    with Seeing.opened(browser, url, workspace, **{**LOOK, "viewport": {**DESK, "height": 900}}) as see:
        see.button("Close the proposals").click()
        see.write("/policy Who is exempt from Amazon's pause?")
        private = see.page.locator(".message.private")
        private.wait_for()
        private.hover()
        see.page.mouse.move(0, 0)
        see.page.evaluate("document.activeElement.blur()")
        see.page.screenshot(path=folder / "private.png")
        private.hover()
        private.get_by_role("button", name="Inspect").click()
        see.page.mouse.move(0, 0)
        see.page.screenshot(path=folder / "inspector.png")


if __name__ == "__main__":
    found = chromium()
    if found is None:
        sys.exit("No Chromium on the path; name one in POLICYBOT_CHROMIUM.")
    take(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"), found)
