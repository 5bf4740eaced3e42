"""People of another organization, in a channel that is shared with it (Slack Connect): declined, wherever they ask."""

import pytest

from bot.slack.outsiders import ANOTHER_TEAM
from slack_playground.workspace import Workspace
from tests.conversations.conftest import PATIENCE, House, Start, seen

STRANGER, QUESTION = "ben", "Who is exempt from Amazon's pause?"


def shared(start: Start, mode: str = "socket", teams: tuple[str, ...] = ()) -> House:
    workspace = Workspace()
    workspace.share_outside("policy")
    workspace.make_stranger(STRANGER, "T0ELSEWHERE")
    return start(mode=mode, workspace=workspace, in_slack={"teams": teams})


def told(house: House, count: int = 1) -> list[str]:
    """What only the stranger sees, once there is so much of it."""
    enough = house.workspace.wait_for(
        lambda now: found if len(found := now.private_messages(STRANGER)) >= count else None, timeout=PATIENCE
    )
    return [seen(each) for each in enough]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_stranger_is_declined_wherever_they_ask(start: Start, mode: str) -> None:
    house = shared(start, mode)
    answer = house.ask(QUESTION)
    assert "exempt" in seen(answer)
    mentioned = house.workspace.mention(STRANGER, "policy", QUESTION)
    assert seen(house.reply_to(mentioned)) == ANOTHER_TEAM
    house.workspace.command(STRANGER, "policy", "/policy", QUESTION)
    assert told(house) == [ANOTHER_TEAM]
    house.workspace.press(STRANGER, answer, "show_in_context")
    assert told(house, 2) == [ANOTHER_TEAM] * 2
    house.workspace.shortcut(STRANGER, "find_sources", mentioned)
    assert told(house, 3) == [ANOTHER_TEAM] * 3
    assert house.workspace.views(STRANGER) == []
    assert house.bot.settled(PATIENCE)


def test_nothing_that_a_stranger_types_or_presses_is_kept(start: Start) -> None:
    house = shared(start)
    house.workspace.command(STRANGER, "policy", "/policy", "digest on")
    assert told(house) == [ANOTHER_TEAM]
    assert "There is no digest here." in seen(house.command("digest list"))


def test_a_form_that_was_open_when_its_person_left_the_organization_is_declined(start: Start) -> None:
    house = start()
    house.workspace.open_home(STRANGER)
    home = house.workspace.wait_for(lambda now: now.home(STRANGER), timeout=PATIENCE)
    house.workspace.press(STRANGER, home, "digest_begin")
    (form,) = house.workspace.wait_for(lambda now: now.views(STRANGER), timeout=PATIENCE)
    house.workspace.make_stranger(STRANGER)
    house.workspace.submit(STRANGER, form)
    house.workspace.wait_for(lambda now: ANOTHER_TEAM in str(now.views(STRANGER)[-1].blocks), timeout=PATIENCE)
    house.workspace.press(STRANGER, home, "digest_begin")
    house.workspace.wait_for(lambda now: now.views(STRANGER)[-1].id != form.id, timeout=PATIENCE)
    assert ANOTHER_TEAM in str(house.workspace.views(STRANGER)[-1].blocks)


def test_people_whose_organization_the_settings_name_are_answered(start: Start) -> None:
    house = shared(start, teams=("T0ELSEWHERE",))
    house.workspace.command(STRANGER, "policy", "/policy", QUESTION)
    assert "exempt" in told(house)[0]
    assert "exempt" in seen(house.reply_to(house.workspace.mention(STRANGER, "policy", QUESTION)))
