"""What the demo's first visit offers, clicked through in a real browser as the demo ships it."""

from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring.demo import inhabited
from bot.wiring.demo_offers import OFFERS
from bot.wiring.demo_rights import ASKED_IN_VAIN, HIDDEN, MISSING, TO_READ
from tests.browser.seeing import Seeing
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHOWN = {
    "A quotation that answers": "exempt",
    "A statement that was replaced": "Replaced on 18 May 2021",
    "A refusal that says why": "no proof that there is no policy",
    "A quotation, checked": "No document has it word for word",
    "A digest": "More in the thread.",
    "What not everybody may see": "no proof that there is no policy",
    "A document to be read and confirmed": "I have read this",
    ASKED_IN_VAIN.label: "Ask a curator",
    MISSING.label: "There were no unanswered questions",
}


def test_each_of_the_offers_shows_what_it_promises(browser: "Browser") -> None:
    assert [offer.label for offer in (*OFFERS, HIDDEN, TO_READ, ASKED_IN_VAIN, MISSING)] == list(SHOWN)
    for number, shown in enumerate(SHOWN.values()):
        with (
            inhabited(Settings(corpus=ROOT / "corpus")) as (workspace, url),
            Seeing.opened(browser, url, workspace) as see,
        ):
            see.page.locator(".offer").nth(number).click()
            see.page.get_by_text(shown).first.wait_for(timeout=20_000)
