"""Messages that ask: answered in their threads; the answer is changed, amended and removed with its question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from bot.core.access import is_direct
from bot.core.answering.going_on import goes_on, taken_along
from bot.core.changes.amendments import TellChanges
from bot.core.requests import AnswerQuestion, AnyRequest, Claim, Handled, Kind, RemoveAnswer, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Version, sentence_message
from bot.slack.asking import Asking
from bot.slack.digests.amendments import Amending
from bot.slack.incoming import subject
from bot.slack.outsiders import ANOTHER_TEAM

# After this, what is asked outside of a thread is no follow-up any more.
LATELY = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers messages. `pending_after` is what waits for a request about the same message.

    `asked_before` gives the questions of the same person in the same place before a request, oldest first.
    """

    asking: Asking
    pending_after: Callable[[Claim], Sequence[AnyRequest]]
    delivery: Delivery
    amending: Amending
    asked_before: Callable[[AnyRequest], Sequence[AnyRequest]] = lambda _: ()

    def answer(self, claim: Claim) -> Handled:
        """Answers a question, or changes the answer to its older words."""
        request: Request[AnswerQuestion] = claim.request
        if any(_ends(later, request) for later in self.pending_after(claim)):
            return Handled("overtaken")
        place, version = reply_place(request), version_of(request)
        if version.at != place.after:  # an edit: what was said under the older answer goes with it
            self.amending.make_way(request, place, version)
        if request.payload.team:
            return self._declined(request)
        earlier = earlier_words(request, self.asked_before)
        if not (request.payload.addressed or earlier or self._is_for_us(request)):
            return Handled("not for the bot")
        reply = self.delivery.post(place, version, lambda: self.asking.reply(request, request.payload.words, earlier))
        if reply:
            return reply.handled
        # It stands already: by a life that was killed before it could say so, or with newer words.
        return self.delivery.handled(place, version) or Handled("answered before")

    def _declined(self, request: Request[AnswerQuestion]) -> Handled:
        """Tells people of another organization so, once per question; nothing where it was not said to the bot."""
        if request.payload.addressed:
            self.delivery.post(reply_place(request), version_of(request), lambda: sentence_message(ANOTHER_TEAM))
        return Handled("another organization")

    def _is_for_us(self, request: Request[AnswerQuestion]) -> bool:
        """Whether what was asked below an answer, without a mention, is answered.

        Others talk there too: people who did not ask the bot there get firm answers only.
        """
        before = self.asked_before(request)
        asked_there = any(each.payload.addressed and each.payload.thread == request.payload.thread for each in before)
        was_answered = self.delivery.find(reply_place(request).key) is not None
        return asked_there or was_answered or self.asking.knows(request, request.payload.words)

    def amend(self, request: Request[TellChanges]) -> Handled:
        """Says under an answer that what it quotes has changed."""
        return self.amending.handle(request, reply_place(request))

    def remove(self, request: Request[RemoveAnswer]) -> Handled:
        """Takes an answer away, and what was said under it."""
        place = reply_place(request)
        self.amending.withdraw(request, place)
        self.delivery.remove(place)
        return Handled("removed")


def earlier_words(
    request: Request[AnswerQuestion], asked_before: Callable[[AnyRequest], Sequence[Request[AnswerQuestion]]]
) -> tuple[str, ...]:
    """The questions that one goes on from: those before it in its thread.

    What is asked outside of a thread goes on from what the person asked just before. That, and what is said to nobody,
    goes on only if it cannot stand by itself.
    """
    asked = request.payload
    opens = asked.thread in {None, asked.ts}
    if (opens or not asked.addressed) and not goes_on(asked.words):
        return ()
    if not opens:
        before = asked_before(request)
        return taken_along(each.payload.words for each in before if each.payload.thread == asked.thread)
    if not is_direct(request.place or ""):
        return ()
    lately = (each for each in asked_before(request) if request.received - each.received <= LATELY)
    return taken_along(each.payload.words for each in lately)


def reply_place(request: Request[AnswerQuestion] | Request[TellChanges] | Request[RemoveAnswer]) -> Destination:
    """Where the reply to a message belongs."""
    channel, ts = request.place or "", request.payload.ts
    return Destination(f"reply:{subject(channel, ts)}", channel, request.payload.thread, after=ts)


def version_of(request: Request[AnswerQuestion]) -> Version:
    """Which words of the message the reply answers."""
    return Version(request.payload.at, sha256(request.payload.words.encode()).hexdigest())


def _ends(later: AnyRequest, request: Request[AnswerQuestion]) -> bool:
    """Whether the one makes the other idle: the question was deleted, or has newer words."""
    if later.kind == Kind.QUESTION:
        return version_of(later).replaces(version_of(request).fingerprint)
    return later.kind == Kind.REMOVAL
