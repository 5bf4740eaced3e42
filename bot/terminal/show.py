"""Answer, digest, fault → what a person reads in a terminal. No text is ever read as markup."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.core import wording
from bot.core.model import Answer, Digest, Quotation

BAR = "▌ "


def show_answer(answer: Answer, longest_question: int) -> RenderableType:
    """Quotations with their sources, or why there are none."""
    return Group(*(_quotations(answer) if answer.answered else _refusal(answer, longest_question)))


def show_digest(digest: Digest) -> RenderableType:
    """What a channel would be told."""
    since = f"{wording.day(digest.since)}, {digest.since:%H:%M} UTC"
    if not digest.leads:
        return Text(f"Nothing new since {since}: nothing would be sent.")
    shown = [Text(f"New since {since}", style="bold")]
    return Group(*shown, *(part for lead in digest.leads for part in _quotation(lead)))


def _quotations(answer: Answer) -> Iterator[RenderableType]:
    for quotation in answer.quotations:
        yield from _quotation(quotation)
    if note := wording.missing(answer.missing_terms):
        yield Text(note, style="yellow")


def _quotation(quotation: Quotation) -> Iterator[RenderableType]:
    if banner := wording.banner(quotation):
        yield Text(banner, style="bold yellow")
    yield Padding(Text(" ".join(quotation.text.split("\n"))), (0, 0, 0, 2))
    known = quotation.attribution
    title = Text(f"  — {wording.label(known)}", style="bold")
    yield title.append(f" · {wording.source(quotation.passage)}", style="not bold dim")
    if known.url:
        yield Text(f"    {known.url}", style="dim")
    yield Text()


def _refusal(answer: Answer, longest_question: int) -> Iterator[RenderableType]:
    for sentence in wording.refusal(answer, longest_question):
        yield Text(sentence)
    if answer.nearest:
        yield Text("Nearest titles:")
    for nearest in answer.nearest:
        yield Text(f"  {wording.label(nearest)}", style="dim")


def show_added(
    fate: str, file: str, kept: int, unknown: Sequence[str], dropped: Sequence[tuple[int, str]]
) -> RenderableType:
    """What became of a raw text, with every paragraph that was dropped (line, text)."""
    heading = Text(f"{fate}: ", style="green").append(file, style="bold")
    lines = [heading.append(f", {kept} paragraph{'s' if kept != 1 else ''}", style="not bold")]
    if unknown:
        lines.append(Text(f"  unknown: {', '.join(unknown)}", style="dim"))
    for line, text in dropped:
        lines.append(Text(f"  dropped, line {line}: ", style="yellow").append(text, style="dim"))
    return Group(*lines)


def show_finding(subject: str, sound: bool, says: str) -> RenderableType:
    """One line of the check."""
    mark = Text("ok       ", style="green") if sound else Text("missing  ", style="bold red")
    return mark.append(f"{subject}: ", style="not bold default").append(says, style="not bold default")


def show_trouble(says: str) -> RenderableType:
    """Something that went wrong, in one paragraph."""
    return Text(says, style="red")
