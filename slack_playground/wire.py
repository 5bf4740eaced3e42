"""The TCP connection beneath a request or a WebSocket, for faults that cut it or make it deaf."""

import asyncio
import socket
import struct
from typing import cast

from starlette.requests import HTTPConnection, Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState

_KEY = "playground.wire"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Wire:
    """One TCP connection. Lives in the server's event loop."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.deaf = False
        """Whether whatever the other side sends is dropped unread, and nothing goes out by itself."""

    def cut(self, reset: bool = False) -> None:
        """End it at once, without a word: by FIN, or by RST when ``reset``."""
        held = self._transport.get_extra_info("socket")
        if reset and held is not None:
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()


def wire_of(connection: HTTPConnection) -> Wire:
    """The wire that a request came on. Raises KeyError where another server than ours took it."""
    found: Wire = connection.scope[_KEY]
    return found


async def hang_up(request: Request, reset: bool = False) -> None:
    """Cut the request's connection, and wait until the server knows that no answer can leave any more."""
    wire_of(request).cut(reset)
    while (await request.receive())["type"] != "http.disconnect":
        pass


class Http(H11Protocol):
    """uvicorn's protocol, with the wire in every scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own
        super().connection_made(transport)
        self.app = _with_wire(cast("ASGIApp", self.app), Wire(transport))


class WebSocket(WebSocketsSansIOProtocol):
    """uvicorn's protocol, with the wire in every scope; it can become deaf."""

    wire: Wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.wire = Wire(self.transport)
        self.app = _with_wire(cast("ASGIApp", self.app), self.wire)

    def data_received(self, data: bytes) -> None:
        if not self.wire.deaf:
            super().data_received(data)

    def send_keepalive_ping(self) -> None:
        if not self.wire.deaf:
            super().send_keepalive_ping()

    def shutdown(self) -> None:
        try:
            super().shutdown()
        except InvalidState:
            # The other side is closing it just now.
            self.transport.close()


def _with_wire(application: ASGIApp, wire: Wire) -> ASGIApp:
    async def with_wire(scope: Scope, receive: Receive, send: Send) -> None:
        scope[_KEY] = wire
        await application(scope, receive, send)

    return with_wire
