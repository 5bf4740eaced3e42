"""Buttons on messages that stand in Slack for long: from before a restart, and from earlier versions of the bot."""

import json
from hashlib import sha256
from typing import Any

import pytest

from slack_playground.messages import Message
from slack_playground.shapes.checking import checked_blocks
from slack_playground.visible import visible_text
from tests.conversations.conftest import PATIENCE, House, Start, seen

ARTICLE, QUOTED = "aclu-test-2018", "28 false matches"
QUESTION = "What did the ACLU's test of Rekognition find?"


def old_message(house: House, action: str, value: str) -> Message:
    """A message of ours with this button, as an earlier version posted it."""
    button = {"type": "button", "text": {"type": "plain_text", "text": "…"}, "action_id": action, "value": value}
    quoted = {"type": "section", "text": {"type": "plain_text", "text": "What was quoted then."}}
    blocks = checked_blocks([quoted, {"type": "actions", "elements": [button]}])
    with house.workspace.changes.changing():
        return house.workspace.posts.from_bot(house.workspace.channel("policy"), "quoted", blocks)


def shown(house: House, message: Message, action: str = "show_in_context") -> str:
    """What the view says that opens when it is pressed."""
    house.workspace.press(house.person, message, action)
    view = house.workspace.wait_for(lambda now: now.views(house.person), timeout=PATIENCE)[-1]
    return visible_text(view.blocks)


def place(house: House) -> list[Any]:
    """Where a sentence stands, as buttons name it."""
    article = house.bot.services.library.snapshot.corpus.article(ARTICLE)
    assert article is not None
    passage = next(each for each in article.passages if QUOTED in each.text)
    start = passage.text.index(QUOTED)
    end = start + len(QUOTED)
    return [ARTICLE, passage.number, start, end, sha256(QUOTED.encode()).hexdigest()[:8]]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_show_in_context_works_on_what_every_earlier_version_posted(start: Start, mode: str) -> None:
    house = start(mode=mode)
    where = place(house)
    for value in ([where], {"receipt": "0123456789ab", "places": [where]}, {"nearest": True, "places": [where]}):
        told = shown(house, old_message(house, "show_in_context", json.dumps(value)))
        assert QUOTED in told
        assert "has changed since" not in told


def test_a_button_that_cannot_be_read_says_that_there_is_nothing_left(start: Start) -> None:
    house = start()
    for value in ("", "places", "[1]", '{"places": [["gone", 1, 0, 1, "x"]]}'):
        told = shown(house, old_message(house, "show_in_context", value or "-"))
        assert "There is nothing left to show here." in told or "no longer in the corpus" in told


def test_buttons_work_after_a_restart(start: Start) -> None:
    before = start()
    asked, private = before.ask(QUESTION), before.command(QUESTION)
    house = start(workspace=before.workspace)
    assert QUOTED in shown(house, asked)
    house.workspace.press(house.person, private, "share_to_channel")
    shared = house.workspace.wait_for(
        lambda now: [each for each in now.messages("policy") if f"asked: {QUESTION}" in seen(each)], timeout=PATIENCE
    )
    assert QUOTED in seen(shared[0])
    before.workspace.open_home(before.person)
    home = house.workspace.wait_for(lambda now: now.home(house.person), timeout=PATIENCE)
    again = start(workspace=before.workspace)
    again.workspace.press(again.person, home, "ask_open", QUESTION)
    again.workspace.wait_for(lambda now: now.views(again.person)[-1].body.get("submit"), timeout=PATIENCE)
