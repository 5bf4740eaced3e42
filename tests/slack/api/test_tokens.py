"""Whether a secret is sound: only what Slack says for certain is about the secret."""

import pytest
import yaml

from bot.slack.api.tokens import OPTIONAL, REQUIRED, Accepted, TokenFault, check_app_token, check_bot_token, missing
from slack_playground.faults.kinds import Fault, NotAccepted, RateLimited, ReplyLost, ServerError, SlackError
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.conftest import ROOT

PASSING = [
    ServerError(), ServerError(500), RateLimited(), SlackError("internal_error"), ReplyLost(), NotAccepted(),
    SlackError("<html>Please log in</html>"),
]  # fmt: skip


@pytest.mark.parametrize("fault", PASSING, ids=repr)
def test_passing_trouble_is_no_bad_token(fault: Fault) -> None:
    workspace = Workspace()
    workspace.faults.add("auth.test", fault)
    workspace.faults.add("apps.connections.open", fault)
    with running(workspace) as url:
        for check, token in ((check_bot_token, workspace.bot_token), (check_app_token, workspace.app_token)):
            found = check(token, f"{url}/api/")
            assert isinstance(found, TokenFault)
            assert not found.certain
            assert "install the app again" not in found.remedy
            assert isinstance(check(token, f"{url}/api/"), Accepted)


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "not_allowed_token_type"])
def test_what_slack_says_for_certain_is_said(error: str) -> None:
    workspace = Workspace()
    workspace.faults.add("auth.test", SlackError(error))
    with running(workspace) as url:
        found = check_bot_token(workspace.bot_token, f"{url}/api/")
    assert isinstance(found, TokenFault)
    assert found.certain
    assert error in found.what


def test_how_far_our_clock_is_off_is_seen_by_slacks_answer() -> None:
    workspace = Workspace()
    with running(workspace) as url:
        found = check_bot_token(workspace.bot_token, f"{url}/api/")
    assert isinstance(found, Accepted)
    assert found.ahead is not None
    assert abs(found.ahead.total_seconds()) < 30


def test_every_scope_of_the_manifest_has_its_price_told() -> None:
    text = (ROOT / "config" / "slack-manifest.yaml").read_text(encoding="utf-8")
    asked = yaml.safe_load(text)["oauth_config"]["scopes"]
    assert OPTIONAL.keys() == set(asked["bot_optional"])
    assert REQUIRED.keys() == set(asked["bot"]) - set(asked["bot_optional"])


def test_scopes_that_are_not_granted_are_told_and_none_where_nobody_knows() -> None:
    assert missing(frozenset(REQUIRED | OPTIONAL)) == {}
    assert missing(frozenset()) == {}
    assert list(missing(frozenset(REQUIRED))) == list(OPTIONAL)
