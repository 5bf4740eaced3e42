"""What people see: the words of blocks in plain characters, and in a terminal."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from slack_playground.messages import Message, as_typed, typed_blocks
from slack_playground.terminal import as_text
from slack_playground.views import View
from slack_playground.visible import visible_buttons, visible_text
from slack_playground.workspace import Workspace
from tests.playground.saying import Json, actions, button, modal, plain, quotation, section


def shown(what: Message | View, workspace: Workspace, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    console.print(as_text(what, workspace))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def from_app(workspace: Workspace, *blocks: Json, ephemeral_to: str | None = None) -> Message:
    channel = workspace.channel("policy")
    return workspace.posts.from_bot(channel, "fallback", list(blocks), ephemeral_to=ephemeral_to)


def test_visible_text_is_in_order_without_markup_and_buttons() -> None:
    blocks = [
        {"type": "header", "text": plain("Leave")},
        section("*Five* _days_, see <https://x.org|the rule> &amp; <@U0BEN>"),
        quotation("up to *five* days\nper year"),
        actions(button("Show in context")),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "Handbook"}, plain("2024")]},
    ]
    assert visible_text(blocks) == (
        "Leave\nFive days, see the rule & @U0BEN\nup to *five* days\nper year\nHandbook  2024"
    )
    assert visible_buttons(blocks) == ["Show in context"]


@given(st.text(min_size=1))
def test_quoted_text_is_visible_to_the_last_character(text: str) -> None:
    assert visible_text([quotation(text)]) == text


@given(st.text(alphabet="ab<>&;@U0 \n:/hltpgm.") | st.text())
def test_typing_without_marks_survives_slacks_escaping(text: str) -> None:
    kept = typed_blocks(as_typed(text), "1.000000")[0]["elements"][0]["elements"]
    if all(element["type"] == "text" for element in kept):
        assert "".join(element["text"] for element in kept) == text


def test_a_terminal_shows_who_what_and_the_buttons(workspace: Workspace) -> None:
    message = from_app(workspace, section("*Five* days for <@U0BEN>"), quotation("a b"), actions(button("Show")))
    text = shown(message, workspace)
    assert "policybot APP" in text
    assert "Five days for @Ben Okafor" in text
    assert "▎ a b" in text
    assert "[Show]" in text
    assert "Only visible to you" not in text
    assert "Only visible to you" in shown(from_app(workspace, section("x"), ephemeral_to="U0BEN"), workspace)


def test_the_bar_stays_beside_every_row_of_a_long_quotation(workspace: Workspace) -> None:
    rows = shown(from_app(workspace, quotation("word " * 40)), workspace, width=40).splitlines()[1:]
    assert len(rows) > 3
    assert all(row.startswith("▎ ") for row in rows)


def test_nothing_in_a_text_is_markup_for_the_terminal_or_steers_it(workspace: Workspace) -> None:
    said = workspace.say("ben", "policy", "[red]not red[/red] [link=https://x.org]x[/link] \x1b[31m")
    text = shown(said, workspace)
    assert "[red]not red[/red] [link=https://x.org]x[/link]" in text.replace("<", "").replace(">", "")
    assert "\x1b" not in text


def test_a_blank_that_does_not_break_is_shown_as_a_blank(workspace: Workspace) -> None:
    text = shown(from_app(workspace, quotation("30\u00a0days, 2\u202f500 euros, ¶\u00a01")), workspace)
    assert "\ufffd" not in text
    assert "30 days, 2 500 euros, ¶ 1" in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_modal_is_shown_with_its_title_fields_and_buttons(workspace: Workspace) -> None:
    view = workspace.open_views.open("U0BEN", modal(close=plain("Cancel")))
    text = shown(view, workspace)
    for part in ("Ask", "Question", "[Cancel]", "[Send]"):
        assert part in text
