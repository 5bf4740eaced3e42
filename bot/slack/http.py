"""HTTP mode: Slack's signed requests, handed to the app."""

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

PATH = "/slack/events"
LARGEST_BODY = 1_000_000


def events_route(app: App) -> Route:
    """The one route for events, commands and interactions. Bolt checks each signature."""

    async def receive(request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                return PlainTextResponse("too large", status_code=413)
        if not request.headers.get("x-slack-request-timestamp", "").isdigit():
            return PlainTextResponse("not signed", status_code=401)
        try:
            bolt_request = to_bolt_request(request, bytes(body))
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8", status_code=400)
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return Route(PATH, receive, methods=["POST"])
