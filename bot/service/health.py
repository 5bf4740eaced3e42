"""/health: whether the bot can hear questions and has something to answer from."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Health:
    """`connected`: Slack can reach the bot. `articles` and `passages`: what it answers from.

    `waiting`: how many questions are not answered yet; None while the store does not tell.
    """

    connected: bool
    articles: int
    passages: int
    waiting: int | None


def health_route(health: Callable[[], Health]) -> Route:
    """200 while the bot is connected and its store answers, else 503."""

    def answer(_: Request) -> JSONResponse:
        now = health()
        return JSONResponse(asdict(now), status_code=200 if now.connected and now.waiting is not None else 503)

    return Route("/health", answer)
