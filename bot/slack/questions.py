"""Messages that ask: answered in their threads; the answer is changed, amended and removed with its question."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.core.changes.amendments import TellChanges
from bot.core.requests import AnswerQuestion, AnyRequest, Claim, Handled, Kind, RemoveAnswer, Request
from bot.slack.api.delivery import Delivery, Destination, Version
from bot.slack.asking import Asking
from bot.slack.digests.amendments import Amending
from bot.slack.incoming import subject


@dataclass(frozen=True, slots=True)
class Questions:
    """Answers messages. `pending_after` is what waits for a request about the same message."""

    asking: Asking
    pending_after: Callable[[Claim], Sequence[AnyRequest]]
    delivery: Delivery
    amending: Amending

    def answer(self, claim: Claim) -> Handled:
        """Answers a question, or changes the answer to its older words."""
        request: Request[AnswerQuestion] = claim.request
        if any(_ends(later, request) for later in self.pending_after(claim)):
            return Handled("overtaken")
        place, version = reply_place(request), version_of(request)
        self.amending.make_way(request, place, version)
        reply = self.delivery.post(place, version, lambda: self.asking.reply(request, request.payload.words))
        return reply.handled if reply else Handled("answered before")

    def amend(self, request: Request[TellChanges]) -> Handled:
        """Says under an answer that what it quotes has changed."""
        return self.amending.handle(request, reply_place(request))

    def remove(self, request: Request[RemoveAnswer]) -> Handled:
        """Takes an answer away, and what was said under it."""
        place = reply_place(request)
        self.amending.withdraw(request, place)
        self.delivery.remove(place)
        return Handled("removed")


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
