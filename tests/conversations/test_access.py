"""Who sees what: collections, and the channels, groups and people that may see them."""

from pathlib import Path
from typing import Any

import pytest

from slack_playground.messages import Message
from slack_playground.people import Person
from slack_playground.visible import visible_buttons
from slack_playground.workspace import Workspace
from tests.conversations.conftest import PATIENCE, House, Start, seen

AMIRA, BEN, CHLOE = "amira", "ben", "chloe"
BONUS = "How high is the yearly bonus?"
DOCUMENTS = {
    "leave.md": "# Leave\n\nEvery employee gets twenty-five days of leave a year.",
    "pay/bonus.md": "# Bonus\n\nThe yearly bonus is four percent of the zircon pool.",
    "press.md": "---\ncollection: press\n---\n# Press\n\nThe newsroom answers every reporter by noon.",
    "board.md": "---\ncollection: board\n---\n# Board\n\nThe board settles the merger in the obsidian room.",
}
COLLECTIONS: list[dict[str, Any]] = [
    {"name": "pay", "folders": ["pay"], "channels": ["C0POLICY"], "people": ["U0BEN"]},
    {"name": "press", "public": True},
    {"name": "board", "groups": ["S0BOARD"]},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    for name, text in DOCUMENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def workspace() -> Workspace:
    """Chloe is a guest; Amira is on the board; nobody but Ben is in #policy."""
    workspace = Workspace()
    workspace.set_group("S0BOARD", AMIRA)
    workspace.make_guest(CHLOE)
    for person in (AMIRA, CHLOE):
        workspace.take_out(person, "policy")
    return workspace


@pytest.fixture
def house(start: Start, corpus: Path, workspace: Workspace) -> House:
    return start(corpus, workspace=workspace, collections=COLLECTIONS)


def mention(house: House, person: str, words: str, channel: str = "general") -> str:
    return seen(house.reply_to(house.workspace.mention(person, channel, words)))


def direct(house: House, person: str, words: str) -> str:
    return seen(house.reply_to(house.workspace.direct_message(person, words)))


def command(house: House, person: str, words: str, channel: str = "general") -> Message:
    before = len(house.workspace.private_messages(person))
    house.workspace.command(person, channel, "/policy", words)
    return house.workspace.wait_for(lambda now: now.private_messages(person)[before:], timeout=PATIENCE)[0]


def test_a_channel_is_told_what_its_collections_say_and_no_other_channel_is(house: House) -> None:
    assert "four percent" in mention(house, BEN, BONUS, "policy")
    assert "four percent" not in mention(house, BEN, BONUS, "general")


def test_in_private_the_person_counts_and_not_the_channel(house: House) -> None:
    assert "four percent" in seen(command(house, BEN, BONUS))
    assert "four percent" not in seen(command(house, AMIRA, BONUS))
    assert "four percent" in direct(house, BEN, BONUS)
    assert "four percent" not in direct(house, AMIRA, BONUS)


def test_members_of_a_user_group_see_its_collection(house: House) -> None:
    asked = "Where does the board settle the merger?"
    assert "obsidian" in direct(house, AMIRA, asked)
    assert "obsidian" not in direct(house, BEN, asked)


def test_members_of_a_channel_see_its_collections_in_private_as_well(start: Start, corpus: Path) -> None:
    workspace = Workspace()
    workspace.take_out(CHLOE, "policy")
    house = start(corpus, workspace=workspace, collections=COLLECTIONS)
    assert "four percent" in direct(house, AMIRA, BONUS)
    assert "four percent" not in direct(house, CHLOE, BONUS)


def test_a_guest_sees_what_is_public_alone(house: House) -> None:
    assert "by noon" in direct(house, CHLOE, "By when does the newsroom answer a reporter?")
    assert "twenty-five" not in direct(house, CHLOE, "How many days of leave does an employee get?")
    assert "twenty-five" not in mention(house, CHLOE, "How many days of leave does an employee get?")
    assert "twenty-five" in mention(house, AMIRA, "How many days of leave does an employee get?")


def test_a_channel_shared_with_another_organization_sees_what_is_public_alone(house: House) -> None:
    house.workspace.share_outside("general")
    assert "twenty-five" not in mention(house, AMIRA, "How many days of leave does an employee get?")
    assert "by noon" in mention(house, AMIRA, "By when does the newsroom answer a reporter?")


def test_what_slack_does_not_tell_counts_as_no(start: Start, corpus: Path, workspace: Workspace) -> None:
    workspace.scopes -= {"users:read", "usergroups:read", "channels:read", "groups:read"}
    house = start(corpus, workspace=workspace, collections=COLLECTIONS)
    assert "obsidian" not in direct(house, AMIRA, "Where does the board settle the merger?")
    assert "twenty-five" not in direct(house, AMIRA, "How many days of leave does an employee get?")
    assert "by noon" in direct(house, AMIRA, "By when does the newsroom answer a reporter?")
    assert "four percent" in mention(house, BEN, BONUS, "policy")


def test_a_quotation_from_what_may_not_be_seen_is_nowhere_to_be_found(house: House) -> None:
    quotation = "verify The yearly bonus is four percent of the zircon pool."
    assert "pay/bonus" not in str(command(house, AMIRA, quotation).blocks)
    assert "Bonus" in seen(command(house, BEN, quotation))


def test_an_answer_cannot_be_shared_where_not_everybody_may_see_it(house: House) -> None:
    private = command(house, BEN, BONUS)
    house.workspace.press(BEN, private, "share_to_channel")
    told = house.workspace.wait_for(
        lambda now: next((m for m in now.private_messages(BEN) if "Not everyone" in seen(m)), None), timeout=PATIENCE
    )
    assert "four percent" in seen(told)
    assert "share_to_channel" not in visible_buttons(told.blocks)
    assert house.workspace.messages("general") == []


def test_an_answer_that_everybody_may_see_can_be_shared(house: House) -> None:
    private = command(house, AMIRA, "How many days of leave does an employee get?")
    house.workspace.press(AMIRA, private, "share_to_channel")
    shared = house.workspace.wait_for(lambda now: now.messages("general"), timeout=PATIENCE)[0]
    assert "twenty-five" in seen(shared)


def test_nobody_is_shown_more_around_a_quotation_than_they_may_see_themselves(house: House) -> None:
    answer = house.reply_to(house.workspace.mention(BEN, "policy", BONUS))
    assert "zircon" in opened(house, house.workspace.person(BEN), answer)


def opened(house: House, person: Person, answer: Message) -> str:
    before = len(house.workspace.views(person))
    house.workspace.press(person, answer, "show_in_context")
    view = house.workspace.wait_for(lambda now: now.views(person)[before:], timeout=PATIENCE)[0]
    return str(view.blocks)
