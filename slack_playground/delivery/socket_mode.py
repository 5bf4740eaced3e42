"""Socket Mode: WebSocket connections of the app, and envelopes sent to one of them."""

import asyncio
import contextlib
import itertools
import json
import random
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

from slack_playground.delivery.connection import Connection
from slack_playground.delivery.outbox import Delivery
from slack_playground.delivery.undelivered import Undelivered
from slack_playground.faults.faults import Faults
from slack_playground.faults.instructions import CONNECT, HELLO, Call
from slack_playground.faults.kinds import NotAccepted, ServerError
from slack_playground.faults.passing import take_time
from slack_playground.people import Json
from slack_playground.wire import wire_of

MOST_CONNECTIONS = 10


class Connections:
    """The open connections, in the order of opening. An envelope goes to one of them, each in its turn.

    ``changed`` is called when one comes or goes; ``arrived`` when one is ready for envelopes.
    """

    def __init__(self, app_id: str, faults: Faults, changed: Callable[[], None], arrived: Callable[[], None]) -> None:
        self._app_id = app_id
        self._faults = faults
        self._changed, self._arrived = changed, arrived
        self._tickets: set[str] = set()
        self._open: list[Connection] = []
        self._count = itertools.count(1)
        self._turn = itertools.count()
        self._chance: random.Random | None = None
        self._acks: dict[str, tuple[Connection, asyncio.Future[Json | None]]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._open))

    def shuffle(self, seed: int | None) -> None:
        """Choose the connection for each envelope by chance, always the same for a seed; None: by turns again."""
        self._chance = random.Random(seed) if seed is not None else None  # noqa: S311 - no secret comes of it

    def ticket(self) -> str:
        """A secret that opens one connection."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One connection from its handshake to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close()
            return
        self._tickets.discard(ticket)
        with contextlib.suppress(WebSocketDisconnect):
            if await self._admit(socket):
                await self._converse(Connection(next(self._count), socket, self._gone))

    async def send(self, delivery: Delivery, wall: float) -> Json | None:
        """Send to one connection and wait ``wall`` seconds for its ack. Raises Undelivered."""
        if not self._open:
            raise Undelivered("connection_failed")
        connection = self._next()
        ack: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._acks[delivery.id] = (connection, ack)
        try:
            await connection.send(json.dumps(_envelope(delivery)))
            async with asyncio.timeout(wall):
                return await ack
        except TimeoutError as error:
            raise Undelivered("timeout") from error
        except WebSocketDisconnect as error:
            raise Undelivered("connection_failed") from error
        finally:
            self._acks.pop(delivery.id, None)

    def forget_all(self) -> None:
        """The server ends, and with it what is open."""
        for connection in self:
            self._gone(connection)

    async def _admit(self, socket: WebSocket) -> bool:
        """The handshake, if it is not to fail and there are not too many connections."""
        instruction = self._faults.strike(Call(CONNECT, {}))
        await take_time(instruction)
        match instruction.what if instruction is not None else None:
            case NotAccepted(reset):
                wire_of(socket).cut(reset)
                while (await socket.receive())["type"] != "websocket.disconnect":
                    pass
                return False
            case ServerError(status):
                await socket.send_denial_response(PlainTextResponse("no", status))
                return False
        await socket.accept()
        if len(self._open) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return False
        return True

    async def _converse(self, connection: Connection) -> None:
        try:
            await self._greet(connection)
            while (frame := await connection.heard()) is not None:
                if not connection.is_half_open:
                    self._heard(frame)
        finally:
            if not connection.is_half_open:
                self._gone(connection)

    async def _greet(self, connection: Connection) -> None:
        await take_time(self._faults.strike(Call(HELLO, {})))
        self._open.append(connection)
        hello = {
            "type": "hello",
            "num_connections": len(self._open),
            "debug_info": {"host": "playground", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }
        await connection.send(json.dumps(hello))
        self._arrived()

    def _next(self) -> Connection:
        if self._chance is not None:
            return self._chance.choice(self._open)
        return self._open[next(self._turn) % len(self._open)]

    def _heard(self, text: str) -> None:
        frame = _json_or_none(text)
        if not isinstance(frame, dict) or not isinstance(frame.get("envelope_id"), str):
            return
        _, ack = self._acks.get(frame["envelope_id"], (None, None))
        if ack is not None and not ack.done():
            payload = frame.get("payload")
            ack.set_result(payload if isinstance(payload, dict) else None)

    def _gone(self, connection: Connection) -> None:
        if connection not in self._open:
            return
        self._open.remove(connection)
        for owner, ack in list(self._acks.values()):
            if owner is connection and not ack.done():
                ack.set_exception(Undelivered("connection_failed"))
        self._changed()


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
