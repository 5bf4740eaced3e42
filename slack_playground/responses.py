"""What an app answers to a gesture: through its response URL, in the ack of a command, or to a submission."""

from dataclasses import replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from slack_playground.grants import ResponseUrl
from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.people import Json
from slack_playground.posts import Posts
from slack_playground.refusals import Refused
from slack_playground.shapes.checking import checked_blocks
from slack_playground.views import View, Views

TEXT_LIMIT = 40_000


class ResponseBody(BaseModel):
    """The body of a POST to a response URL. Slack ignores fields it does not know."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str | None = None
    blocks: Any = None
    response_type: Literal["ephemeral", "in_channel"] = "ephemeral"
    replace_original: bool = False
    delete_original: bool = False
    thread_ts: str | None = None


def respond(posts: Posts, grant: ResponseUrl, body: Any) -> Message | None:
    """Do what the body says; gives the message that it made. Raises Refused, by Slack's names."""
    try:
        wanted = ResponseBody.model_validate(body)
    except ValidationError as error:
        raise Refused("invalid_payload") from error
    original = posts.conversations.current(grant.original) if grant.original else None
    if wanted.delete_original:
        if original is None:
            raise Refused("message_not_found")
        posts.drop(original)
        return None
    # Response URLs take long blocks that chat.postMessage refuses.
    blocks = checked_blocks(wanted.blocks, text_limit=None) if wanted.blocks is not None else []
    if not wanted.text and not blocks:
        raise Refused("no_text")
    text = (wanted.text or "")[:TEXT_LIMIT]
    if wanted.replace_original and grant.original is not None:
        if original is None:
            raise Refused("message_not_found")
        return posts.change(original, replace(original, text=text, blocks=blocks))
    return _post(posts, grant, wanted, text, blocks)


def _post(posts: Posts, grant: ResponseUrl, wanted: ResponseBody, text: str, blocks: list[Json]) -> Message:
    channel = posts.conversations.channel(grant.channel)
    if channel.archived:
        raise Refused("is_archived")
    if wanted.thread_ts is not None:
        posts.conversations.parent_of(channel.id, wanted.thread_ts)
    only_to = grant.person if wanted.response_type == "ephemeral" else None
    return posts.from_bot(channel, text, blocks, thread_ts=wanted.thread_ts, ephemeral_to=only_to)


def answer_command(posts: Posts, grant: ResponseUrl, invocation: Invocation, body: Json | None) -> None:
    """The ack of a command may carry a message. Raises Refused when Slack would not show it."""
    if not body or not (body.get("text") or body.get("blocks")):
        return
    message = respond(posts, grant, body)
    if message is not None:
        invocation.messages.append(message)


def answer_submission(views: Views, view: View, invocation: Invocation, body: Json | None) -> None:
    """Close, update or push as the ack says, or show its errors. Raises Refused."""
    action = (body or {}).get("response_action")
    if action is None:
        views.close(view)
    elif action == "clear":
        views.close(view, all_of_them=True)
    elif action == "errors":
        invocation.errors = _errors(view, (body or {}).get("errors"))
    elif action == "update":
        views.update(views.find(view.id), (body or {}).get("view"))
    elif action == "push":
        views.push(view.person, (body or {}).get("view"))
    else:
        raise Refused("invalid_response_action")


def _errors(view: View, errors: Any) -> dict[str, str]:
    """Errors are shown beside fields: each needs the block_id of an input."""
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= fields:
        raise Refused("invalid_errors")
    return {str(field): str(message) for field, message in errors.items()}
