"""Where the page is: ``/`` and ``/static/`` for the browser, ``/live`` for its WebSocket."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, WebSocketRoute
from starlette.staticfiles import StaticFiles

from slack_playground.page.doors import guarded
from slack_playground.page.live import Live
from slack_playground.page.setup import Page
from slack_playground.workspace import Workspace

STATIC = Path(__file__).parent.parent / "static"


def page_routes(workspace: Workspace, page: Page, anywhere: bool) -> list[BaseRoute]:
    """The routes of the page, all behind its door. They come last: whatever is not Slack's is the page's."""

    async def index(_: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    live = Live(workspace, page)
    inside = Router(
        [
            Route("/", index),
            Mount("/static", StaticFiles(directory=STATIC)),
            WebSocketRoute("/live", live.serve),
        ]
    )
    return [Mount("/", guarded(inside, anywhere))]
