"""The door for Slack's signed requests: nobody else who comes to it keeps Slack from being heard."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator

import httpx
import pytest
from slack_bolt import App
from starlette.applications import Starlette

from bot.slack.api.client import build_client
from bot.slack.http import MOST_BODIES, PATH, events_route

SECRET, NOW = "signing-secret-of-tests", 1_772_452_800.0


def signed(body: bytes, timestamp: str = f"{NOW:.0f}") -> dict[bytes, bytes]:
    signature = hmac.new(SECRET.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {b"X-Slack-Request-Timestamp": timestamp.encode(), b"X-Slack-Signature": f"v0={signature}".encode()}


@pytest.fixture(scope="module")
def door() -> Starlette:
    client = build_client("xoxb-1", "http://127.0.0.1:9/")
    app = App(client=client, signing_secret=SECRET, token_verification_enabled=False)
    return Starlette(routes=[events_route(app, SECRET, lambda: NOW)])


async def asked(door: Starlette, body: bytes | AsyncIterator[bytes], headers: dict[bytes, bytes]) -> int:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="http://here") as client:
        return (await client.post(PATH, content=body, headers=headers)).status_code


def test_bodies_that_never_end_keep_no_other_from_being_read(door: Starlette) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"x" * 1_000
        await asyncio.Event().wait()

    async def run() -> int:
        slow = [asyncio.create_task(asked(door, endless(), signed(b""))) for _ in range(2 * MOST_BODIES)]
        await asyncio.sleep(0)
        status = await asyncio.wait_for(asked(door, b"not Slack's", signed(b"something else")), 20)
        for each in slow:
            each.cancel()
        return status

    assert asyncio.run(run()) == 401


@pytest.mark.parametrize(
    "timestamp", ["-1", f"{NOW}", "\u0661\u0667", "1e9", "", " ", f"{NOW:_.0f}", "9" * 5_000, f"{NOW - 400:.0f}"]
)
def test_a_moment_that_is_no_moment_of_now_is_refused(door: Starlette, timestamp: str) -> None:
    assert asyncio.run(asked(door, b"{}", signed(b"{}", timestamp))) == 401


@pytest.mark.parametrize("body", [b"[]", b"1", b"{", b"\xff", b"[" * 100_000])
def test_what_is_signed_and_no_object_is_refused_and_no_surprise(door: Starlette, body: bytes) -> None:
    assert asyncio.run(asked(door, body, {**signed(body), b"Content-Type": b"application/json"})) == 400
