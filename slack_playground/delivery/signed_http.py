"""HTTP mode: deliveries as signed POST requests to the app's request URL."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from slack_playground.delivery.outbox import Delivery
from slack_playground.delivery.undelivered import Undelivered
from slack_playground.people import Json

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the app listens, the secret that it checks, and how many seconds it has."""

    url: str
    secret: str
    wall: float


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature: HMAC-SHA256 over ``v0:timestamp:body``, in hex."""
    return "v0=" + hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()


def body_of(delivery: Delivery) -> tuple[str, bytes]:
    """Content type and body: JSON for events, a form for commands, ``payload=`` for interactions."""
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.payload).encode()
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


def headers_for(delivery: Delivery, secret: str, now: float) -> tuple[dict[str, str], bytes]:
    """The signed headers and the body that they sign; ``now`` in seconds since the epoch."""
    content_type, body = body_of(delivery)
    timestamp = str(int(now))
    headers = {
        "Content-Type": content_type,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature(secret, timestamp, body),
    }
    if delivery.attempt:
        headers["X-Slack-Retry-Num"] = str(delivery.attempt)
        headers["X-Slack-Retry-Reason"] = delivery.reason
    return headers, body


async def post(session: aiohttp.ClientSession, to: Endpoint, delivery: Delivery, now: float) -> Json | None:
    """Deliver once and give the answer's body. Raises Undelivered after the wall or on any non-2xx."""
    headers, body = headers_for(delivery, to.secret, now)
    timeout = aiohttp.ClientTimeout(total=to.wall)
    try:
        async with session.post(to.url, data=body, headers=headers, timeout=timeout, allow_redirects=False) as answer:
            if not 200 <= answer.status < 300:
                raise Undelivered("http_error", again=answer.headers.get("X-Slack-No-Retry") != "1")
            return _answer(delivery, answer.content_type, await answer.content.read(_MOST_BYTES))
    except TimeoutError as error:
        raise Undelivered("http_timeout") from error
    except aiohttp.ClientError as error:
        raise Undelivered("connection_failed") from error


def _answer(delivery: Delivery, content_type: str, body: bytes) -> Json | None:
    if delivery.kind == "events_api" or not body.strip():
        return None
    text = body.decode("utf-8", errors="replace")
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    # A command may be answered with plain text.
    return {"text": text} if content_type == "text/plain" else None
