"""The page's WebSocket: what one person sees goes out as it changes, what they do comes in."""

import asyncio
import contextlib
import json
from typing import Any

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from slack_playground.invocations import Invocation
from slack_playground.messages import Message
from slack_playground.page.gestures import GESTURES, Submit, perform
from slack_playground.page.picture import Memory, Picture, difference, picture_of
from slack_playground.page.setup import Page
from slack_playground.people import Json, Person
from slack_playground.refusals import Impossible, Refused
from slack_playground.workspace import Workspace

MOST_CHARACTERS = 200_000
GOING_AWAY, WRONG = 1001, 1008


class Live:
    """All connections of the page share this: what was drawn, and what became of the forms that were sent."""

    def __init__(self, workspace: Workspace, page: Page) -> None:
        self._workspace = workspace
        self._page = page
        self._memory = Memory()

    async def serve(self, socket: WebSocket) -> None:
        """One browser tab, as the person that ``?as=`` names, until it leaves."""
        try:
            person = self._workspace.person(socket.query_params.get("as", ""))
        except Impossible:
            person = self._workspace.people[0]
        await socket.accept()
        changed = asyncio.Event()
        changed.set()
        loop = asyncio.get_running_loop()

        def wake() -> None:
            # The loop may be gone by the time that somebody changes something.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(changed.set)

        forget = self._workspace.subscribe(wake)
        telling = asyncio.create_task(self._tell(socket, person, changed))
        try:
            while True:
                await self._hear(socket, person, await socket.receive_text())
        except (WebSocketDisconnect, KeyError):
            pass  # KeyError: a binary frame, where text was expected
        finally:
            forget()
            telling.cancel()
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await telling

    async def _tell(self, socket: WebSocket, person: Person, changed: asyncio.Event) -> None:
        """Send the whole picture once, then every difference."""
        known: Picture = {}
        while True:
            await changed.wait()
            changed.clear()
            now = await asyncio.to_thread(picture_of, self._workspace, self._page, person, self._memory)
            news = difference(known, now)
            if news["set"] or news["gone"]:
                await socket.send_text(json.dumps({"fresh": not known, **news}))
            known = now

    async def _hear(self, socket: WebSocket, person: Person, text: str) -> None:
        """Do one gesture, and say how it went under the number that came with it."""
        number, gesture = _read(text)
        try:
            outcome = await asyncio.to_thread(self._perform, gesture, person)
        except (ValidationError, Impossible, Refused) as error:
            outcome = {"error": _sentence(error)}
        await socket.send_text(json.dumps({"re": number, **outcome}))

    def _perform(self, sent: Any, person: Person) -> Json:
        gesture = GESTURES.validate_python(sent)
        made = perform(gesture, person, self._workspace, self._page)
        if isinstance(gesture, Submit) and isinstance(made, Invocation):
            with self._workspace.changes.changing():
                self._memory.submissions[gesture.view] = made
        return {"channel": made.channel, "ts": made.ts} if isinstance(made, Message) else {}


def _read(text: str) -> tuple[Any, Any]:
    try:
        sent = json.loads(text) if len(text) <= MOST_CHARACTERS else None
    except (ValueError, RecursionError):
        sent = None
    return (sent.get("number"), sent.get("gesture")) if isinstance(sent, dict) else (None, None)


def _sentence(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "The page sent something that the workspace does not know."
    words = str(error.args[0]) if error.args else "That cannot be done."
    return words[:1].upper() + words[1:]
