"""How a connection to a web server is made: names looked up, and each address judged as it is connected to."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.documents.web.addresses import Network, may_connect

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""A host and a port → its numeric IP addresses. Raises OSError."""


class Gate:
    """Makes the socket of every connection, and only for addresses that may be connected to.

    It judges the numeric address at the last moment, so that neither a name that changes its address between two
    looks (DNS rebinding) nor an odd way to write one (`http://2130706433/`) leads past it.
    """

    def __init__(self, resolve: Resolve, allowed: tuple[Network, ...]) -> None:
        self._resolve, self._allowed = resolve, allowed
        self.refused = ""

    def connector(self) -> aiohttp.TCPConnector:
        """What opens connections for one request. Needs a running loop."""
        return aiohttp.TCPConnector(
            resolver=_Names(self._resolve), socket_factory=self._socket, use_dns_cache=False, force_close=True
        )

    def _socket(self, where: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        family, kind, protocol, _, address = where
        ip = str(address[0])
        if not may_connect(ip, self._allowed):
            self.refused = ip
            raise OSError("refused")
        return socket.socket(family, kind, protocol)


class _Names(AbstractResolver):
    """Looks names up by the function that is given."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolve(host, port)
        if not found:
            raise OSError(f"no address for {host}")
        numeric = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=ip, port=port, family=_family(ip), proto=0, flags=numeric) for ip in found
        ]

    async def close(self) -> None:
        """There is nothing to close."""


def _family(ip: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


async def look_up(host: str, port: int) -> list[str]:
    """A host's numeric addresses, by the system."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | OSError) -> None:
        if not answer.done():
            if isinstance(found, OSError):
                answer.set_exception(found)
            else:
                answer.set_result(found)

    def ask() -> None:
        found: list[str] | OSError
        try:
            found = [str(where[4][0]) for where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError as error:
            found = error
        except UnicodeError as error:  # a label of more than 63 characters
            found = OSError(str(error))
        with contextlib.suppress(RuntimeError):  # nobody waits any more, and the loop is closed
            loop.call_soon_threadsafe(settle, found)

    # A thread of its own, which nobody waits for: a look-up cannot be broken off, and may take minutes.
    threading.Thread(target=ask, daemon=True, name="look-up").start()
    return await answer
