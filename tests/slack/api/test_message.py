"""What a message says to who hears it: all that its blocks show, since screen readers read only its text."""

from bot.slack.api import kit
from bot.slack.api.message import LONGEST_ALOUD, aloud, whole_message


def test_all_that_a_message_shows_is_in_its_text_but_for_buttons() -> None:
    listed = kit.bullets(
        [
            kit.section([kit.link("Leave", "https://x.org")]),
            kit.section([kit.text("Who pays?")]),
            kit.section([kit.text("Pay & travel")]),
        ]
    )
    quoted = kit.quote([kit.text("three ", strike=True), kit.text("five", bold=True), kit.text(" days")])
    blocks = [
        kit.rich_text([kit.section([kit.text("Two documents:", bold=True)]), listed, quoted]),
        kit.context([kit.linked("Leave", "https://x.org/a|b", " · 1 May 2021"), kit.plain("and more")]),
        kit.actions([kit.button("Open", "open", "1")]),
    ]
    message = whole_message(blocks, "Digest:")
    assert message.blocks == tuple(blocks)
    assert message.text == (
        "Digest: Two documents: Leave; Who pays? Pay &amp; travel. "
        "“[struck out: three] five days” Leave · 1 May 2021 and more"
    )


def test_what_is_heard_has_an_end() -> None:
    assert LONGEST_ALOUD / 2 < len(aloud([kit.said("word " * LONGEST_ALOUD)])) <= LONGEST_ALOUD
