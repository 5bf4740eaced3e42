"""Answer → Block Kit: as many quotations as a phone shows, and buttons for what else can be done with them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.core.answering import citing, wording
from bot.core.answering.display import display
from bot.core.answering.receipts import choices
from bot.core.model import Answer, Outcome, Quotation
from bot.slack.answers.feedback import feedback_block
from bot.slack.answers.spoken import spoken
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import READABLE, Message, message_of
from bot.slack.quotation import fingerprint, quotation_elements, small_print, source_block, title

LONGEST_VALUE = 2_000

SHOW_IN_CONTEXT = "show_in_context"
SHARE = "share_to_channel"
SHOW_NEAREST = "Show the nearest passages"
ASK_CURATOR = "ask_curator"


def answer_message(
    answer: Answer, longest_question: int, *, shareable: bool = False, publishers: bool = True, curators: bool = False
) -> Message:
    """The reply to a question. `shareable` adds the button that makes a private reply public; `publishers` names who
    published what, where that is not always the same; `curators` offers to ask them where the answer may be none."""
    if not answer.answered:
        return _refusal_message(answer, longest_question, curators=curators)
    shown = _readable(answer)
    buttons = [_context_button(answer, len(answer.quotations) - len(shown))]
    if shareable and len(value := share_value(answer)) <= LONGEST_VALUE:
        buttons.append(kit.button("Share to channel", SHARE, value, "Share to channel, with your question and name"))
    if curators and answer.weak:
        buttons += curator_buttons(answer.question.text)
    blocks = (*_blocks(answer, shown, publishers), kit.actions(buttons), *feedback_block(answer))
    return message_of(spoken(answer), blocks)


def shared_message(answer: Answer, person: str, *, publishers: bool = True) -> Message:
    """A private answer, made public: who shared it, what was asked, and the quotations."""
    asked = answer.question.text
    heading = kit.section([{"type": "user", "user_id": person}, kit.text(" asked: "), kit.text(asked, bold=True)])
    shown = _readable(answer)
    button = _context_button(answer, len(answer.quotations) - len(shown))
    blocks = (
        kit.rich_text([heading]),
        *_blocks(answer, shown, publishers),
        kit.actions([button]),
        *feedback_block(answer),
    )
    return message_of(spoken(answer), blocks)


def context_value(answer: Answer) -> str:
    """What the button carries: the receipt, where each quotation stands, and a hash to tell whether it still does."""
    return _value(answer.quotations, {"receipt": answer.receipt})


def nearest_value(answer: Answer) -> str:
    """The same for the passages that come nearest to a question without an answer."""
    return _value(answer.nearest_passages, {"nearest": True})


def _value(quotations: Sequence[Quotation], more: Mapping[str, object]) -> str:
    places = [_place(quotation) for quotation in quotations]
    while len(value := _json({**more, "places": places})) > LONGEST_VALUE:
        places.pop()
    return value


def share_value(answer: Answer) -> str:
    """What the button carries: the question, and the revision that answered it."""
    return _json({"question": answer.question.text, "revision": answered_from(answer)})


def answered_from(answer: Answer) -> str:
    """Names what an answer was given from: the documents, and what curators chose."""
    return " ".join((answer.revision, *choices(answer)))


def _context_button(answer: Answer, hidden: int) -> Block:
    """The button behind which everything is shown; quotations that do not fit on a phone are counted on it."""
    more = f" · {wording.more_quotations(hidden)}" if hidden else ""
    label = f"Show in context{more}"
    return kit.button(label, SHOW_IN_CONTEXT, context_value(answer), f"{label}: the paragraphs around what is quoted")


def _place(quotation: Quotation) -> list[object]:
    article, passages = quotation.attribution.article, quotation.passages
    if len(passages) == 1:
        number, start, end = quotation.passage.number, quotation.start, quotation.end
        return [article, number, start, end, fingerprint(quotation.text)]
    whole = "\n".join(passage.text for passage in passages)
    return [article, passages[0].number, 0, 0, fingerprint(whole), len(passages)]


def _blocks(answer: Answer, shown: Sequence[Quotation], publishers: bool) -> list[Block]:
    """What is quoted, article by article; what has been replaced stands back, below what has not."""
    blocks = [said(wording.WEAK, bold=True)] if answer.weak else []
    current = [each for each in shown if not each.validity.replaced_by]
    for group in _by_article(current):
        blocks += _quoted(group, publishers)
    for replaced in (each for each in shown if each.validity.replaced_by):
        blocks += [{"type": "divider"}] if blocks else []
        blocks += [small_print(wording.earlier(replaced) or ""), *_quoted([replaced], publishers)]
    notes = wording.footnotes(answer)
    return [*blocks, small_print(" ".join(notes))] if notes else blocks


def _quoted(group: Sequence[Quotation], publishers: bool) -> Iterator[Block]:
    yield kit.rich_text([element for quotation in group for element in quotation_elements(quotation)])
    yield source_block(group, publisher=publishers)
    yield from (small_print(f"{words}.") for each in group if (words := wording.chosen(each)))


def _by_article(quotations: Iterable[Quotation]) -> list[list[Quotation]]:
    groups: dict[str, list[Quotation]] = {}
    for quotation in quotations:
        groups.setdefault(quotation.attribution.article, []).append(quotation)
    return list(groups.values())


def _readable(answer: Answer) -> list[Quotation]:
    """The first quotations, as many as are read on a phone with what stands beside them, and at least one."""
    left = READABLE - sum(map(len, wording.footnotes(answer))) - (len(wording.WEAK) if answer.weak else 0)
    shown: list[Quotation] = []
    for quotation in answer.quotations:
        left -= _visible_length(quotation)
        if shown and left < 0:
            break
        shown.append(quotation)
    return shown


def _visible_length(quotation: Quotation) -> int:
    """How many characters a reader sees of a quotation and its source."""
    source = f"{citing.label(quotation.attribution)} · {citing.brief_source([quotation], publisher=True)}"
    beside = (wording.banner(quotation), wording.also_in(quotation))
    return len(display(quotation).text) + len(source) + sum(map(len, filter(None, beside)))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def curator_buttons(words: str) -> list[Block]:
    """The button that hands a question over to the curators; none for a question that it cannot carry."""
    value = _json({"question": words})
    if len(value) > LONGEST_VALUE:
        return []
    return [kit.button("Ask a curator", ASK_CURATOR, value, "Ask a curator, who will then read your question")]


def _refusal_message(answer: Answer, longest_question: int, *, curators: bool) -> Message:
    sentences = wording.refusal(answer, longest_question)
    blocks = [said(sentence) for sentence in sentences]
    if answer.suggestions:
        blocks.append(kit.rich_text([kit.bullets([kit.section([kit.text(each)]) for each in answer.suggestions])]))
    if answer.nearest:
        items = [kit.section([title(nearest)]) for nearest in answer.nearest]
        blocks.append(kit.rich_text([kit.section([kit.text("Nearest titles:")]), kit.bullets(items)]))
    buttons = []
    if answer.nearest_passages:
        label = f"{SHOW_NEAREST}. They may not answer your question"
        buttons.append(kit.button(SHOW_NEAREST, SHOW_IN_CONTEXT, nearest_value(answer), label))
    if curators and answer.outcome is Outcome.NOT_COVERED:
        buttons += curator_buttons(answer.question.text)
    if buttons:
        blocks.append(kit.actions(buttons))
    return message_of(" ".join(sentences), blocks)
