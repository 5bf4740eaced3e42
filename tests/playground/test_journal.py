"""What passed between Slack and the app is told in order, each call with what caused it."""

from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_playground.delivery.outbox import Delivery
from slack_playground.journal import KEPT, RELATED, STEPS, Exchange, Journal
from slack_playground.workspace import Workspace
from tests.playground.listening import acknowledge, receive, socket
from tests.playground.saying import actions


def newest(workspace: Workspace) -> Exchange:
    return workspace.journal.exchanges[-1]


def delivery(payload: dict[str, Any]) -> Delivery:
    return Delivery(str(id(payload)), "events_api", payload, lambda _: None, lambda _: None)


def mention(ts: str, channel: str = "C1") -> Delivery:
    event = {"type": "app_mention", "user": "U1", "channel": channel, "ts": ts}
    return delivery({"type": "event_callback", "event": event})


def test_a_question_and_its_answer_are_one_exchange(workspace: Workspace, client: WebClient) -> None:
    with socket(workspace) as connection:
        asked = workspace.mention("ben", "policy", "how long?")
        acknowledge(connection, receive(connection))
        workspace.wait_for(lambda here: len(newest(here).steps) == 2)
    answer = client.chat_postMessage(channel="C0POLICY", text="an answer", thread_ts=asked.ts)
    told = newest(workspace)
    assert (told.name, told.person) == ("app_mention", "U0BEN")
    assert [step.name for step in told.steps] == ["events_api", "ack", "chat.postMessage"]
    assert told.steps[-1].posted == ("C0POLICY", answer["ts"])
    assert [step.at for step in told.steps] == sorted(step.at for step in told.steps)


def test_a_commands_answers_belong_to_the_command(workspace: Workspace, client: WebClient) -> None:
    invocation = workspace.command("ben", "policy", "/policy", "who?")
    httpx.post(invocation.response_url, json={"text": "you"})
    told = newest(workspace)
    (private,) = workspace.private_messages("ben")
    assert (told.name, told.steps[-1].name, told.steps[-1].posted) == (
        "/policy",
        "response_url",
        ("C0POLICY", private.ts),
    )


def test_a_view_belongs_to_the_press_that_opened_it(workspace: Workspace, client: WebClient) -> None:
    blocks = [{"block_id": "b", **actions()}]
    pressed = workspace.press("ben", workspace.posts.from_bot(workspace.channel("policy"), "x", blocks), "show")
    workspace.mention("ben", "policy", "something in between")
    title = {"type": "plain_text", "text": "T"}
    client.views_open(trigger_id=pressed.trigger_id, view={"type": "modal", "title": title, "blocks": []})
    told = next(one for one in workspace.journal.exchanges if one.trigger == pressed.trigger_id)
    assert (told.name, told.steps[-1].name) == ("block_actions show", "views.open")


def test_what_slack_refuses_is_told_with_the_refusal(workspace: Workspace, client: WebClient) -> None:
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel="C0RANDOM", text="not invited")
    told = newest(workspace)
    assert told.person is None
    assert (told.steps[0].answer or {})["error"] == "not_in_channel"


def test_no_token_and_no_way_into_the_connection_is_kept(workspace: Workspace, client: WebClient) -> None:
    with socket(workspace):
        httpx.post(f"{workspace.base_url}/api/auth.test", data={"token": workspace.bot_token})
    told = repr(workspace.journal.exchanges)
    assert "auth.test" in told
    assert workspace.bot_token not in told
    assert workspace.app_token not in told
    assert "ticket" not in told


def test_a_call_is_not_taken_for_an_answer_to_what_was_long_ago() -> None:
    moment = [1000.0]
    journal = Journal(lambda: moment[0])
    journal.sent(mention("1.000001"))
    moment[0] += RELATED + 1
    journal.called("chat.postMessage", {"channel": "C1", "text": "a digest"}, {"ok": True}, 0.001)
    assert [exchange.name for exchange in journal.exchanges] == ["app_mention", "chat.postMessage"]


def test_answers_in_a_thread_go_to_the_question_there_and_not_to_the_newest() -> None:
    journal = Journal(lambda: 1000.0)
    for ts in ("1.000001", "1.000002"):
        journal.sent(mention(ts))
    journal.called("chat.postMessage", {"channel": "C1", "thread_ts": "1.000001"}, {"ok": True, "ts": "2.0"}, 0.0)
    assert [len(exchange.steps) for exchange in journal.exchanges] == [2, 1]


def test_a_delivery_that_nobody_took_says_so() -> None:
    journal, lost = Journal(lambda: 1000.0), mention("1.000001")
    journal.sent(lost)
    journal.missed(lost, "timeout")
    assert [step.name for step in journal.exchanges[0].steps] == ["events_api", "not taken"]


def test_only_the_newest_exchanges_are_kept() -> None:
    journal = Journal(lambda: 1000.0)
    for number in range(KEPT + 5):
        journal.sent(mention(f"{number}.000001"))
    assert len(journal.exchanges) == KEPT
    assert journal.exchanges[-1].number == KEPT + 5


def test_a_long_exchange_keeps_its_beginning_and_its_newest_steps() -> None:
    journal = Journal(lambda: 1000.0)
    journal.sent(mention("1.000001"))
    for number in range(STEPS + 20):
        journal.called("chat.postMessage", {"channel": "C1", "text": str(number)}, {"ok": True}, 0.0)
    (told,) = journal.exchanges
    assert len(told.steps) == STEPS + 2
    assert (told.steps[0].name, told.steps[-1].body["text"]) == ("events_api", str(STEPS + 19))
