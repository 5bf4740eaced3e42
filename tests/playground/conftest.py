"""A fresh workspace for every test, and real clients that talk to it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from slack_playground.server import running
from slack_playground.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    return Workspace()


@pytest.fixture
def url(workspace: Workspace) -> Iterator[str]:
    with running(workspace) as base_url:
        yield base_url


@pytest.fixture
def client(workspace: Workspace, url: str) -> WebClient:
    return WebClient(workspace.bot_token, base_url=f"{url}/api/", retry_handlers=[])
