"""Socket Mode: WebSocket connections of the app, and envelopes sent to one of them."""

import asyncio
import itertools
import json
import secrets
from collections.abc import Callable
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.playground.delivery.outbox import Delivery
from bot.playground.delivery.undelivered import Undelivered
from bot.playground.people import Json

MOST_CONNECTIONS = 10


class Connections:
    """The open connections. Lives in the server's event loop."""

    def __init__(self, app_id: str, on_arrival: Callable[[], None]) -> None:
        self._app_id = app_id
        self._on_arrival = on_arrival
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._turn = itertools.count()
        self._acks: dict[str, tuple[WebSocket, asyncio.Future[Json | None]]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def ticket(self) -> str:
        """A secret that opens one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One connection from its hello to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        await socket.accept()
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return
        self._open.append(socket)
        try:
            await socket.send_json(self._hello())
            self._on_arrival()
            while True:
                self._heard(await socket.receive_text())
        except (WebSocketDisconnect, KeyError):
            # KeyError is starlette's way to say that a binary frame came where text was expected.
            pass
        finally:
            self._gone(socket)

    async def send(self, delivery: Delivery, wall: float) -> Json | None:
        """Send to one connection and wait ``wall`` seconds for its ack. Raises Undelivered."""
        if not self._open:
            raise Undelivered("connection_failed")
        socket = self._open[next(self._turn) % len(self._open)]
        ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[delivery.id] = (socket, ack)
        try:
            await socket.send_text(json.dumps(_envelope(delivery)))
            async with asyncio.timeout(wall):
                return await ack
        except TimeoutError as error:
            raise Undelivered("timeout") from error
        except (RuntimeError, WebSocketDisconnect) as error:
            raise Undelivered("connection_failed") from error
        finally:
            self._acks.pop(delivery.id, None)

    async def close_all(self, code: int = 1000) -> None:
        """End every connection."""
        for socket in list(self._open):
            if socket.application_state is WebSocketState.CONNECTED:
                await socket.close(code)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _heard(self, text: str) -> None:
        frame = _json_or_none(text)
        if not isinstance(frame, dict) or not isinstance(frame.get("envelope_id"), str):
            return
        _, ack = self._acks.get(frame["envelope_id"], (None, None))
        if ack is not None and not ack.done():
            payload = frame.get("payload")
            ack.set_result(payload if isinstance(payload, dict) else None)

    def _gone(self, socket: WebSocket) -> None:
        self._open.remove(socket)
        for owner, ack in list(self._acks.values()):
            if owner is socket and not ack.done():
                ack.set_exception(Undelivered("connection_failed"))


def _envelope(delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": delivery.id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind != "events_api",
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


def _json_or_none(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
