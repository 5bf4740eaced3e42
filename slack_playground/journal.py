"""What passed between Slack and the app: each delivery, its ack, and the calls that the app made upon it.

Only for looking at (the page's inspector): nothing in the workspace depends on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from slack_playground.delivery.outbox import Delivery
from slack_playground.people import Json

KEPT = 100
"""So many exchanges are kept, the newest."""
STEPS = 50
"""After the first, so many steps of an exchange are kept, and then the newest."""
RELATED = 30.0
"""Seconds after which a call that names only a place is no longer taken for an answer to what was sent there."""

Direction = Literal["to the app", "from the app"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that passed. ``at`` is on the workspace's clock (seconds); ``took`` is how long Slack needed
    for a call, in seconds; ``posted`` is channel and ts of a message that it made."""

    at: float
    direction: Direction
    name: str
    body: Json
    answer: Json | None = None
    took: float | None = None
    posted: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """What Slack sent, and every step after it, oldest first. ``person`` is who caused it, if anybody did."""

    number: int
    name: str
    person: str | None
    began: float
    steps: tuple[Step, ...] = ()
    delivery: str = ""
    trigger: str = ""
    channel: str = ""
    thread: str = ""
    view: str = ""


class Journal:
    """The newest exchanges. Not locked: the workspace does that."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._kept: dict[int, Exchange] = {}
        self._known: dict[tuple[str, ...], int] = {}
        self._count = 0
        self.hearers: list[Callable[[Step], None]] = []
        """Called with every step after the first of an exchange, while the workspace is locked: be quick."""

    @property
    def exchanges(self) -> list[Exchange]:
        """Oldest first."""
        return list(self._kept.values())

    def sent(self, delivery: Delivery) -> None:
        """Slack has something for the app: a new exchange."""
        payload = delivery.payload
        step = Step(self._now(), "to the app", delivery.kind, payload)
        self._keep(
            Exchange(
                self._next(), _name(payload), _person(payload), self._now(), (step,), delivery.id, **_place(payload)
            )
        )

    def answered(self, delivery: Delivery, body: Json | None) -> None:
        """The app took a delivery; ``body`` is what it said in its ack."""
        self._add(self._of(delivery), Step(self._now(), "from the app", "ack", body or {}))

    def missed(self, delivery: Delivery, reason: str) -> None:
        """Nobody took it, this time."""
        self._add(self._of(delivery), Step(self._now(), "to the app", "not taken", {"reason": reason}))

    def called(self, method: str, arguments: Json, answer: Json, took: float) -> None:
        """The app called a method of the Web API; ``took`` in seconds. Its token is not kept."""
        given = {name: value for name, value in arguments.items() if name != "token"}
        channel, ts = answer.get("channel"), answer.get("ts") or answer.get("message_ts")
        posted = (str(channel or given.get("channel")), str(ts)) if ts else None
        step = Step(self._now(), "from the app", method, given, answer, took, posted)
        self._add(self._caused(given), step, alone=method)

    def responded(self, trigger: str, body: Json, posted: tuple[str, str] | None, refusal: str | None) -> None:
        """The app used a response URL that came with this trigger."""
        answer = {"error": refusal} if refusal else {"ok": True}
        step = Step(self._now(), "from the app", "response_url", body, answer, posted=posted)
        self._add(self._newest("trigger", trigger), step, alone="response_url")

    def _of(self, delivery: Delivery) -> Exchange | None:
        return self._newest("delivery", delivery.id)

    def _caused(self, given: Json) -> Exchange | None:
        """The exchange that a call answers, as far as its arguments tell."""
        found = self._newest(*_clue(given))
        return found if found is not None and found.began > self._now() - RELATED else None

    def _newest(self, *clue: str) -> Exchange | None:
        """The newest exchange that is known by this: what kind of name, and the name."""
        return self._kept.get(self._known.get(clue, 0))

    def _add(self, exchange: Exchange | None, step: Step, alone: str = "") -> None:
        for hear in self.hearers:
            hear(step)
        if exchange is not None:
            first, *rest = exchange.steps
            self._keep(replace(exchange, steps=(first, *rest[-STEPS:], step)))
        elif alone:
            self._keep(Exchange(self._next(), alone, None, step.at, (step,)))

    def _keep(self, exchange: Exchange) -> None:
        if exchange.number not in self._kept:
            self._known.update(dict.fromkeys(_clues(exchange), exchange.number))
        self._kept[exchange.number] = exchange
        while len(self._kept) > KEPT:
            oldest = self._kept.pop(next(iter(self._kept)))
            for clue in _clues(oldest):
                if self._known.get(clue) == oldest.number:
                    del self._known[clue]

    def _next(self) -> int:
        self._count += 1
        return self._count


def _clues(exchange: Exchange) -> list[tuple[str, ...]]:
    """Everything by which an exchange is known."""
    return [
        ("delivery", exchange.delivery),
        ("trigger", exchange.trigger),
        ("thread", exchange.channel, exchange.thread),
        ("view", exchange.view),
        ("channel", exchange.channel),
        ("person", exchange.person or ""),
    ]


def _clue(given: Json) -> tuple[str, ...]:
    """What a call's arguments tell best: a trigger names its gesture, else a thread, a view, a place, a person."""
    channel = str(given.get("channel", given.get("channel_id")) or "")
    if "trigger_id" in given:
        return ("trigger", str(given["trigger_id"]))
    if given.get("thread_ts"):
        return ("thread", channel, str(given["thread_ts"]))
    if given.get("view_id"):
        return ("view", str(given["view_id"]))
    return ("channel", channel) if channel else ("person", str(given.get("user_id") or "nobody"))


def _name(payload: Json) -> str:
    """What a person calls it: the event, the command, or the gesture and on what."""
    if payload.get("type") == "event_callback":
        return str(payload["event"]["type"])
    if "command" in payload:
        return str(payload["command"])
    about = [action["action_id"] for action in payload.get("actions", [])] or [payload.get("callback_id", "")]
    return " ".join(filter(None, [str(payload.get("type", "")), *map(str, about)]))


def _person(payload: Json) -> str | None:
    event = payload.get("event", {})
    user: Any = event.get("user") or event.get("message", {}).get("user") or payload.get("user") or {}
    found = user if isinstance(user, str) else user.get("id") or payload.get("user_id")
    return str(found) if found else None


def _place(payload: Json) -> dict[str, str]:
    """Where it happened, as far as the payload tells."""
    event, container = payload.get("event", {}), payload.get("container", {})
    said = event.get("message", event)
    channel = event.get("channel") or container.get("channel_id") or payload.get("channel_id")
    thread = said.get("thread_ts") or said.get("ts") or container.get("thread_ts") or container.get("message_ts")
    view = payload.get("view") or {}
    found = {"trigger": payload.get("trigger_id"), "channel": channel, "thread": thread, "view": view.get("id")}
    return {name: str(value or "") for name, value in found.items()}
