"""What curators do with pinned answers: see them, say in which other words they are asked for, and unpin them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.answering import citing
from bot.core.answering.pins import Pin
from bot.core.audit import Action, Audit, act_of
from bot.core.curation.own_answers import Kept, OwnAnswers, PinnedNow
from bot.core.curation.requests import ChangePin, ReviewPin
from bot.core.digests.digest_wording import shortened
from bot.core.requests import Handled, Request
from bot.core.roles import NOT_A_CURATOR
from bot.slack.api import kit
from bot.slack.api.delivery import Delivery
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Destination, Message, Version, message_of, sentence_message, whole_message
from bot.slack.curation.hand_over_blocks import CHOOSE, About
from bot.slack.payloads import Press, Submission
from bot.slack.quotation import title

REWORD, UNPIN, REWORD_FORM = "pin_reword", "pin_unpin", "pin_reword_form"
MOST_SHOWN, MOST_WORDINGS, LONGEST_WORDINGS, LONGEST_QUESTION = 15, 20, 3_000, 200
NONE_YET = "Nothing is pinned yet. To pin an answer, type {command} pin and a question."
CHANGED = "A pinned answer needs a review."
PINNED, REVIEW = "Pinned answers", "To review: its passage {state}, so it is no longer shown as chosen."
UNPINNED, REWORDED = "Unpinned: {question}", "Now also answers the other wordings: {question}"
GONE = "This is no longer pinned."
HOW = "One wording per line. Anyone who asks one of them, with its words in any order, gets this answer first."


@dataclass(frozen=True, slots=True)
class PinDesk:
    """Shows and changes pins. `pinned` are those that a person looks after in a place, and may see; `to_review` those
    of which everybody in the curators' channel may know that they do not stand any more.
    """

    pinned: Callable[[str, str], Sequence[PinnedNow]]
    answers: OwnAnswers
    changed: Callable[[], None]
    audit: Audit
    delivery: Delivery
    command: str
    to_review: Callable[[], Sequence[PinnedNow]] = lambda: ()

    def message(self, person: str, place: str) -> Message:
        """The pins, those first that want a look."""
        shown = sorted(self.pinned(person, place), key=lambda each: not each.wants_review)
        if not shown:
            return sentence_message(NONE_YET.format(command=self.command))
        blocks = [block for each in shown[:MOST_SHOWN] for block in pin_blocks(each)]
        more = [said(f"and {len(shown) - MOST_SHOWN} more")] if len(shown) > MOST_SHOWN else []
        return whole_message([said(f"{PINNED}:", bold=True), *blocks, *more])

    def form(self, press: Press) -> dict[str, Any] | None:
        """The form for other wordings; None if this is not pinned any more, or not theirs."""
        found = self._theirs(press.user.id, press.place, press.value)
        return reword_form(found.pin, press) if found else None

    def change(self, request: Request[ChangePin]) -> Handled:
        """Does what a curator wants of a pin."""
        wanted, person = request.payload, request.person or ""
        found = self._theirs(person, request.place or "", wanted.pin)
        if found is None:
            is_there = self.answers.find_pin(wanted.pin) is not None
            self._tell(request, NOT_A_CURATOR if is_there else GONE)
            return Handled("not theirs" if is_there else "gone")
        pin, question = found.pin, found.pin.questions[0]
        if wanted.do == "unpin":
            self.answers.unpin(pin.id)
            self.audit.record(act_of(request, Action.UNPINNED, pin.article, pin=pin.id))
            sentence = UNPINNED
        else:
            kept = next(each for each in self.answers.pins() if each.pin.id == pin.id)
            questions = tuple(dict.fromkeys([question, *wanted.questions]))[:MOST_WORDINGS]
            self.answers.pin(Kept(replace(pin, questions=questions), kept.person))
            self.audit.record(act_of(request, Action.PINNED, pin.article, pin=pin.id, wordings=len(questions)))
            sentence = REWORDED
        self.changed()
        self._tell(request, sentence.format(question=question))
        return Handled(wanted.do)

    def review(self, request: Request[ReviewPin]) -> Handled:
        """Tells the curators' channel of a pin to review, as far as everybody there may see it; once a change."""
        found = next((each for each in self.to_review() if each.pin.id == request.payload.pin), None)
        if found is None:
            return Handled("nothing to review")
        message = message_of(f"{CHANGED} {found.pin.questions[0]}", [said(CHANGED, bold=True), *pin_blocks(found)])
        place = Destination(request.subject, request.place or "")
        self.delivery.post(place, Version(words=found.pin.id), lambda: message)
        return Handled("told")

    def _theirs(self, person: str, place: str, name: str) -> PinnedNow | None:
        return next((each for each in self.pinned(person, place) if each.pin.id == name), None)

    def _tell(self, request: Request[ChangePin], sentence: str) -> None:
        if url := request.payload.response_url:
            body = {"response_type": "ephemeral", "replace_original": False, **sentence_message(sentence).arguments}
            self.delivery.respond(url, body)


def pin_blocks(pinned: PinnedNow) -> list[Block]:
    """A pin with its buttons; without them to whoever only reads it."""
    pin, document = pinned.pin, pinned.document
    question = pin.questions[0]
    more = f" and {len(pin.questions) - 1} other wordings" if len(pin.questions) > 1 else ""
    rest = [kit.text(more)] if more else []
    where = [title(document)] if document else [kit.text(pin.article, italic=True)]
    places = f" · ¶ {', '.join(map(str, pin.paragraphs))} · {pin.by}, {citing.day(pin.on)}"
    lines = [
        kit.section(
            [
                kit.text(shortened(question, LONGEST_QUESTION), bold=True),
                *rest,
            ]
        ),
        kit.section([*where, kit.text(places)]),
    ]
    if pinned.wants_review:
        lines.append(kit.section([kit.text(REVIEW.format(state=pinned.state), bold=True)]))
    unpin = kit.button("Unpin", UNPIN, pin.id, f"Unpin: {question}")
    buttons = [
        kit.button("Other wordings", REWORD, pin.id, f"Other wordings: {question}"),
        kit.button("Choose again", CHOOSE, About(question).value, f"Choose again: {question}"),
        {**unpin, "style": "danger", "confirm": _confirm(question)},
    ]
    return [kit.rich_text(lines), kit.actions(buttons)]


def reword_form(pin: Pin, press: Press) -> dict[str, Any]:
    """The form for the other words in which the same is asked."""
    field = {
        "type": "plain_text_input",
        "action_id": "wordings",
        "multiline": True,
        "max_length": LONGEST_WORDINGS,
        **({"initial_value": initial} if (initial := "\n".join(pin.questions[1:])[:LONGEST_WORDINGS]) else {}),
    }
    return {
        "type": "modal",
        "callback_id": REWORD_FORM,
        "private_metadata": "\n".join([pin.id, press.place, press.response_url]),
        "title": kit.plain("Other wordings"),
        "submit": kit.plain("Save"),
        "close": kit.plain("Cancel"),
        "blocks": [
            said(pin.questions[0], bold=True),
            {
                "type": "input",
                "block_id": "wordings",
                "label": kit.plain("Also asked as"),
                "element": field,
                "optional": True,
                "hint": kit.plain(HOW),
            },
        ],
    }


def read_reworded(submitted: Submission) -> tuple[ChangePin, str]:
    """What somebody wants of a pin, and where they pressed."""
    name, place, url = submitted.view.private_metadata.split("\n")
    lines = (" ".join(line.split()) for line in (submitted.field("wordings") or "").splitlines())
    return ChangePin(name, "reword", url, tuple(filter(None, lines))), place


def _confirm(question: str) -> Block:
    return {
        "title": kit.plain("Unpin"),
        "text": kit.plain(f"Answer “{question}” by what is found from now on?"[:300]),
        "confirm": kit.plain("Unpin"),
        "deny": kit.plain("Keep it"),
        "style": "danger",
    }
