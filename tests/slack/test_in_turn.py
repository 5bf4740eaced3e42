"""Who opens windows without end keeps nobody else from opening one."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.slack.api.client import build_client
from bot.slack.in_turn import MOST_OF_ONE, THREADS, Listeners, person_of, register

LONG = 20.0


class House:
    """An app whose windows take until somebody says so."""

    def __init__(self) -> None:
        self.opening: list[str] = []
        self.changed, self.open = threading.Condition(), threading.Event()
        listeners = Listeners()
        self.app = App(
            client=build_client("xoxb-1", "http://127.0.0.1:9/"),
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
            request_verification_enabled=False,
            listener_executor=listeners,
        )
        register(self.app, listeners)
        self.app.event("app_home_opened")(self.on_open)

    def on_open(self, event: dict[str, Any]) -> None:
        with self.changed:
            self.opening.append(event["user"])
            self.changed.notify_all()
        assert self.open.wait(LONG)

    def comes(self, person: str) -> int:
        event = {"type": "app_home_opened", "user": person, "tab": "home", "channel": "D1"}
        request = BoltRequest(body={"type": "event_callback", "event": event}, mode="socket_mode")
        return self.app.dispatch(request).status


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.open.set()
    made.app.listener_runner.listener_executor.shutdown()


def test_one_persons_windows_leave_threads_for_others_and_all_of_them_are_acked(house: House) -> None:
    assert {house.comes("U1") for _ in range(3 * THREADS)} == {200}
    assert house.comes("U2") == 200
    with house.changed:
        assert house.changed.wait_for(lambda: len(house.opening) > MOST_OF_ONE, LONG)
    assert sorted(house.opening) == ["U1"] * MOST_OF_ONE + ["U2"]


def test_whoever_presses_types_or_opens_is_known() -> None:
    assert person_of({"type": "block_actions", "user": {"id": "U1"}}) == "U1"
    assert person_of({"event": {"type": "app_home_opened", "user": "U1"}}) == "U1"
    assert person_of({"event": {"type": "message", "user": "U1"}}) == ""
    assert person_of({"event": [], "user": "U1"}) == ""
