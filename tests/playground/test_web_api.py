"""The Web API takes and refuses what Slack's does, as a real WebClient sees it."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_playground.server import running
from slack_playground.workspace import Workspace
from tests.playground.saying import home, modal, plain, quotation, section


def error_of(call: Callable[..., Any], **arguments: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    data: dict[str, Any] = caught.value.response.data
    return data


def test_who_am_i_is_answered_with_the_bots_ids_and_scopes(workspace: Workspace, client: WebClient) -> None:
    answer = client.auth_test()
    assert (answer["user_id"], answer["bot_id"]) == (workspace.app.user_id, workspace.app.bot_id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}


def test_a_post_appears_with_its_blocks_and_metadata(workspace: Workspace, client: WebClient) -> None:
    metadata = {"event_type": "policy_answer", "event_payload": {"request_id": "r1"}}
    answer = client.chat_postMessage(channel="C0POLICY", text="hi", blocks=[section("*hi*")], metadata=metadata)
    (message,) = workspace.messages("policy")
    assert (answer["ts"], answer["channel"]) == (message.ts, "C0POLICY")
    assert message.blocks[0]["text"]["text"] == "*hi*"
    assert (message.metadata, message.bot_id) == (metadata, workspace.app.bot_id)


def test_forms_with_json_in_them_are_read_as_json_bodies_are(workspace: Workspace, url: str) -> None:
    form = {"token": workspace.bot_token, "channel": "policy", "blocks": json.dumps([section("hi")])}
    assert httpx.post(f"{url}/api/chat.postMessage", data=form).json()["ok"]
    assert httpx.get(f"{url}/api/auth.test", params={"token": workspace.bot_token}).json()["ok"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "random", "text": "x"}, "not_in_channel"),
        ({"channel": "policy"}, "no_text"),
        ({"channel": "policy", "text": ""}, "no_text"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "policy", "text": "x", "thread_ts": "1.000000"}, "thread_not_found"),
        ({"channel": "policy", "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
        ({"channel": "policy", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "policy", "text": "x", "blocks": '{"a": 1}'}, "invalid_blocks_format"),
        ({"channel": "policy", "text": "x", "blocks": [section("")]}, "invalid_blocks"),
        ({"channel": "policy", "text": "x", "blocks": [quotation("x" * 13_001)]}, "msg_blocks_too_long"),
        ({"channel": "policy", "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        (
            {"channel": "policy", "text": "x", "metadata": {"event_type": "x", "event_payload": {"x": "x" * 8000}}},
            "metadata_too_large",
        ),
        ({"channel": "policy", "text": "x", "attachments": [{"text": "x"}]}, "invalid_arguments"),
    ],
)
def test_posts_that_slack_refuses_are_refused(
    workspace: Workspace, url: str, arguments: dict[str, Any], error: str
) -> None:
    headers = {"Authorization": f"Bearer {workspace.bot_token}"}
    answer = httpx.post(f"{url}/api/chat.postMessage", json=arguments, headers=headers).json()
    assert (answer["ok"], answer["error"]) == (False, error)
    assert workspace.messages("policy") == []


def test_a_refusal_names_the_element_that_is_wrong(client: WebClient) -> None:
    data = error_of(client.chat_postMessage, channel="policy", text="x", blocks=[section("x" * 3001)])
    saying = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert data["response_metadata"]["messages"] == [f"[ERROR] {saying}"]
    assert data["errors"] == [saying]


def test_long_texts_are_cut_in_posts_and_refused_in_updates(workspace: Workspace, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="policy", text="x" * 40_001)["ts"]
    assert len(workspace.messages("policy")[0].text) == 40_000
    assert error_of(client.chat_update, channel="C0POLICY", ts=ts, text="x" * 4001)["error"] == "msg_too_long"


def test_tokens_are_told_apart(workspace: Workspace, url: str, client: WebClient) -> None:
    bare, wrong = WebClient(base_url=f"{url}/api/"), WebClient("xoxb-wrong", base_url=f"{url}/api/")
    swapped = WebClient(workspace.app_token, base_url=f"{url}/api/")
    assert error_of(bare.auth_test)["error"] == "not_authed"
    assert error_of(wrong.auth_test)["error"] == "invalid_auth"
    assert error_of(swapped.auth_test)["error"] == "not_allowed_token_type"
    refusal = error_of(client.apps_connections_open, app_token=workspace.bot_token)
    assert refusal["error"] == "not_allowed_token_type"


def test_a_missing_scope_is_named() -> None:
    workspace = Workspace(scopes={"chat:write"})
    with running(workspace) as url:
        data = error_of(WebClient(workspace.bot_token, base_url=f"{url}/api/").users_info, user="U0BEN")
    assert (data["error"], data["needed"], data["provided"]) == ("missing_scope", "users:read", "chat:write")


def test_unknown_methods_and_unreadable_bodies_are_refused(workspace: Workspace, url: str) -> None:
    headers = {"Authorization": f"Bearer {workspace.bot_token}", "Content-Type": "application/json"}
    post = f"{url}/api/chat.postMessage"
    assert httpx.post(f"{url}/api/chat.shout", headers=headers).json()["error"] == "unknown_method"
    assert httpx.post(post, content=b"{garbage", headers=headers).json()["error"] == "invalid_json"
    assert httpx.post(post, content=b"[1]", headers=headers).json()["error"] == "json_not_object"
    assert httpx.post(post, content=b"[" * 100_000, headers=headers).json()["error"] == "invalid_json"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert httpx.post(post, content=b"\xff\xfe", headers=form).json()["error"] == "invalid_form_data"


def test_a_huge_body_is_refused_unread(workspace: Workspace, url: str) -> None:
    answer = httpx.post(f"{url}/api/chat.postMessage", content=b"x" * 1_500_000)
    assert (answer.status_code, answer.json()["error"]) == (413, "request_too_large")


def test_private_messages_go_to_one_member_only(workspace: Workspace, client: WebClient) -> None:
    client.chat_postEphemeral(channel="policy", user="U0BEN", text="psst")
    assert [message.text for message in workspace.private_messages("ben", "policy")] == ["psst"]
    assert workspace.private_messages("amira") == workspace.messages("policy") == []
    assert client.conversations_history(channel="C0POLICY")["messages"] == []
    refusal = error_of(client.chat_postEphemeral, channel="policy", user="U0NOBODY", text="x")
    assert refusal["error"] == "user_not_in_channel"


def test_only_ones_own_messages_can_be_updated_or_deleted(workspace: Workspace, client: WebClient) -> None:
    theirs = workspace.say("ben", "policy", "mine").ts
    assert error_of(client.chat_update, channel="C0POLICY", ts=theirs, text="x")["error"] == "cant_update_message"
    assert error_of(client.chat_delete, channel="C0POLICY", ts=theirs)["error"] == "cant_delete_message"
    assert error_of(client.chat_delete, channel="C0POLICY", ts="1.000000")["error"] == "message_not_found"


def test_an_update_with_text_alone_takes_the_blocks_away(workspace: Workspace, client: WebClient) -> None:
    metadata = {"event_type": "e", "event_payload": {}}
    ts = client.chat_postMessage(channel="policy", text="a", blocks=[section("a")], metadata=metadata)["ts"]
    client.chat_update(channel="C0POLICY", ts=ts, text="b", blocks=[section("b")])
    assert workspace.messages("policy")[0].edited is None
    client.chat_update(channel="C0POLICY", ts=ts, text="c")
    (after,) = workspace.messages("policy")
    assert (after.text, after.blocks, after.metadata) == ("c", [], metadata)
    client.chat_delete(channel="C0POLICY", ts=ts)
    assert workspace.messages("policy") == []


def test_a_permalink_leads_to_the_message(workspace: Workspace, client: WebClient, url: str) -> None:
    parent = workspace.say("ben", "policy", "q")
    reply = workspace.say("amira", "policy", "a", thread_ts=parent.ts)
    link = client.chat_getPermalink(channel="C0POLICY", message_ts=reply.ts)["permalink"]
    assert link.startswith(f"{url}/archives/C0POLICY/p{reply.ts.replace('.', '')}?thread_ts={parent.ts}")


def test_history_is_newest_first_and_comes_in_pages(workspace: Workspace, client: WebClient) -> None:
    said = [workspace.say("ben", "policy", str(number)).ts for number in range(5)]
    first = client.conversations_history(channel="C0POLICY", limit=3)
    assert [message["text"] for message in first["messages"]] == ["4", "3", "2"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel="C0POLICY", limit=3, cursor=cursor)
    assert ([message["text"] for message in rest["messages"]], rest["has_more"]) == (["1", "0"], False)
    between = client.conversations_history(channel="C0POLICY", oldest=said[1], latest=said[3])
    assert [message["text"] for message in between["messages"]] == ["2"]


def test_an_own_answer_is_found_again_in_its_thread_by_metadata(workspace: Workspace, client: WebClient) -> None:
    asked = workspace.mention("ben", "policy", "q")
    metadata = {"event_type": "policy_answer", "event_payload": {"request_id": "r1"}}
    sent = client.chat_postMessage(channel="C0POLICY", thread_ts=asked.ts, text="a", metadata=metadata)
    found = client.conversations_replies(
        channel="C0POLICY", ts=asked.ts, oldest=sent["ts"], inclusive=True, include_all_metadata=True, limit=15
    )
    parent, answer = found["messages"]
    assert (parent["reply_count"], parent["ts"]) == (1, asked.ts)
    assert (answer["metadata"], answer["bot_id"]) == (metadata, workspace.app.bot_id)
    without = client.conversations_replies(channel="C0POLICY", ts=asked.ts)["messages"][1]
    assert "event_payload" not in without["metadata"]


def test_reading_is_refused_by_slacks_names(client: WebClient) -> None:
    assert error_of(client.conversations_history, channel="C0RANDOM")["error"] == "not_in_channel"
    replies = client.conversations_replies
    assert error_of(replies, channel="C0POLICY", ts="1.000000")["error"] == "thread_not_found"
    assert error_of(client.conversations_history, channel="C0POLICY", limit=5000)["error"] == "invalid_limit"
    assert error_of(client.conversations_history, channel="C0POLICY", cursor="x")["error"] == "invalid_cursor"
    refusal = error_of(client.conversations_history, channel="C0POLICY", oldest="soon")
    assert refusal["error"] == "invalid_ts_oldest"


def test_places_and_people_can_be_looked_up(workspace: Workspace, client: WebClient) -> None:
    assert client.users_info(user="U0CHLOE")["user"]["tz"] == "Asia/Tokyo"
    assert error_of(client.users_info, user="U0NOBODY")["error"] == "user_not_found"
    assert client.conversations_info(channel="C0RANDOM")["channel"]["is_member"] is False
    assert client.conversations_join(channel="C0RANDOM")["channel"]["is_member"] is True
    assert [channel["name"] for channel in client.conversations_list()["channels"]] == ["general", "policy", "random"]
    assert workspace.app.user_id in client.conversations_members(channel="C0RANDOM")["members"]
    opened = client.conversations_open(users="U0BEN")["channel"]["id"]
    client.chat_postMessage(channel=opened, text="digest")
    client.chat_postMessage(channel="U0BEN", text="again")
    assert [message.text for message in workspace.messages("D0BEN")] == ["digest", "again"]


def test_a_home_can_be_published_and_old_hashes_conflict(workspace: Workspace, client: WebClient) -> None:
    published = client.views_publish(user_id="U0BEN", view=home())["view"]
    client.views_publish(user_id="U0BEN", view=home(section("new")), hash=published["hash"])
    refusal = error_of(client.views_publish, user_id="U0BEN", view=home(), hash=published["hash"])
    assert refusal["error"] == "hash_conflict"
    shown = workspace.open_home("ben")
    assert shown is not None
    assert shown.blocks[0]["text"]["text"] == "new"


def test_a_trigger_opens_one_view_within_three_seconds() -> None:
    moment = [1_700_000_000.0]
    workspace = Workspace(now=lambda: moment[0])
    with running(workspace) as url:
        client = WebClient(workspace.bot_token, base_url=f"{url}/api/")
        first = workspace.grants.trigger("U0BEN").id
        client.views_open(trigger_id=first, view=modal())
        assert error_of(client.views_open, trigger_id=first, view=modal())["error"] == "exchanged_trigger_id"
        late = workspace.grants.trigger("U0BEN").id
        moment[0] += 3.1
        assert error_of(client.views_open, trigger_id=late, view=modal())["error"] == "expired_trigger_id"
        assert error_of(client.views_open, trigger_id="1.2.x", view=modal())["error"] == "invalid_trigger_id"
    assert len(workspace.views("ben")) == 1


def test_views_are_pushed_three_deep_and_updated_in_place(workspace: Workspace, client: WebClient) -> None:
    view = client.views_open(trigger_id=workspace.grants.trigger("U0BEN").id, view=modal(external_id="a"))["view"]
    for _ in range(2):
        client.views_push(trigger_id=workspace.grants.trigger("U0BEN").id, view=modal())
    refusal = error_of(client.views_push, trigger_id=workspace.grants.trigger("U0BEN").id, view=modal())
    assert refusal["error"] == "push_limit_reached"
    client.views_update(external_id="a", view=modal(title=plain("New")))
    assert workspace.views("ben")[0].body["title"]["text"] == "New"
    assert error_of(client.views_update, view_id="V1", view=modal())["error"] == "not_found"
    bad = error_of(client.views_update, view_id=view["id"], view=modal(title=plain("x" * 25)))
    assert bad["error"] == "invalid_arguments"


def test_a_status_stands_in_a_thread_until_something_is_posted(workspace: Workspace, client: WebClient) -> None:
    asked = workspace.mention("ben", "policy", "q")
    client.assistant_threads_setStatus(channel_id="C0POLICY", thread_ts=asked.ts, status="is looking…")
    assert workspace.statuses == {("C0POLICY", asked.ts): "is looking…"}
    client.chat_postMessage(channel="C0POLICY", thread_ts=asked.ts, text="a")
    assert workspace.statuses == {}


def test_four_prompts_may_be_suggested_in_a_direct_conversation(workspace: Workspace, client: WebClient) -> None:
    prompt = {"title": "Leave", "message": "How much leave?"}
    client.assistant_threads_setSuggestedPrompts(channel_id="D0BEN", prompts=[prompt] * 4)
    assert workspace.prompts["D0BEN"] == [prompt] * 4
    refusal = error_of(client.assistant_threads_setSuggestedPrompts, channel_id="D0BEN", prompts=[prompt] * 5)
    assert refusal["error"] == "invalid_arguments"
