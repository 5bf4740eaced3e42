"""Passing trouble at the start is waited for."""

import pytest
from pydantic import SecretStr

from bot.core.errors import ConfigurationError
from bot.doctor.slack import demand_tokens
from bot.settings import Settings, Slack, Tokens
from slack_playground.faults.kinds import ServerError, SlackError
from slack_playground.server import running
from slack_playground.workspace import Workspace


def test_trouble_that_passes_holds_the_start_up_for_as_long_as_it_takes() -> None:
    workspace, pauses = Workspace(), list[float]()
    workspace.faults.add("auth.test", ServerError(), times=2)
    with running(workspace) as url:
        settings = Settings(slack=Slack(api_url=f"{url}/api/"))
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        demand_tokens(settings, tokens, pauses.append)
        assert len(pauses) == 2
        workspace.faults.add("auth.test", SlackError("token_revoked"))
        with pytest.raises(ConfigurationError, match="token_revoked"):
            demand_tokens(settings, tokens, pauses.append)
    assert len(pauses) == 2
