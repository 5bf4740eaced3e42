"""Presses, forms, shortcuts and response URLs carry what Slack's do."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from slack_playground.messages import Message
from slack_playground.refusals import Impossible
from slack_playground.server import running
from slack_playground.views import View
from slack_playground.workspace import Workspace
from tests.playground.listening import acknowledge, receive, socket
from tests.playground.saying import Json, actions, button, home, modal, plain, quotation, section, text_field

FEEDBACK = {
    "type": "context_actions",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "helpful",
            "positive_button": {"text": plain("Yes"), "value": "yes"},
            "negative_button": {"text": plain("No"), "value": "no"},
        }
    ],
}
MENU = actions(
    {
        "type": "static_select",
        "action_id": "topic",
        "options": [{"text": plain("Leave"), "value": "leave"}, {"text": plain("Travel"), "value": "travel"}],
    }
)


def posted(workspace: Workspace, *blocks: Json, **more: Any) -> Message:
    """A message of the app with these blocks."""
    filled = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]
    return workspace.posts.from_bot(workspace.channel("policy"), "fallback", filled, **more)


def opened(workspace: Workspace, view: Json) -> View:
    return workspace.open_views.open("U0BEN", view)


def payload(workspace: Workspace) -> Any:
    """The newest delivery's payload."""
    return workspace.outbox.take_due(reachable=True)[-1].payload


def test_a_press_carries_the_message_the_button_and_where_it_was(workspace: Workspace) -> None:
    message = posted(workspace, actions(button(value="p7")))
    invocation = workspace.press("ben", message, "show")
    sent = payload(workspace)
    assert sent["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": "C0POLICY",
        "is_ephemeral": False,
    }
    assert (sent["message"]["ts"], sent["channel"]["name"], sent["user"]["id"]) == (message.ts, "policy", "U0BEN")
    (action,) = sent["actions"]
    assert (action["action_id"], action["value"], action["block_id"]) == ("show", "p7", "b0")
    assert (sent["trigger_id"], sent["response_url"]) == (invocation.trigger_id, invocation.response_url)


def test_a_press_on_a_private_message_carries_no_message_and_only_its_reader_can_press(workspace: Workspace) -> None:
    message = posted(workspace, actions(), ephemeral_to="U0BEN")
    workspace.press("ben", message, "show")
    sent = payload(workspace)
    assert sent["container"]["is_ephemeral"] is True
    assert "message" not in sent
    with pytest.raises(Impossible):
        workspace.press("amira", message, "show")


def test_the_value_chooses_among_buttons_options_and_feedback(workspace: Workspace) -> None:
    message = posted(workspace, actions(button(value="1")), actions(button(value="2")), FEEDBACK, MENU)
    workspace.press("ben", message, "show", "2")
    assert payload(workspace)["actions"][0]["block_id"] == "b1"
    workspace.press("ben", message, "helpful", "no")
    assert payload(workspace)["actions"][0]["value"] == "no"
    workspace.press("ben", message, "helpful", "positive")
    assert payload(workspace)["actions"][0]["value"] == "yes"
    workspace.press("ben", message, "topic", "travel")
    assert payload(workspace)["actions"][0]["selected_option"]["text"]["text"] == "Travel"


def test_what_is_not_on_the_message_cannot_be_pressed(workspace: Workspace) -> None:
    message = posted(workspace, actions(), MENU)
    for action_id, value in (("missing", None), ("show", "99"), ("topic", "nothing")):
        with pytest.raises(Impossible):
            workspace.press("ben", message, action_id, value)
    workspace.remove(message)
    with pytest.raises(Impossible, match="gone"):
        workspace.press("ben", message, "show")


def test_a_press_in_the_home_carries_the_view(workspace: Workspace) -> None:
    view = workspace.open_views.publish("U0BEN", home(actions()))
    workspace.press("ben", view, "show")
    sent = payload(workspace)
    assert sent["container"] == {"type": "view", "view_id": view.id}
    assert (sent["view"]["type"], "response_url" in sent) == ("home", False)


def test_a_form_carries_what_was_filled_in(workspace: Workspace) -> None:
    picked = {
        "type": "input",
        "block_id": "t",
        "label": plain("Topic"),
        "element": MENU["elements"][0],
        "optional": True,
    }
    view = opened(workspace, modal(text_field(), picked, private_metadata="m"))
    workspace.submit("ben", view, {"question": "leave?", "t": "leave"})
    sent = payload(workspace)
    assert (sent["type"], sent["view"]["private_metadata"]) == ("view_submission", "m")
    values = sent["view"]["state"]["values"]
    assert values["ask"]["question"] == {"type": "plain_text_input", "value": "leave?"}
    assert values["t"]["topic"]["selected_option"]["value"] == "leave"


def test_a_form_that_slack_would_not_send_is_impossible(workspace: Workspace) -> None:
    view = opened(workspace, modal())
    for person, values in (("ben", {}), ("ben", {"question": "x", "other": "y"}), ("amira", {"question": "x"})):
        with pytest.raises(Impossible):
            workspace.submit(person, view, values)
    workspace.close("ben", view)
    with pytest.raises(Impossible, match="closed"):
        workspace.submit("ben", view, {"question": "x"})


@pytest.mark.parametrize(
    ("answer", "left_open"),
    [
        (None, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "errors", "errors": {"ask": "too short"}}, ["Ask"]),
        ({"response_action": "update", "view": modal(title=plain("Done"))}, ["Done"]),
        ({"response_action": "push", "view": modal(title=plain("More"))}, ["Ask", "More"]),
    ],
)
def test_a_submissions_answer_decides_what_becomes_of_the_modal(
    workspace: Workspace, url: str, answer: Any, left_open: list[str]
) -> None:
    view = opened(workspace, modal())
    with socket(workspace) as connection:
        invocation = workspace.submit("ben", view, {"question": "x"})
        acknowledge(connection, receive(connection), answer)
        workspace.wait_for(lambda here: invocation.acknowledged)
    assert [open_view.body["title"]["text"] for open_view in workspace.views("ben")] == left_open
    assert invocation.errors == (answer or {}).get("errors", {})
    assert workspace.failures == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "errors", "errors": {"no such field": "x"}},
        {"response_action": "dance"},
    ],
)
def test_a_submissions_answer_that_slack_refuses_leaves_the_modal_with_a_failure(
    workspace: Workspace, url: str, answer: Any
) -> None:
    view = opened(workspace, modal())
    with socket(workspace) as connection:
        invocation = workspace.submit("ben", view, {"question": "x"})
        acknowledge(connection, receive(connection), answer)
        workspace.wait_for(lambda here: invocation.failure)
    assert [open_view.id for open_view in workspace.views("ben")] == [view.id]


def test_a_message_shortcut_carries_the_message_wherever_it_stands(workspace: Workspace) -> None:
    message = workspace.say("ben", "random", "how much leave?")
    workspace.shortcut("amira", "find_policy_for_message", message)
    sent = payload(workspace)
    assert (sent["type"], sent["callback_id"]) == ("message_action", "find_policy_for_message")
    assert (sent["message"]["text"], sent["channel"]["id"]) == ("how much leave?", "C0RANDOM")


def test_closing_is_told_only_to_who_asked(workspace: Workspace) -> None:
    workspace.close("ben", opened(workspace, modal()))
    assert len(workspace.outbox) == 0
    workspace.close("ben", opened(workspace, modal(notify_on_close=True)))
    assert payload(workspace)["type"] == "view_closed"


class Responding:
    """A workspace with a clock to turn, and one response URL in use."""

    def __init__(self, workspace: Workspace, moment: list[float]) -> None:
        self.workspace, self.moment = workspace, moment
        self.original = posted(workspace, actions(), ephemeral_to="U0BEN")
        self.press = workspace.press("ben", self.original, "show")

    def post(self, **body: Any) -> tuple[int, str]:
        answer = httpx.post(self.press.response_url, json=body)
        error = answer.json()["error"] if answer.status_code != 200 else answer.text
        return answer.status_code, error


@pytest.fixture
def responding() -> Iterator[Responding]:
    moment = [1_700_000_000.0]
    workspace = Workspace(now=lambda: moment[0])
    with running(workspace):
        yield Responding(workspace, moment)


def test_a_response_is_private_unless_it_says_otherwise(responding: Responding) -> None:
    assert responding.post(text="only you") == (200, "ok")
    assert responding.post(text="all of you", response_type="in_channel") == (200, "ok")
    assert [message.text for message in responding.workspace.private_messages("ben")] == ["fallback", "only you"]
    assert [message.text for message in responding.workspace.messages("policy")] == ["all of you"]
    assert responding.press.texts == ["only you", "all of you"]


def test_a_response_can_replace_and_delete_its_original(responding: Responding) -> None:
    responding.post(text="new", replace_original=True)
    (only,) = responding.workspace.private_messages("ben")
    assert (only.text, only.ts, only.blocks) == ("new", responding.original.ts, [])
    responding.post(delete_original=True)
    assert responding.workspace.private_messages("ben") == []
    assert responding.post(delete_original=True) == (404, "message_not_found")


def test_a_response_can_stand_in_a_thread(responding: Responding) -> None:
    parent = responding.workspace.say("ben", "policy", "q")
    responding.post(text="a", response_type="in_channel", thread_ts=parent.ts)
    assert [message.text for message in responding.workspace.replies("policy", parent.ts)] == ["a"]
    assert responding.post(text="a", thread_ts="1.000000") == (400, "thread_not_found")


def test_a_response_url_works_five_times(responding: Responding) -> None:
    assert [responding.post(text="x")[0] for _ in range(5)] == [200] * 5
    assert responding.post(text="x") == (404, "used_url")


def test_a_response_url_works_for_thirty_minutes(responding: Responding) -> None:
    responding.moment[0] += 1800
    assert responding.post(text="x") == (200, "ok")
    responding.moment[0] += 1
    assert responding.post(text="x") == (404, "expired_url")


def test_responses_are_checked_as_posts_are_but_may_be_longer(responding: Responding) -> None:
    assert responding.post() == (400, "no_text")
    assert responding.post(blocks=[section("")]) == (400, "invalid_blocks")
    assert responding.post(text={"not": "text"}) == (400, "invalid_payload")
    assert responding.post(text="x", blocks=[quotation("x" * 20_000)]) == (200, "ok")


def test_garbage_and_unknown_response_urls_are_refused(responding: Responding) -> None:
    url = responding.press.response_url
    assert httpx.post(url, content=b"{garbage").json()["error"] == "invalid_json"
    assert httpx.post(url, content=b"x" * 1_500_000).status_code == 413
    assert httpx.post(url[:-3], content=json.dumps({"text": "x"})).json()["error"] == "invalid_url"
