"""Answer → Block Kit: as many quotations as a phone shows, and buttons for what else can be done with them."""

import json
from collections.abc import Sequence

from bot.core.answering import wording
from bot.core.answering.display import display
from bot.core.model import Answer, Quotation
from bot.slack.answers.views import fingerprint
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import READABLE, Message, message_of
from bot.slack.quotation import quotation_block, title

# Quotations that do not fit on a phone wait behind SHOW_IN_CONTEXT.
LONGEST_VALUE = 2_000

SHOW_IN_CONTEXT = "show_in_context"
SHARE = "share_to_channel"


def answer_message(answer: Answer, longest_question: int, *, shareable: bool = False) -> Message:
    """The reply to a question. `shareable` adds the button that makes a private reply public."""
    if not answer.answered:
        return _refusal_message(answer, longest_question)
    shown = _readable(answer)
    blocks = [said(wording.WEAK, bold=True)] if answer.weak else []
    blocks += [*(quotation_block(quotation) for quotation in shown), *_footnotes(answer)]
    buttons = [kit.button("Show in context", SHOW_IN_CONTEXT, context_value(answer))]
    if shareable and len(value := share_value(answer)) <= LONGEST_VALUE:
        buttons.append(kit.button("Share to channel", SHARE, value))
    hidden = len(answer.quotations) - len(shown)
    if hidden:
        buttons[0]["text"]["text"] = f"Show in context (+{hidden})"
    blocks.append(kit.actions(buttons))
    count = len(answer.quotations)
    text = f"Quoted from {wording.label(answer.quotations[0].attribution)}" + (
        f" and {count - 1} more" if count > 1 else ""
    )
    return message_of(text, blocks)


def shared_message(answer: Answer, person: str) -> Message:
    """A private answer, made public: who shared it, what was asked, and the quotations."""
    asked = answer.question.text
    heading = kit.section([{"type": "user", "user_id": person}, kit.text(" asked: "), kit.text(asked, bold=True)])
    weak = [said(wording.WEAK, bold=True)] if answer.weak else []
    quotations = [quotation_block(quotation) for quotation in _readable(answer)]
    blocks = [kit.rich_text([heading]), *weak, *quotations, *_footnotes(answer)]
    buttons = [kit.button("Show in context", SHOW_IN_CONTEXT, context_value(answer))]
    return message_of(f"Shared: {asked}", (*blocks, kit.actions(buttons)))


def context_value(answer: Answer) -> str:
    """What the button carries: the receipt, where each quotation stands, and a hash to tell whether it still does."""
    places = [_place(quotation) for quotation in answer.quotations]
    while len(value := _json({"receipt": answer.receipt, "places": places})) > LONGEST_VALUE:
        places.pop()
    return value


def _place(quotation: Quotation) -> list[object]:
    article, passages = quotation.attribution.article, quotation.passages
    if len(passages) == 1:
        number, start, end = quotation.passage.number, quotation.start, quotation.end
        return [article, number, start, end, fingerprint(quotation.text)]
    whole = "\n".join(passage.text for passage in passages)
    return [article, passages[0].number, 0, 0, fingerprint(whole), len(passages)]


def share_value(answer: Answer) -> str:
    """What the button carries: the question, and the revision that answered it."""
    return _json({"question": answer.question.text, "revision": answer.revision})


def visible_length(quotation: Quotation) -> int:
    """How many characters a reader sees of a quotation and its source."""
    source = f"{wording.label(quotation.attribution)} · {wording.source(quotation.passage)}"
    return (
        len(display(quotation).text)
        + len(source)
        + len(wording.banner(quotation) or "")
        + len(wording.also_in(quotation) or "")
    )


def _readable(answer: Answer) -> list[Quotation]:
    beside = sum(map(len, wording.footnotes(answer))) + (len(wording.WEAK) if answer.weak else 0)
    return _fitting(answer.quotations, READABLE - beside)


def _footnotes(answer: Answer) -> list[Block]:
    notes = wording.footnotes(answer)
    return [said(" ".join(notes))] if notes else []


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _fitting(quotations: Sequence[Quotation], characters: int) -> list[Quotation]:
    """The first quotations, as many as fit into so many characters, and at least one."""
    shown: list[Quotation] = []
    for quotation in quotations:
        characters -= visible_length(quotation)
        if shown and characters < 0:
            break
        shown.append(quotation)
    return shown


def _refusal_message(answer: Answer, longest_question: int) -> Message:
    sentences = wording.refusal(answer, longest_question)
    blocks = [said(sentence) for sentence in sentences]
    if answer.nearest:
        items = [kit.section([title(nearest)]) for nearest in answer.nearest]
        blocks.append(kit.rich_text([kit.section([kit.text("Nearest titles:")]), kit.bullets(items)]))
    return message_of(" ".join(sentences), blocks)
