"""Socket Mode: slack_sdk's aiohttp client in front of the sync app, and a watchdog over it.

Bolt's default client stays deaf for about a minute after an abrupt close; this one is back within seconds. Should it
ever stay deaf for longer than it needs to notice a dead connection, it is thrown away and a new one made.

While nothing can be kept there is no connection at all: Slack hands what was not acked, and whatever comes, to another
one, or waits until this one is back.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.api.refusals import refusal_of

log = structlog.get_logger()

LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Door:
    """Where Socket Mode begins: the app-level token, and the Web API that gives addresses for it.

    `ping`: seconds between two pings. `deaf`: seconds without a connection after which the client is thrown away; it
    gives a silent one up after four pings by itself, and may need as long again to get a new one. `most`: how much may
    wait to be kept; what comes beyond that is not acked, and Slack delivers it again.
    """

    app_token: str
    api_url: str
    ping: float = 5.0
    deaf: float = 45.0
    most: int = 1_000


class _Client(SocketModeClient):
    """Asks for an address no more often than Slack wants; left to itself, slack_sdk takes any number for a wait.

    `waits_until`: the end of a wait that Slack asked for, by the clock of the loop.
    """

    waits_until = 0.0

    async def issue_new_wss_url(self) -> str:
        try:
            answer = await self.web_client.apps_connections_open(app_token=self.app_token or "")
            return str(answer["url"])
        except Exception as error:
            refusal = refusal_of(error)
            wait = (refusal.wait if refusal else None) or 0.0
            self.waits_until = asyncio.get_running_loop().time() + wait
            await asyncio.sleep(wait)
            raise  # it asks again after a while


Report = Callable[[bool, str], None]
"""Hears whether the connection stands, and what the client said last of why it does not."""

Unkept = Callable[[], str]
"""Why nothing that Slack hands over can be kept at this moment; "" if it can."""


class _Complaints(logging.Filter):
    """Keeps what the client complains of out of the log, where it would stand every few seconds, and remembers it."""

    last = ""

    def filter(self, record: logging.LogRecord) -> bool:
        self.last = record.getMessage().removesuffix("; Retrying...")
        return False


async def receive(app: App, door: Door, stop: asyncio.Event, report: Report, unkept: Unkept = lambda: "") -> None:
    """Takes what Slack sends and acks it, until `stop` is set. `report` is told how the connection is.

    While there is a reason why nothing can be kept, Slack is not listened to.
    """
    # Each dispatch holds a thread until the app has acked, 3 s at most; listeners run in the app's own pool.
    pool = ThreadPoolExecutor(10, thread_name_prefix="socket")
    taking = _Taking(app, pool, door.most, unkept)
    try:
        while not stop.is_set():
            await _until_deaf(taking, door, stop, report)
            while not stop.is_set() and (reason := unkept()):
                report(False, reason)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), timeout=LOOK_SECONDS)
    finally:
        report(False, "")
        await asyncio.get_running_loop().run_in_executor(None, pool.shutdown)


@dataclass(slots=True)
class _Taking:
    """Hands what comes to the app, in a thread, and sends Slack its ack; beyond `most` at once, nothing is taken.

    Nor is anything that waited for its thread until nothing could be kept any more.
    """

    app: App
    pool: ThreadPoolExecutor
    most: int
    unkept: Unkept
    waiting: int = 0

    async def take(self, connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        if self.waiting >= self.most:
            log.warning("more comes from Slack than can be kept; the rest will come again", waiting=self.waiting)
            return
        self.waiting += 1
        started = time.time()
        try:
            loop = asyncio.get_running_loop()
            response = await loop.run_in_executor(self.pool, self._dispatch, request)
        finally:
            self.waiting -= 1
        if response is None:
            return
        # Without an ack, Slack delivers it again: what was kept already is then known by its keys.
        with contextlib.suppress(ConnectionError):
            await send_async_response(connection, request, response, started)

    def _dispatch(self, request: SocketModeRequest) -> BoltResponse | None:
        return None if self.unkept() else run_bolt_app(self.app, request)


async def _until_deaf(taking: _Taking, door: Door, stop: asyncio.Event, report: Report) -> None:
    """One client, for as long as it hears, and what it hears can be kept."""
    # A logger of nobody else, or else there would be one more filter with each client.
    logger, complaints = logging.Logger("slack_sdk.policybot", logging.WARNING), _Complaints()
    logger.addFilter(complaints)
    web_client = AsyncWebClient(base_url=door.api_url, logger=logger)
    client = _Client(door.app_token, logger=logger, web_client=web_client, ping_interval=door.ping)
    client.socket_mode_request_listeners.append(taking.take)
    connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # slack_sdk's gap
    stopped = asyncio.create_task(stop.wait())
    loop = asyncio.get_running_loop()
    heard = loop.time()
    try:
        while not stop.is_set():
            if reason := taking.unkept():
                report(False, reason)
                return
            connected = await client.is_connected()
            report(connected, complaints.last)
            if connected:
                heard, complaints.last = loop.time(), ""
            else:  # an address of Slack's works once; the client would go on with the one that failed
                client.wss_uri = None
            if loop.time() - max(heard, client.waits_until) > door.deaf:
                log.debug("no connection for too long; starting a new client", seconds=round(loop.time() - heard))
                return
            # At once when the connection stands, for then questions are heard.
            news = {stopped, connecting} if not connecting.done() else {stopped}
            await asyncio.wait(news, timeout=LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        connecting.cancel()
        with contextlib.suppress(Exception):  # a connection that is broken may refuse to be closed
            await client.close()  # type: ignore[no-untyped-call]  # slack_sdk's gap
