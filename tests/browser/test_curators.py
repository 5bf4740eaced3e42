"""An answer by a curator, followed in the browser from the question to the quotation that everybody gets then."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.demo import inhabited
from bot.wiring.demo_rights import ASKED_IN_VAIN
from tests.browser.seeing import Seeing
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Whoever wants to look, too, names a folder for pictures.
PICTURES = os.environ.get("POLICYBOT_PICTURES")


def picture(see: Seeing, name: str) -> None:
    if PICTURES:
        see.page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def submit(see: Seeing, label: str) -> None:
    see.page.locator("dialog[open]").get_by_role("button", name=label, exact=True).click()


def test_a_question_goes_to_a_curator_and_comes_back_as_a_quotation(browser: "Browser") -> None:
    with (
        inhabited(Settings(corpus=ROOT / "corpus")) as (workspace, url),
        Seeing.opened(browser, url, workspace) as see,
    ):
        see.page.set_default_timeout(20_000)
        see.page.locator(".offer", has_text=ASKED_IN_VAIN.label).click()
        see.sees("I found nothing to quote", "#thread")
        picture(see, "1-refusal")
        see.button("Ask a curator, who will then read your question").click()
        see.sees("This goes to the curators", "dialog[open]")
        see.page.locator("dialog[open] textarea").fill("I work in the evening.")
        picture(see, "2-ask")
        submit(see, "Ask")
        see.sees("I have asked the curators", "#thread")
        picture(see, "3-asked")
        see.speak_as("Amira Haddad")
        see.go("general")
        see.sees("asks the curators", "#main")
        picture(see, "4-curators")
        see.button("Write an answer").click()
        see.page.locator("dialog[open] textarea").fill("Yes, in the cellar.\n- showers\n- a *bench*")
        picture(see, "5-write")
        submit(see, "Send")
        see.sees("has answered:", "#main")
        picture(see, "6-answered")
        see.speak_as("Ben Okafor")
        see.go("policy")
        see.page.locator("#main .thread-link").first.click()
        see.sees("An answer from the curators to:", "#thread")
        see.sees("Written by the curators on", "#thread")
        picture(see, "7-handed-back")
        see.write("@policybot is there a gym?")
        see.page.locator("#main .thread-link").nth(1).click()
        see.sees("a *bench*", "#thread")
        see.sees("Written by the curators on", "#thread")
        picture(see, "8-quoted")
        see.page.locator("#thread .feedback button").nth(1).click()
        see.sees("What was missing, or wrong?", "dialog[open]")
        picture(see, "9-feedback")
        submit(see, "Send")
        see.speak_as("Amira Haddad")
        see.go("home")
        see.sees("For curators", "#main")
        picture(see, "10-home")
        see.go("general")
        see.write("/policy pinned")
        see.sees("Pinned answers:", "#main")
        picture(see, "11-pinned")
