"""The playground's server: Slack's Web API, response URLs and Socket Mode on loopback, and the page if wanted."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from slack_playground.courier import Courier
from slack_playground.page.doors import is_loopback
from slack_playground.page.routes import page_routes
from slack_playground.page.setup import Page
from slack_playground.people import Json
from slack_playground.refusals import PlaygroundError
from slack_playground.serving import serving
from slack_playground.web_api import chat, conversations, others, views
from slack_playground.web_api.door import answer
from slack_playground.web_api.method import Method
from slack_playground.web_api.others import Nothing
from slack_playground.web_api.response_urls import respond
from slack_playground.workspace import Workspace


class NotLoopback(PlaygroundError):  # noqa: N818 - a word says it
    """The playground checks no one's right to be here: it stays on this machine unless told otherwise."""


class CannotListen(PlaygroundError):  # noqa: N818 - a word says it
    """The address is taken, or is none of this machine's."""


def _open_connection(workspace: Workspace, args: Nothing) -> Json:
    address = workspace.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={workspace.connections.ticket()}&app_id={workspace.app.id}"}


METHODS: Mapping[str, Method[Any]] = {
    **others.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **views.METHODS,
    "apps.connections.open": Method(Nothing, _open_connection, needs="app"),
}


def build_server(workspace: Workspace, page: Page | None = None, anywhere: bool = False) -> Starlette:
    """The application. Its lifespan carries the workspace's deliveries: run one per workspace.

    With a ``page`` it can be seen in a browser; ``anywhere`` lets browsers of other machines in.
    """

    async def call(request: Request) -> Response:
        return await answer(workspace, METHODS, request)

    async def response(request: Request) -> Response:
        return await respond(workspace, request)

    async def hung_up(_: Request, __: Exception) -> Response:
        return Response(status_code=400)  # which nobody reads any more

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        carrying = asyncio.create_task(Courier(workspace).run())
        yield
        carrying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await carrying
        workspace.connections.forget_all()

    return Starlette(
        routes=[
            Route("/api/{method}", call, methods=["GET", "POST"]),
            Route("/response/{id}", response, methods=["POST"]),
            WebSocketRoute("/link/", workspace.connections.serve),
            *(page_routes(workspace, page, anywhere) if page is not None else []),
        ],
        exception_handlers={ClientDisconnect: hung_up},
        lifespan=lifespan,
    )


@contextlib.contextmanager
def running(
    workspace: Workspace, host: str = "127.0.0.1", port: int = 0, anywhere: bool = False, page: Page | None = None
) -> Iterator[str]:
    """Serve the workspace from a thread of its own, and give the base URL. Port 0 picks a free one.

    With a ``page``, that URL opens it in a browser. Raises NotLoopback for any other host, unless ``anywhere``;
    CannotListen where the address cannot be had.
    """
    if not anywhere and not is_loopback(host):
        raise NotLoopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise CannotListen(f"cannot listen on {host}:{port} ({error.strerror}); choose another port") from error
        listener.listen(128)
        shown = f"[{host}]" if ":" in host else host
        workspace.base_url = f"http://{shown}:{listener.getsockname()[1]}"
        with serving(build_server(workspace, page, anywhere), listener):
            try:
                yield workspace.base_url
            finally:
                # A call that is held would hold the server up as well.
                workspace.faults.release_all()
