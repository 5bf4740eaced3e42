"""The door of the Web API: reads a request, checks its token, runs the method, answers in Slack's way."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from slack_playground.faults.instructions import Call
from slack_playground.faults.passing import Reply, through
from slack_playground.people import Json
from slack_playground.refusals import Refused
from slack_playground.web_api.method import Args, Method, MissingScope, need
from slack_playground.workspace import Workspace

MOST_BYTES = 1_000_000

# Its answer is a secret that opens the app's connection.
_NOT_NOTED = ("apps.connections.open",)

_OWN_NAMES = {
    "thread_ts": "invalid_thread_ts",
    "oldest": "invalid_ts_oldest",
    "latest": "invalid_ts_latest",
    "limit": "invalid_limit",
}


class TooLarge(Refused):
    """The body is larger than any that Slack would take."""

    def __init__(self) -> None:
        super().__init__("request_too_large")


async def body_of(request: Request) -> bytes:
    """The whole body. Raises TooLarge without reading more than a megabyte."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise TooLarge
    return bytes(body)


async def arguments_of(request: Request) -> Json:
    """Arguments from the query, a form or a JSON object. Raises Refused."""
    arguments: Json = dict(request.query_params)
    body = await body_of(request)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return arguments | json_object(body)
    if kind == "multipart/form-data":
        raise Refused("invalid_form_data")
    try:
        return arguments | dict(parse_qsl(body.decode(), keep_blank_values=True))
    except ValueError as error:
        raise Refused("invalid_form_data") from error


def json_object(body: bytes) -> Json:
    """A JSON object; no body is an empty one. Raises Refused: invalid_json or json_not_object."""
    if not body.strip():
        return {}
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused("invalid_json") from error
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


async def answer(workspace: Workspace, methods: Mapping[str, Method[Any]], request: Request) -> Response:
    """One call of one method. Refusals are answers, with status 200 as in Slack."""
    began, name = time.perf_counter(), request.path_params["method"]
    arguments: Json = {}
    unreadable: Refused | None = None
    try:
        arguments = await arguments_of(request)
    except Refused as refusal:
        unreadable = refusal

    def run() -> Reply:
        if unreadable is not None:
            return _refusal_of(unreadable, workspace)
        return _run(workspace, methods, name, arguments, request)

    call = Call(name, arguments, _place(workspace, arguments))
    reply = await through(workspace.faults, call, request, run)
    if name not in _NOT_NOTED:
        with workspace.changes.changing():
            workspace.journal.called(name, arguments, reply.as_json(), time.perf_counter() - began)
    return reply.as_response()


def _run(
    workspace: Workspace, methods: Mapping[str, Method[Any]], name: str, arguments: Json, request: Request
) -> Reply:
    """Check the token and its scopes, and do what the method does."""
    try:
        method = methods.get(name)
        if method is None:
            raise Refused("unknown_method", [f"[ERROR] no method {name}"])
        _check_token(workspace, method, _token(request, arguments))
        need(workspace, *method.scopes)
        with workspace.changes.changing():
            result = {"ok": True, **method.run(workspace, _arguments(method, arguments))}
    except Refused as refusal:
        return _refusal_of(refusal, workspace)
    except ValidationError as error:
        return _refusal_of(_refusal(error), workspace)
    return Reply(result, headers=_headers(workspace))


def _refusal_of(refusal: Refused, workspace: Workspace) -> Reply:
    status = 413 if isinstance(refusal, TooLarge) else 200
    return Reply(refused(refusal), status, _headers(workspace))


def _headers(workspace: Workspace) -> Mapping[str, str]:
    return {"x-oauth-scopes": ",".join(sorted(workspace.scopes))}


def _place(workspace: Workspace, arguments: Json) -> str | None:
    """The id of the channel that a call is about, if there is such a channel."""
    try:
        return workspace.conversations.channel(str(arguments.get("channel") or arguments.get("channel_id"))).id
    except Refused:
        return None


def refused(refusal: Refused) -> Json:
    """The JSON of a refusal."""
    shape: Json = {"ok": False, "error": refusal.error}
    if isinstance(refusal, MissingScope):
        shape |= {"needed": refusal.needed, "provided": refusal.provided}
    if refusal.messages:
        shape["errors"] = [message.removeprefix("[ERROR] ") for message in refusal.messages]
        shape["response_metadata"] = {"messages": list(refusal.messages)}
    return shape


def _arguments(method: Method[Any], arguments: Json) -> Args:
    # An argument that is null was not given.
    given = {name: value for name, value in arguments.items() if value is not None}
    validated: Args = method.args.model_validate(given)
    return validated


def _token(request: Request, arguments: Json) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else str(arguments.get("token") or "")


def _check_token(workspace: Workspace, method: Method[Any], token: str) -> None:
    if method.needs == "any":
        return
    if not token:
        raise Refused("not_authed")
    known = {workspace.bot_token: "bot", workspace.app_token: "app"}
    if token not in known:
        raise Refused("invalid_auth")
    if known[token] != method.needs:
        raise Refused("not_allowed_token_type")
    if token == workspace.bot_token and workspace.token_fault is not None:
        raise Refused(workspace.token_fault)


def _refusal(error: ValidationError) -> Refused:
    messages = []
    for fault in error.errors(include_url=False, include_context=False):
        pointer = "/".join(map(str, fault["loc"]))
        if fault["type"] == "missing":
            messages.append(f"[ERROR] missing required field: {fault['loc'][-1]}")
        elif pointer in _OWN_NAMES:
            return Refused(_OWN_NAMES[pointer], [f"[ERROR] {fault['msg']} [json-pointer:/{pointer}]"])
        else:
            messages.append(f"[ERROR] {fault['msg']} [json-pointer:/{pointer}]")
    return Refused("invalid_arguments", messages)
