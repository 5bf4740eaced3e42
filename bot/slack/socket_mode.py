"""Socket Mode: slack_sdk's aiohttp client in front of the sync app.

Bolt's default client stays deaf for about a minute after an abrupt close; this one is back within seconds.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

PING_INTERVAL = 5


async def receive(app: App, app_token: str, api_url: str, stop: asyncio.Event, report: Callable[[bool], None]) -> None:
    """Takes what Slack sends and acks it, until `stop` is set. `report` hears whether the connection stands."""
    logger = logging.getLogger("slack_sdk.policybot")
    logger.addFilter(_without_traceback)
    # Each dispatch holds a thread until the app has acked, 3 s at most; listeners run in the app's own pool.
    pool = ThreadPoolExecutor(10, thread_name_prefix="socket")
    web_client = AsyncWebClient(base_url=api_url, logger=logger)
    client = SocketModeClient(app_token, logger=logger, web_client=web_client, ping_interval=PING_INTERVAL)

    async def on_request(connection: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = time.time()
        response = await asyncio.get_running_loop().run_in_executor(pool, run_bolt_app, app, request)
        await send_async_response(connection, request, response, started)

    client.socket_mode_request_listeners.append(on_request)
    connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # slack_sdk's gap
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        while not stop.is_set():
            report(await client.is_connected())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), timeout=1)
    finally:
        report(False)
        connecting.cancel()
        stopping.cancel()
        await client.close()  # type: ignore[no-untyped-call]  # slack_sdk's gap
        await asyncio.get_running_loop().run_in_executor(None, pool.shutdown)


def _without_traceback(record: logging.LogRecord) -> bool:
    # The client tries again every few seconds: one line each time tells enough.
    record.exc_info, record.exc_text = None, None
    return True
