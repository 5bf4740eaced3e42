"""The elements of Block Kit that our messages and views are made of. Slack takes words in rich_text literally."""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.core.model import straight

Block = dict[str, Any]

# Slack's limit for what a screen reader says of a button.
LONGEST_SPOKEN = 75
# How Slack writes a moment: “Today at 9:00 AM”, “March 3rd, 2026 at 9:00 AM”.
MOMENT = "{date_pretty} at {time}"
WHOLE_MOMENT = "{date_long_pretty} at {time}"
_MARKUP = re.compile(r"[*_~`:|]")


def text(words: str, style: Mapping[str, bool] | None = None, **styles: bool) -> Block:
    """Words in rich text, beside others; `bold`, `italic`, `strike` or `code`, one by one or as a mapping."""
    return quoted(straight(words), style, **styles)


def quoted(words: str, style: Mapping[str, bool] | None = None, **styles: bool) -> Block:
    """The same for words that stay as they are to the last character, in a block of their own."""
    chosen = {name: True for name, wanted in {**(style or {}), **styles}.items() if wanted}
    return {"type": "text", "text": words, **({"style": chosen} if chosen else {})}


def link(words: str, url: str) -> Block:
    """Words in rich text that lead somewhere."""
    return {"type": "link", "url": url, "text": straight(words)}


def section(elements: Iterable[Block]) -> Block:
    """A line of rich text."""
    return {"type": "rich_text_section", "elements": list(elements)}


def quote(elements: Iterable[Block]) -> Block:
    """Rich text with a bar beside it."""
    return {"type": "rich_text_quote", "elements": list(elements)}


def bullets(items: Iterable[Block]) -> Block:
    """A list of sections. Slack does not take one without items."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(items)}


def rich_text(elements: Iterable[Block]) -> Block:
    """A block of sections, quotes and lists."""
    return {"type": "rich_text", "elements": list(elements)}


def said(words: str, *, bold: bool = False) -> Block:
    """A block with one line of our own words, taken literally."""
    return rich_text([section([text(words, bold=bold)])])


def plain(words: str) -> Block:
    """Words where Slack takes no rich text: titles, labels, buttons."""
    return {"type": "plain_text", "text": straight(words), "emoji": False}


def button(label: str, action: str, value: str, spoken: str = "") -> Block:
    """A button; pressed, it sends its action and value. `spoken` is what a screen reader says in place of its label."""
    whole = {"type": "button", "text": plain(label), "action_id": action, **({"value": value} if value else {})}
    return {**whole, "accessibility_label": spoken[:LONGEST_SPOKEN]} if spoken else whole


def context(elements: Sequence[Block]) -> Block:
    """A small grey line, of plain words and links."""
    return {"type": "context", "elements": list(elements)}


def linked(words: str, url: str, after: str) -> Block:
    """A link and words behind it, where Slack takes no rich text. What would be markup in the words is kept from it."""
    address = html.escape(url, quote=False).replace("|", "%7C").replace(" ", "%20")
    label, rest = (_MARKUP.sub("\\g<0>\u200b", html.escape(straight(each), quote=False)) for each in (words, after))
    return {"type": "mrkdwn", "text": f"<{address}|{label}>{rest}", "verbatim": True}


def moment(at: datetime, fallback: str = "", pattern: str = MOMENT) -> Block:
    """A moment in rich text, by the clocks of whoever reads it; `fallback` is for clients that cannot show it so."""
    known = {"type": "date", "timestamp": int(at.timestamp()), "format": pattern}
    return {**known, "fallback": fallback or f"{at.astimezone(UTC):%d %B %Y, %H:%M} UTC"}


def moment_markup(at: datetime) -> str:
    """The same where Slack takes no rich text."""
    known = moment(at)
    return f"<!date^{known['timestamp']}^{known['format']}|{known['fallback']}>"


def actions(buttons: Sequence[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def one_line(words: str) -> str:
    """A paragraph without the line breaks inside it, which are layout of its file and not text."""
    return " ".join(words.split("\n"))
