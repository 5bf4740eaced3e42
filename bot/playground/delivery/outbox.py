"""What waits to be delivered, and what becomes of it. Pure state: the courier does the carrying."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from bot.playground.grants import Patience
from bot.playground.people import Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One envelope. ``on_answer`` gets the body of the ack, ``on_loss`` the reason why there was none.

    ``attempt`` counts from 0, ``reason`` is Slack's retry reason, ``due`` is on the workspace's clock (seconds).
    """

    id: str
    kind: Kind
    payload: Json
    on_answer: Callable[[Json | None], None]
    on_loss: Callable[[str], None]
    attempt: int = 0
    reason: str = ""
    due: float = 0.0
    underway: bool = False


class Record(Protocol):
    """Whoever writes down what becomes of deliveries."""

    def sent(self, delivery: Delivery) -> None: ...

    def answered(self, delivery: Delivery, body: Json | None) -> None: ...

    def missed(self, delivery: Delivery, reason: str) -> None: ...


class Outbox:
    """Deliveries by id. Not locked: the workspace does that."""

    def __init__(self, now: Callable[[], float], patience: Patience, record: Record) -> None:
        self._now = now
        self._patience = patience
        self._record = record
        self._waiting: dict[str, Delivery] = {}
        self.wake: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._waiting)

    def put(
        self,
        kind: Kind,
        payload: Json,
        on_answer: Callable[[Json | None], None],
        on_loss: Callable[[str], None],
    ) -> Delivery:
        """Something new for the app."""
        delivery = Delivery(secrets.token_hex(16), kind, payload, on_answer, on_loss, due=self._now())
        self._waiting[delivery.id] = delivery
        self._record.sent(delivery)
        self.wake()
        return delivery

    def take_due(self, reachable: bool) -> list[Delivery]:
        """What should go out now, in order. While nobody listens, events stay; the rest goes, and fails."""
        taken: list[Delivery] = []
        for delivery in [kept for kept in self._waiting.values() if not kept.underway and kept.due <= self._now()]:
            if reachable or delivery.kind != "events_api":
                taken.append(replace(delivery, underway=True))
                self._waiting[delivery.id] = taken[-1]
            elif delivery.attempt == 0:
                # Slack's first try found no socket: what arrives later is a retry.
                self._waiting[delivery.id] = replace(delivery, attempt=1, reason="timeout")
        return taken

    def next_due(self) -> float | None:
        """When the next waiting delivery is due; None when nothing waits for its time."""
        times = [kept.due for kept in self._waiting.values() if not kept.underway and kept.due > self._now()]
        return min(times, default=None)

    def hurry(self) -> None:
        """Somebody listens again: what waits goes out at once."""
        for delivery in list(self._waiting.values()):
            if not delivery.underway:
                self._waiting[delivery.id] = replace(delivery, due=self._now())
        self.wake()

    def answered(self, delivery: Delivery, body: Json | None) -> None:
        """The app took it."""
        self._waiting.pop(delivery.id, None)
        self._record.answered(delivery, body)
        delivery.on_answer(body)

    def missed(self, delivery: Delivery, reason: str, again: bool = True) -> None:
        """The app did not take it. Events are tried again as long as there are retries; nothing else is."""
        self._record.missed(delivery, reason)
        retries = self._patience.retries
        if delivery.kind == "events_api" and again and delivery.attempt < len(retries):
            due = self._now() + retries[delivery.attempt]
            later = replace(delivery, attempt=delivery.attempt + 1, reason=reason, due=due, underway=False)
            self._waiting[delivery.id] = later
            self.wake()
            return
        self._waiting.pop(delivery.id, None)
        delivery.on_loss(reason)
