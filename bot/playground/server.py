"""The playground's server: Slack's Web API, response URLs and Socket Mode on loopback, and the page if wanted."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from bot.playground import responses
from bot.playground.delivery.courier import Courier
from bot.playground.delivery.socket_mode import Connections
from bot.playground.page.doors import is_loopback
from bot.playground.page.routes import page_routes
from bot.playground.page.setup import Page
from bot.playground.people import Json
from bot.playground.refusals import PlaygroundError, Refused
from bot.playground.web_api import chat, conversations, others, views
from bot.playground.web_api.door import TooLarge, answer, body_of, json_object, refused
from bot.playground.web_api.method import Method
from bot.playground.web_api.others import Nothing
from bot.playground.workspace import Workspace

_GONE = ("used_url", "expired_url", "invalid_url", "message_not_found")


class NotLoopback(PlaygroundError):  # noqa: N818 - a word says it
    """The playground checks no one's right to be here: it stays on this machine unless told otherwise."""


def build_server(workspace: Workspace, page: Page | None = None, anywhere: bool = False) -> Starlette:
    """The application. Its lifespan carries the workspace's deliveries: run one per workspace.

    With a ``page`` it can be seen in a browser; ``anywhere`` lets browsers of other machines in.
    """
    connections = Connections(workspace.app.id, on_arrival=lambda: _hurry(workspace))
    methods: dict[str, Method[Any]] = {
        **others.METHODS,
        **chat.METHODS,
        **conversations.METHODS,
        **views.METHODS,
    }

    def open_connection(workspace: Workspace, args: Nothing) -> Json:
        address = workspace.base_url.replace("http", "ws", 1)
        return {"url": f"{address}/link/?ticket={connections.ticket()}&app_id={workspace.app.id}"}

    methods["apps.connections.open"] = Method(Nothing, open_connection, needs="app")

    async def call(request: Request) -> Response:
        return await answer(workspace, methods, request)

    async def response(request: Request) -> Response:
        return await _respond(workspace, request)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        carrying = asyncio.create_task(Courier(workspace, connections).run())
        yield
        carrying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await carrying

    return Starlette(
        routes=[
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/response/{id}", response, methods=["POST"]),
            WebSocketRoute("/link/", connections.serve),
            *(page_routes(workspace, page, anywhere) if page is not None else []),
        ],
        lifespan=lifespan,
    )


@contextlib.contextmanager
def running(
    workspace: Workspace, host: str = "127.0.0.1", port: int = 0, anywhere: bool = False, page: Page | None = None
) -> Iterator[str]:
    """Serve the workspace from a thread of its own, and give the base URL. Port 0 takes a free one.

    With a ``page``, that URL opens it in a browser. Raises NotLoopback for any other host, unless ``anywhere``.
    """
    if not anywhere and not is_loopback(host):
        raise NotLoopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        shown = f"[{host}]" if ":" in host else host
        workspace.base_url = f"http://{shown}:{listener.getsockname()[1]}"
        with _serving(build_server(workspace, page, anywhere), listener):
            yield workspace.base_url


@contextlib.contextmanager
def _serving(application: Starlette, listener: socket.socket) -> Iterator[None]:
    started = threading.Event()
    config = uvicorn.Config(
        application, ws="websockets-sansio", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = _Server(config, started)
    thread = threading.Thread(target=server.run, args=([listener],), name="playground", daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)


class _Server(uvicorn.Server):
    """Tells when it serves."""

    def __init__(self, config: uvicorn.Config, serving: threading.Event) -> None:
        super().__init__(config)
        self._serving = serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._serving.set()


async def _respond(workspace: Workspace, request: Request) -> Response:
    """A POST to a response URL: "ok", or Slack's error name with 404 (gone) or 400 (wrong)."""
    try:
        body = json_object(await body_of(request))
        with workspace.changes.changing():
            grant = workspace.grants.find_response(request.path_params["id"])
            message = responses.respond(workspace.posts, grant, body)
            workspace.grants.count_use(grant.id)
            posted = (message.channel, message.ts) if message is not None else None
            workspace.journal.responded(grant.invocation, body, posted, None)
            if message is not None:
                workspace.invocations[grant.invocation].messages.append(message)
    except TooLarge as refusal:
        return JSONResponse(refused(refusal), status_code=413)
    except Refused as refusal:
        return JSONResponse(refused(refusal), status_code=404 if refusal.error in _GONE else 400)
    return PlainTextResponse("ok")


def _hurry(workspace: Workspace) -> None:
    with workspace.changes.changing():
        workspace.outbox.hurry()
