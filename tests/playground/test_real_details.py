"""Details of Slack that a bot leans on when it wants to lose nothing and say nothing twice."""

from functools import partial
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_playground.refusals import Impossible
from slack_playground.server import running
from slack_playground.workspace import Workspace

METADATA = {"event_type": "policy_answer", "event_payload": {"request_id": "r1"}}


def events(workspace: Workspace) -> list[dict[str, Any]]:
    return [delivery.payload["event"] for delivery in workspace.outbox.take_due(reachable=True)]


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    return str(caught.value.response["error"])


def test_metadata_comes_back_only_when_asked_for_in_channels_and_in_direct_conversations(client: WebClient) -> None:
    for channel in ("C0POLICY", "D0BEN"):
        client.chat_postMessage(channel=channel, text="a", metadata=METADATA)
        (full,) = client.conversations_history(channel=channel, include_all_metadata=True)["messages"]
        (bare,) = client.conversations_history(channel=channel)["messages"]
        assert full["metadata"] == METADATA
        assert bare["metadata"] == {"event_type": "policy_answer"}


def test_metadata_stays_through_an_update_that_does_not_name_it(client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0POLICY", text="a", metadata=METADATA)["ts"]
    client.chat_update(channel="C0POLICY", ts=ts, text="b")
    (message,) = client.conversations_history(channel="C0POLICY", include_all_metadata=True)["messages"]
    assert (message["text"], message["metadata"]) == ("b", METADATA)


def test_replies_are_found_from_a_moment_on_and_page_by_page(workspace: Workspace, client: WebClient) -> None:
    parent = workspace.say("ben", "policy", "q")
    said = [workspace.say("ben", "policy", str(number), thread_ts=parent.ts).ts for number in range(5)]
    later = client.conversations_replies(channel="C0POLICY", ts=parent.ts, oldest=said[2])["messages"]
    assert [message["text"] for message in later] == ["q", "3", "4"]
    first = client.conversations_replies(channel="C0POLICY", ts=parent.ts, limit=3)
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_replies(channel="C0POLICY", ts=parent.ts, limit=3, cursor=cursor)["messages"]
    assert [message["text"] for message in rest] == ["2", "3", "4"]


def test_a_message_without_replies_is_its_own_thread(workspace: Workspace, client: WebClient) -> None:
    said = workspace.say("ben", "policy", "q")
    workspace.say("amira", "policy", "something else")
    (only,) = client.conversations_replies(channel="C0POLICY", ts=said.ts)["messages"]
    assert (only["text"], "reply_count" in only) == ("q", False)


@pytest.mark.parametrize(("scope", "channel"), [("im:history", "D0BEN"), ("channels:history", "C0POLICY")])
def test_reading_needs_the_scope_of_the_place_even_where_the_bot_is_no_member(scope: str, channel: str) -> None:
    other = ({"im:history", "channels:history"} - {scope}).pop()
    workspace = Workspace(scopes={"chat:write", other})
    asked = workspace.say("ben", channel, "q")
    with running(workspace) as url:
        client = WebClient(workspace.bot_token, base_url=f"{url}/api/")
        for read in (client.conversations_history, partial(client.conversations_replies, ts=asked.ts)):
            with pytest.raises(SlackApiError) as caught:
                read(channel=channel)
            told = caught.value.response
            assert (told["error"], told["needed"]) == ("missing_scope", scope)
            assert other in told["provided"]
        if channel.startswith("C"):
            workspace.remove_bot(channel)
            assert error_of(client.conversations_history, channel=channel) == "missing_scope"


def test_every_answer_names_the_scopes_of_the_token(workspace: Workspace, url: str, client: WebClient) -> None:
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    for method in ("auth.test", "chat.postMessage", "chat.shout"):
        told = httpx.post(f"{url}/api/{method}", headers=headers).headers["x-oauth-scopes"]
        assert set(told.split(",")) == workspace.scopes


def test_edits_are_told_in_channels_that_are_read_and_carry_their_time_in_whole_seconds() -> None:
    workspace = Workspace(subscriptions={"app_mention", "message.channels"}, now=lambda: 1_700_000_000.75)
    said = workspace.mention("ben", "policy", "leav?")
    workspace.edit(said, f"<@{workspace.app.user_id}> leave?")
    _, _, mention, changed = events(workspace)
    edited = {"user": "U0BEN", "ts": "1700000000.000000"}
    assert (mention["type"], mention["ts"], mention["edited"]) == ("app_mention", said.ts, edited)
    assert (changed["subtype"], changed["message"]["ts"]) == ("message_changed", said.ts)
    assert changed["message"]["edited"] == edited
    assert "edited" not in changed["previous_message"]
    assert changed["event_ts"] == mention["event_ts"] > said.ts


def test_an_edit_that_takes_the_mention_away_is_no_mention(workspace: Workspace) -> None:
    said = workspace.mention("ben", "policy", "leave?")
    workspace.edit(said, "never mind")
    assert len(events(workspace)) == 1


@pytest.mark.parametrize("channel", ["D0BEN", "C0POLICY"])
def test_deletions_are_told_in_direct_conversations_and_in_channels_that_are_read(channel: str) -> None:
    workspace = Workspace(subscriptions={"message.im", "message.channels"})
    said = workspace.say("ben", channel, "oops")
    workspace.remove(said)
    deleted = events(workspace)[1]
    assert (deleted["subtype"], deleted["deleted_ts"], deleted["channel"]) == ("message_deleted", said.ts, channel)
    assert deleted["previous_message"]["client_msg_id"] == said.client_msg_id


@pytest.mark.parametrize("channel", ["D0BEN", "C0POLICY"])
def test_the_deletion_of_a_parent_with_replies_is_told_as_a_change_to_a_tombstone(channel: str) -> None:
    workspace = Workspace(subscriptions={"message.im", "message.channels"})
    said = workspace.say("ben", channel, "oops")
    reply = workspace.posts.from_bot(workspace.channel(channel), "an answer", [], thread_ts=said.ts)
    workspace.remove(said)
    told = events(workspace)[-1]
    assert (told["subtype"], told["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (told["message"]["ts"], told["message"]["user"]) == (said.ts, "USLACKBOT")
    assert (told["message"]["reply_count"], told["message"]["latest_reply"]) == (1, reply.ts)
    assert (told["message"]["hidden"], told["previous_message"]["text"]) == (True, "oops")


def test_deletions_in_channels_are_not_told_to_who_hears_mentions_only(workspace: Workspace) -> None:
    workspace.remove(workspace.mention("ben", "policy", "oops"))
    assert [event["type"] for event in events(workspace)] == ["app_mention"]


def test_an_own_message_can_be_deleted_once(workspace: Workspace, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0POLICY", text="a")["ts"]
    assert client.chat_delete(channel="C0POLICY", ts=ts)["ts"] == ts
    assert error_of(client.chat_delete, channel="C0POLICY", ts=ts) == "message_not_found"
    assert error_of(client.chat_update, channel="C0POLICY", ts=ts, text="b") == "message_not_found"


@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
def test_a_revoked_token_opens_nothing_and_the_app_token_still_connects(
    workspace: Workspace, client: WebClient, error: str
) -> None:
    workspace.revoke_token(error)
    assert error_of(client.chat_postMessage, channel="C0POLICY", text="a") == error
    assert error_of(client.auth_test) == error
    assert client.apps_connections_open(app_token=workspace.app_token)["ok"]
    workspace.restore_token()
    assert client.auth_test()["ok"]


def test_nobody_writes_in_an_archived_channel(workspace: Workspace, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="C0POLICY", text="a")["ts"]
    command = workspace.command("ben", "policy", "/policy")
    workspace.archive("policy")
    assert error_of(client.chat_postMessage, channel="C0POLICY", text="b") == "is_archived"
    assert error_of(client.chat_postEphemeral, channel="C0POLICY", user="U0BEN", text="b") == "is_archived"
    assert error_of(client.chat_update, channel="C0POLICY", ts=ts, text="b") == "is_inactive"
    assert error_of(client.conversations_join, channel="C0POLICY") == "is_archived"
    assert httpx.post(command.response_url, json={"text": "b"}).json()["error"] == "is_archived"
    assert len(client.conversations_history(channel="C0POLICY")["messages"]) == 1
    assert client.conversations_info(channel="C0POLICY")["channel"]["is_archived"]
    with pytest.raises(Impossible):
        workspace.say("ben", "policy", "hello?")
    workspace.archive("policy", archived=False)
    workspace.say("ben", "policy", "hello")


def test_a_deleted_channel_is_not_found(workspace: Workspace, client: WebClient) -> None:
    asked = workspace.say("ben", "policy", "q")
    command = workspace.command("ben", "policy", "/policy")
    httpx.post(command.response_url, json={"text": "first"})
    workspace.delete_channel("policy")
    for channel in ("C0POLICY", "policy"):
        refusal = error_of(client.chat_postMessage, channel=channel, text="a", thread_ts=asked.ts)
        assert refusal == "channel_not_found"
    assert error_of(client.conversations_replies, channel="C0POLICY", ts=asked.ts) == "channel_not_found"
    answer = httpx.post(command.response_url, json={"text": "second"})
    assert (answer.status_code, answer.json()["error"]) == (404, "channel_not_found")
    assert workspace.private_messages("ben") == []
    with pytest.raises(Impossible):
        workspace.edit(asked, "gone")


def test_where_the_bot_was_removed_it_can_neither_read_nor_write(workspace: Workspace, client: WebClient) -> None:
    workspace.remove_bot("policy")
    assert error_of(client.chat_postMessage, channel="C0POLICY", text="a") == "not_in_channel"
    assert error_of(client.conversations_history, channel="C0POLICY") == "not_in_channel"
    workspace.mention("ben", "policy", "are you there?")
    assert events(workspace) == []
