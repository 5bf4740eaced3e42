"""Blocks as a person reads them: lines of styled text, with buttons on lines of their own."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from slack_playground.messages import unescape
from slack_playground.people import Json

NameOf = Callable[[str], str]
"""From a Slack id (``U…``, ``C…``, ``!here``) to what people see."""

Kind = Literal["text", "heading", "small", "quote", "list", "code", "divider", "image", "buttons"]

_INLINE = re.compile(
    r"<(?P<mark>[^<>\s][^<>]*)>"
    r"|(?<!\w)`(?P<code>[^`\n]+)`(?!\w)"
    r"|(?<![\w*])\*(?P<bold>[^*\s](?:[^*\n]*[^*\s])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^_\s](?:[^_\n]*[^_\s])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^~\s](?:[^~\n]*[^~\s])?)~(?![\w~])"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one look. ``styles``: bold, italic, strike, code, mention."""

    text: str
    styles: frozenset[str] = frozenset()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``lead`` stands before it (a bullet, a number, indentation)."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    lead: str = ""

    @property
    def text(self) -> str:
        return self.lead + "".join(span.text for span in self.spans)


def plain_name(identifier: str) -> str:
    """The id itself, as a mention: where nobody knows the names."""
    return f"@{identifier.removeprefix('!')}" if identifier[:1] in "UW!S" else f"#{identifier}"


def lines_of(blocks: list[Json], name_of: NameOf = plain_name) -> list[Line]:
    """All blocks in order."""
    return [line for block in blocks for line in _block(block, name_of)]


def lines_of_mrkdwn(text: str, name_of: NameOf = plain_name, kind: Kind = "text") -> list[Line]:
    """Slack's own markup: bold, italic, strike, code, quotes, links and mentions."""
    lines, in_code = [], False
    for row in text.split("\n"):
        if row.strip() == "```":
            in_code = not in_code
        elif in_code:
            lines.append(Line("code", (Span(unescape(row)),)))
        elif row.startswith(("&gt;", ">")):
            quoted = row.removeprefix("&gt;").removeprefix(">").removeprefix(" ")
            lines.append(Line("quote", tuple(_inline(quoted, name_of))))
        else:
            lines.append(Line(kind, tuple(_inline(row, name_of))))
    return lines


def _block(block: Json, name_of: NameOf) -> Iterator[Line]:
    kind = block["type"]
    if kind == "rich_text":
        for element in block["elements"]:
            yield from _rich(element, name_of)
    elif kind == "divider":
        yield Line("divider")
    elif kind in ("image", "video"):
        yield Line("image", (Span(_title(block)),))
    elif kind == "markdown":
        yield from (Line("text", (Span(row),)) for row in block["text"].split("\n"))
    elif kind in ("actions", "context_actions"):
        yield _buttons(block["elements"])
    elif kind == "context":
        yield _context(block, name_of)
    else:
        yield from _with_text(block, name_of)


def _with_text(block: Json, name_of: NameOf) -> Iterator[Line]:
    """section, header and input."""
    kind: Kind = "heading" if block["type"] == "header" else "text"
    for text in filter(None, [block.get("text"), *block.get("fields", []), block.get("label")]):
        yield from _text_object(text, name_of, kind)
    beside = block.get("accessory") or block.get("element")
    if beside and beside["type"] == "image":
        yield Line("image", (Span(beside["alt_text"]),))
    elif beside:
        yield _buttons([beside])
    if block.get("hint"):
        yield from _text_object(block["hint"], name_of, "small")


def _text_object(text: Json, name_of: NameOf, kind: Kind) -> list[Line]:
    if text["type"] == "mrkdwn":
        return lines_of_mrkdwn(text["text"], name_of, kind)
    return [Line(kind, (Span(row),)) for row in text["text"].split("\n")]


def _context(block: Json, name_of: NameOf) -> Line:
    spans: list[Span] = []
    for element in block["elements"]:
        if spans:
            spans.append(Span("  "))
        if element["type"] == "image":
            spans.append(Span(element["alt_text"]))
        elif element["type"] == "mrkdwn":
            spans += _inline(element["text"], name_of)
        else:
            spans.append(Span(element["text"]))
    return Line("small", tuple(spans))


def _buttons(elements: list[Json]) -> Line:
    labels = [label for element in elements for label in _labels(element)]
    return Line("buttons", tuple(Span(f"[{label}]") for label in labels))


def _labels(element: Json) -> list[str]:
    if element["type"] == "feedback_buttons":
        return [element["positive_button"]["text"]["text"], element["negative_button"]["text"]["text"]]
    if element["type"] in ("button", "icon_button"):
        return [element["text"]["text"]]
    if element["type"] in ("checkboxes", "radio_buttons"):
        return [f"○ {option['text']['text']}" for option in element["options"]]
    if element["type"] == "overflow":
        return ["⋯"]
    held = element.get("initial_value") or element.get("initial_date") or element.get("initial_time")
    chosen = (element.get("initial_option") or {}).get("text", {}).get("text")
    hint = (element.get("placeholder") or {}).get("text", "")
    arrow = "" if element["type"] == "plain_text_input" else " ▾"
    return [f"{held or chosen or hint or '…'}{arrow}"]


def _title(block: Json) -> str:
    title = (block.get("title") or {}).get("text", "")
    return f"{title} ({block['alt_text']})" if title else str(block["alt_text"])


def _rich(element: Json, name_of: NameOf) -> Iterator[Line]:
    kind = element["type"]
    if kind == "rich_text_list":
        indent, start = "  " * element.get("indent", 0), element.get("offset", 0) + 1
        for number, item in enumerate(element["elements"], start):
            lead = f"{number}. " if element["style"] == "ordered" else "• "
            yield from _rows(item["elements"], name_of, "list", indent + lead)
    elif kind == "rich_text_quote":
        yield from _rows(element["elements"], name_of, "quote")
    elif kind == "rich_text_preformatted":
        yield from _rows(element["elements"], name_of, "code")
    else:
        yield from _rows(element["elements"], name_of, "text")


def _rows(elements: list[Json], name_of: NameOf, kind: Kind, lead: str = "") -> Iterator[Line]:
    """Elements run on; a line ends where their text has a line break."""
    spans: list[Span] = []
    for element in elements:
        whole = _span(element, name_of)
        first, *others = whole.text.split("\n")
        spans.append(Span(first, whole.styles, whole.url))
        for row in others:
            yield Line(kind, tuple(spans), lead)
            spans, lead = [Span(row, whole.styles, whole.url)], " " * len(lead)
    yield Line(kind, tuple(spans), lead)


def _span(element: Json, name_of: NameOf) -> Span:
    """One element of rich text. Its text is literal: nothing in it is markup."""
    styles = frozenset(name for name, on in (element.get("style") or {}).items() if on)
    kind = element["type"]
    if kind == "link":
        return Span(element.get("text") or element["url"], styles, element["url"])
    if kind == "emoji":
        return Span(f":{element['name']}:", styles)
    if kind == "date":
        return Span(element.get("fallback") or str(element["timestamp"]), styles)
    named = {"user": "user_id", "channel": "channel_id", "usergroup": "usergroup_id", "team": "team_id"}
    if kind in named:
        return Span(name_of(element[named[kind]]), styles | {"mention"})
    if kind == "broadcast":
        return Span(name_of(f"!{element['range']}"), styles | {"mention"})
    return Span(str(element.get("text", element.get("value", ""))), styles)


def _inline(text: str, name_of: NameOf, styles: frozenset[str] = frozenset()) -> Iterator[Span]:
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield Span(unescape(text[end : found.start()]), styles)
        end = found.end()
        name, inner = str(found.lastgroup), found.group(str(found.lastgroup))
        if name == "mark":
            yield _marked(inner, name_of, styles)
        elif name == "code":
            yield Span(unescape(inner), styles | {"code"})
        else:
            yield from _inline(inner, name_of, styles | {name})
    if end < len(text):
        yield Span(unescape(text[end:]), styles)


def _marked(mark: str, name_of: NameOf, styles: frozenset[str]) -> Span:
    target, _, label = mark.partition("|")
    if target[:1] in ("@", "#"):
        return Span(name_of(target[1:]), styles | {"mention"})
    if target.startswith("!date^"):
        return Span(unescape(label), styles)
    if target.startswith("!"):
        return Span(unescape(label) or name_of(target), styles | {"mention"})
    return Span(unescape(label or target), styles, unescape(target))
