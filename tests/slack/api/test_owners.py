"""Whom the owner of a document stands for."""

import pytest

from bot.slack.api.client import build_client
from bot.slack.api.owners import MOST, Owners
from slack_playground.faults.kinds import ServerError
from slack_playground.server import running
from slack_playground.workspace import SCOPES, Workspace


@pytest.mark.parametrize(
    ("owner", "people"),
    [
        ("U0BEN", ("U0BEN",)),
        ("@U0BEN", ("U0BEN",)),
        ("<@U0BEN|ben>", ("U0BEN",)),
        ("ben@playground.example", ("U0BEN",)),
        ("Ben@Playground.example", ("U0BEN",)),
        ("S0LEGAL", ("U0AMIRA", "U0BEN")),
        ("<!subteam^S0LEGAL|legal>", ("U0AMIRA", "U0BEN")),
        ("@legal", ("U0AMIRA", "U0BEN")),
        ("nobody@example.org", ()),
        ("S0NOBODY", ()),
        ("Ben Okafor", ()),
        ("People team", ()),
    ],
)
def test_ids_addresses_and_user_groups_name_people_and_other_words_nobody(owner: str, people: tuple[str, ...]) -> None:
    workspace = Workspace()
    workspace.set_group("S0LEGAL", "ben", "amira")
    with running(workspace) as url:
        assert Owners(build_client(workspace.bot_token, f"{url}/api/")).people(owner) == people


def test_a_group_is_no_crowd() -> None:
    workspace = Workspace(crowd=MOST + 1)
    workspace.set_group("S0ALL", *(person.id for person in workspace.people))
    with running(workspace) as url:
        assert Owners(build_client(workspace.bot_token, f"{url}/api/")).people("S0ALL") == ()


def test_without_the_scope_nobody_is_named_and_trouble_is_told_from_that() -> None:
    workspace = Workspace(scopes=SCOPES - {"users:read.email"})
    with running(workspace) as url:
        owners = Owners(build_client(workspace.bot_token, f"{url}/api/"))
        assert owners.people("ben@playground.example") == ()
        workspace.faults.add("usergroups.list", ServerError())
        assert owners.people("S0LEGAL") is None


def test_curators_read_names_in_place_of_ids() -> None:
    workspace = Workspace()
    workspace.set_group("S0LEGAL", "ben")
    with running(workspace) as url:
        owners = Owners(build_client(workspace.bot_token, f"{url}/api/"))
        told = [owners.called(each) for each in ("U0BEN", "S0LEGAL", "ben@playground.example", "U0NOBODY", "Legal")]
        assert told == ["Ben Okafor", "S0Legal", "ben@playground.example", "U0NOBODY", "Legal"]
