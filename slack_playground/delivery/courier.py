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
from slack_playground.workspace import Workspace

_log = logging.getLogger(__name__)


class Courier:
    """One per server. The workspace's ``request_url`` decides between HTTP and Socket Mode."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def run(self) -> None:
        """Carry until cancelled."""
        loop, wake = asyncio.get_running_loop(), asyncio.Event()
        outbox = self._workspace.outbox

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
        workspace = self._workspace
        with workspace.changes.reading():
            return workspace.outbox.take_due(bool(workspace.request_url) or len(workspace.connections) > 0)

    async def _until_something_is_due(self, wake: asyncio.Event) -> None:
        with self._workspace.changes.reading():
            due = self._workspace.outbox.next_due()
        wait = None if due is None else max(0.0, due - self._workspace.now())
        try:
            async with asyncio.timeout(wait):
                await wake.wait()
        except TimeoutError:
            pass

    async def _carry(self, delivery: Delivery, session: aiohttp.ClientSession) -> None:
        workspace = self._workspace
        try:
            body = await self._attempt(delivery, session)
        except Undelivered as fault:
            self._missed(delivery, fault)
        except Exception:
            # One delivery that goes wrong here must not end all others.
            _log.exception("delivery failed in the playground itself")
            self._missed(delivery, Undelivered("unknown_error"))
        else:
            with workspace.changes.changing():
                workspace.outbox.answered(delivery, body)

    def _missed(self, delivery: Delivery, fault: Undelivered) -> None:
        with self._workspace.changes.changing():
            self._workspace.outbox.missed(delivery, fault.reason, fault.again)

    async def _attempt(self, delivery: Delivery, session: aiohttp.ClientSession) -> Json | None:
        """One try, as well or as badly as the workspace's faults will have it. Raises Undelivered."""
        workspace, faults = self._workspace, self._workspace.faults
        call = Call(DELIVERY, delivery.payload, payloads.channel_of(delivery.payload))
        # A double meets no faults, or it might have doubles without end.
        instruction = None if delivery.double else faults.strike(call)
        fault = instruction.what if instruction is not None else None
        timeout = "http_timeout" if workspace.request_url else "timeout"
        if isinstance(fault, NotAccepted):
            raise Undelivered("connection_failed")
        if isinstance(fault, Twice):
            with workspace.changes.changing():
                workspace.outbox.double(delivery, fault.after, timeout if fault.as_retry else "")
        await take_time(instruction)
        await faults.tell("before", call)
        body = await self._deliver(delivery, session)
        await faults.tell("after", replace(call, answer=body))
        if isinstance(fault, AckLost):
            raise Undelivered(timeout)
        return body

    async def _deliver(self, delivery: Delivery, session: aiohttp.ClientSession) -> Json | None:
        workspace = self._workspace
        wall = workspace.patience.ack
        if not workspace.request_url:
            return await workspace.connections.send(delivery, wall)
        endpoint = signed_http.Endpoint(workspace.request_url, workspace.signing_secret, wall)
        return await signed_http.post(session, endpoint, delivery, workspace.now())
