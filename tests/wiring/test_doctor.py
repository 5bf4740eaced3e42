"""Passing trouble at the start is waited for."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.core.errors import ConfigurationError
from bot.settings import Settings, Slack, Tokens
from bot.wiring.doctor import demand_tokens, findings
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


def test_what_nobody_may_see_is_told_with_the_scopes_that_are_missing(tmp_path: Path) -> None:
    (tmp_path / "misspelt.md").write_text("---\ncollection: legla\n---\nEverybody waits.\n", encoding="utf-8")
    workspace = Workspace(scopes={"chat:write", "channels:read"})
    with running(workspace) as url:
        chosen = {
            "corpus": tmp_path,
            "state": tmp_path / "state",
            "slack": {"api_url": f"{url}/api/"},
            "collections": [{"name": "legal", "groups": ["S0LEGAL"]}],
        }
        tokens = Tokens(bot_token=SecretStr(workspace.bot_token), app_token=SecretStr(workspace.app_token))
        told = [
            each.says for each in findings(Settings.model_validate(chosen), tokens) if each.subject == "collections"
        ]
    assert "'legla'" in told[0]
    assert "users:read" in told[1]
    assert "usergroups:read" in told[1]
    assert "channels:read" not in told[1]
