"""Who belongs to another organization."""

from typing import Any

import pytest

from bot.slack.outsiders import other_team

OURS = frozenset({"T1", "E1"})
PRESS = {"type": "block_actions", "user": {"id": "U1", "team_id": "T2"}, "team": {"id": "T2"}, "enterprise": None}


def message(team: str, **more: Any) -> dict[str, Any]:
    event = {"type": "message", "user_team": team, "team": "T1"}
    return {"type": "event_callback", "is_ext_shared_channel": True, "event": event, **more}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (PRESS, "T2"),
        ({**PRESS, "user": {"id": "U1", "team_id": "T1"}}, ""),
        # Another workspace of the same organization.
        ({**PRESS, "enterprise": {"id": "E1"}}, ""),
        ({**PRESS, "enterprise": {"id": "E2"}}, "T2"),
        ({"command": "/policy", "team_id": "T2"}, "T2"),
        ({"command": "/policy", "team_id": "T1"}, ""),
        ({"command": "/policy", "team_id": "T3", "enterprise_id": "E1"}, ""),
        (message("T2"), "T2"),
        (message("E2"), "E2"),
        (message("E1"), ""),
        (message("T2", is_ext_shared_channel=False), ""),
        # An edit has the message inside.
        ({**message(""), "event": {"type": "message", "message": {"user_team": "T2"}}}, "T2"),
        ({"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened"}}, ""),
        ({"type": "event_callback", "team_id": "T2", "event": {"type": "app_home_opened"}}, "T2"),
    ],
)
def test_the_team_of_who_sent_it_tells(body: dict[str, Any], told: str) -> None:
    assert other_team(body, OURS) == told


def test_a_welcome_team_is_none_of_the_others() -> None:
    assert other_team(PRESS, OURS, frozenset({"T2"})) == ""
    assert other_team(PRESS, frozenset()) == ""
