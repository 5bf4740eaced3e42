"""How a call passes a door where something may go wrong."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from slack_playground.faults.faults import Faults
from slack_playground.faults.instructions import RESPONSE_URL, Call, Instruction
from slack_playground.faults.kinds import (
    ForeignPage,
    Held,
    NotAccepted,
    RateLimited,
    ReplyLost,
    ServerError,
    SlackError,
    Slow,
)
from slack_playground.people import Json
from slack_playground.wire import hang_up

PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Please sign in.</body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: JSON, or plain text. It does not leave where the connection was cut."""

    body: Json | str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    leaves: bool = True

    def as_response(self) -> Response:
        """For the server to send."""
        if not self.leaves:
            return Response()
        kind = PlainTextResponse if isinstance(self.body, str) else JSONResponse
        return kind(self.body, status_code=self.status, headers=self.headers)

    def as_json(self) -> Json:
        """The body, in which text stands under ``text``."""
        return {"text": self.body} if isinstance(self.body, str) else self.body


async def through(faults: Faults, call: Call, request: Request, run: Callable[[], Reply]) -> Reply:
    """Run the call as the instructions say, or do not, and give what is answered."""
    instruction = faults.strike(call)
    fault = instruction.what if instruction is not None else None
    if isinstance(fault, NotAccepted):
        await hang_up(request, fault.reset)
        return Reply("", leaves=False)
    refusal = _refusal(fault, call) or _paced(faults, call)
    if refusal is not None:
        return refusal
    first = isinstance(fault, Slow | Held) and fault.before
    await take_time(instruction if first else None)
    await faults.tell("before", call)
    reply = run()
    await faults.tell("after", replace(call, answer=reply.as_json()))
    await take_time(instruction if not first else None)
    if isinstance(fault, ForeignPage):
        return Reply(PAGE)
    if isinstance(fault, ReplyLost):
        await hang_up(request, fault.reset)
        return replace(reply, leaves=False)
    return reply


async def take_time(instruction: Instruction | None) -> None:
    """Wait as long as the instruction says, if it is one that takes time."""
    if instruction is None:
        return
    if isinstance(instruction.what, Slow):
        await asyncio.sleep(instruction.what.seconds)
    elif isinstance(instruction.what, Held):
        await instruction.gate.passed()


def _refusal(fault: object, call: Call) -> Reply | None:
    match fault:
        case RateLimited(retry_after):
            return _too_soon(retry_after)
        case ServerError(status):
            return Reply("upstream connect error or disconnect/reset before headers", status)
        case SlackError(error):
            return Reply({"ok": False, "error": error}, 404 if call.at == RESPONSE_URL else 200)
        case ForeignPage(accepted=False):
            return Reply(PAGE)
        case _:
            return None


def _paced(faults: Faults, call: Call) -> Reply | None:
    seconds = faults.seconds_to_wait(call)
    return _too_soon(seconds) if seconds else None


def _too_soon(seconds: int) -> Reply:
    return Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})
