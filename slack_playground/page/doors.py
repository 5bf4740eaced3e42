"""Who may come in: only a browser that was told this address, and only from this page.

Any page in the same browser can name a host that leads to loopback (DNS rebinding), and may open a WebSocket to any
host. So the Host must be an address of this machine, and a WebSocket's Origin must be this very page.
"""

import ipaddress
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        # Nothing may make markup out of text: the browser itself refuses innerHTML and its kin.
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-cache",
}


def is_loopback(host: str) -> bool:
    """Whether a host, without a port, is this machine and no other."""
    return host == "localhost" or _address_is_loopback(host)


def may_enter(host: str, anywhere: bool) -> bool:
    """Whether a Host header names this machine. ``anywhere`` adds its own name, and addresses in figures:
    those cannot be rebound."""
    name = _without_port(host)
    if is_loopback(name):
        return True
    return anywhere and (name == socket.gethostname().lower() or _is_address(name))


def guarded(application: Application, anywhere: bool) -> Application:
    """The application behind the door, with the headers that every answer of the page carries."""

    async def at_the_door(scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        fits = scope["type"] == "http" or headers.get("origin", "").lower() == f"http://{host}".lower()
        if not may_enter(host, anywhere) or not fits:
            await _turn_away(scope, receive, send)
            return

        async def send_with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await application(scope, receive, send_with_headers)

    return at_the_door


async def _turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        # Closed before it was accepted: the browser sees 403.
        await send({"type": "websocket.close", "code": 1008})
    else:
        refusal = PlainTextResponse("This page answers only to the address that it was started with.\n", 421)
        await refusal(scope, receive, send)


def _without_port(host: str) -> str:
    name = host.lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _address_is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback
