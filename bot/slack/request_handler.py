"""The desk: requests come in, one at a time each, and their replies go out."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import structlog

from bot.core.corpus import Corpus
from bot.core.errors import DeliveryError, PolicybotError, RetryLater
from bot.core.model import Answer, Audience, Question
from bot.core.quote_check.verdicts import Verdict
from bot.core.requests import Claim, Handled, Kind, Request
from bot.slack.answers.blocks import answer_message, shared_message
from bot.slack.answers.verdicts import verdict_message
from bot.slack.api.delivery import Delivery, Destination, Version
from bot.slack.api.message import Message, sentence_message
from bot.slack.digests.amendments import Amending
from bot.slack.digests.desk import DigestDesk
from bot.slack.incoming import subject

log = structlog.get_logger()

Ask = Callable[[Question], Answer]

SORRY = "Something went wrong on my side, and I could not answer. Please ask again; if it goes on, report {reference}."
REFUSED = "I have an answer, but Slack does not take it ({reason}). Please ask more narrowly, or tell who runs me."
TOO_MANY = "These are more than {number} questions within a minute, and others wait too. Please ask this again shortly."
MINUTE = timedelta(minutes=1)
HELP = (
    "Ask me a question: {command} Who is exempt from the rule?",
    "Check a quotation: {command} verify The rule applies to everybody.",
    'Look more exactly: source:Name, topic:"a topic", since:2021, before:2020-07-01, as of June 2020.',
    'Or: "these very words", -word, +word.',
    "Be told of news: {command} digest on weekdays 09:00; also digest preview, pause until 1 August, off, list.",
)
CHANGED = "The corpus has changed since; this is the answer of today. Share it?"
PERHAPS_SHARED = "It may have been shared already: please look into the channel. To share it again, ask again."


@dataclass(frozen=True, slots=True)
class RequestHandler:
    """Answers requests. `ask` answers questions, `verify` checks quotations, `corpus` is the articles of this moment,
    `pending_after` is what waits for a request about the same subject, `amending` tells under answers what changed,
    `digests` is who cares for digests; `others` do what is wanted besides, by its kind.
    `received_from` counts a person's requests: more than `most_a_minute` are not answered, so that others are."""

    ask: Ask
    verify: Callable[[str], Verdict]
    corpus: Callable[[], Corpus]
    pending_after: Callable[[Claim], Sequence[Request]]
    delivery: Delivery
    amending: Amending
    command: str
    longest_question: int
    digests: DigestDesk | None = None
    others: Mapping[str, Callable[[Request], Handled]] = field(default_factory=dict)
    received_from: Callable[[str, datetime, datetime], int] | None = None
    most_a_minute: int = 20

    def handle(self, claim: Claim) -> Handled:
        """Does what the request wants. Raises RetryLater, DeliveryError and StoreError; surprises become a sentence."""
        request = claim.request
        try:
            return self._do(claim)
        except DeliveryError as error:
            if not (isinstance(error, RetryLater) or error.uncertain):
                # Slack takes this answer never; who asked shall not wait for it.
                self._apologise(request, sentence_message(REFUSED.format(reason=error)))
            raise
        except PolicybotError:
            raise
        except Exception:
            reference = uuid4().hex[:8]
            log.exception("could not answer", reference=reference, kind=request.kind)
            self._apologise(request, sentence_message(SORRY.format(reference=reference)))
            return Handled("failed")

    def _do(self, claim: Claim) -> Handled:
        request = claim.request
        match request.kind:
            case Kind.QUESTION:
                return self._question(claim)
            case Kind.REMOVAL | Kind.AMENDMENT:
                return self._follow_up(request)
            case Kind.COMMAND:
                return self._command(request)
            case Kind.SHARE:
                return self._share(request)
        if other := self.others.get(request.kind):
            return other(request)
        raise DeliveryError(f"nobody here knows how to answer the kind {request.kind!r}")

    def _question(self, claim: Claim) -> Handled:
        request = claim.request
        if any(_ends(later, request) for later in self.pending_after(claim)):
            return Handled("overtaken")
        answers: list[Answer] = []

        def make() -> Message:
            if self._asks_too_much(request):
                return sentence_message(TOO_MANY.format(number=self.most_a_minute))
            question = Question(_words(request), Audience(person=request.person, place=request.place))
            answers.append(self.ask(question))
            return answer_message(answers[-1], self.longest_question)

        self.amending.make_way(request, _reply_place(request), _edition(request))
        self.delivery.post(_reply_place(request), _edition(request), make)
        return _handled(answers[-1]) if answers else Handled("answered before")

    def _asks_too_much(self, request: Request) -> bool:
        """Whether this person asked so much within a minute that others would have to wait for them."""
        if not request.person or not self.received_from:
            return False
        came = self.received_from(request.person, request.received - MINUTE, request.received)
        return came > self.most_a_minute

    def _follow_up(self, request: Request) -> Handled:
        """What comes after an answer: something in it has changed, or it goes with its question."""
        place = _reply_place(request)
        if request.kind == Kind.AMENDMENT:
            return self.amending.handle(request, place)
        self.amending.withdraw(request, place)
        self.delivery.remove(place)
        return Handled("removed")

    def _command(self, request: Request) -> Handled:
        words = _words(request)
        first, _, rest = words.partition(" ")
        handled = Handled("helped")
        if first.lower() == "verify":
            message, handled = verdict_message(self.verify(rest)), Handled("verified")
        elif first.lower() in {"digest", "digests"} and self.digests:
            message, handled = self.digests.answer(request), Handled("told of digests")
        elif words.lower() in {"", "help"}:
            message = sentence_message(*(sentence.format(command=self.command) for sentence in HELP))
        elif self._asks_too_much(request):
            message, handled = sentence_message(TOO_MANY.format(number=self.most_a_minute)), Handled("too many")
        else:
            answer = self.ask(Question(words, Audience(person=request.person, place=request.place)))
            message, handled = answer_message(answer, self.longest_question, shareable=True), _handled(answer)
        self._respond(request, response_type="ephemeral", **message.arguments)
        return handled

    def _share(self, request: Request) -> Handled:
        shared = json.loads(str(request.details["value"]))
        answer = self.ask(Question(shared["question"], Audience(person=request.person)))
        if not answer.answered or answer.revision != shared["revision"]:
            message = answer_message(answer, self.longest_question, shareable=True)
            note = sentence_message(CHANGED) if answer.answered else sentence_message()
            self._respond(request, replace_original=True, text=message.text, blocks=[*note.blocks, *message.blocks])
            return Handled("changed")
        # The button goes first: who presses again finds nothing to share.
        private = answer_message(answer, self.longest_question)
        self._respond(request, replace_original=True, text=private.text, blocks=list(private.blocks))
        public = shared_message(answer, request.person or "").arguments
        body = {"response_type": "in_channel", "replace_original": False, **public}
        place = Destination(request.subject, request.place or "", None)
        if not self.delivery.once(place, lambda: self._respond(request, **body)):
            self._respond(request, response_type="ephemeral", replace_original=False, text=PERHAPS_SHARED)
        return _handled(answer)

    def _apologise(self, request: Request, sentence: Message) -> None:
        try:
            if request.kind == Kind.QUESTION:
                self.delivery.post(_reply_place(request), _edition(request), lambda: sentence)
            elif request.kind in {Kind.COMMAND, Kind.SHARE, Kind.DECISION}:
                self._respond(request, response_type="ephemeral", replace_original=False, **sentence.arguments)
        except RetryLater:
            raise
        except DeliveryError as error:
            log.warning("could not even say so", reason=str(error))

    def _respond(self, request: Request, **body: Any) -> None:
        self.delivery.respond(str(request.details["response_url"]), body)


def _words(request: Request) -> str:
    return str(request.details["words"])


def _edition(request: Request) -> Version:
    return Version(str(request.details["at"]), sha256(_words(request).encode()).hexdigest())


def _ends(later: Request, request: Request) -> bool:
    """Whether the one makes the other idle: the question was deleted, or has newer words."""
    if later.kind == Kind.QUESTION:
        return _edition(later).replaces(_edition(request).fingerprint)
    return later.kind == Kind.REMOVAL


def _reply_place(request: Request) -> Destination:
    thread, ts = request.details.get("thread"), str(request.details["ts"])
    key = f"reply:{subject(request.place or '', ts)}"
    return Destination(key, request.place or "", None if thread is None else str(thread), after=ts)


def _handled(answer: Answer) -> Handled:
    return Handled(answer.outcome.value, answer.receipt)
