"""The Web API and response URLs fail as Slack's do, when a test says so, as real clients see it."""

import threading
from http.client import RemoteDisconnected
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from slack_playground.faults.instructions import Call
from slack_playground.faults.kinds import (
    AckLost,
    ForeignPage,
    Held,
    NotAccepted,
    RateLimited,
    ReplyLost,
    ServerError,
    SlackError,
    Slow,
    Twice,
)
from slack_playground.refusals import Impossible
from slack_playground.server import running
from slack_playground.workspace import Workspace

POST = "chat.postMessage"


def post(client: WebClient, channel: str = "C0POLICY", text: str = "hi") -> Any:
    return client.chat_postMessage(channel=channel, text=text)


def refused(client: WebClient, channel: str = "C0POLICY") -> Any:
    """The response of a post that Slack refuses."""
    with pytest.raises(SlackApiError) as caught:
        post(client, channel)
    return caught.value.response


def texts(workspace: Workspace, channel: str = "policy") -> list[str]:
    return [message.text for message in workspace.messages(channel)]


@pytest.fixture
def response_url(workspace: Workspace, url: str) -> str:
    return workspace.command("ben", "policy", "/policy").response_url


def test_a_call_is_rate_limited_so_often_as_told_and_then_runs(workspace: Workspace, client: WebClient) -> None:
    fault = workspace.faults.add(POST, RateLimited(retry_after=7), times=2)
    for used in (1, 2):
        response = refused(client)
        assert (response.status_code, response["error"]) == (429, "ratelimited")
        assert response.headers["Retry-After"] == "7"
        assert fault.used == used
    assert texts(workspace) == []
    post(client)
    assert texts(workspace) == ["hi"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_server_error_is_no_json_and_nothing_was_done(workspace: Workspace, client: WebClient, status: int) -> None:
    workspace.faults.add(POST, ServerError(status))
    assert refused(client).status_code == status
    assert texts(workspace) == []


def test_a_call_is_refused_by_any_of_slacks_error_names(workspace: Workspace, client: WebClient) -> None:
    workspace.faults.add(POST, SlackError("internal_error"))
    workspace.faults.add("*", SlackError("account_inactive"))
    assert refused(client)["error"] == "internal_error"
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()


@pytest.mark.parametrize(("reset", "seen"), [(False, RemoteDisconnected), (True, ConnectionResetError)])
def test_a_lost_reply_was_accepted_all_the_same(
    workspace: Workspace, client: WebClient, reset: bool, seen: type[Exception]
) -> None:
    workspace.faults.add(POST, ReplyLost(reset))
    with pytest.raises(seen):
        post(client)
    assert texts(workspace) == ["hi"]
    assert post(client)["ok"]


def test_a_default_client_sends_a_post_twice_when_only_the_reply_was_lost(workspace: Workspace, url: str) -> None:
    workspace.faults.add(POST, ReplyLost())
    post(WebClient(workspace.bot_token, base_url=f"{url}/api/"))
    assert texts(workspace) == ["hi", "hi"]


@pytest.mark.parametrize(("reset", "seen"), [(False, RemoteDisconnected), (True, ConnectionResetError)])
def test_what_was_not_accepted_was_not_done(
    workspace: Workspace, client: WebClient, reset: bool, seen: type[Exception]
) -> None:
    workspace.faults.add(POST, NotAccepted(reset))
    with pytest.raises(seen):
        post(client)
    assert texts(workspace) == []


@pytest.mark.parametrize(("before", "done"), [(False, ["hi"]), (True, [])])
def test_a_slow_call_outlasts_its_client_after_or_before_it_ran(
    workspace: Workspace, url: str, before: bool, done: list[str]
) -> None:
    workspace.faults.add(POST, Slow(0.2, before))
    hasty = WebClient(workspace.bot_token, base_url=f"{url}/api/", retry_handlers=[])
    hasty.timeout = 0.1  # type: ignore[assignment]  # seconds, which slack_sdk hands on as they are
    with pytest.raises(TimeoutError):
        post(hasty)
    assert texts(workspace) == done
    workspace.wait_for(lambda _: texts(workspace) == ["hi"])


@pytest.mark.parametrize(("before", "done"), [(False, ["hi"]), (True, [])])
def test_a_held_call_waits_for_its_release(
    workspace: Workspace, client: WebClient, before: bool, done: list[str]
) -> None:
    held = workspace.faults.add(POST, Held(before))
    answers: list[Any] = []
    posting = threading.Thread(target=lambda: answers.append(post(client)))
    posting.start()
    workspace.wait_for(lambda _: held.used == 1 and texts(workspace) == done)
    assert answers == []
    held.release()
    posting.join(5)
    assert answers[0]["ok"]
    assert texts(workspace) == ["hi"]


def test_a_stopping_server_does_not_wait_for_what_is_held(workspace: Workspace) -> None:
    with running(workspace) as url:
        client = WebClient(workspace.bot_token, base_url=f"{url}/api/")
        held = workspace.faults.add(POST, Held())
        posting = threading.Thread(target=lambda: post(client))
        posting.start()
        workspace.wait_for(lambda _: held.used)
    posting.join(5)
    assert not posting.is_alive()


def test_a_fault_may_be_meant_for_one_channel_or_for_some_calls_only(workspace: Workspace, client: WebClient) -> None:
    workspace.faults.add(POST, SlackError("is_archived"), channel="general", times=None)
    workspace.faults.add(POST, SlackError("fatal_error"), where=lambda call: call.arguments["text"] == "bad")
    assert post(client)["ok"]
    assert refused(client, "general")["error"] == refused(client, "C0GENERAL")["error"] == "is_archived"
    with pytest.raises(SlackApiError, match="fatal_error"):
        post(client, text="bad")


def test_a_fault_ends_when_it_is_withdrawn_or_its_time_is_over() -> None:
    moment = [1_700_000_000.0]
    workspace = Workspace(now=lambda: moment[0])
    with running(workspace) as url:
        client = WebClient(workspace.bot_token, base_url=f"{url}/api/")
        withdrawn = workspace.faults.add(POST, SlackError("fatal_error"), times=None)
        assert refused(client)["error"] == "fatal_error"
        withdrawn.withdraw()
        workspace.faults.add(POST, SlackError("internal_error"), times=None, lasting=30)
        assert refused(client)["error"] == "internal_error"
        moment[0] += 31
        assert post(client)["ok"]
        workspace.faults.add("*", SlackError("fatal_error"), times=None)
        workspace.faults.withdraw_all()
        assert post(client)["ok"]


@pytest.mark.parametrize(
    ("at", "fault"),
    [("chat", ServerError()), (POST, Twice()), (POST, AckLost()), ("hello", NotAccepted()), ("delivery", ReplyLost())],
)
def test_a_fault_that_cannot_be_is_not_taken(workspace: Workspace, at: str, fault: Any) -> None:
    with pytest.raises(Impossible):
        workspace.faults.add(at, fault)


def test_hooks_are_called_before_a_method_runs_and_before_its_answer_leaves(
    workspace: Workspace, client: WebClient
) -> None:
    told: list[tuple[str, Call, list[str]]] = []
    workspace.faults.before(POST, lambda call: told.append(("before", call, texts(workspace))))
    workspace.faults.after(POST, lambda call: told.append(("after", call, texts(workspace))))
    ts = post(client)["ts"]
    (first, before, there_before), (second, after, there_after) = told
    assert (first, there_before, before.answer) == ("before", [], None)
    assert (second, there_after, (after.answer or {})["ts"]) == ("after", ["hi"], ts)
    assert (before.channel, before.arguments["text"]) == ("C0POLICY", "hi")


def test_a_hook_may_be_called_once_and_for_one_channel(workspace: Workspace, client: WebClient) -> None:
    seen: list[str | None] = []
    hook = workspace.faults.after(POST, lambda call: seen.append(call.channel), times=1, channel="general")
    for channel in ("policy", "general", "general"):
        post(client, channel)
    assert (seen, hook.used) == (["C0GENERAL"], 1)


def test_a_hook_may_take_its_time_while_other_calls_go_on(workspace: Workspace, client: WebClient) -> None:
    busy, go = threading.Event(), threading.Event()

    def callback(_: Call) -> None:
        busy.set()
        go.wait(5)

    workspace.faults.before(POST, callback, times=1)
    posting = threading.Thread(target=lambda: post(client))
    posting.start()
    assert busy.wait(5)
    assert client.auth_test()["ok"]
    go.set()
    posting.join(5)
    assert texts(workspace) == ["hi"]


def test_a_method_that_does_not_run_has_no_hooks(workspace: Workspace, client: WebClient) -> None:
    seen: list[Call] = []
    workspace.faults.before(POST, seen.append)
    workspace.faults.after(POST, seen.append)
    workspace.faults.add(POST, ServerError())
    refused(client)
    assert seen == []


def test_posts_beyond_the_pace_are_told_when_to_come_back() -> None:
    moment = [1_700_000_000.0]
    workspace = Workspace(now=lambda: moment[0])
    with running(workspace) as url:
        client = WebClient(workspace.bot_token, base_url=f"{url}/api/")
        workspace.faults.limit_posts(per_second=0.5, burst=2)
        assert post(client)["ok"]
        assert post(client)["ok"]
        assert refused(client).headers["Retry-After"] == "2"
        assert post(client, "general")["ok"]
        moment[0] += 2
        assert post(client)["ok"]
        assert refused(client)["error"] == "ratelimited"
        workspace.faults.lift_limit()
        assert post(client)["ok"]


def test_response_urls_have_their_own_pace(workspace: Workspace, client: WebClient, response_url: str) -> None:
    workspace.faults.limit_posts(burst=1)
    post(client)
    assert httpx.post(response_url, json={"text": "a"}).status_code == 200
    again = httpx.post(response_url, json={"text": "b"})
    assert (again.status_code, again.headers["Retry-After"]) == (429, "1")


def test_response_urls_fail_as_methods_do(workspace: Workspace, response_url: str) -> None:
    workspace.faults.add("response_url", RateLimited(3))
    workspace.faults.add("response_url", ServerError(), channel="policy")
    workspace.faults.add("response_url", SlackError("expired_url"))
    workspace.faults.add("response_url", ReplyLost())
    workspace.faults.add("response_url", NotAccepted())
    answers = [httpx.post(response_url, json={"text": "x"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 503, 404]
    assert answers[2].json()["error"] == "expired_url"
    assert workspace.private_messages("ben") == []
    for done in (1, 1):
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(response_url, json={"text": "x"})
        assert len(workspace.private_messages("ben")) == done


def test_hooks_hear_of_response_urls(workspace: Workspace, response_url: str) -> None:
    seen: list[Call] = []
    workspace.faults.after("response_url", seen.append, channel="policy")
    httpx.post(response_url, json={"text": "x"})
    assert (seen[0].arguments, seen[0].answer) == ({"text": "x"}, {"text": "ok"})


@pytest.mark.parametrize("accepted", [False, True])
def test_a_page_of_somebody_elses_takes_the_answers_place(
    workspace: Workspace, client: WebClient, *, accepted: bool
) -> None:
    workspace.faults.add(POST, ForeignPage(accepted=accepted))
    assert "non-JSON" in str(refused(client).data)
    assert texts(workspace) == (["hi"] if accepted else [])
