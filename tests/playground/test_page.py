"""The page's door, what it shows to whom, and what can be done on it."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from slack_playground.page.doors import may_enter
from slack_playground.page.marks import marks_of
from slack_playground.page.picture import Memory, difference, picture_of
from slack_playground.page.routes import STATIC
from slack_playground.page.setup import Offer, Page
from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.playground.listening import LONG, acknowledge, receive, socket
from tests.playground.saying import actions, button, modal, section

OFFERS = (Offer("Try", "mention", "how long?"), Offer("Digest", "digest"))


@pytest.fixture
def url(workspace: Workspace) -> Iterator[str]:
    with running(workspace, page=Page(offers=OFFERS)) as base_url:
        yield base_url


class Tab:
    """A browser tab, written by hand: what it knows, and a way to act."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.known: dict[str, Any] = {}
        self.count = 0

    def until(self, name: str) -> Any:
        """What stands under the first known name that begins so."""
        while True:
            found = [value for key, value in self.known.items() if key.startswith(name)]
            if found:
                return found[-1]
            self.hear()

    def until_gone(self, name: str) -> None:
        while any(key.startswith(name) for key in self.known):
            self.hear()

    def act(self, **gesture: Any) -> Any:
        self.count += 1
        self.connection.send(json.dumps({"number": self.count, "gesture": gesture}))
        while True:
            news = self.hear()
            if news.get("re") == self.count:
                return news

    def hear(self) -> Any:
        news = json.loads(self.connection.recv(timeout=LONG))
        self.known.update(news.get("set", {}))
        for name in news.get("gone", []):
            del self.known[name]
        return news


@contextmanager
def tab(url: str, person: str = "U0AMIRA", origin: str | None = None) -> Iterator[Tab]:
    address = url.replace("http", "ws", 1)
    with connect(f"{address}/live?as={person}", origin=Origin(origin or url), proxy=None) as connection:
        made = Tab(connection)
        made.until("setup")
        yield made


# The door


def test_the_page_allows_nothing_from_outside_and_no_markup_from_text(url: str) -> None:
    for path in ("/", "/static/main.js", "/static/css/theme.css"):
        answer = httpx.get(f"{url}{path}")
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"].split("; ")
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert not [part for part in policy if "unsafe" in part or "http" in part or "*" in part]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_needs_nothing_that_it_does_not_bring() -> None:
    for file in STATIC.rglob("*.*"):
        text = file.read_text(encoding="utf-8")
        for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "@import", "url("):
            assert forbidden not in text, f"{forbidden} in {file.name}"
        assert "<script>" not in text
        assert "style=" not in text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.0.2.1", ""])
def test_a_page_under_another_name_is_refused(url: str, host: str) -> None:
    for path in ("/", "/static/main.js", "/live"):
        assert httpx.get(f"{url}{path}", headers={"Host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1:80", "localhost", "LOCALHOST:8000", "[::1]:80", "127.9.9.9"])
def test_every_name_of_loopback_is_let_in(host: str) -> None:
    assert may_enter(host, anywhere=False)


def test_anywhere_lets_addresses_in_but_no_foreign_name() -> None:
    assert may_enter("192.0.2.1:8000", anywhere=True)
    assert not may_enter("192.0.2.1:8000", anywhere=False)
    assert not may_enter("evil.example", anywhere=True)


@pytest.mark.parametrize("origin", ["http://evil.example", "https://127.0.0.1", "null", "http://127.0.0.1:1"])
def test_another_page_cannot_open_the_websocket(url: str, origin: str) -> None:
    with pytest.raises(InvalidStatus), tab(url, origin=origin):
        pass


def test_a_websocket_without_an_origin_is_refused(url: str) -> None:
    with pytest.raises(InvalidStatus), connect(url.replace("http", "ws", 1) + "/live", proxy=None):
        pass


def test_without_a_page_there_is_none() -> None:
    with running(Workspace()) as bare:
        assert httpx.get(bare).status_code == 404


def test_slacks_doors_stay_open_beside_the_page(url: str) -> None:
    assert httpx.get(f"{url}/api/api.test").json()["ok"]


# What it shows


def test_a_change_reaches_the_page_by_itself(workspace: Workspace, url: str) -> None:
    with tab(url) as here:
        workspace.say("ben", "policy", "hello <b>")
        shown = here.until("message:C0POLICY:")
        assert (shown["name"], shown["lines"][0]["spans"][0]["text"]) == ("Ben Okafor", "hello <b>")


def test_only_what_changed_is_sent(workspace: Workspace, url: str) -> None:
    with tab(url) as here:
        workspace.say("ben", "policy", "one")
        here.until("message:")
        workspace.say("ben", "policy", "two")
        news = here.hear()
        assert [name.partition(":")[0] for name in news["set"] if name.startswith("message")] == ["message"]
        assert "setup" not in news["set"]


def test_nobody_sees_what_is_private_to_another(workspace: Workspace) -> None:
    workspace.posts.from_bot(workspace.channel("policy"), "secret", [], ephemeral_to="U0BEN")
    workspace.direct_message("ben", "between us")
    workspace.open_views.open("U0BEN", modal())
    workspace.command("ben", "policy", "/policy", "asked in private")
    for person, sees in (("amira", False), ("ben", True)):
        seen = picture_of(workspace, Page(), workspace.person(person), Memory())
        for words in ("secret", "between us", "view:", "asked in private"):
            assert (words in json.dumps(seen)) is sees


def test_offers_of_a_digest_need_somebody_who_sends_it(workspace: Workspace) -> None:
    def labels(page: Page) -> list[str]:
        seen = picture_of(workspace, page, workspace.people[0], Memory())
        return [offer["label"] for offer in seen["setup"]["offers"]]

    assert labels(Page(offers=OFFERS)) == ["Try"]
    assert labels(Page(offers=OFFERS, send_digest=print)) == ["Try", "Digest"]


JSONS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


@given(before=JSONS, after=JSONS)
def test_before_and_difference_make_after(before: dict[str, Any], after: dict[str, Any]) -> None:
    news = difference(before, after)
    kept = {name: value for name, value in before.items() if name not in news["gone"]}
    assert kept | news["set"] == after
    assert not [name for name, value in news["set"].items() if before.get(name) == value]


def test_marked_up_texts_are_read_wherever_they_stand() -> None:
    blocks = [section("*bold* <@U1>"), {"type": "context", "elements": [{"type": "mrkdwn", "text": "_small_"}]}]
    marks = marks_of(blocks, lambda identifier: f"@{identifier.lower()}")
    assert marks["mrkdwn"]["*bold* <@U1>"][0]["spans"] == [
        {"text": "bold", "styles": ["bold"]},
        {"text": " ", "styles": []},
        {"text": "@u1", "styles": ["mention"]},
    ]
    assert marks["mrkdwn"]["_small_"][0]["spans"] == [{"text": "small", "styles": ["italic"]}]


def test_html_in_markdown_stays_text_and_deep_nesting_ends() -> None:
    deep = {"type": "markdown", "text": "<script>x</script>\n\n" + "> " * 500 + "deep"}
    (nodes,) = marks_of([deep], str)["markdown"].values()
    assert nodes[0] == {"type": "html_block", "text": "<script>x</script>\n"}
    json.dumps(nodes)


# What can be done


def test_saying_something_tells_where_it_stands(workspace: Workspace, url: str) -> None:
    with tab(url, "U0BEN") as here:
        said = here.act(do="say", channel="C0POLICY", text="a question")
        assert workspace.messages("policy")[0].ts == said["ts"]
        here.act(do="say", channel="C0POLICY", text="more", thread_ts=said["ts"])
        (reply,) = workspace.replies("policy", said["ts"])
        assert (reply.user, reply.text) == ("U0BEN", "more")


def test_a_message_can_be_edited_and_removed_by_its_author_alone(workspace: Workspace, url: str) -> None:
    message = workspace.say("ben", "policy", "how long")
    place = {"channel": "C0POLICY", "ts": message.ts}
    with tab(url) as other, tab(url, "U0BEN") as author:
        assert "did not write" in other.act(do="edit", text="mine now", **place)["error"]
        author.act(do="edit", text="how long?", **place)
        assert workspace.messages("policy")[0].text == "how long?"
        assert "did not write" in other.act(do="remove", **place)["error"]
        author.act(do="remove", **place)
    assert workspace.messages("policy") == []


def test_a_private_reply_can_be_waved_away(workspace: Workspace, url: str) -> None:
    private = workspace.posts.from_bot(workspace.channel("policy"), "psst", [], ephemeral_to="U0AMIRA")
    with tab(url) as here:
        here.until("private:")
        here.act(do="remove", channel="C0POLICY", ts=private.ts, private=True)
        here.until_gone("private:")
    assert workspace.private_messages("amira") == []


def test_commands_presses_shortcuts_and_the_home_reach_the_app(workspace: Workspace, url: str) -> None:
    blocks = [{"block_id": "b", **actions(button())}]
    message = workspace.posts.from_bot(workspace.channel("policy"), "x", blocks)
    place = {"channel": "C0POLICY", "ts": message.ts}
    with socket(workspace) as connection, tab(url) as here:
        here.act(do="command", channel="C0RANDOM", command="/policy", text="who?")
        here.act(do="press", action_id="show", value="1", **place)
        here.act(do="message_shortcut", callback_id="find", **place)
        here.act(do="shortcut", callback_id="ask")
        here.act(do="open_home")
        got = [receive(connection)["payload"] for _ in range(5)]
    names = [one.get("command") or one.get("event", one)["type"] for one in got]
    assert names == ["/policy", "block_actions", "message_action", "shortcut", "app_home_opened"]


def test_a_forms_errors_come_back_to_it(workspace: Workspace, url: str) -> None:
    view = workspace.open_views.open("U0AMIRA", modal())
    with ExitStack() as ends:
        connection, here = ends.enter_context(socket(workspace)), ends.enter_context(tab(url))
        assert "must be filled in" in here.act(do="submit", view=view.id)["error"]
        here.act(do="submit", view=view.id, values={"ask": "x"})
        acknowledge(connection, receive(connection), {"response_action": "errors", "errors": {"ask": "too short"}})
        while here.until("view:")["errors"] != {"ask": "too short"}:
            here.hear()
        here.act(do="close", view=view.id)
        here.until_gone("view:")


def test_a_digest_is_sent_to_the_channel_by_its_id(workspace: Workspace) -> None:
    sent: list[str] = []
    with running(workspace, page=Page(send_digest=sent.append)) as url, tab(url) as here:
        assert "error" not in here.act(do="digest", channel="policy")
    assert sent == ["C0POLICY"]


def test_the_bot_can_be_invited(workspace: Workspace, url: str) -> None:
    with tab(url) as here:
        here.act(do="invite", channel="C0RANDOM")
    assert workspace.app.user_id in workspace.channel("random").members


@pytest.mark.parametrize(
    "gesture",
    [
        {},
        {"do": "dance"},
        {"do": "say", "channel": "C0POLICY", "text": ""},
        {"do": "say", "channel": "C0POLICY", "text": "x", "person": "U0BEN"},
        {"do": "say", "channel": "D0BEN", "text": "in somebody else's place"},
        {"do": "say", "channel": "C0NOWHERE", "text": "x"},
        {"do": "press", "channel": "C0POLICY", "ts": "1.000000", "action_id": "x"},
        {"do": "close", "view": "V0"},
        {"do": "digest", "channel": "C0POLICY"},
    ],
)
def test_what_cannot_be_done_is_said_and_the_page_goes_on(workspace: Workspace, url: str, gesture: Any) -> None:
    with tab(url) as here:
        assert here.act(**gesture)["error"]
        assert "error" not in here.act(do="say", channel="C0POLICY", text="still here")


@pytest.mark.parametrize("do", ["edit", "remove", "press", "message_shortcut"])
def test_nobody_reaches_into_a_conversation_of_others(workspace: Workspace, url: str, do: str) -> None:
    message = workspace.direct_message("ben", "between us")
    waiting = len(workspace.outbox)
    more = {"edit": {"text": "x"}, "press": {"action_id": "x"}, "message_shortcut": {"callback_id": "x"}}
    with tab(url) as here:
        answer = here.act(do=do, channel=message.channel, ts=message.ts, **more.get(do, {}))
    assert "not in this conversation" in answer["error"]
    assert len(workspace.outbox) == waiting


@pytest.mark.parametrize("frame", ["", "garbage", "[]", "7", "[" * 100_000, '{"number": 1}'])
def test_garbage_on_the_websocket_is_answered_and_does_no_harm(url: str, frame: str) -> None:
    with tab(url) as here:
        here.connection.send(frame)
        while "error" not in here.hear():
            pass


def test_a_binary_frame_ends_the_connection_and_nothing_else(url: str) -> None:
    with tab(url) as here:
        here.connection.send(b"\x00")
        with pytest.raises(ConnectionClosed):
            here.until("nothing that ever comes")
    with tab(url):
        pass
