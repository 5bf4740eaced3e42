"""What came from a feed → the card that curators decide by. Words that are not ours are taken literally."""

import html

from bot.core.curation.feed_candidates import Card, Filed
from bot.slack.answers.blocks import Block, Message, said

ADD, IGNORE = "newcomer_add", "newcomer_ignore"
LONGEST_TITLE, LONGEST_LEAD, LONGEST_LINK = 200, 400, 2_000


def newcomer_message(card: Card) -> Message:
    """The card, with the buttons to decide by. What could not be read can only be ignored."""
    buttons = [_button("Ignore", IGNORE, card.id)]
    if not card.trouble:
        label = "Replace the old version" if card.replaces else "Add to corpus"
        buttons.insert(0, {**_button(label, ADD, card.id), "style": "primary"})
    return _message(card, "New from a feed", {"type": "actions", "elements": buttons})


def decided_message(card: Card, person: str, filed: Filed | None) -> Message:
    """The card once it is decided about: who did it, and what came of it; `filed` is None where it was ignored."""
    end = f" added it to the corpus: {filed.file}" if filed else " chose to ignore it."
    return _message(card, "Decided", _rich_text([{"type": "user", "user_id": person}, _text(end)]))


def _message(card: Card, said_first: str, last: Block) -> Message:
    title = _cut(card.title, LONGEST_TITLE) or "Untitled"
    is_linked = 0 < len(card.link) <= LONGEST_LINK
    linked = {"type": "link", "url": card.link, "text": title} if is_linked else _text(title, bold=True)
    source = [_text(f" · {_cut(card.source, LONGEST_TITLE)}")] if card.source else []
    blocks = [_rich_text([linked, *source])]
    if lead := _cut(card.lead, LONGEST_LEAD):
        quote = {"type": "rich_text_quote", "elements": [_text(lead)]}
        blocks.append({"type": "rich_text", "elements": [quote]})
    blocks += [said(_cut(f"It is {like}", LONGEST_LEAD) + ".") for like in card.likeness]
    if card.trouble:
        blocks.append(said(_cut(f"It {card.trouble}", LONGEST_LEAD) + "."))
    return Message(html.escape(f"{said_first}: {title}", quote=False), (*blocks, last))


def _cut(text: str, longest: int) -> str:
    """A stretch of it in one line, that ends with a word, and holds no half of a character."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return line if len(line) <= longest else (line[:longest].rpartition(" ")[0] or line[:longest]) + " …"


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _rich_text(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _button(label: str, action: str, value: str) -> Block:
    text = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "text": text, "action_id": action, "value": value}
