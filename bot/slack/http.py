"""HTTP mode: Slack's signed requests, handed to the app.

Whoever finds the address may send anything. So nothing looks into a body before its signature is proved, and what is
not even signed is not read.
"""

import asyncio
import hmac
import re
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from hashlib import sha256

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/slack/events"
LARGEST_BODY = 1_000_000
# Slack sends at once, and gives us three seconds for all of it.
BODY_SECONDS = 5.0
# So old may a signature be (Slack's own advice), and so far may the clocks differ.
OLDEST_SECONDS = 300
# Bodies are held in memory. What Slack sends is mostly small; of larger ones so many are read at the same time, and
# they hold up nobody who sends a small one.
SMALL_BODY, MOST_BODIES = 64_000, 32
TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


def events_route(app: App, signing_secret: str, now: Callable[[], float] = time.time) -> Route:
    """The one route for events, commands and interactions."""
    reading = asyncio.Semaphore(MOST_BODIES)

    async def receive(request: Request) -> Response:
        timestamp, signature = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
        if not _may_be_signed(timestamp, signature, now()):
            return PlainTextResponse("not signed", status_code=401)
        body = await _body(request, reading)
        if isinstance(body, Response):
            return body
        if not _is_signed(body, timestamp, signature, signing_secret):
            return PlainTextResponse("not signed by Slack", status_code=401)
        try:
            bolt_request = to_bolt_request(request, body)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return PlainTextResponse("not understood", status_code=400)
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return Route(PATH, receive, methods=["POST"])


def _may_be_signed(timestamp: str, signature: str, now: float) -> bool:
    if not re.fullmatch(r"\d{1,12}", timestamp, re.ASCII) or not re.fullmatch(r"v0=[0-9a-f]{64}", signature):
        return False
    return abs(now - int(timestamp)) <= OLDEST_SECONDS


def _is_signed(body: bytes, timestamp: str, signature: str, secret: str) -> bool:
    """Slack's signature, version 0. slack_sdk's own check takes the body for text, and fails where it is none."""
    expected = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, sha256).hexdigest()
    return hmac.compare_digest(f"v0={expected}", signature)


async def _body(request: Request, reading: asyncio.Semaphore) -> bytes | Response:
    """The whole body, or what is answered in its place."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS), AsyncExitStack() as large:
            has_turn = False
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_BODY:
                    return PlainTextResponse("too large", status_code=413)
                if len(body) > SMALL_BODY and not has_turn:
                    await large.enter_async_context(reading)
                    has_turn = True
    except TimeoutError:
        return PlainTextResponse("too slow", status_code=408)
    except ClientDisconnect:
        return PlainTextResponse("gone", status_code=400)
    return bytes(body)
