"""What happens, counted for Prometheus. No label names a person, a place or anybody's words; each has few values."""

import threading
from collections.abc import Callable, Iterable
from time import monotonic
from typing import ParamSpec, TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.core.requests import Kind
from bot.service.health import Health

P = ParamSpec("P")
R = TypeVar("R")

# Seconds, from a look into the database to an answer that waits for Slack.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0)
# Slack has some hundred names of errors; whatever else calls itself one is counted under one name.
MOST_RESULTS, OTHER = 50, "other"
# Why something is tried again: a wait that was agreed, trouble of Slack's or the store's, a fault of our own.
WHY = ("agreed", "trouble", "fault")
# The calls that bring an answer to somebody.
POSTING = frozenset({"chat.postMessage", "response_url"})


class Metrics:
    """The counters of one bot, in a registry of their own. Safe between threads."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # a moment for each counter, which nobody asks for
        self._registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        self._requests = Counter(
            "policybot_requests", "What was heard and kept, by what is wanted and by where it came in.",
            ["kind", "door"], registry=made,
        )  # fmt: skip
        self._handled = Counter(
            "policybot_handled", "What was done, by what was wanted and by what came of it.",
            ["kind", "outcome"], registry=made,
        )  # fmt: skip
        self._weak = Counter("policybot_weak_answers", "Answers that say that they are weak.", registry=made)
        self._retries = Counter(
            "policybot_retries", "What was put back to be tried again: a wait that was agreed, trouble, or a fault.",
            ["why"], registry=made,
        )  # fmt: skip
        self._given_up = Counter("policybot_given_up", "What was given up after all tries.", ["kind"], registry=made)
        self._calls = Counter(
            "policybot_slack_calls", "Calls to Slack, by their method and by Slack's error, ok where there was none.",
            ["method", "result"], registry=made,
        )  # fmt: skip
        self._lost = Counter("policybot_connections_lost", "How often Slack was not heard any more.", registry=made)
        self._stages = Histogram(
            "policybot_stage_seconds",
            "The way of a question: keeping it, waiting for a worker, answering, and posting the answer.",
            ["stage"], buckets=BUCKETS, registry=made,
        )  # fmt: skip
        self._whole = Histogram(
            "policybot_reply_seconds", "From hearing a question until its answer stands.",
            buckets=BUCKETS, registry=made,
        )  # fmt: skip
        # Prometheus sees a figure rise only if it was there before: the first fault is one, too.
        for why in WHY:
            self._retries.labels(why)
        for kind in Kind:
            self._given_up.labels(kind)
        self._results: set[str] = set()
        self._lock = threading.Lock()

    def show(self, health: Callable[[], Health]) -> None:
        """From now on shows how the bot is at the moment when somebody asks."""
        self._registry.register(_Moment(health))

    def exposed(self) -> bytes:
        """All figures, in Prometheus' text format."""
        return generate_latest(self._registry)

    def kept(self, kind: str, door: str, seconds: float) -> None:
        """A request was kept; it took so long from when it was heard."""
        self._requests.labels(kind, door).inc()
        self._stages.labels("keeping").observe(seconds)

    def claimed(self, waited: float) -> None:
        """A worker has begun with what was heard so many seconds ago."""
        self._stages.labels("waiting").observe(max(0.0, waited))

    def handled(self, kind: str, outcome: str, seconds: float, *, weak: bool) -> None:
        """A request is done, so many seconds after it was heard."""
        self._handled.labels(kind, outcome).inc()
        self._whole.observe(max(0.0, seconds))
        if weak:
            self._weak.inc()

    def put_back(self, why: str) -> None:
        """A request will be tried again."""
        self._retries.labels(why).inc()

    def given_up(self, kind: str) -> None:
        """A request will not be tried again."""
        self._given_up.labels(kind).inc()

    def called(self, method: str, seconds: float, result: str) -> None:
        """A call to Slack has ended. `result`: the name of Slack's error, or `ok`."""
        with self._lock:
            if len(self._results) < MOST_RESULTS:
                self._results.add(result)
            known = result if result in self._results else OTHER
        self._calls.labels(method, known).inc()
        if method in POSTING:
            self._stages.labels("posting").observe(seconds)

    def lost_connection(self) -> None:
        """Slack cannot be heard any more, though nobody has stopped the bot."""
        self._lost.inc()

    def answering(self, ask: Callable[P, R]) -> Callable[P, R]:
        """The same function, whose time is counted as that of answering."""
        stage = self._stages.labels("answering")

        def timed(*given: P.args, **named: P.kwargs) -> R:
            began = monotonic()
            try:
                return ask(*given, **named)
            finally:
                stage.observe(monotonic() - began)

        return timed


class _Moment(Collector):
    """How the bot is when somebody asks."""

    def __init__(self, health: Callable[[], Health]) -> None:
        self._health = health

    def describe(self) -> Iterable[Metric]:
        return ()  # or else the registry would ask already when it is built

    def collect(self) -> Iterable[Metric]:
        now = self._health()
        gauges: tuple[tuple[str, str, float | None], ...] = (
            ("connected", "Whether Slack can reach the bot", now.connected),
            ("writable", "Whether the state could be written when that was tried last", now.writable),
            ("stalled_parts", "Parts of the bot that do not turn any more", len(now.stalled)),
            ("waiting_requests", "Requests that are not answered yet", now.waiting),
            ("oldest_request_seconds", "How long the oldest of them has waited", now.oldest),
            ("dead_letters", "Requests that were given up, and are kept", now.dead_letters),
            ("articles", "Documents that are answered from", now.articles),
            ("passages", "Passages that are answered from", now.passages),
            ("corpus_faults", "What is wrong with the files of the documents", now.faults),
            ("uptime_seconds", "Seconds since the bot was started", now.uptime),
        )
        for name, what, value in gauges:
            if value is not None:
                yield GaugeMetricFamily(f"policybot_{name}", f"{what}.", float(value))
        yield InfoMetricFamily("policybot_build", "The version that runs.", {"version": now.version})
        yield InfoMetricFamily("policybot_corpus", "What is answered from.", {"revision": now.revision})
        looked = GaugeMetricFamily(
            "policybot_source_success_timestamp_seconds", "When a look at a source last went well.", labels=["source"]
        )
        trouble = GaugeMetricFamily(
            "policybot_source_trouble", "Whether the last look at a source failed.", labels=["source"]
        )
        for source in now.sources:
            if source.looked is not None:
                looked.add_metric([source.name], source.looked.timestamp())
            trouble.add_metric([source.name], float(source.in_trouble))
        yield looked
        yield trouble
