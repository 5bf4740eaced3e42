"""What curators are shown fits into Slack, whatever is asked, and takes nobody's words for markup."""

from datetime import UTC, date, datetime

import pytest

from bot.core.answering.pins import Pin, PinState
from bot.core.answering.unknown_words import Proposal
from bot.core.curation.own_answers import PinnedNow
from bot.core.question_log import Gap
from bot.slack.api.kit import Block
from bot.slack.curation.gaps import Proposed, gap_blocks
from bot.slack.curation.hand_over_blocks import About, Taken, Waiting, hand_over_message, offer_message
from bot.slack.curation.hand_over_forms import Asked, ask_form, search_form, write_form
from bot.slack.curation.own_pins import pin_blocks
from slack_playground.shapes.checking import checked_blocks, checked_view
from tests.hostile_texts import LONE_SURROGATE
from tests.small_articles import article

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LONGEST = 1_200
HOSTILE = [
    "x" * LONGEST,
    '"' * LONGEST,
    "\n" * 600 + "gym",
    "<!channel> *bold* <https://evil.example|here> @here",
    "ß🙂" * 600,
]


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_asked_slack_takes_what_curators_see_of_it(words: str) -> None:
    about = About(words, "h" * 24, "C0GENERAL")
    waiting = [
        Waiting("U1", "Where it was asked", "https://example.org/1", words[:500]),
        Waiting(None, "Asked in private"),
    ]
    gap = Gap(("gym",), words, 2, 3, NOON, NOON)
    pin = Pin("p", (words, "gym"), "leave", (1,), "", "the Legal team", date(2026, 5, 3))
    shown: list[list[Block]] = [
        list(hand_over_message(about, waiting, [], None).blocks),
        gap_blocks(Proposed(gap, Proposal("gym", "sports"))),
        pin_blocks(PinnedNow(pin, PinState.GONE, None)),
        list(offer_message(Taken(About("", "h" * 24, "C0GENERAL"), "1.0", "2.0")).blocks),
    ]
    for blocks in shown:
        checked_blocks(blocks)
    assert "<!channel>" not in hand_over_message(about, waiting, [], None).text


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_is_asked_slack_takes_the_forms_about_it(words: str) -> None:
    about = About(words, "h" * 24, "C0GENERAL")
    asked = Asked(words, "C0GENERAL", "1.0", "1.0", False, "https://hooks.slack.test/1")
    long = article("leave", "word " * 2_000).passages
    for view in (
        ask_form(asked, may_hide=True),
        search_form(about, long, "gym"),
        write_form(about, words, {"": "All"}),
    ):
        checked_view(view)
        assert len(view["private_metadata"]) <= 3_000


def test_of_a_question_that_no_button_takes_whole_it_carries_the_beginning() -> None:
    read = About.read(About('"' * LONGEST, "h").value)
    assert read.hand_over == "h"
    assert read.question == '"' * 300
    assert About.read(About(LONE_SURROGATE).value).question == LONE_SURROGATE
