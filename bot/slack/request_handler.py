"""One function for each kind of request. What goes wrong is caught here, once, and the asker is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import structlog

from bot.core.errors import DeliveryError, PolicybotError, RetryLater, SearchError
from bot.core.requests import AnswerQuestion, AnyRequest, Claim, Handled, Kind, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, sentence_message
from bot.slack.ask_form import FormAnswers
from bot.slack.commands import Commands
from bot.slack.questions import Questions, reply_place, version_of

log = structlog.get_logger()

Handler = Callable[[Claim], Handled]

# How soon a question is tried again that no node of the search cluster could be asked about.
LOST_SECONDS = 4.0
SORRY = (
    "Something went wrong on my side, and I could not answer. Please ask again. "
    "If it keeps happening, report the reference {reference}."
)
WAITING = (
    "I cannot search the documents right now. I have kept your question and will answer it as soon as I can; "
    "there is no need to ask again."
)
REFUSED = (
    "I have an answer, but Slack does not accept it ({reason}). "
    "Please ask a narrower question, or tell whoever runs this bot."
)


def for_requests(handle: Callable[[Any], Handled]) -> Handler:
    """A handler that needs no more of a claim than its request."""
    return lambda claim: handle(claim.request)


def answering(questions: Questions, commands: Commands, forms: FormAnswers) -> dict[str, Handler]:
    """The handlers of what people ask."""
    return {
        Kind.QUESTION: questions.answer,
        Kind.REMOVAL: for_requests(questions.remove),
        Kind.AMENDMENT: for_requests(questions.amend),
        Kind.COMMAND: for_requests(commands.answer),
        Kind.FORM: for_requests(forms.answer),
        Kind.SHARE: for_requests(commands.share),
    }


@dataclass(frozen=True, slots=True)
class RequestHandler:
    """Does what a request wants, by its kind."""

    handlers: Mapping[str, Handler]
    delivery: Delivery
    forms: FormAnswers

    def handle(self, claim: Claim) -> Handled:
        """Does what the request wants. Raises RetryLater, DeliveryError and StoreError; surprises become a sentence."""
        request = claim.request
        handler = self.handlers.get(request.kind)
        if handler is None:
            raise DeliveryError(f"this version cannot answer requests of the kind {request.kind!r}")
        try:
            handled = handler(claim)
            self._take_waiting_back(request)
        except SearchError as error:
            # The cluster will be back, and however long that takes, the question waits for it in the store.
            self._ask_to_wait(request)
            raise RetryLater(str(error), LOST_SECONDS) from error
        except DeliveryError as error:
            if not (isinstance(error, RetryLater) or error.uncertain):
                # Slack will never take this answer, so the asker should not wait for it.
                self._apologize(request, sentence_message(REFUSED.format(reason=error)))
            raise
        except PolicybotError:
            raise
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("could not answer", reference=reference)
            self._apologize(request, sentence_message(SORRY.format(reference=reference)))
            return Handled("failed")
        return handled

    def _ask_to_wait(self, request: AnyRequest) -> None:
        sentence = sentence_message(WAITING)
        if request.kind != Kind.QUESTION:
            place = Destination(f"waiting:{request.id}", request.place or "")
            self.delivery.once(place, lambda: self._apologize(request, sentence))
        elif request.payload.addressed:
            try:
                self.delivery.post(_waiting_place(request), version_of(request), lambda: sentence)
            except DeliveryError as error:
                log.warning("could not tell the person who asked", reason=str(error))

    def _take_waiting_back(self, request: AnyRequest) -> None:
        """Once there is an answer, nobody need read any more that it takes a while."""
        if request.kind == Kind.QUESTION:
            place = _waiting_place(request)
            if self.delivery.find(place.key) is None:
                return
            try:
                self.delivery.remove(place)
            except RetryLater:
                raise
            except DeliveryError as error:
                # The answer stands, and that is what counts.
                log.warning("cannot take back that an answer takes a while", reason=str(error))

    def _apologize(self, request: AnyRequest, sentence: Message) -> None:
        try:
            if request.kind == Kind.QUESTION:
                self.delivery.post(reply_place(request), version_of(request), lambda: sentence)
            elif request.kind == Kind.FORM:
                self.forms.show(request, sentence)
            elif getattr(request.payload, "response_url", ""):
                body = {"response_type": "ephemeral", "replace_original": False, **sentence.arguments}
                self.delivery.respond(request.payload.response_url, body)
        except RetryLater:
            raise
        except DeliveryError as error:
            log.warning("could not tell the person who asked", reason=str(error))


def _waiting_place(request: Request[AnswerQuestion]) -> Destination:
    """Where it is said that an answer takes a while."""
    place = reply_place(request)
    return replace(place, key=f"waiting:{place.key}")
