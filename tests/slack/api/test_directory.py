"""What Slack tells of people and places is kept for a minute; what it does not tell is unknown."""

from collections.abc import Iterator

import pytest

from bot.slack.api.client import build_client
from bot.slack.api.directory import BEARABLE_SECONDS, FRESH_SECONDS, SlackDirectory
from slack_playground.faults.kinds import RateLimited, ServerError
from slack_playground.server import running
from slack_playground.workspace import Workspace

AMIRA, GENERAL, BOARD = "U0AMIRA", "C0GENERAL", "S0BOARD"


class Asked:
    """A directory of a pretend workspace, with a clock that tests turn."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        self.workspace, self.now = workspace, 0.0
        self.waited: list[float] = []
        client = build_client(workspace.bot_token, f"{url}/api/")
        self.directory = SlackDirectory(client, lambda: self.now, self.waited.append)


@pytest.fixture
def asked() -> Iterator[Asked]:
    workspace = Workspace()
    with running(workspace) as url:
        yield Asked(workspace, url)


def test_members_are_told_from_guests_and_strangers(asked: Asked) -> None:
    asked.workspace.make_guest("chloe")
    assert asked.directory.is_member(AMIRA) is True
    assert asked.directory.is_member("U0CHLOE") is False
    assert asked.directory.is_member("U0NOBODY") is None


def test_groups_and_channels_of_a_person_are_told(asked: Asked) -> None:
    asked.workspace.set_group(BOARD, "amira")
    assert asked.directory.groups_of(AMIRA) == frozenset({BOARD})
    assert asked.directory.groups_of("U0BEN") == frozenset()
    assert GENERAL in (asked.directory.channels_of(AMIRA) or ())


def test_a_channel_shared_with_another_organization_is_not_internal(asked: Asked) -> None:
    assert asked.directory.is_internal(GENERAL) is True
    asked.workspace.share_outside("policy")
    assert asked.directory.is_internal("C0POLICY") is False


def test_what_changes_is_known_a_minute_later(asked: Asked) -> None:
    assert asked.directory.groups_of(AMIRA) == frozenset()
    asked.workspace.set_group(BOARD, "amira")
    assert asked.directory.groups_of(AMIRA) == frozenset()
    asked.now = FRESH_SECONDS
    assert asked.directory.groups_of(AMIRA) == frozenset({BOARD})


def test_without_a_scope_nothing_is_known(asked: Asked) -> None:
    asked.workspace.scopes.clear()
    assert asked.directory.is_member(AMIRA) is None
    assert asked.directory.groups_of(AMIRA) is None
    assert asked.directory.channels_of(AMIRA) is None
    assert asked.directory.is_internal(GENERAL) is None


def test_without_the_scope_for_private_channels_the_public_ones_are_known(asked: Asked) -> None:
    asked.workspace.scopes.discard("groups:read")
    assert GENERAL in (asked.directory.channels_of(AMIRA) or ())


def test_what_slack_told_counts_for_a_while_when_it_cannot_be_asked(asked: Asked) -> None:
    assert asked.directory.is_member(AMIRA) is True
    asked.workspace.faults.add("users.info", ServerError(), times=2)
    asked.now = FRESH_SECONDS
    assert asked.directory.is_member(AMIRA) is True
    asked.now = BEARABLE_SECONDS
    assert asked.directory.is_member(AMIRA) is None


def test_who_is_in_a_channel_or_group_is_told_bots_among_them(asked: Asked) -> None:
    bot = asked.workspace.app.user_id
    assert asked.directory.people_in(GENERAL) == frozenset({AMIRA, "U0BEN", "U0CHLOE", bot})
    asked.workspace.set_group(BOARD, "amira")
    assert asked.directory.people_in(BOARD) == frozenset({AMIRA})
    assert asked.directory.people_in("S0NONE") is None
    assert (asked.directory.is_person(AMIRA), asked.directory.is_person(bot)) == (True, False)


def test_where_many_are_asked_for_it_waits_as_slack_says(asked: Asked) -> None:
    asked.workspace.faults.add("users.info", RateLimited(retry_after=7))
    assert asked.directory.is_person(AMIRA) is True
    assert asked.waited == [7.0]
    asked.workspace.faults.add("users.info", RateLimited(retry_after=600))
    assert asked.directory.is_person("U0BEN") is None
    assert asked.waited == [7.0]
