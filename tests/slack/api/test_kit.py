"""What others wrote turns nothing round that stands beside it, in whichever element of a message it stands."""

import json

import pytest

from bot.slack.api import kit
from bot.slack.api.kit import Block
from bot.slack.api.message import message_of, sentence_message
from bot.slack.words import plain_words

EVIL = "invoice\u202etxt.exe\u202c \u2067x\u2069"


@pytest.mark.parametrize(
    "element",
    [
        kit.text(EVIL),
        kit.plain(EVIL),
        kit.said(EVIL),
        kit.link(EVIL, "https://example.org"),
        kit.linked(EVIL, "https://example.org", EVIL),
        kit.button(EVIL, "action", "value"),
    ],
)
def test_no_element_turns_round_what_stands_beside_it(element: Block) -> None:
    shown = json.dumps(element, ensure_ascii=False)
    assert "invoicetxt.exe" in shown
    assert not set("\u202e\u202c\u2067\u2069") & set(shown)


def test_neither_does_what_a_notification_shows() -> None:
    assert message_of(f"{EVIL} <", ()).text == "invoicetxt.exe x &lt;"
    assert sentence_message(EVIL).text == "invoicetxt.exe x"


def test_a_quotation_stays_as_it_is() -> None:
    assert kit.quoted(EVIL)["text"] == EVIL


def test_what_is_asked_has_no_characters_that_nobody_types() -> None:
    assert plain_words(f"\x00Who\x1b[31m is\x9b {EVIL}?\n<@U1> And\t I?", "U1") == (
        "Who[31m is invoicetxt.exe x?\nAnd I?"
    )
