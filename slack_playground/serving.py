"""uvicorn in a thread of its own, which starts and ends at once instead of looking up every tenth of a second."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from slack_playground.wire import Http, WebSocket

_GRACE = 1.0
"""Seconds for what is under way when the server ends."""


@contextlib.contextmanager
def serving(application: Starlette, listener: socket.socket) -> Iterator[None]:
    """Serve on this listening socket until the block is left."""
    config = uvicorn.Config(application, http=Http, ws=WebSocket, log_config=None, access_log=False)
    server = _Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), name="playground", daemon=True)
    thread.start()
    server.serves.wait(10)
    try:
        yield
    finally:
        server.end()
        thread.join(10)


class _Server(uvicorn.Server):
    """Tells when it serves, and can be ended from any thread."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.serves = threading.Event()
        self._ending = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Stop serving, soon."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._ending.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        self.serves.set()

    async def main_loop(self) -> None:
        while not self._ending.is_set():
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self._ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                while self.server_state.connections or self.server_state.tasks:
                    await asyncio.sleep(0.002)
        for task in list(self.server_state.tasks):
            task.cancel("the playground ends")
        await self.lifespan.shutdown()
