"""Answer → Block Kit. Words that are not ours stand in rich_text, whose text Slack takes literally.

So an article can neither ping a channel nor break the layout, and a quotation stays as it is to the last character.
"""

import html
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.core.answering import wording
from bot.core.model import Answer, Attribution, Passage, Quotation

Block = dict[str, Any]

# What a phone shows without much scrolling. Quotations that do not fit wait behind SHOW_IN_CONTEXT.
READABLE = 900
LONGEST_VALUE = 2_000

SHOW_IN_CONTEXT = "show_in_context"
SHARE = "share_to_channel"


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: blocks, and the text that notifications and screen readers use instead."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments that any of Slack's posting methods takes. Links never unfold into previews."""
        return {"text": self.text, "blocks": list(self.blocks), "unfurl_links": False, "unfurl_media": False}


def answer_message(answer: Answer, longest_question: int, *, shareable: bool = False) -> Message:
    """The reply to a question. `shareable` adds the button that makes a private reply public."""
    if not answer.answered:
        return _refusal_message(answer, longest_question)
    shown = _readable(answer)
    blocks = [said(wording.WEAK, bold=True)] if answer.weak else []
    blocks += [*(quotation_block(quotation) for quotation in shown), *_footnotes(answer)]
    buttons = [_button("Show in context", SHOW_IN_CONTEXT, context_value(answer))]
    if shareable:
        buttons.append(_button("Share to channel", SHARE, share_value(answer)))
    hidden = len(answer.quotations) - len(shown)
    if hidden:
        buttons[0]["text"]["text"] = f"Show in context (+{hidden})"
    blocks.append({"type": "actions", "elements": buttons})
    count = len(answer.quotations)
    text = f"Quoted from {wording.label(answer.quotations[0].attribution)}" + (
        f" and {count - 1} more" if count > 1 else ""
    )
    return Message(html.escape(text, quote=False), tuple(blocks))


def shared_message(answer: Answer, person: str) -> Message:
    """A private answer, made public: who shared it, what was asked, and the quotations."""
    asked = answer.question.text
    heading = _section([{"type": "user", "user_id": person}, _text(" asked: "), _text(asked, bold=True)])
    weak = [said(wording.WEAK, bold=True)] if answer.weak else []
    quotations = [quotation_block(quotation) for quotation in _readable(answer)]
    blocks = [_rich_text([heading]), *weak, *quotations, *_footnotes(answer)]
    buttons = [_button("Show in context", SHOW_IN_CONTEXT, context_value(answer))]
    return Message(html.escape(f"Shared: {asked}", quote=False), (*blocks, {"type": "actions", "elements": buttons}))


def sentence_message(*sentences: str) -> Message:
    """A few words of our own."""
    return Message(html.escape(" ".join(sentences), quote=False), tuple(said(sentence) for sentence in sentences))


def quotation_block(quotation: Quotation) -> Block:
    """One quotation: a banner if a later word replaces it, the words, and the source below them."""
    elements = []
    if banner := wording.banner(quotation):
        elements.append(_section([_text(banner, bold=True)]))
    elements.append({"type": "rich_text_quote", "elements": _quoted(quotation)})
    elements.append(source_section(quotation.passage))
    if also_in := wording.also_in(quotation):
        elements.append(_section([_text(also_in)]))
    return _rich_text(elements)


def _quoted(quotation: Quotation) -> list[Block]:
    """The quoted words, with the sentence that answers in bold where there are others beside it."""
    before, marked, after = quotation.parts
    if not (before or after):
        return [_text(one_line(quotation.text))]
    parts = (_text(one_line(before)), _text(one_line(marked), bold=True), _text(one_line(after)))
    return [part for part in parts if part["text"]]


def source_section(passage: Passage) -> Block:
    """The attribution of a passage, its title linked where there is a link."""
    return _section([_title(passage.attribution), _text(f" · {wording.source(passage)}")])


def said(text: str, *, bold: bool = False) -> Block:
    """A line of text, taken literally."""
    return _rich_text([_section([_text(text, bold=bold)])])


def one_line(text: str) -> str:
    """A paragraph without the line breaks inside it, which are layout of its file and not text."""
    return " ".join(text.split("\n"))


def context_value(answer: Answer) -> str:
    """What the button carries: the receipt, where each quotation stands, and a hash to tell whether it still does."""
    places = [
        [q.attribution.article, q.passage.number, q.start, q.end, sha256(q.text.encode()).hexdigest()[:8]]
        for q in answer.quotations
    ]
    while len(value := _json({"receipt": answer.receipt, "places": places})) > LONGEST_VALUE:
        places.pop()
    return value


def share_value(answer: Answer) -> str:
    """What the button carries: the question, and the revision that answered it."""
    return _json({"question": answer.question.text, "revision": answer.revision})


def visible_length(quotation: Quotation) -> int:
    """How many characters a reader sees of a quotation and its source."""
    source = f"{wording.label(quotation.attribution)} · {wording.source(quotation.passage)}"
    return (
        len(quotation.text) + len(source) + len(wording.banner(quotation) or "") + len(wording.also_in(quotation) or "")
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
        items = [_section([_title(nearest)]) for nearest in answer.nearest]
        blocks.append(_rich_text([_section([_text("Nearest titles:")]), _list(items)]))
    return Message(html.escape(" ".join(sentences), quote=False), tuple(blocks))


def _title(known: Attribution) -> Block:
    title = wording.label(known)
    return {"type": "link", "url": known.url, "text": title} if known.url else _text(title, italic=True)


def _text(text: str, **style: bool) -> Block:
    chosen = {name: True for name, wanted in style.items() if wanted}
    return {"type": "text", "text": text, **({"style": chosen} if chosen else {})}


def _section(elements: Iterable[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _list(items: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def _rich_text(elements: Iterable[Block]) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _button(label: str, action: str, value: str) -> Block:
    text = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "text": text, "action_id": action, "value": value}
