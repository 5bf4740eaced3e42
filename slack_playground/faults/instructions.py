"""Instructions to fail, and hooks: what waits at which door, for which calls, and how often."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from slack_playground.faults.gate import Gate
from slack_playground.faults.kinds import Fault, Twice
from slack_playground.people import Json

ANY_METHOD = "*"
RESPONSE_URL, DELIVERY, CONNECT, HELLO = "response_url", "delivery", "connect", "hello"


@dataclass(frozen=True, slots=True)
class Call:
    """What has come to a door. ``at`` is the door: a Web API method, or one of the doors named above.

    ``arguments`` are the call's, the body sent to a response URL, or the payload of a delivery. ``channel`` is an
    id. ``answer`` is there once it has run: the answer's body, or what the app said in its ack.
    """

    at: str
    arguments: Json
    channel: str | None = None
    answer: Json | None = None

    @property
    def event(self) -> str:
        """The type of the event that is delivered; empty for anything else."""
        return str(self.arguments.get("event", {}).get("type", "")) if self.at == DELIVERY else ""


@dataclass(frozen=True, slots=True)
class Hook:
    """A callback to be called ``when`` a call is about to run, or has run and its answer has not left."""

    when: Literal["before", "after"]
    callback: Callable[[Call], object]


@dataclass(eq=False, slots=True)
class Instruction:
    """A fault or a hook in waiting. ``used`` counts the calls that it struck so far.

    ``left`` is how many calls it still strikes (None: all), ``until`` when it ends by itself (workspace's clock).
    """

    at: str
    what: Fault | Hook
    left: int | None
    until: float | None
    channel: str | None
    where: Callable[[Call], bool] | None
    used: int = 0
    gate: Gate = field(default_factory=Gate)

    @property
    def spent(self) -> bool:
        """Whether it strikes no more."""
        return self.left == 0

    def release(self) -> None:
        """Let the calls go that it holds, now and later. From any thread."""
        self.gate.open()

    def withdraw(self) -> None:
        """Strike no more, and let go what it holds. From any thread."""
        self.left = 0
        self.gate.open()

    def strikes(self, call: Call, now: float) -> bool:
        """Whether it is meant for this call. It counts nothing."""
        if self.spent or (self.until is not None and now >= self.until):
            return False
        here = self.at == call.at or (self.at == ANY_METHOD and "." in call.at)
        if not here or self.channel not in (None, call.channel):
            return False
        if isinstance(self.what, Twice) and not call.event:
            return False
        return self.where is None or self.where(call)

    def count(self) -> None:
        """It struck once more."""
        self.used += 1
        if self.left is not None:
            self.left = max(0, self.left - 1)
