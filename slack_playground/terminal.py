"""Messages and views in a terminal, as people would see them in Slack."""

from unicodedata import category

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from slack_playground.messages import Message
from slack_playground.people import Json
from slack_playground.reading import Kind, Line, Span, lines_of, lines_of_mrkdwn
from slack_playground.views import View
from slack_playground.workspace import Workspace

_LINES: dict[Kind, Style] = {
    "heading": Style(bold=True),
    "small": Style(dim=True),
    "quote": Style(),
    "code": Style(color="yellow"),
    "buttons": Style(color="green"),
    "image": Style(italic=True),
}
_SPANS = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "strike": Style(strike=True),
    "code": Style(color="yellow"),
    "mention": Style(color="cyan"),
}


class _Barred:
    """Text with a bar beside every row."""

    def __init__(self, text: Text) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for row in self._text.wrap(console, max(1, options.max_width - 2)):
            yield Text("▎ ", style=Style(dim=True)) + row


def as_text(shown: Message | View, workspace: Workspace) -> RenderableType:
    """Who said what, with quotes behind a bar and buttons in brackets. Nothing in it is rich markup."""
    if isinstance(shown, View):
        return _view(shown, workspace)
    if shown.blocks:
        lines = lines_of(shown.blocks, lambda name: _name(name, workspace))
    else:
        lines = lines_of_mrkdwn(shown.text, lambda name: _name(name, workspace))
    parts: list[RenderableType] = []
    if shown.ephemeral_to is not None:
        parts.append(Text("Only visible to you", style=Style(dim=True, italic=True)))
    parts += [_head(shown, workspace), *[_line(line) for line in lines]]
    return Padding(Group(*parts), (0, 0, 0, 4)) if shown.is_reply else Group(*parts)


def _head(message: Message, workspace: Workspace) -> Text:
    is_app = message.bot_id is not None
    name = message.username or _name(message.user or "", workspace).removeprefix("@")
    head = Text(name, style=Style(bold=True))
    if is_app:
        head.append(" APP", style=Style(dim=True))
    if message.edited:
        head.append(" (edited)", style=Style(dim=True))
    return head


def _view(view: View, workspace: Workspace) -> RenderableType:
    lines = [_line(line) for line in lines_of(view.blocks, lambda name: _name(name, workspace))]
    ends = [_label(view.body, "close"), _label(view.body, "submit")]
    buttons = Text("  ".join(f"[{label}]" for label in ends if label), style=_LINES["buttons"])
    title = Text(_label(view.body, "title") or "Home")
    return Panel(Group(*lines, buttons) if buttons.plain else Group(*lines), title=title)


def _label(body: Json, name: str) -> str:
    text = body.get(name)
    return str(text.get("text", "")) if isinstance(text, dict) else ""


def _line(line: Line) -> RenderableType:
    if line.kind == "divider":
        return Rule(style=Style(dim=True))
    text = Text(line.lead)
    for number, span in enumerate(line.spans):
        if number and line.kind == "buttons":
            text.append(" ")
        text.append(_safe(span.text), style=_style(span))
    if line.kind == "image":
        text = Text("[image: ") + text + Text("]")
    if line.kind == "quote":
        # The bar stays beside every row, also where a long quotation wraps.
        return _Barred(text)
    text.stylize(_LINES.get(line.kind, Style()))
    return text


def _style(span: Span) -> Style:
    style = Style.combine([Style(), *(_SPANS[name] for name in sorted(span.styles) if name in _SPANS)])
    if span.url is not None:
        style += Style(underline=True, color="blue", link=_safe(span.url))
    return style


def _safe(text: str) -> str:
    """Without control characters: an article must not steer the terminal. Blanks of all kinds stay."""
    return "".join(
        character if character.isprintable() or character == "\t" or category(character) == "Zs" else "\ufffd"
        for character in text
    )


def _name(identifier: str, workspace: Workspace) -> str:
    if identifier == workspace.app.user_id:
        return f"@{workspace.app.name}"
    person = workspace.conversations.people.get(identifier)
    if person is not None:
        return f"@{person.real_name}"
    channel = workspace.conversations.channels.get(identifier)
    return f"#{channel.name}" if channel is not None else f"@{identifier.removeprefix('!')}"
