"""Requests to read are shown as Slack takes them, whatever documents and titles hold."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import example, given

from bot.core.answering import citing
from bot.core.changes import redlines
from bot.core.changes.redlines import Changed
from bot.core.read_requests.model import Asked, Ending, ReadRequest
from bot.slack.api.message import Message
from bot.slack.read_requests.blocks import (
    CONFIRM,
    Material,
    confirmed_message,
    home_blocks,
    request_message,
    status_message,
    superseded_message,
)
from slack_playground.shapes.checking import checked_blocks
from slack_playground.visible import visible_text
from tests.hostile_texts import anything
from tests.small_articles import article, attribution

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
REQUEST = ReadRequest("r", "leave", "abc", "Leave", "U1", "C1", NOON, date(2026, 3, 12), "UTC")
HOSTILE = "<!channel> *bold* <https://evil.example|here> &amp; @here"


def material(text: str = "Parents get twelve weeks.", before: str = "") -> Material:
    now = article("leave", text)
    lines = redlines.compare((before,), (text,)) if before else ()
    return Material(now, Changed(now.attribution, lines) if lines else None)


def every(title: str, text: str) -> list[Message]:
    read = material(text)
    request = replace(REQUEST, title=citing.label(attribution(title=title)))
    return [
        request_message(request, read),
        request_message(replace(request, target="S1", by=""), read, reminder=True),
        confirmed_message(request, NOON.date()),
        superseded_message(request, read, 3),
        status_message(replace(request, ending=Ending.STOPPED), [Asked("r", f"U{n}") for n in range(30)]),
        Message("", tuple(home_blocks([(request, read.article)] * 20, [(request, NOON.date())] * 20))),
    ]


# What documents hold was decoded from files: it has no half characters.
written = anything.map(lambda text: text.encode("utf-8", "replace").decode()).filter(str.strip)


@given(written, written)
@example(HOSTILE, HOSTILE)
@example("x" * 5_000, "y" * 50_000)
def test_whatever_a_document_holds_slack_takes_it_and_nobody_is_pinged(title: str, text: str) -> None:
    for message in every(title, text):
        checked_blocks(list(message.blocks))
        assert "<!channel>" not in message.text


def test_a_change_is_shown_word_by_word_and_a_new_document_by_how_it_begins() -> None:
    shown = visible_text(list(request_message(REQUEST, material(before="Parents get ten weeks.")).blocks))
    assert "What has changed" in shown
    assert "ten" in shown
    new = visible_text(list(request_message(REQUEST, material()).blocks))
    assert "What has changed" not in new
    assert "Parents get twelve weeks." in new


def test_the_button_names_the_document_to_who_hears_it() -> None:
    (button,) = request_message(REQUEST, material()).blocks[-1]["elements"]
    assert (button["action_id"], button["value"]) == (CONFIRM, "r")
    assert button["accessibility_label"] == "I have read this: Leave"
