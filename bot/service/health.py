"""How the bot is: /health and /readyz (it hears, keeps and answers questions), /livez (it turns), /metrics."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

# https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source that is followed: when a look at it last went well, and whether the last one failed."""

    name: str
    looked: datetime | None
    in_trouble: bool


@dataclass(frozen=True, slots=True)
class Health:
    """`connected`: Slack can reach the bot. `articles` and `passages`: what it answers from, at this `revision`.

    `waiting`: how many questions are not answered yet; None while the store does not tell; the `oldest` waits for so
    many seconds. `unkept`: why nothing that Slack hands over can be kept, so that none is taken; "" if it can.
    `stalled`: the parts of the bot that do not turn any more. `dead_letters`: how much could not be delivered and is
    kept. `faults`: what is wrong with the documents' files. `uptime`: seconds since it was started. `lacking`: why
    there is nothing yet to answer from; "" where there is.
    """

    connected: bool
    articles: int
    passages: int
    waiting: int | None
    unkept: str = ""
    stalled: tuple[str, ...] = ()
    dead_letters: int = 0
    version: str = ""
    revision: str = ""
    uptime: int = 0
    oldest: float | None = None
    faults: int = 0
    sources: tuple[SourceHealth, ...] = ()
    lacking: str = ""

    @property
    def writable(self) -> bool:
        """Whether the store could be written when that was tried last."""
        return not self.unkept

    @property
    def is_well(self) -> bool:
        """Whether questions are heard, kept and answered."""
        keeps = self.waiting is not None and self.writable
        return self.connected and keeps and not self.stalled and not self.lacking

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        told = asdict(self) | {"writable": self.writable}
        for source in told["sources"]:
            source["looked"] = source["looked"] and source["looked"].isoformat(timespec="seconds")
        return told


def health_routes(health: Callable[[], Health], metrics: Callable[[], bytes]) -> list[Route]:
    """/health and /readyz: 200 while all is well; /livez: 200 while the process turns; else 503. /metrics: figures."""

    def ready(_: Request) -> Response:
        now = health()
        return JSONResponse(now.as_json(), status_code=200 if now.is_well else 503)

    def alive(_: Request) -> Response:
        now = health()
        told = {name: getattr(now, name) for name in ("stalled", "version", "revision", "uptime")}
        return JSONResponse(told, status_code=503 if now.stalled else 200)

    def measured(_: Request) -> Response:
        return Response(metrics(), headers={"content-type": METRICS_TYPE})

    return [Route("/health", ready), Route("/readyz", ready), Route("/livez", alive), Route("/metrics", measured)]
