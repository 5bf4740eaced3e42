"""How long and how much whoever connects may keep us waiting: the HTTP server's limits.

uvicorn bounds a connection that has had an answer, not one that never asks for anything: some hundreds of those would
use up the process's files, and it could neither hear nor read any more.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

# Slack and whoever looks at /health ask at once. So many connections leave files enough for everything else.
MOST_CONNECTIONS = 200
ASK_SECONDS = 10.0
KEEP_ALIVE_SECONDS = 10
LARGEST_HEAD = 16_384


class ImpatientProtocol(H11Protocol):
    """Closes connections that do not ask for anything, and keeps no more of them than it can serve."""

    ask_seconds, most_connections = ASK_SECONDS, MOST_CONNECTIONS

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
        super().connection_made(transport)
        self._served: Any = None
        self._since = self.loop.time()
        self._checking = self.loop.call_later(self.ask_seconds, self._check)
        # Those that were told to go are still among them for a moment.
        staying = [each for each in self.connections if not each.transport.is_closing()]
        if len(staying) > self.most_connections:
            self._slowest(each for each in staying if isinstance(each, ImpatientProtocol)).transport.abort()

    def _slowest(self, staying: Iterable["ImpatientProtocol"]) -> H11Protocol:
        """Who has kept us waiting longest, for a question or the rest of one; among equals whoever never had an answer.

        Whoever means it asks at once, all of it, and so is through before it is their turn to go.
        """
        others = (each for each in staying if each is not self)
        waiting = [each for each in others if each.conn.their_state in (h11.IDLE, h11.SEND_BODY)]
        return min(waiting, key=lambda each: (each.cycle is not None, each._since), default=self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._checking.cancel()
        super().connection_lost(exc)

    def _check(self) -> None:
        """Every few seconds: what waits for a question all the time in between has had its time."""
        is_waiting = self.conn.their_state is h11.IDLE and getattr(self.cycle, "response_complete", True)
        if is_waiting and self._served is self.cycle:
            self.transport.close()
            return
        self._served = self.cycle
        self._checking = self.loop.call_later(self.ask_seconds, self._check)


def limits() -> dict[str, Any]:
    """What uvicorn is told."""
    return {
        "http": ImpatientProtocol,
        "ws": "none",
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
        "h11_max_incomplete_event_size": LARGEST_HEAD,
        "limit_concurrency": 2 * MOST_CONNECTIONS,
        "server_header": False,
    }


def config_of(application: Any, host: str, port: int) -> uvicorn.Config:
    """A server within these limits, which logs as we do."""
    return uvicorn.Config(application, host, port, log_config=None, access_log=False, lifespan="off", **limits())
