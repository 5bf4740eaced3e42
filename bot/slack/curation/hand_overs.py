"""Questions are handed over to curators, answered by them, and the answers handed back. Everything may be done again.

A question is one post in the curators' channel, however many people wait for it; the post changes when somebody joins,
and when it is answered. What is handed back is a request for each who waits, so that one whom Slack does not take an
answer for keeps none from the others.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from bot.core.access import Access, in_both, is_direct
from bot.core.answering.pins import Pin
from bot.core.answering.unknown_words import Proposal
from bot.core.curation.hand_overs import Asker, HandOver, HandOvers, hand_over_id
from bot.core.curation.own_answers import OwnAnswers
from bot.core.curation.requests import AskCurator, GiveAnswer, HandBack, OfferReply
from bot.core.errors import RetryLater
from bot.core.model import Quotation
from bot.core.ports import Inbox, Posts
from bot.core.requests import AnyRequest, Handled, Request
from bot.slack.api.delivery import Delivery
from bot.slack.api.message import Destination, Message, Version, sentence_message
from bot.slack.api.people import People
from bot.slack.curation.hand_over_blocks import (
    About,
    Given,
    Taken,
    Waiting,
    hand_over_message,
    handed_back_message,
    offer_message,
)
from bot.slack.incoming import new_id

POST = "hand-over"
# After so long each replica has read what a curator wrote.
EVERYWHERE, AGAIN_SECONDS = timedelta(minutes=2), 3.0
ASKED = "I have asked the curators. Their answer comes {where}."
KNOWN = "A curator has answered this before; the answer comes {where}."
HERE, IN_PRIVATE = "here", "to you in a direct message"
ANSWERED = "Somebody has already answered this."
GONE = "This question is no longer waiting for an answer."


@dataclass(frozen=True, slots=True)
class HandOverDesk:
    """Hands over and hands back.

    `found` is what comes nearest to words in some collections (None: all); `quoted` is what a pin quotes, as far as
    some collections have it; `keep` makes an answer a pin with this id, or says in a sentence why it is none.
    `is_curator` says whether a person may answer in a place; `another_word` is what may be one for what was asked.
    `now` gives the moment.
    """

    hand_overs: HandOvers
    answers: OwnAnswers
    inbox: Inbox
    posts: Posts
    delivery: Delivery
    people: People
    access: Access
    channel: str
    found: Callable[[str, frozenset[str] | None], Sequence[Quotation]]
    quoted: Callable[[Pin, frozenset[str] | None], Quotation | None]
    keep: Callable[[Request[GiveAnswer], HandOver | None, str], Pin | str]
    is_curator: Callable[[str | None, str | None], bool]
    now: Callable[[], datetime]
    another_word: Callable[[str, Pin], Proposal | None] = lambda *_: None

    def ask(self, request: Request[AskCurator]) -> Handled:
        """Hands a question over; anyone who asks what already waits joins those who wait."""
        asked, person, place = request.payload, request.person or "", request.place or ""
        seen = self.access.audience(person, place, private=request.private).collections
        name = hand_over_id(asked.words, seen)
        asker = Asker(
            f"{place}:{asked.thread or asked.ts}:{person}",
            person,
            place,
            asked.thread or asked.ts,
            asked.ts,
            request.received,
            request.private,
            asked.is_named,
            asked.note,
        )
        known = self.hand_overs.open(HandOver(name, asked.words, seen, request.received), asker)
        pin = self.answers.find_pin(known.pin) if known.pin else None
        where = IN_PRIVATE if request.private and not is_direct(place) else HERE
        if pin and self._quoted(known, pin, known.collections):
            self._hand_back(known, [asker], pin, request.received)
            self._respond(request, KNOWN.format(where=where))
            return Handled("answered before")
        if known.pin:
            self.hand_overs.reopen(known.id)
        self._show(known, request.received, None)
        self._respond(request, ASKED.format(where=where))
        return Handled("handed over")

    def offer(self, request: Request[OfferReply]) -> Handled:
        """Asks who wrote below a question that waits whether that is the answer: curators talk there, too."""
        found = self.at(request.place or "", request.payload.thread)
        if found is None or found.pin or not self.is_curator(request.person, request.place):
            return Handled("no answer")
        about = About("", found.id, request.place or "")
        message = offer_message(Taken(about, request.payload.thread, request.payload.ts))
        self.delivery.whisper(request.place or "", request.payload.thread, request.person or "", message)
        return Handled("asked whether it is the answer")

    def answer(self, request: Request[GiveAnswer]) -> Handled:
        """Makes what a curator chose or wrote the answer, and has it handed back to all who wait for it."""
        name, pin_id = request.payload.hand_over, _pin_of(request)
        known = self.hand_overs.find(name) if name else None
        if name and (known is None or known.pin not in {"", pin_id}):
            return self._refuse(request, known, GONE if known is None else ANSWERED)
        pin = self.keep(request, known, pin_id)
        if isinstance(pin, str):
            return self._refuse(request, known, pin)
        if known is None:
            return Handled("pinned")
        self.hand_overs.settle(known.id, pin.id, request.received)
        self._hand_back(known, self.hand_overs.askers(known.id), pin, request.received)
        self._show(known, request.received, (request.person or "", pin))
        return Handled("answered by a curator")

    def hand_back(self, request: Request[HandBack]) -> Handled:
        """Gives the answer to one who waits, where they may see it now."""
        told = request.payload
        known, pin = self.hand_overs.find(told.hand_over), self.answers.find_pin(told.pin)
        asker = next((each for each in self.hand_overs.askers(told.hand_over) if each.key == told.asker), None)
        if known is None or pin is None or asker is None:
            return Handled("nobody waits any more")
        audience = self.access.audience(asker.person, asker.channel, private=asker.private)
        quotation = self._quoted(known, pin, audience.collections)
        if quotation is None:
            return Handled("not for this place")
        alone = asker.private and not is_direct(asker.channel)
        key = f"handed back:{pin.id}:{asker.person if alone else f'{asker.channel}:{asker.thread}'}"
        channel = self.people.conversation(asker.person) if alone else asker.channel
        place = Destination(key, channel, None if alone else asker.thread)
        message = handed_back_message(known.words, quotation)
        self.delivery.post(place, Version(words=pin.id), lambda: message)
        return Handled("handed back")

    def is_at(self, channel: str, thread: str) -> bool:
        """Whether a thread is about a question that was handed over."""
        return channel == self.channel and self.at(channel, thread) is not None

    def at(self, channel: str, thread: str) -> HandOver | None:
        """The question that a thread of the curators' channel is about."""
        post = self.posts.at(channel, thread)
        kind, _, rest = post.key.partition(":") if post else ("", "", "")
        return self.hand_overs.find(rest.partition(":")[0]) if kind == POST else None

    def _quoted(self, known: HandOver, pin: Pin, seen: frozenset[str] | None) -> Quotation | None:
        """What the answer of a question quotes. Raises RetryLater as long as it may be that another replica has read
        what a curator wrote, and this one has not yet.
        """
        quotation = self.quoted(pin, seen)
        is_young = known.answered is not None and self.now() - known.answered < EVERYWHERE
        if quotation is None and is_young and self.quoted(pin, None) is None:
            raise RetryLater("a curator's answer has not been read here yet", AGAIN_SECONDS)
        return quotation

    def _hand_back(self, known: HandOver, askers: Sequence[Asker], pin: Pin, now: datetime) -> None:
        for asker in askers:
            payload = HandBack(known.id, asker.key, pin.id)
            about = f"handed back:{pin.id}:{asker.key}"
            request = Request(new_id(), payload, about, now, asker.person, asker.channel, private=asker.private)
            self.inbox.accept(request, [about])

    def _show(self, known: HandOver, now: datetime, given: tuple[str, Pin] | None) -> None:
        """Makes the post say what is so now."""
        here = self.access.audience(None, self.channel).collections
        seen = in_both(here, known.collections)
        quotation = self.quoted(given[1], seen) if given else None
        answer = Given(given[0], quotation, self.another_word(known.words, given[1])) if given and quotation else None
        found = () if given else self.found(known.words, seen)
        waiting = [self._waiting(each) for each in self.hand_overs.askers(known.id)]
        message = hand_over_message(About(known.words, known.id, self.channel), waiting, found, answer)
        place = Destination(f"{POST}:{known.id}:{known.asked.timestamp():.0f}", self.channel)
        self.delivery.post(place, _version(message, now), lambda: message)

    def _waiting(self, asker: Asker) -> Waiting:
        person = asker.person if asker.is_named else None
        if asker.private:
            return Waiting(person, "Asked in private", note=asker.note)
        base = (self.people.workspace or "").rstrip("/")
        inside = f"?thread_ts={asker.thread}&cid={asker.channel}"
        link = f"{base}/archives/{asker.channel}/p{asker.ts.replace('.', '')}{inside}" if base else ""
        return Waiting(person, "Where it was asked", link, asker.note)

    def _refuse(self, request: AnyRequest, known: HandOver | None, sentence: str) -> Handled:
        """Tells whoever answered, and nobody else, why it came to nothing: below the question, if there is one."""
        post = self.delivery.find(f"{POST}:{known.id}:{known.asked.timestamp():.0f}") if known else None
        if post and post.ts:
            self.delivery.whisper(self.channel, post.ts, request.person or "", sentence_message(sentence))
        return Handled("refused")

    def _respond(self, request: Request[AskCurator], sentence: str) -> None:
        message = sentence_message(sentence)
        if not request.payload.response_url:  # pressed in a view: Slack takes a person for their conversation with us
            self.delivery.post(
                Destination(f"handed-over:{request.id}", request.person or ""), Version(), lambda: message
            )
            return
        thread = {"thread_ts": request.payload.thread} if request.payload.thread else {}
        body = {"response_type": "ephemeral", "replace_original": False, **thread, **message.arguments}
        self.delivery.respond(request.payload.response_url, body)


def _pin_of(request: AnyRequest) -> str:
    """The id of the pin that a request makes: the same however often it is done."""
    return request.id[:16]


def _version(message: Message, now: datetime) -> Version:
    words = sha256(json.dumps(message.blocks).encode()).hexdigest()
    return Version(f"{now.timestamp():.6f}", words)
