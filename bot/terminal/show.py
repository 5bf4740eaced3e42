"""Answer, digest, fault → what a person reads in a terminal. No text is ever read as markup."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from bot.core import wording
from bot.core.model import Answer, Digest, Quotation
from bot.core.receipts import Receipt

# What a terminal would obey instead of showing it: C0 and C1 controls, and what turns the direction of writing.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_CONTROLS |= {ord("\t"): " ", ord("\n"): " "}


def show_answer(answer: Answer, longest_question: int) -> RenderableType:
    """Quotations with their sources, or why there are none."""
    return Group(*(_quotations(answer) if answer.answered else _refusal(answer, longest_question)))


def show_digest(digest: Digest) -> RenderableType:
    """What a channel would be told."""
    since = f"{wording.day(digest.since)}, {digest.since:%H:%M} UTC"
    if not digest.leads:
        return _literal(f"Nothing new since {since}: nothing would be sent.")
    shown = [_literal(f"New since {since}", style="bold")]
    return Group(*shown, *(part for lead in digest.leads for part in _quotation(lead)))


def _quotations(answer: Answer) -> Iterator[RenderableType]:
    if answer.weak:
        yield _literal(wording.WEAK, style="bold yellow")
    for quotation in answer.quotations:
        yield from _quotation(quotation)
    for note in wording.footnotes(answer):
        yield _literal(note, style="yellow")
    yield _literal(f"Receipt {answer.receipt}", style="dim")


def _quotation(quotation: Quotation) -> Iterator[RenderableType]:
    if banner := wording.banner(quotation):
        yield _literal(banner, style="bold yellow")
    before, marked, after = quotation.parts
    words = (
        _literal(before)
        .append_text(_literal(marked, style="bold" if before or after else ""))
        .append_text(_literal(after))
    )
    yield Padding(words, (0, 0, 0, 2))
    known = quotation.attribution
    title = _literal(f"  — {wording.label(known)}", style="bold")
    yield title.append_text(_literal(f" · {wording.source(quotation.passage)}", style="not bold dim"))
    if known.url:
        yield _literal(f"    {known.url}", style="dim")
    if also_in := wording.also_in(quotation):
        yield _literal(f"    {also_in}", style="dim")
    yield Text()


def _refusal(answer: Answer, longest_question: int) -> Iterator[RenderableType]:
    for sentence in wording.refusal(answer, longest_question):
        yield _literal(sentence)
    if answer.nearest:
        yield _literal("Nearest titles:")
    for nearest in answer.nearest:
        yield _literal(f"  {wording.label(nearest)}", style="dim")


def show_added(
    fate: str, file: str, kept: int, unknown: Sequence[str], dropped: Sequence[tuple[int, str]]
) -> RenderableType:
    """What became of a raw text, with every paragraph that was dropped (line, text)."""
    heading = _literal(f"{fate}: ", style="green").append_text(_literal(file, style="bold"))
    lines = [heading.append(f", {kept} paragraph{'s' if kept != 1 else ''}", style="not bold")]
    if unknown:
        lines.append(_literal(f"  unknown: {', '.join(unknown)}", style="dim"))
    for line, text in dropped:
        lines.append(_literal(f"  dropped, line {line}: ", style="yellow").append_text(_literal(text, style="dim")))
    return Group(*lines)


def show_receipt(receipt: Receipt, pinned: Mapping[str, bool], same: bool | None) -> RenderableType:
    """What an answer rests on, whether its articles are still kept, and whether the same answer came out again."""
    asked = f"Asked on {wording.day(receipt.day)}: {receipt.question}"
    lines = [_literal(asked, style="bold"), _literal(f"Terms: {', '.join(receipt.terms)}")]
    lines.append(_literal(f"Index revision: {receipt.revision}"))
    for quotation in json.loads(receipt.answer)["quotations"]:
        place = f"{quotation['article']} ¶ {quotation['paragraph']}, score {quotation['score']:.4f}"
        lines += [_literal(f"  {place}", style="dim"), _literal(f"  {quotation['text']}")]
    for article, kept in pinned.items():
        copy = "a copy is kept" if kept else "its copy has been purged"
        lines.append(_literal(f"{article}: SHA-256 {receipt.articles[article]}, {copy}"))
    again = {
        True: "Made again from the corpus of today: the same answer, byte for byte.",
        False: "Made again from the corpus of today: ANOTHER answer. Settings or program have changed since.",
        None: "The corpus has changed since, so the answer cannot be made again.",
    }
    lines.append(_literal(again[same], style="bold"))
    return Group(*lines)


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> RenderableType:
    """Figures, a row each."""
    table = Table(*header, title=title, title_justify="left", box=SIMPLE)
    for row in rows:
        table.add_row(*map(_literal, row))
    return table


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; what comes out is told (done, total)."""
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("measuring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_finding(subject: str, sound: bool, says: str) -> RenderableType:
    """One line of the check."""
    mark = Text("ok       ", style="green") if sound else Text("missing  ", style="bold red")
    return mark.append(f"{subject}: ", style="not bold default").append_text(_literal(says, style="not bold default"))


def show_trouble(says: str) -> RenderableType:
    """Something that went wrong, in one paragraph."""
    return _literal(says, style="red")


def _literal(text: str, style: str = "") -> Text:
    return Text(text.translate(_CONTROLS), style=style)
