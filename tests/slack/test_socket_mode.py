"""The connection to Slack: whatever becomes of it, no event is lost."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

import pytest
from slack_bolt import App, BoltResponse

from bot.slack.api.client import build_client
from bot.slack.api.refusals import SHORTEST_WAIT
from bot.slack.socket_mode import Door, receive
from slack_playground.faults.kinds import Held, NotAccepted, RateLimited, ServerError, SlackError
from slack_playground.grants import Patience
from slack_playground.server import running
from slack_playground.workspace import Workspace

LONG = 30.0


class Ears:
    """What an app heard, by its words, and whether it hears now."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.connected, self.reason, self.unkept = False, "", ""
        self.changed = threading.Condition()

    def hear(self, event: dict[str, Any]) -> None:
        with self.changed:
            self.heard.append(str(event["text"]).split()[-1])
            self.changed.notify_all()

    def report(self, connected: bool, reason: str) -> None:
        with self.changed:
            self.connected, self.reason = connected, reason
            self.changed.notify_all()

    def wait(self, until: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(until, LONG), self.heard

    def hears(self, *words: str) -> None:
        self.wait(lambda: set(words) <= set(self.heard))


class SlowEars(Ears):
    """Ears that take nothing in until they may. `held`: how much waits at the door, and how much did at most."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()
        self.held = self.most_held = 0

    def at_the_door(self, next_: Callable[[], BoltResponse]) -> BoltResponse:
        with self.changed:
            self.held += 1
            self.most_held = max(self.most_held, self.held)
            self.changed.notify_all()
        self.goes_on.wait(LONG)
        with self.changed:
            self.held -= 1
        return next_()


@contextmanager
def listening(workspace: Workspace, url: str, ears: Ears, door: Door | None = None) -> Iterator[None]:
    app = App(client=build_client(workspace.bot_token, f"{url}/api/"), token_verification_enabled=False)
    if isinstance(ears, SlowEars):
        app.use(ears.at_the_door)
    app.event("app_mention")(ears.hear)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    chosen = door or Door(workspace.app_token, f"{url}/api/", ping=0.2)
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(receive(app, chosen, stop, ears.report, lambda: ears.unkept))
    )
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(LONG)
        app.listener_runner.listener_executor.shutdown()
        loop.close()
    assert not ears.connected


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(patience=Patience(ack=1.0, retries=(0.0, *(0.2,) * 100)))


def say(workspace: Workspace, word: str) -> None:
    workspace.mention(workspace.people[0], "policy", word)


def connected(workspace: Workspace, count: int = 1) -> None:
    workspace.wait_for(lambda here: len(here.connections) == count, timeout=LONG)


@pytest.mark.parametrize("reset", [False, True])
def test_after_an_abrupt_end_of_the_connection_everything_is_heard(workspace: Workspace, reset: bool) -> None:
    ears = Ears()
    with running(workspace) as url, listening(workspace, url, ears):
        connected(workspace)
        say(workspace, "before")
        ears.hears("before")
        for connection in workspace.connections:
            connection.cut(reset=reset)
        say(workspace, "after")
        ears.hears("after")


def test_a_half_open_connection_is_noticed_and_what_went_into_it_comes_again(workspace: Workspace) -> None:
    ears = Ears()
    with running(workspace) as url, listening(workspace, url, ears):
        connected(workspace)
        for connection in workspace.connections:
            connection.half_open(noticed_after=2.0)
        say(workspace, "into-the-void")
        ears.hears("into-the-void")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "too_many_websockets"])
def test_a_disconnect_that_slack_announces_leaves_no_gap(
    workspace: Workspace, reason: Literal["warning", "refresh_requested", "too_many_websockets"]
) -> None:
    ears = Ears()
    with running(workspace) as url, listening(workspace, url, ears):
        connected(workspace)
        (connection,) = workspace.connections
        say(workspace, "before")
        connection.disconnect(reason, closes_after=0.3)
        say(workspace, "meanwhile")
        workspace.wait_for(lambda here: connection not in list(here.connections), timeout=LONG)
        say(workspace, "after")
        ears.hears("before", "meanwhile", "after")


@pytest.mark.parametrize(
    ("door", "fault"),
    [
        ("apps.connections.open", ServerError()),
        ("apps.connections.open", SlackError("internal_error")),
        ("apps.connections.open", NotAccepted()),
        ("connect", NotAccepted()),
        ("connect", ServerError()),
    ],
    ids=repr,
)
def test_while_no_connection_can_be_had_it_is_tried_again(
    workspace: Workspace, door: str, fault: ServerError | SlackError | NotAccepted
) -> None:
    ears = Ears()
    refused = workspace.faults.add(door, fault, times=2)
    with running(workspace) as url, listening(workspace, url, ears):
        say(workspace, "early")
        ears.hears("early")
    assert refused.used == 2


def test_a_client_that_stays_deaf_is_thrown_away_and_a_new_one_hears(workspace: Workspace) -> None:
    ears = Ears()
    held = workspace.faults.add("apps.connections.open", Held(before=True))
    with running(workspace) as url:
        door = Door(workspace.app_token, f"{url}/api/", ping=0.2, deaf=1.0)
        with listening(workspace, url, ears, door):
            workspace.wait_for(lambda _: held.used == 1, timeout=LONG)
            say(workspace, "early")
            ears.hears("early")
            held.release()


def test_what_comes_while_too_much_waits_is_not_kept_in_memory_and_comes_again(workspace: Workspace) -> None:
    ears = SlowEars()
    words = [f"word{number}" for number in range(6)]
    with running(workspace) as url:
        door = Door(workspace.app_token, f"{url}/api/", ping=0.2, most=2)
        with listening(workspace, url, ears, door):
            connected(workspace)
            for word in words:
                say(workspace, word)
            ears.wait(lambda: ears.held == 2)
            ears.goes_on.set()
            ears.hears(*words)
    assert ears.most_held == 2


def test_who_cannot_keep_what_comes_leaves_it_to_others_and_hears_again_once_it_can(workspace: Workspace) -> None:
    full, other = SlowEars(), Ears()
    with running(workspace) as url, listening(workspace, url, full), listening(workspace, url, other):
        connected(workspace, 2)
        for word in ("first", "second"):  # one of them goes to each
            say(workspace, word)
        full.wait(lambda: full.held == 1)
        full.unkept = "the disk is full"
        other.hears("first", "second")
        connected(workspace, 1)
        full.wait(lambda: (full.connected, full.reason) == (False, "the disk is full"))
        full.unkept = ""
        full.goes_on.set()
        connected(workspace, 2)
        say(workspace, "third")
        say(workspace, "fourth")
        full.wait(lambda: not {"third", "fourth"}.isdisjoint(full.heard))


def test_a_wait_that_slack_asks_for_is_waited_out_though_it_is_long(workspace: Workspace) -> None:
    workspace.faults.add("apps.connections.open", RateLimited(retry_after=1))
    ears = Ears()
    with running(workspace) as url:
        door = Door(workspace.app_token, f"{url}/api/", ping=0.2, deaf=0.2)
        with listening(workspace, url, ears, door):
            began = time.monotonic()
            ears.wait(lambda: ears.connected)
            assert time.monotonic() - began >= 1


def test_whatever_wait_slack_asks_for_it_is_not_asked_again_at_once(workspace: Workspace) -> None:
    workspace.faults.add("apps.connections.open", RateLimited(retry_after=0))
    ears = Ears()
    with running(workspace) as url, listening(workspace, url, ears):
        began = time.monotonic()
        ears.wait(lambda: ears.connected)
        assert time.monotonic() - began >= SHORTEST_WAIT
