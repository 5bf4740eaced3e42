"""What is none of Slack's answers is trouble, and never a surprise: it comes from a proxy, or is half of something."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.core.errors import PolicybotError, RetryLater
from bot.slack.api.client import build_client
from bot.slack.api.clocks import SlackClock
from bot.slack.api.delivery import Delivery
from bot.slack.api.directory import SlackDirectory
from bot.slack.api.message import Destination, Version, sentence_message
from bot.slack.api.owners import Owners
from bot.slack.api.pacing import Pace
from bot.slack.api.people import People, Profile
from bot.slack.api.tokens import TokenFault, check_app_token, check_bot_token
from bot.slack.app import knowing_itself
from bot.slack.home.page import HomePage
from tests.store.memory_store import MemoryStore

STRANGE = {
    "page": b"<html>Please log in</html>",
    "empty": b"",
    "list": b"[]",
    "number": b"1",
    "text": b'"ok"',
    "no ok": b"{}",
    "deep": b"[" * 100_000,
    "half a character": b'{"ok":true,"x":"\xff"}',
    "an error that is no name": b'{"ok":false,"error":["a"]}',
    "texts where objects belong": b'{"ok":true,"user":"x","channel":"y","usergroups":"z","members":5,"channels":7}',
    "lists for objects": b'{"ok":true,"user":[1],"channel":[1],"usergroups":[1],"members":[{}],"channels":[1]}',
    "objects without content": b'{"ok":true,"user":{"profile":"x"},"usergroups":[{}],"channels":[{}]}',
}
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@contextmanager
def answering(body: bytes, status: int = 200, **headers: str) -> Iterator[str]:
    """An address that answers everything with the same."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"] or 0))
            self.send_response_only(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_who_asks_slack_of_people_and_places_gets_nothing_and_no_surprise(body: bytes) -> None:
    with answering(body) as url:
        client = build_client("xoxb-1", url)
        directory, people, owners = SlackDirectory(client), People(client), Owners(client)
        HomePage(client, (), lambda *_: ("Who?",)).publish("U1", "D1")
        HomePage(client, (), lambda *_: ("Who?",)).suggest("U1", "D1")
        asked: dict[str, Callable[[], object]] = {
            "groups": lambda: directory.groups_of("U1"),
            "channels": lambda: directory.channels_of("U1"),
            "group": lambda: directory.people_in("S1"),
        }
        assert {name: ask() for name, ask in asked.items()} == dict.fromkeys(asked)
        assert (directory.is_member("U1"), directory.is_person("U1"), directory.is_internal("C1")) == (None, None, None)
        directory.people_in("C1")
        people.may_post("C1")
        assert people.profile("U1") == Profile()
        assert (people.conversation("U1"), people.said("C1", "1.0", "1.0"), people.workspace) == ("U1", "", None)
        assert (owners.people("@hr"), owners.people("ada@example.org")) == (None, None)
        assert (owners.called("U12"), owners.called("S12")) == ("U12", "S12")


@pytest.mark.parametrize("body", [STRANGE[name] for name in ("page", "list", "deep", "half a character")])
def test_at_the_start_it_is_said_to_be_passing(body: bytes) -> None:
    with answering(body) as url:
        for fault in (check_bot_token("xoxb-1", url), check_app_token("xapp-1", url)):
            assert isinstance(fault, TokenFault)
            assert not fault.certain


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_whether_a_message_was_taken_is_open(body: bytes) -> None:
    with answering(body) as url:
        posts = MemoryStore().posts
        delivery = Delivery(build_client("xoxb-1", url), posts, Pace(lambda: 0.0), SlackClock(lambda: NOW))
        with pytest.raises(RetryLater) as raised:
            delivery.post(Destination("k", "C1"), Version(), lambda: sentence_message("Hello."))
        assert raised.value.uncertain
        with pytest.raises(RetryLater):
            delivery.direct("U1")


@pytest.mark.parametrize("wait", ["soon", "Wed, 21 Oct 2026 07:28:00 GMT", "-5", "", "\u0663", "9" * 30])
def test_a_wait_that_is_no_number_is_not_waited_for(wait: str) -> None:
    waited: list[float] = []
    with answering(b'{"ok":false,"error":"ratelimited"}', 429, Retry_After=wait.encode().decode("latin-1")) as url:
        assert SlackDirectory(build_client("xoxb-1", url), pause=waited.append).is_person("U1") is None
    assert waited == []


def test_a_list_without_an_end_is_given_up() -> None:
    with answering(b'{"ok":true,"members":["U1"],"response_metadata":{"next_cursor":"again"}}') as url:
        assert SlackDirectory(build_client("xoxb-1", url)).people_in("C1") is None


@pytest.mark.parametrize("date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0100 00:00:00 +2359", "yesterday", ""])
def test_a_date_that_no_clock_shows_is_not_taken(date: str) -> None:
    clock = SlackClock(lambda: NOW)
    clock.hear({"Date": date})
    assert clock.now() == NOW


@pytest.mark.parametrize("said", [b"{}", b'{"ok":true}', b'{"ok":true,"user_id":"U1"}', b'{"ok":true,"team_id":"T1"}'])
def test_who_the_bot_is_is_not_known_by_half(said: bytes) -> None:
    with answering(said) as url, pytest.raises(PolicybotError, match="does not say who the bot is"):
        knowing_itself(build_client("xoxb-1", url))()
