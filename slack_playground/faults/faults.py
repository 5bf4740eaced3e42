"""The workspace's faults: where a test says what shall go wrong, and where the doors ask."""

import asyncio
from collections.abc import Callable
from typing import Literal

from slack_playground.faults.instructions import (
    ANY_METHOD,
    CONNECT,
    DELIVERY,
    HELLO,
    RESPONSE_URL,
    Call,
    Hook,
    Instruction,
)
from slack_playground.faults.kinds import AT_CONNECTING, AT_DELIVERIES, AT_HELLO, AT_METHODS, Fault, Held
from slack_playground.faults.pace import Pace, Rate
from slack_playground.people import Channel
from slack_playground.refusals import Impossible
from slack_playground.watching import Watched

_KINDS: dict[str, tuple[type, ...]] = {
    RESPONSE_URL: AT_METHODS,
    DELIVERY: AT_DELIVERIES,
    CONNECT: AT_CONNECTING,
    HELLO: AT_HELLO,
}
_PACED = ("chat.postMessage", RESPONSE_URL)

Where = Callable[[Call], bool]
Callback = Callable[[Call], object]


class Faults:
    """What shall go wrong. Every method may be called from any thread, while the server runs.

    A door is a Web API method by its name (``*``: every one), or ``response_url`` (a POST to one), ``delivery``
    (an event, command or interaction on its way to the app), ``connect`` (the handshake of a Socket Mode
    connection) or ``hello`` (its first frame).
    """

    def __init__(self, now: Callable[[], float], changes: Watched, channel_id: Callable[[Channel | str], str]) -> None:
        self._now = now
        self._changes = changes
        self._channel_id = channel_id
        self._waiting: list[Instruction] = []
        self._holding: list[Instruction] = []
        self._pace: Pace | None = None

    # For tests

    def add(  # noqa: PLR0913 - which calls are meant is said by name
        self,
        at: str,
        fault: Fault,
        *,
        times: int | None = 1,
        lasting: float | None = None,
        channel: Channel | str | None = None,
        where: Where | None = None,
    ) -> Instruction:
        """Let the next ``times`` calls at a door go wrong (None: all, until withdrawn).

        ``lasting`` ends it after so many seconds. Only calls for this ``channel`` (by id or name), and of which
        ``where`` is true, are meant. Of several faults for one call the oldest strikes. Raises Impossible for a
        door that there is not, and for a fault that cannot happen there.
        """
        if not isinstance(fault, _kinds_at(at)):
            raise Impossible(f"{type(fault).__name__} cannot happen at {at}")
        until = None if lasting is None else self._now() + lasting
        return self._put(Instruction(at, fault, times, until, self._id(channel), where))

    def before(
        self,
        at: str,
        callback: Callback,
        *,
        times: int | None = None,
        channel: Channel | str | None = None,
        where: Where | None = None,
    ) -> Instruction:
        """Call back before each call runs, or before a delivery is sent, which waits for it to return."""
        _kinds_at(at)
        return self._put(Instruction(at, Hook("before", callback), times, None, self._id(channel), where))

    def after(
        self,
        at: str,
        callback: Callback,
        *,
        times: int | None = None,
        channel: Channel | str | None = None,
        where: Where | None = None,
    ) -> Instruction:
        """Call back when a call has run and its answer has not left, or when a delivery's ack has come."""
        _kinds_at(at)
        return self._put(Instruction(at, Hook("after", callback), times, None, self._id(channel), where))

    def limit_posts(self, per_second: float = 1.0, burst: int = 3) -> None:
        """From now on, answer posts beyond this rate with 429 as Slack does, each channel by itself.

        That holds for chat.postMessage and, counted apart, for response URLs. ``burst`` may come at once.
        """
        with self._changes.changing():
            self._pace = Pace(Rate(per_second, burst), self._now)

    def lift_limit(self) -> None:
        """Take posts as fast as they come again."""
        with self._changes.changing():
            self._pace = None

    def withdraw_all(self) -> None:
        """Nothing goes wrong any more, no hook is called, and what was held goes on."""
        with self._changes.changing():
            withdrawn, self._waiting, self._pace = [*self._waiting, *self._holding], [], None
            self._holding = []
        for instruction in withdrawn:
            instruction.withdraw()

    def release_all(self) -> None:
        """What is held goes on."""
        with self._changes.changing():
            holding, self._holding = [*self._holding, *self._waiting], []
        for instruction in holding:
            instruction.release()

    # For the doors

    def strike(self, call: Call) -> Instruction | None:
        """The fault that this call meets, counted as used; None if all goes well."""
        if not self._waiting:
            return None
        with self._changes.changing():
            for instruction in self._live():
                if not isinstance(instruction.what, Hook) and instruction.strikes(call, self._now()):
                    instruction.count()
                    if isinstance(instruction.what, Held):
                        self._holding.append(instruction)
                    return instruction
        return None

    def seconds_to_wait(self, call: Call) -> int:
        """How long the limit on posts makes this call wait; 0 lets it through."""
        pace = self._pace
        if pace is None or call.at not in _PACED:
            return 0
        with self._changes.reading():
            return pace.seconds_to_wait(f"{call.at} {call.channel}")

    async def tell(self, when: Literal["before", "after"], call: Call) -> None:
        """Call the hooks, one after the other and in a thread, so that they may take their time."""
        if not self._waiting:
            return
        with self._changes.changing():
            hooks = [
                (instruction, instruction.what)
                for instruction in self._live()
                if isinstance(instruction.what, Hook)
                and instruction.what.when == when
                and instruction.strikes(call, self._now())
            ]
            for instruction, _ in hooks:
                instruction.count()
        for _, hook in hooks:
            await asyncio.to_thread(hook.callback, call)

    def _put(self, instruction: Instruction) -> Instruction:
        with self._changes.changing():
            self._waiting.append(instruction)
        return instruction

    def _live(self) -> list[Instruction]:
        self._waiting = [kept for kept in self._waiting if not kept.spent]
        return self._waiting

    def _id(self, channel: Channel | str | None) -> str | None:
        return None if channel is None else self._channel_id(channel)


def _kinds_at(at: str) -> tuple[type, ...]:
    kinds = _KINDS.get(at, AT_METHODS if at == ANY_METHOD or "." in at else ())
    if not kinds:
        raise Impossible(f"there is no door called {at!r}")
    return kinds
