"""One asyncio loop: the HTTP server, whatever runs beside it, and a quiet end on SIGTERM or SIGINT."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from bot.core.errors import ConfigurationError, StoreError
from bot.service.listening import config_of

log = structlog.get_logger()

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0

Beside = Callable[[asyncio.Event], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Door:
    """Routes that are served at an address, which `setting` chooses. `on_start` is called once requests are taken."""

    routes: Sequence[Route]
    host: str
    port: int
    setting: str
    on_start: Callable[[], None] = lambda: None


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again after its own end, and the process would not exit with 0.
        yield


async def serve(doors: Sequence[Door], beside: Sequence[Beside], stop: asyncio.Event | None = None) -> None:
    """Opens the doors and runs what is beside them, until `stop` is set or a signal comes.

    Raises ConfigurationError if an address cannot be had.
    """
    stopping = stop or asyncio.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, _stop, stopping, number.name)
    try:
        async with asyncio.TaskGroup() as tasks:
            for door in doors:
                server = _Server(config_of(Starlette(routes=list(door.routes)), door.host, door.port), door.on_start)
                tasks.create_task(_until(stopping, server))
                tasks.create_task(_serving(server, door, stopping))
            for run in beside:
                tasks.create_task(_beside(run, stopping))
    except BaseExceptionGroup as group:
        if known := group.subgroup(ConfigurationError):
            raise known.exceptions[0] from None
        raise


def every(seconds: float, job: Callable[[], None], alive: Callable[[], None] = lambda: None) -> Beside:
    """Runs a job in a thread, at once and then again and again. A failed run is logged, and the next one comes.

    `alive` is called before each run.
    """

    async def run(stop: asyncio.Event) -> None:
        while not stop.is_set():
            alive()
            try:
                await asyncio.to_thread(job)
            except StoreError as error:
                log.error("a scheduled job cannot use the store; it will be tried again", reason=str(error))
            except Exception:
                log.exception("a scheduled job failed; it will be tried again")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=seconds)

    return run


def _stop(stopping: asyncio.Event, by: str) -> None:
    log.info("stopping, as asked; what is under way ends first", signal=by)
    stopping.set()


async def _until(stopping: asyncio.Event, server: uvicorn.Server) -> None:
    await stopping.wait()
    server.should_exit = True


async def _serving(server: uvicorn.Server, door: Door, stopping: asyncio.Event) -> None:
    try:
        await server.serve()
    except SystemExit as error:  # how uvicorn says that it cannot bind; it has logged why
        what = f"cannot listen on {door.host}:{door.port}; choose another {door.setting}, or free this one"
        raise ConfigurationError(what) from error
    finally:
        stopping.set()


async def _beside(run: Beside, stopping: asyncio.Event) -> None:
    """What fails begins anew: whatever it is, the other parts can go on. It is supervised."""
    pause = SHORTEST_PAUSE
    while True:
        try:
            await run(stopping)
        except ConfigurationError:
            stopping.set()
            raise
        except Exception:
            log.exception("a part of the bot failed; restarting it", seconds=pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), timeout=pause)
            pause = min(2 * pause, LONGEST_PAUSE)
            if not stopping.is_set():
                continue
        stopping.set()
        return
