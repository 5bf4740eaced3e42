"""The door of response URLs: an app's later answers to a gesture."""

from starlette.requests import Request
from starlette.responses import Response

from slack_playground import responses
from slack_playground.faults.instructions import RESPONSE_URL, Call
from slack_playground.faults.passing import Reply, through
from slack_playground.people import Json
from slack_playground.refusals import Refused
from slack_playground.web_api.door import TooLarge, body_of, json_object, refused
from slack_playground.workspace import Workspace

_GONE = ("used_url", "expired_url", "invalid_url", "message_not_found", "channel_not_found")


async def respond(workspace: Workspace, request: Request) -> Response:
    """A POST to a response URL: "ok", or Slack's error name with 404 (gone) or 400 (wrong)."""
    name = request.path_params["id"]
    body: Json = {}
    unreadable: Refused | None = None
    try:
        body = json_object(await body_of(request))
    except Refused as refusal:
        unreadable = refusal

    def run() -> Reply:
        return _run(workspace, name, body) if unreadable is None else _refusal_of(unreadable)

    call = Call(RESPONSE_URL, body, workspace.grants.channel_of(name))
    return (await through(workspace.faults, call, request, run)).as_response()


def _run(workspace: Workspace, name: str, body: Json) -> Reply:
    try:
        with workspace.changes.changing():
            grant = workspace.grants.find_response(name)
            message = responses.respond(workspace.posts, grant, body)
            workspace.grants.count_use(grant.id)
            posted = (message.channel, message.ts) if message is not None else None
            workspace.journal.responded(grant.invocation, body, posted, None)
            if message is not None:
                workspace.invocations[grant.invocation].messages.append(message)
    except Refused as refusal:
        return _refusal_of(refusal)
    return Reply("ok")


def _refusal_of(refusal: Refused) -> Reply:
    if isinstance(refusal, TooLarge):
        return Reply(refused(refusal), 413)
    return Reply(refused(refusal), 404 if refusal.error in _GONE else 400)
