"""A reply under an answer says that what it quotes has changed since: one reply an answer, whatever happens on the way.

It stands in the thread of the question; in a direct message that has none, in one below the answer. It tells what is
so when it is written, and is changed when that changes again. Slack shows it in that thread, and nowhere else.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import structlog

from bot.core.changes.amendments import TOLD, TellChanges
from bot.core.changes.redlines import Changed, Nature
from bot.core.digests import digest_wording
from bot.core.errors import DeliveryError, RetryLater
from bot.core.requests import AnyRequest, Handled, Post, PostStatus, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import said
from bot.slack.api.message import Destination, Message, Version, answered_at, message_of, sentence_message
from bot.slack.digests.blocks import LONGEST_TITLE, changed_blocks

log = structlog.get_logger()

CHANGED = "A passage quoted above has changed since."
AS_QUOTED = "A passage quoted above had changed; it now reads as quoted again."
MOST_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Amending:
    """Says under answers what changed in them. `changes` is what a request is to tell: nothing if all reads as quoted,
    None if nobody can say so."""

    changes: Callable[[Request[TellChanges]], Sequence[Changed] | None]
    delivery: Delivery

    def handle(self, request: Request[TellChanges], answer: Destination) -> Handled:
        """Posts the reply below the answer, or brings it up to date. Raises as the delivery does."""
        stands = self.delivery.find(answer.key)
        if stands is None or stands.fate is not PostStatus.SENT or not stands.ts or not _is_of(request, stands):
            return Handled("no such answer any more")
        changes = self.changes(request)
        if changes is None:
            return Handled("nothing known")
        place = replace(_place(request, answer, stands), thread=answer.thread or stands.ts)
        known = self.delivery.find(place.key)
        if not changes and (known is None or known.fate is PostStatus.UNSENT):
            return Handled("nothing changed")
        message = amendment_message(changes)
        # Requests about one message come one after another, and each tells what is so now: no need to know when.
        self.delivery.post(place, Version(words=_hash(message)), lambda: message)
        return Handled(TOLD)

    def make_way(self, request: AnyRequest, answer: Destination, version: Version) -> None:
        """Takes the reply away before the answer that it stands below is made anew, after an edit of the question."""
        stands = self.delivery.find(answer.key)
        if stands is not None and version.replaces(stands.fingerprint):
            self.withdraw(request, answer)

    def withdraw(self, request: AnyRequest, answer: Destination) -> None:
        """Takes the reply away, if there is one; that it cannot be done keeps nobody from answering. For what a
        request about the same message wants. Raises RetryLater and StoreError."""
        stands = self.delivery.find(answer.key)
        if stands is None:
            return
        place = _place(request, answer, stands)
        if self.delivery.find(place.key) is None:
            return
        try:
            self.delivery.remove(place)
        except RetryLater:
            raise
        except DeliveryError as error:
            log.warning("a note about changes is still below an answer that was removed", reason=str(error))


def amendment_message(changes: Sequence[Changed]) -> Message:
    """What changed, the first MOST_PARAGRAPHS paragraphs of it word by word; without changes, that all reads again."""
    if not changes:
        return sentence_message(AS_QUOTED)
    names = ", ".join(digest_wording.shortened(each.attribution.label, LONGEST_TITLE) for each in changes[:2])
    shown = list(_first(changes, MOST_PARAGRAPHS))
    lines = [line for each in shown for line in each.redlines]
    is_mixed = any(line.nature in {Nature.REWORDED, Nature.REWRITTEN} for line in lines)
    blocks = [said(f"{CHANGED} {digest_wording.LEGEND}" if is_mixed else CHANGED)]
    blocks += [block for each in shown for block in changed_blocks(each)]
    if more := sum(len(each.redlines) for each in changes) - len(lines):
        blocks.append(said(f"and {more} more of the quoted paragraphs"))
    return message_of(f"{CHANGED} {names}", blocks)


def _first(changes: Sequence[Changed], most: int) -> Iterator[Changed]:
    """The first paragraphs of all, below their articles."""
    for each in changes:
        if most <= 0:
            return
        yield replace(each, redlines=each.redlines[:most])
        most -= len(each.redlines)


def _place(request: AnyRequest, answer: Destination, stands: Post) -> Destination:
    """One for each answer that stood there: what became of the reply below an older one does not concern a newer."""
    return Destination(f"amendment:{request.subject}:{answered_at(stands)}", answer.channel, answer.thread)


def _is_of(request: Request[TellChanges], post: Post) -> bool:
    """Whether the post still gives the answer that the request is about: to the words of that moment."""
    return answered_at(post) == request.payload.at


def _hash(message: Message) -> str:
    return sha256(json.dumps(message.blocks).encode()).hexdigest()
