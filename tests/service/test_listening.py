"""Nobody who connects to the HTTP server keeps others from being heard."""

import asyncio
from collections.abc import Awaitable, Callable

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.service.listening import ImpatientProtocol, config_of

Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]
ASK = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Quick(ImpatientProtocol):
    ask_seconds, most_connections = 0.1, 5


class Patient(ImpatientProtocol):
    ask_seconds, most_connections = 60.0, 5


def serving(check: Callable[[Connect], Awaitable[None]], protocol: type[ImpatientProtocol] = Quick) -> None:
    """Runs a server, and the check with what connects to it."""

    async def answer(_: Request) -> PlainTextResponse:
        return PlainTextResponse("here")

    async def run() -> None:
        config = config_of(Starlette(routes=[Route("/", answer)]), "127.0.0.1", 0)
        config.http = protocol
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            await asyncio.wait_for(check(lambda: asyncio.open_connection("127.0.0.1", port)), 20)
        finally:
            server.should_exit = True
            await task

    asyncio.run(run())


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(ASK)
    return await reader.readline()


def test_a_connection_that_asks_for_nothing_is_closed() -> None:
    async def check(connect: Connect) -> None:
        silent, one = await connect()
        halfway, other = await connect()
        other.write(ASK[:20])
        assert await silent.read() == b""
        assert await halfway.read() == b""
        one.close()
        other.close()

    serving(check)


def test_a_thousand_silent_connections_keep_nobody_from_being_heard() -> None:
    async def check(connect: Connect) -> None:
        waiting = [await connect() for _ in range(100)]
        for _, each in waiting[::2]:  # half of them begin a question, and never end it
            each.write(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\n1")
        reader, writer = await connect()
        assert (await asked(reader, writer)).startswith(b"HTTP/1.1 200")
        for _, each in [*waiting, (reader, writer)]:
            each.close()

    serving(check)


def test_a_connection_stays_for_as_long_as_it_asks_between_two_looks() -> None:
    looked_at = list[ImpatientProtocol]()

    class Seen(Patient):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as above it
            super().connection_made(transport)
            looked_at.append(self)

    async def check(connect: Connect) -> None:
        reader, writer = await connect()
        for _ in range(6):
            writer.write(ASK)
            assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
            looked_at[0]._check()
        looked_at[0]._check()
        assert await reader.read() == b""
        writer.close()

    serving(check, Seen)


def test_of_many_that_come_at_the_same_moment_no_more_stay_than_can_be_served() -> None:
    async def check(connect: Connect) -> None:
        came = await asyncio.gather(*(connect() for _ in range(100)))
        closed = [asyncio.create_task(reader.read()) for reader, _ in came]
        while sum(each.done() for each in closed) < 95:
            await asyncio.sleep(0.01)
        for _, writer in came:
            writer.close()
        await asyncio.gather(*closed, return_exceptions=True)

    serving(check, Patient)
