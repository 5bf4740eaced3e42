"""/health: whether the bot can hear questions and has something to answer from."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route


@dataclass(frozen=True, slots=True)
class Health:
    """`connected`: Slack can reach the bot. `articles` and `passages`: what it answers from.

    `waiting`: how many questions are not answered yet; None while the store does not tell. `writable`: whether the
    store could be written when that was tried last. `stalled`: the parts of the bot that do not turn any more.
    """

    connected: bool
    articles: int
    passages: int
    waiting: int | None
    writable: bool = True
    stalled: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether questions are heard, kept and answered."""
        return self.connected and self.waiting is not None and self.writable and not self.stalled


def health_route(health: Callable[[], Health]) -> Route:
    """200 while all is well, else 503."""

    def answer(_: Request) -> JSONResponse:
        now = health()
        return JSONResponse(asdict(now), status_code=200 if now.is_well else 503)

    return Route("/health", answer)
