"""One Socket Mode connection, and the ways in which Slack or the network ends it."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Literal

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from slack_playground.people import Json
from slack_playground.wire import wire_of

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

UNNOTICED = 10.0
"""Seconds for which Slack still takes a dead connection for a living one."""


class Connection:
    """What the playground knows of one connection; ``number`` counts from 1 in the order of opening.

    ``disconnect``, ``cut`` and ``half_open`` may be called from any thread.
    """

    def __init__(self, number: int, socket: WebSocket, gone: Callable[["Connection"], None]) -> None:
        self.number = number
        self.is_half_open = False
        self._socket = socket
        self._wire = wire_of(socket)
        self._gone = gone
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    def disconnect(self, reason: Reason = "warning", closes_after: float = 10.0) -> None:
        """Tell the app that this connection is about to end, and close it ``closes_after`` seconds later.

        Until then envelopes go on coming over it.
        """

        def begin() -> None:
            task = self._loop.create_task(self._disconnect(reason, closes_after))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._soon(begin)

    def cut(self, reset: bool = False) -> None:
        """End the TCP connection at once, without a close frame; by RST instead of FIN when ``reset``."""
        self._soon(lambda: self._end(reset))

    def half_open(self, noticed_after: float = UNNOTICED) -> None:
        """Leave it open, and let nothing through any more in either direction, not even pongs.

        Slack takes it for alive, and sends envelopes into it, until it notices after so many seconds, or it is cut.
        """
        self.is_half_open = self._wire.deaf = True
        self._soon(lambda: self._loop.call_later(noticed_after, self._end))

    async def send(self, frame: str) -> None:
        """Send a frame. Raises WebSocketDisconnect when the connection has ended."""
        if self.is_half_open:
            return
        try:
            await self._socket.send_text(frame)
        except RuntimeError as error:
            # So the server says that it was closed from this side, or before it was quite open.
            raise WebSocketDisconnect(1006) from error

    async def heard(self) -> str | None:
        """The next text frame of the app; None when the connection has ended, or a binary frame came."""
        try:
            return await self._socket.receive_text()
        except (WebSocketDisconnect, KeyError):
            # KeyError is starlette's way to say that a binary frame came where text was expected.
            return None

    def _soon(self, act: Callable[[], object]) -> None:
        # The server may have ended, and all connections with it.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(act)

    async def _disconnect(self, reason: Reason, closes_after: float) -> None:
        frame: Json = {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
        with contextlib.suppress(WebSocketDisconnect):
            await self.send(json.dumps(frame))
            await asyncio.sleep(closes_after)
            self._gone(self)
            if self._socket.application_state is WebSocketState.CONNECTED:
                await self._socket.close()

    def _end(self, reset: bool = False) -> None:
        self._wire.cut(reset)
        if self.is_half_open:
            # Of any other the end is noticed by itself.
            self._gone(self)
