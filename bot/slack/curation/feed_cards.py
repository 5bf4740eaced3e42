"""Curators are shown what came from a feed, and what they decide is done. Everything here may be done again.

A card is one post under the newcomer's id: it is shown once, and changed once it is decided about. The newcomer is
settled last, so that who dies on the way begins anew; its file is then found as it was written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from bot.core.audit import Action, Audit, act_of
from bot.core.curation.feed_candidates import Card, Filed
from bot.core.curation.requests import DecideCandidate, ShowCandidate
from bot.core.requests import AnyRequest, Handled, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, Version, sentence_message
from bot.slack.curation.feed_card_blocks import decided_message, newcomer_message

NOT_YOURS = "Only curators can decide what goes into the corpus. The settings say who they are."
DECIDED = "Somebody has already decided on this."
# What a decision is called in the audit log, about what is new, and about what is gone.
DONE = {
    ("add", False): Action.ADDED,
    ("ignore", False): Action.IGNORED,
    ("add", True): Action.WITHDREW,
    ("ignore", True): Action.KEPT,
}
NOT_ADDED = "I could not add it: {trouble}. It is still waiting for a decision."


@dataclass(frozen=True, slots=True)
class FeedCards:
    """Shows newcomers and does what is decided. `card` is None for what is decided about already.

    `file` makes a newcomer an article, `settle` ends its waiting. `may_decide`: whether a person may, about a
    newcomer, in a place.
    """

    card: Callable[[str], Card | None]
    file: Callable[[str], Filed]
    settle: Callable[[str], bool]
    may_decide: Callable[[str, str, str | None], bool]
    audit: Audit
    delivery: Delivery

    def show(self, request: Request[ShowCandidate]) -> Handled:
        """Posts the card of a newcomer's request."""
        name = request.payload.candidate
        card = self.card(name)
        if card is None:
            return Handled("decided before")
        self.delivery.post(_place(name, request), Version(), lambda: newcomer_message(card))
        return Handled("shown")

    def decide(self, request: Request[DecideCandidate]) -> Handled:
        """Does what somebody pressed, if they may; the card says then who did it."""
        name, person = request.payload.candidate, request.person or ""
        if not self.may_decide(person, name, request.place):
            self._tell(request, NOT_YOURS)
            return Handled("not a curator")
        card = self.card(name)
        if card is None:
            self._tell(request, DECIDED)
            return Handled("decided before")
        filed = self.file(name) if request.payload.wish == "add" else None
        if filed and filed.trouble:
            self._tell(request, NOT_ADDED.format(trouble=filed.trouble))
            return Handled("not added")
        decided = decided_message(card, person, filed)
        self.delivery.post(_place(name, request), _edition(request, decided), lambda: decided)
        done = DONE[request.payload.wish, bool(card.gone)]
        self.audit.record(act_of(request, done, card.title, link=card.link, file=filed.file if filed else ""))
        self.settle(name)
        return Handled("added" if filed else "ignored")

    def _tell(self, request: Request[DecideCandidate], sentence: str) -> None:
        body = {"response_type": "ephemeral", "replace_original": False, **sentence_message(sentence).arguments}
        self.delivery.respond(request.payload.response_url, body)


def _place(name: str, request: AnyRequest) -> Destination:
    return Destination(f"newcomer:{name}", request.place or "")


def _edition(request: Request[DecideCandidate], message: Message) -> Version:
    """What stands there after a decision: later than the card itself, and told from it by its words."""
    words = sha256(f"{request.payload.wish} {message.text}".encode()).hexdigest()
    return Version(f"{request.received.timestamp():.6f}", words)
