"""The door of the Web API: reads a request, checks its token, runs the method, answers in Slack's way."""

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.playground.people import Json
from bot.playground.refusals import Refused
from bot.playground.web_api.method import Args, Method, MissingScope, need
from bot.playground.workspace import Workspace

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


async def answer(workspace: Workspace, methods: Mapping[str, Method[Any]], request: Request) -> JSONResponse:
    """One call of one method. Refusals are answers, with status 200 as in Slack."""
    headers = {"x-oauth-scopes": ",".join(sorted(workspace.scopes))}
    began, name, arguments = time.perf_counter(), request.path_params["method"], {}
    status = 200
    try:
        arguments = await arguments_of(request)
        method = methods.get(name)
        if method is None:
            raise Refused("unknown_method", [f"[ERROR] no method {name}"])
        _check_token(workspace, method, _token(request, arguments))
        need(workspace, *method.scopes)
        with workspace.changes.changing():
            result = {"ok": True, **method.run(workspace, _arguments(method, arguments))}
    except TooLarge as refusal:
        result, status, headers = refused(refusal), 413, {}
    except Refused as refusal:
        result = refused(refusal)
    except ValidationError as error:
        result = refused(_refusal(error))
    if name not in _NOT_NOTED:
        with workspace.changes.changing():
            workspace.journal.called(name, arguments, result, time.perf_counter() - began)
    return JSONResponse(result, status_code=status, headers=headers)


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
