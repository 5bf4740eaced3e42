"""What wants an answer is kept before Slack hears that it was taken; nothing else is kept at all.

Bolt acks events before its listeners run: who dies then has lost a person's question. So this stands before them, as a
global middleware. If the request cannot be kept, there is no ack, and Slack delivers the event again.
"""

import time
from collections.abc import Callable, Mapping, Set
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from pydantic import ValidationError
from slack_bolt import App, BoltContext, BoltResponse

from bot.core.errors import StoreError
from bot.core.ports import Inbox
from bot.slack import outsiders
from bot.slack.incoming import Envelope, IncomingRequest, door_of
from bot.slack.listeners import (
    answer_buttons,
    ask,
    commands,
    digests,
    feed_cards,
    feedback,
    gaps,
    hand_overs,
    mentions,
    messages,
    own_pins,
    read_requests,
    shortcuts,
)

log = structlog.get_logger()

LISTENERS: tuple[Callable[[Envelope], IncomingRequest | None], ...] = (
    mentions.to_request,
    hand_overs.to_request,
    messages.to_request,
    commands.to_request,
    shortcuts.to_request,
    answer_buttons.to_request,
    ask.to_request,
    feed_cards.to_request,
    own_pins.to_request,
    feedback.to_request,
    gaps.to_request,
    digests.to_request,
    read_requests.to_request,
)
# Slack waits three seconds, delivers an event again, and if that fails, too, a minute later: a store that is away for
# a moment, because its server is restarted, had best be tried again for so long.
PATIENCE_SECONDS, AGAIN_SECONDS = 1.5, 0.25
NOT_NOW = "I cannot take questions at the moment. Please try again in a minute."


@dataclass(frozen=True, slots=True)
class Intake:
    """Keeps what listeners want kept. `woken` is told of each new request.

    `answered_in` tells whether we answered in a thread of a channel, where questions need no mention then,
    `handed_over_in` whether a question waits for a curator there; `teams` are the other organizations whose people are
    answered. `counted` is told of what was kept: its kind, the door by which it came in, and how many seconds it took
    to keep it. A store that is away is tried again for `patience` seconds, after a `wait` each time. All of it happens
    within `watched`, which gives what is to be called once something was kept.
    """

    inbox: Inbox
    command: str
    now: Callable[[], datetime]
    woken: Callable[[], None]
    answered_in: Callable[[str, str], bool] = lambda *_: False
    handed_over_in: Callable[[str, str], bool] = lambda *_: False
    teams: Set[str] = frozenset()
    counted: Callable[[str, str, float], None] = lambda *_: None
    watched: Callable[[], AbstractContextManager[Callable[[], None]]] = lambda: nullcontext(lambda: None)
    patience: float = 0.0
    wait: Callable[[float], None] = time.sleep

    def keep(self, body: Mapping[str, Any], bot_user: str | None, ours: Set[str] = frozenset()) -> bool:
        """Keeps the request in this payload, if there is one that nobody kept before. Raises StoreError.

        `ours` are the teams that the bot works for. Returns whether the payload may go on: what people of other
        organizations type, press and open does not.
        """
        team = outsiders.other_team(body, ours, self.teams)
        if team and not outsiders.is_said(body):
            return False
        with self.watched() as kept:
            if self._keep(Envelope(body, bot_user, self.now(), self.command, team)):
                kept()
        return True

    def _keep(self, envelope: Envelope) -> bool:
        """Whether the store has it now; what is no request is not kept."""
        heard = time.monotonic()
        while True:
            try:
                return self._keep_now(envelope, heard)
            except StoreError:
                if time.monotonic() - heard >= self.patience:
                    raise
                self.wait(AGAIN_SECONDS)

    def _keep_now(self, envelope: Envelope, heard: float) -> bool:
        found = (to_request(envelope) for to_request in LISTENERS)
        incoming = next((each for each in found if each is not None and self._matters(each)), None)
        if incoming is None:
            return False
        if self.inbox.accept(incoming.request, incoming.keys, self.woken):
            request, door = incoming.request, door_of(incoming.request)
            self.counted(request.kind, door, time.monotonic() - heard)
            log.info(
                "kept", request=request.id, kind=request.kind, door=door, slack_event=envelope.body.get("event_id")
            )
        return True

    def _matters(self, incoming: IncomingRequest) -> bool:
        request = incoming.request
        if incoming.handed_over_in:
            return self.handed_over_in(request.place or "", incoming.handed_over_in)
        if incoming.in_thread:
            return self.answered_in(request.place or "", incoming.in_thread)
        return not incoming.if_known or self.inbox.knows(request.subject)


def register(app: App, intake: Intake) -> None:
    """Keeps what comes in before any listener of the app sees it."""

    @app.middleware
    def keep(body: dict[str, Any], context: BoltContext, next_: Callable[[], BoltResponse]) -> BoltResponse:
        try:
            if not intake.keep(body, context.bot_user_id, _ours(context)):
                return outsiders.declined(body, context)
        except StoreError as error:
            # Whoever watches says so once for all of them.
            log.debug("could not be kept; Slack is to hand it over again", reason=str(error))
            return _not_taken(body)
        except ValidationError as error:
            # Slack would only send the same again. What is in it may be anybody's words, so only its shape is told.
            log.error("a payload from Slack has an unknown shape", kind=body.get("type"), faults=error.error_count())
        return next_()


def _ours(context: BoltContext) -> Set[str]:
    known = context.authorize_result
    return frozenset(filter(None, (known.team_id, known.enterprise_id))) if known else frozenset()


def _not_taken(body: Mapping[str, Any]) -> BoltResponse:
    # Slack delivers events again, but never a command or a press: the person must be told.
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": NOT_NOW})
    return BoltResponse(status=503, body="")
