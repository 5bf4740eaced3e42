"""What came or went → the card that curators decide by. Words that are not ours are taken literally."""

from bot.core.curation.feed_candidates import Card, Filed
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, message_of

ADD, IGNORE = "newcomer_add", "newcomer_ignore"
LONGEST_TITLE, LONGEST_LEAD, LONGEST_LINK = 200, 400, 2_000


def newcomer_message(card: Card) -> Message:
    """The card, with the buttons to decide by. What could not be read can only be ignored."""
    if card.gone:
        buttons = [kit.button("Keep them", IGNORE, card.id), kit.button("Withdraw them", ADD, card.id)]
        return _message(card, "Gone from a source", kit.actions(buttons))
    buttons = [kit.button("Ignore", IGNORE, card.id)]
    if not card.trouble:
        label = "Replace the old version" if card.replaces else "Add to corpus"
        buttons.insert(0, {**kit.button(label, ADD, card.id), "style": "primary"})
    return _message(card, "New from a feed", kit.actions(buttons))


def decided_message(card: Card, person: str, filed: Filed | None) -> Message:
    """The card once it is decided about: who did it, and what came of it; `filed` is None where it was ignored."""
    if card.gone:
        end = " withdrew them." if filed else " chose to keep them, as they last were."
    else:
        end = f" added it to the corpus: {filed.file}" if filed else " chose to ignore it."
    return _message(card, "Decided", _line([{"type": "user", "user_id": person}, kit.text(end)]))


def _message(card: Card, said_first: str, last: Block) -> Message:
    title = _cut(card.title, LONGEST_TITLE) or "Untitled"
    is_linked = 0 < len(card.link) <= LONGEST_LINK
    linked = kit.link(title, card.link) if is_linked else kit.text(title, bold=True)
    source = [kit.text(f" · {_cut(card.source, LONGEST_TITLE)}")] if card.source else []
    blocks = [_line([linked, *source])]
    if lead := _cut(card.lead, LONGEST_LEAD):
        quote = kit.quote([kit.text(lead)])
        blocks.append(kit.rich_text([quote]))
    blocks += [said(_cut(f"It is {like}", LONGEST_LEAD) + ".") for like in card.likeness]
    if card.trouble:
        blocks.append(said(_cut(f"It {card.trouble}", LONGEST_LEAD) + "."))
    return message_of(f"{said_first}: {title}", (*blocks, last))


def _cut(text: str, longest: int) -> str:
    """A stretch of it in one line, that ends with a word, and holds no half of a character."""
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    return line if len(line) <= longest else (line[:longest].rpartition(" ")[0] or line[:longest]) + " …"


def _line(elements: list[Block]) -> Block:
    return kit.rich_text([kit.section(elements)])
