"""What waits to be delivered, and what becomes of it. Pure state: the courier does the carrying."""

import heapq
import itertools
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from slack_playground.grants import Patience
from slack_playground.people import Json

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One envelope. ``on_answer`` gets the body of the ack, ``on_loss`` the reason why there was none.

    ``attempt`` counts from 0, ``reason`` is Slack's retry reason, ``due`` is on the workspace's clock (seconds).
    A ``double`` brings what another delivery brings too.
    """

    id: str
    kind: Kind
    payload: Json
    on_answer: Callable[[Json | None], None]
    on_loss: Callable[[str], None]
    attempt: int = 0
    reason: str = ""
    due: float = 0.0
    double: bool = False


class Record(Protocol):
    """Whoever writes down what becomes of deliveries."""

    def sent(self, delivery: Delivery) -> None: ...

    def answered(self, delivery: Delivery, body: Json | None) -> None: ...

    def missed(self, delivery: Delivery, reason: str) -> None: ...


class Outbox:
    """Deliveries that were not answered yet. Not locked: the workspace does that.

    Each is ready to go, or waits for its time, or for somebody who listens, or is underway. The work of handing
    one out does not grow with the number that waits.
    """

    def __init__(self, now: Callable[[], float], patience: Patience, record: Record) -> None:
        self._now = now
        self._patience = patience
        self._record = record
        self._unanswered: set[str] = set()
        self._ready: deque[Delivery] = deque()
        self._unheard: deque[Delivery] = deque()
        self._later: list[tuple[float, int, Delivery]] = []
        self._order = itertools.count()
        self.wake: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        return len(self._unanswered)

    def put(
        self,
        kind: Kind,
        payload: Json,
        on_answer: Callable[[Json | None], None],
        on_loss: Callable[[str], None],
    ) -> Delivery:
        """Something new for the app."""
        delivery = Delivery(secrets.token_hex(16), kind, payload, on_answer, on_loss, due=self._now())
        self._record.sent(delivery)
        self._enqueue(delivery)
        return delivery

    def double(self, delivery: Delivery, after: float = 0.0, reason: str = "") -> Delivery:
        """The same once more, ``after`` so many seconds; with a ``reason`` it comes as a first retry."""
        double = replace(
            delivery,
            id=secrets.token_hex(16),
            on_answer=lambda _: None,
            on_loss=lambda _: None,
            attempt=1 if reason else 0,
            reason=reason,
            due=self._now() + after,
            double=True,
        )
        self._enqueue(double)
        return double

    def take_due(self, reachable: bool) -> list[Delivery]:
        """What should go out now, in order. While nobody listens, events stay; the rest goes, and fails."""
        while self._later and self._later[0][0] <= self._now():
            self._ready.append(heapq.heappop(self._later)[2])
        if reachable:
            taken = [*self._unheard, *self._ready]
            self._unheard.clear()
        else:
            taken = [delivery for delivery in self._ready if delivery.kind != "events_api"]
            # Slack's first try finds no socket: what arrives later is a retry.
            self._unheard += [
                replace(delivery, attempt=1, reason="timeout") if delivery.attempt == 0 else delivery
                for delivery in self._ready
                if delivery.kind == "events_api"
            ]
        self._ready.clear()
        return taken

    def next_due(self) -> float | None:
        """When the next waiting delivery is due; None when nothing waits for its time."""
        return self._later[0][0] if self._later else None

    def hurry(self) -> None:
        """Somebody listens again: what waits goes out at once."""
        self._ready += [delivery for _, _, delivery in sorted(self._later)]
        self._later.clear()
        self.wake()

    def answered(self, delivery: Delivery, body: Json | None) -> None:
        """The app took it."""
        self._unanswered.discard(delivery.id)
        self._record.answered(delivery, body)
        delivery.on_answer(body)

    def missed(self, delivery: Delivery, reason: str, again: bool = True) -> None:
        """The app did not take it. Events are tried again as long as there are retries; nothing else is."""
        self._record.missed(delivery, reason)
        retries = self._patience.retries
        if delivery.kind == "events_api" and again and delivery.attempt < len(retries):
            due = self._now() + retries[delivery.attempt]
            self._enqueue(replace(delivery, attempt=delivery.attempt + 1, reason=reason, due=due))
            return
        self._unanswered.discard(delivery.id)
        delivery.on_loss(reason)

    def _enqueue(self, delivery: Delivery) -> None:
        self._unanswered.add(delivery.id)
        if delivery.due <= self._now():
            self._ready.append(delivery)
        else:
            heapq.heappush(self._later, (delivery.due, next(self._order), delivery))
        self.wake()
