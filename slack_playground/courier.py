"""Carries deliveries from the workspace's outbox to the app, for as long as the server runs."""

import asyncio
import logging
from dataclasses import replace

import aiohttp

from slack_playground import payloads
from slack_playground.delivery import signed_http
from slack_playground.delivery.outbox import Delivery
from slack_playground.delivery.undelivered import Undelivered
from slack_playground.faults.instructions import DELIVERY, Call
from slack_playground.faults.kinds import AckLost, NotAccepted, Twice
from slack_playground.faults.passing import take_time
from slack_playground.people import Json
from slack_playground.state import State

_log = logging.getLogger(__name__)


class Courier:
    """One per server. The workspace's ``request_url`` decides between HTTP and Socket Mode."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def run(self) -> None:
        """Carry until cancelled."""
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        outbox = self._state.outbox

        def wake_up() -> None:
            loop.call_soon_threadsafe(wake.set)

        outbox.wake = wake_up
        try:
            async with aiohttp.ClientSession(trust_env=False) as session, asyncio.TaskGroup() as tasks:
                while True:
                    wake.clear()
                    for delivery in self._take():
                        tasks.create_task(self._carry(delivery, session))
                    await self._until_something_is_due(wake)
        finally:
            outbox.wake = lambda: None

    def _take(self) -> list[Delivery]:
        state = self._state
        with state.changes.reading():
            return state.outbox.take_due(bool(state.request_url) or len(state.connections) > 0)

    async def _until_something_is_due(self, wake: asyncio.Event) -> None:
        with self._state.changes.reading():
            due = self._state.outbox.next_due()
        wait = None if due is None else max(0.0, due - self._state.now())
        try:
            async with asyncio.timeout(wait):
                await wake.wait()
        except TimeoutError:
            pass

    async def _carry(self, delivery: Delivery, session: aiohttp.ClientSession) -> None:
        state = self._state
        try:
            body = await self._attempt(delivery, session)
        except Undelivered as fault:
            self._missed(delivery, fault)
        except Exception:
            # One delivery that goes wrong here must not end all others.
            _log.exception("delivery failed in the playground itself")
            self._missed(delivery, Undelivered("unknown_error"))
        else:
            with state.changes.changing():
                state.outbox.answered(delivery, body)

    def _missed(self, delivery: Delivery, fault: Undelivered) -> None:
        with self._state.changes.changing():
            self._state.outbox.missed(delivery, fault.reason, fault.again)

    async def _attempt(self, delivery: Delivery, session: aiohttp.ClientSession) -> Json | None:
        """One try, as well or as badly as the workspace's faults will have it. Raises Undelivered."""
        state, faults = self._state, self._state.faults
        call = Call(DELIVERY, delivery.payload, payloads.channel_of(delivery.payload))
        # A double meets no faults, or it might have doubles without end.
        instruction = None if delivery.double else faults.strike(call)
        fault = instruction.what if instruction is not None else None
        timeout = "http_timeout" if state.request_url else "timeout"
        if isinstance(fault, NotAccepted):
            raise Undelivered("connection_failed")
        if isinstance(fault, Twice):
            with state.changes.changing():
                state.outbox.double(delivery, fault.after, timeout if fault.as_retry else "")
        await take_time(instruction)
        await faults.tell("before", call)
        body = await self._deliver(delivery, session)
        await faults.tell("after", replace(call, answer=body))
        if isinstance(fault, AckLost):
            raise Undelivered(timeout)
        return body

    async def _deliver(self, delivery: Delivery, session: aiohttp.ClientSession) -> Json | None:
        state = self._state
        wall = state.patience.ack
        if not state.request_url:
            return await state.connections.send(delivery, wall)
        endpoint = signed_http.Endpoint(state.request_url, state.signing_secret, wall)
        return await signed_http.post(session, endpoint, delivery, state.now())
