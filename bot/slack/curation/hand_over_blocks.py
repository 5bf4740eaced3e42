"""A question that was handed over → what curators see of it, and what comes back to the asker."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bot.core.answering import citing, wording
from bot.core.answering.unknown_words import Proposal
from bot.core.counting import people
from bot.core.model import Quotation
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import READABLE, Message, message_of
from bot.slack.quotation import quotation_block, quotation_elements

CHOOSE, WRITE, TAKE = "hand_over_choose", "hand_over_write", "hand_over_take"
ADD_SYNONYM = "synonym_add"
LONGEST_NOTE = 500
# What Slack takes in a button, and as much of a question as fits in, whatever its signs.
LONGEST_VALUE, LONGEST_BEGINNING = 2_000, 300
ASKS, SOMEBODY = " asks the curators:", "Somebody"
NOTHING_FOUND = "Nothing in the documents comes close."
FOUND = "What I found, which may not answer it:"
OFFER = "Is this the answer? So far, only this channel has seen it."


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, as curators see it: who (None where they wish no name), where, and what they add."""

    person: str | None
    where: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """The answer that a curator gave: who, and what is quoted now."""

    person: str
    quotation: Quotation
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a curator's button and form are about: a hand-over, or a question without one; and where it was pressed."""

    question: str
    hand_over: str = ""
    place: str = ""

    @property
    def value(self) -> str:
        """How buttons and forms carry it; of a question that is too long for one, as it begins."""
        whole = json.dumps(asdict(self), ensure_ascii=False)
        if len(whole) <= LONGEST_VALUE:
            return whole
        return json.dumps(asdict(replace(self, question=self.question[:LONGEST_BEGINNING])), ensure_ascii=False)

    @classmethod
    def read(cls, value: str) -> "About":
        """Reads what `value` wrote."""
        return cls(**json.loads(value))


def hand_over_message(
    about: About, waiting: Sequence[Waiting], found: Sequence[Quotation], given: Given | None
) -> Message:
    """The post in the curators' channel."""
    first = waiting[0].person if waiting else None
    who = {"type": "user", "user_id": first} if first else kit.text(SOMEBODY)
    asked = kit.quote([kit.text(kit.one_line(about.question), bold=True)])
    blocks = [kit.rich_text([kit.section([who, kit.text(ASKS)]), asked])]
    blocks += [_note(each) for each in waiting if each.note]
    if given is None:
        blocks += [said(FOUND), *_shown(found)] if found else [said(NOTHING_FOUND)]
    else:
        answered = kit.section([{"type": "user", "user_id": given.person}, kit.text(" has answered:")])
        blocks += [kit.rich_text([answered]), *_quoted(given.quotation)]
        if proposal := given.proposal:
            blocks += [*proposal_blocks(proposal), kit.actions([synonym_button(proposal)])]
    blocks += [kit.context([place]) for place in _places(waiting)]
    if given is None:
        blocks.append(kit.actions(answer_buttons(about)))
    return message_of(f"A question for the curators: {kit.one_line(about.question)}", blocks)


def answer_buttons(about: About) -> list[Block]:
    """The buttons by which a curator answers a question."""
    return [
        {**kit.button("Answer with a passage", CHOOSE, about.value), "style": "primary"},
        kit.button("Write an answer", WRITE, about.value),
    ]


def handed_back_message(words: str, quotation: Quotation) -> Message:
    """The answer, where it was asked; it says who stands behind it."""
    behind = wording.chosen(quotation) or ""
    heading = kit.section([kit.text("An answer from the curators to: "), kit.text(kit.one_line(words), bold=True)])
    blocks = [kit.rich_text([heading]), *_quoted(quotation), kit.context([kit.plain(f"{behind}.")])]
    spoken = f"An answer from the curators: “{quotation.text}” — {citing.label(quotation.attribution)}. {behind}."
    return message_of(spoken if len(spoken) < READABLE * 3 else f"{spoken[: READABLE * 3]}…", blocks)


def proposal_blocks(proposal: Proposal) -> list[Block]:
    """That people may use another word than the documents."""
    return [said(f"People say “{proposal.asked}”, documents say “{proposal.said}”.")]


def synonym_button(proposal: Proposal) -> Block:
    """Adds it to the synonyms."""
    value = json.dumps([proposal.asked, proposal.said], ensure_ascii=False)
    return kit.button("Add as synonym", ADD_SYNONYM, value, f"Let {proposal.asked} find {proposal.said}")


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply in the thread of a question that a curator wants sent as the answer."""

    about: About
    thread: str
    ts: str

    @property
    def value(self) -> str:
        """How the button carries it."""
        return json.dumps([self.about.value, self.thread, self.ts], ensure_ascii=False)

    @classmethod
    def read(cls, value: str) -> "Taken":
        """Reads what `value` wrote."""
        about, thread, ts = json.loads(value)
        return cls(About.read(about), str(thread), str(ts))


def offer_message(taken: Taken) -> Message:
    """Asks a curator, alone, whether what they wrote in the thread of a question is the answer."""
    value = taken.value
    button = kit.button("Send it as the answer", TAKE, value, "Send what you just wrote as the answer")
    return message_of(OFFER, [said(OFFER), kit.actions([button])])


def _quoted(quotation: Quotation) -> list[Block]:
    """The words, and a small line that says where they stand."""
    known = quotation.attribution
    label, place = citing.label(known), f" · {citing.brief_source([quotation], publisher=True)}"
    source = kit.linked(label, known.url, place) if known.url else kit.plain(f"{label}{place}")
    return [kit.rich_text(quotation_elements(quotation)), kit.context([source])]


def _note(waiting: Waiting) -> Block:
    return kit.rich_text([kit.section([kit.text("They add: ", italic=True), kit.text(waiting.note)])])


def _shown(found: Sequence[Quotation]) -> list[Block]:
    left, shown = READABLE, list[Block]()
    for quotation in found:
        left -= len(quotation.text)
        if shown and left < 0:
            break
        shown.append(quotation_block(quotation))
    return shown


def _places(waiting: Sequence[Waiting]) -> list[Block]:
    """Where it was asked, and how many people wait."""
    links = [kit.linked(each.where, each.link, "") for each in waiting if each.link]
    plain = [kit.plain(f"{each.where}") for each in waiting if not each.link]
    places = list({json.dumps(each): each for each in (*links, *plain)}.values())
    if len(waiting) > 1:
        places.append(
            kit.plain(f"Waiting for the answer: {people(len({each.person or id(each) for each in waiting}))}")
        )
    return places[:10]
