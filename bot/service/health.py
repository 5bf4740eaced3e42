"""How the bot is: /health and /readyz (it hears, keeps and answers questions), /livez (it turns), /metrics."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

# https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
METRICS_TYPE = "text/plain; version=0.0.4"


@dataclass(frozen=True, slots=True)
class Health:
    """`connected`: Slack can reach the bot. `articles` and `passages`: what it answers from, at this `revision`.

    `waiting`: how many questions are not answered yet; None while the store does not tell. `writable`: whether the
    store could be written when that was tried last. `stalled`: the parts of the bot that do not turn any more.
    `dead_letters`: how much could not be delivered and is kept. `uptime`: seconds since it was started.
    """

    connected: bool
    articles: int
    passages: int
    waiting: int | None
    writable: bool = True
    stalled: tuple[str, ...] = ()
    dead_letters: int = 0
    version: str = ""
    revision: str = ""
    uptime: int = 0

    @property
    def is_well(self) -> bool:
        """Whether questions are heard, kept and answered."""
        return self.connected and self.waiting is not None and self.writable and not self.stalled


def health_routes(health: Callable[[], Health]) -> list[Route]:
    """/health and /readyz: 200 while all is well; /livez: 200 while the process turns; else 503. /metrics: figures."""

    def ready(_: Request) -> Response:
        now = health()
        return JSONResponse(asdict(now), status_code=200 if now.is_well else 503)

    def alive(_: Request) -> Response:
        now = health()
        told = {name: getattr(now, name) for name in ("stalled", "version", "revision", "uptime")}
        return JSONResponse(told, status_code=503 if now.stalled else 200)

    def measured(_: Request) -> Response:
        return PlainTextResponse("".join(_metrics(health())), headers={"content-type": METRICS_TYPE})

    return [Route("/health", ready), Route("/readyz", ready), Route("/livez", alive), Route("/metrics", measured)]


def _metrics(now: Health) -> Iterator[str]:
    gauges: tuple[tuple[str, str, float | None], ...] = (
        ("connected", "Whether Slack can reach the bot", now.connected),
        ("writable", "Whether the state could be written when that was tried last", now.writable),
        ("stalled_parts", "Parts of the bot that do not turn any more", len(now.stalled)),
        ("waiting_requests", "Requests that are not answered yet", now.waiting),
        ("dead_letters", "Requests that were given up, and are kept", now.dead_letters),
        ("articles", "Documents that are answered from", now.articles),
        ("passages", "Passages that are answered from", now.passages),
        ("uptime_seconds", "Seconds since the bot was started", now.uptime),
    )
    for name, what, value in gauges:
        if value is not None:
            yield f"# HELP policybot_{name} {what}.\n# TYPE policybot_{name} gauge\npolicybot_{name} {float(value):g}\n"
    yield "# HELP policybot_build_info The version that runs, and the revision of what it answers from.\n"
    yield "# TYPE policybot_build_info gauge\n"
    yield f'policybot_build_info{{version="{now.version}",revision="{now.revision}"}} 1\n'
