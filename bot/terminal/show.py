"""Answer, fault → what a person reads in a terminal. No text is ever read as markup."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.core.answering import citing, wording
from bot.core.answering.display import Style, display
from bot.core.answering.receipts import Again, Receipt
from bot.core.changes.catalogue import HALF_HASH
from bot.core.lookup import corpus_and_model
from bot.core.model import Answer, Quotation
from bot.terminal.literal import literal

_STYLES = {
    Style.PLAIN: "",
    Style.ANSWER: "bold",
    Style.STRUCK: "strike dim",
    Style.NOTE: "dim",
    Style.HEAD: "dim",
    Style.ASIDE: "dim",
}


def show_answer(answer: Answer, longest_question: int, *, nearest: bool = False) -> RenderableType:
    """Quotations with their sources, or why there are none; `nearest`: with the passages that come nearest."""
    if answer.answered:
        return Group(*_quotations(answer))
    return Group(*_refusal(answer, longest_question), *_nearest(answer, shown=nearest))


def _quotations(answer: Answer) -> Iterator[RenderableType]:
    if answer.weak:
        yield literal(wording.WEAK, style="bold yellow")
    for quotation in answer.quotations:
        yield from show_quotation(quotation)
    for note in wording.footnotes(answer):
        yield literal(note, style="yellow")
    if answer.receipt:
        yield show_receipt_id(answer.receipt)


def show_receipt_id(receipt: str) -> RenderableType:
    """The id by which an answer can be shown again."""
    return literal(f"Receipt {receipt}", style="dim")


def show_quotation(quotation: Quotation) -> Iterator[RenderableType]:
    """A quotation, line by line: a banner if a later word replaces it, the words, their source."""
    if banner := wording.banner(quotation):
        yield literal(banner, style="bold yellow")
    shown = display(quotation)
    for line in filter(None, (shown.section, *shown.above)):
        yield Padding(literal(line, style="dim"), (0, 0, 0, 2))
    words = Text()
    for run in shown.runs:
        words.append_text(literal(run.plain, _STYLES[run.style], lines=True))
    yield Padding(words, (0, 0, 0, 2))
    known = quotation.attribution
    title = literal(f"  — {citing.label(known)}", style="bold")
    yield title.append_text(literal(f" · {citing.source(*quotation.passages)}", style="not bold dim"))
    if known.url:
        yield literal(f"    {known.url}", style="dim")
    for line in filter(None, (wording.chosen(quotation), wording.also_in(quotation))):
        yield literal(f"    {line}", style="dim")
    yield Text()


def _refusal(answer: Answer, longest_question: int) -> Iterator[RenderableType]:
    for sentence in wording.refusal(answer, longest_question):
        yield literal(sentence)
    for suggestion in answer.suggestions:
        yield literal(f"  {suggestion}", style="bold")
    if answer.nearest:
        yield literal("Nearest titles:")
    for nearest in answer.nearest:
        yield literal(f"  {citing.label(nearest)}", style="dim")


def _nearest(answer: Answer, *, shown: bool) -> Iterator[RenderableType]:
    """The passages that come nearest, marked as no answer, or how to see them."""
    if answer.nearest_passages and not shown:
        yield literal("To see the nearest passages, add --nearest.", style="dim")
    elif shown:
        yield literal(wording.NEAREST if answer.nearest_passages else wording.NOTHING_NEAR, style="bold yellow")
        for quotation in answer.nearest_passages:
            yield from show_quotation(quotation)


def show_receipt_row(receipt: Receipt) -> RenderableType:
    """A receipt in a line: its id, the day, the question, and the documents that it quotes."""
    return literal(f"{receipt.id}  {receipt.day}  {receipt.question}  ({', '.join(receipt.documents)})")


def show_receipt(receipt: Receipt, pinned: Mapping[str, bool], again: Again) -> RenderableType:
    """What an answer rests on, whether its articles are still kept, and whether the same answer came out again."""
    asked = f"Asked on {citing.day(receipt.day)}: {receipt.question}"
    lines = [literal(asked, style="bold"), literal(f"Terms: {', '.join(receipt.terms)}")]
    corpus, model = corpus_and_model(receipt.revision)
    lines.append(literal(f"Index revision: {corpus}"))
    if model:
        lines.append(literal(f"Sentence encoder: {model}"))
    for quotation in json.loads(receipt.answer)["quotations"]:
        place = f"{quotation['article']} ¶ {quotation['paragraph']}, score {quotation['score']:.4f}"
        lines += [literal(f"  {place}", style="dim"), literal(f"  {quotation['text']}")]
    for article, kept in pinned.items():
        reader = "; read by an earlier reader, and the file is the same" if article in again.reread else ""
        lines.append(literal(f"{article}: SHA-256 {_file_of(receipt.articles[article], kept=kept)}{reader}"))
    lines.append(literal(_made_again(again), style="bold"))
    lines += [literal(f"  {note}") for note in again.apart_from]
    return Group(*lines)


def _file_of(content_hash: str, *, kept: bool) -> str:
    if len(content_hash) == HALF_HASH:
        return f"{content_hash}…; no copy is kept: the replica that has the file adds it while the file is the same"
    return f"{content_hash}, {'a copy is kept' if kept else 'its copy has been purged'}"


WITHOUT_ENCODER = "without a sentence encoder: leave search.model empty"


def _made_again(again: Again) -> str:
    today = "Answered again from today's documents"
    if again.same:
        return f"{today}: the same answer, byte for byte."
    if again.apart_from:
        return f"{today}: the same answer, but for notes that policybot no longer writes:"
    if again.in_order:
        return f"{today}: the same quotations in the same order. The scores differ, as on another processor."
    if again.lacks is not None:
        named = f"with the sentence encoder {again.lacks}: name its folder in search.model"
        return f"It was found {named if again.lacks else WITHOUT_ENCODER} to make it again."
    if again.same is None:
        return "The documents have changed since then, so the answer cannot be compared."
    return f"{today}: a DIFFERENT answer. Settings or program have changed since."


def show_table(header: Sequence[str], rows: Sequence[Sequence[str]], title: str | None = None) -> RenderableType:
    """Figures, a row each."""
    table = Table(*header, title=title, title_justify="left", box=SIMPLE, show_header=any(header))
    for row in rows:
        table.add_row(*map(literal, row))
    return table


@contextmanager
def progress(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A progress bar; what comes out is told (done, total)."""
    from rich.progress import Progress  # noqa: PLC0415  # slow to load, and seldom shown

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("measuring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_finding(subject: str, sound: bool, says: str, remedy: str = "") -> RenderableType:
    """One line of the check; where it is sound, a remedy is advice."""
    mark = Text("fix      ", style="bold red")
    if sound:
        mark = Text("advice   ", style="yellow") if remedy else Text("ok       ", style="green")
    says = f"{says}; {remedy}" if remedy else says
    return mark.append(f"{subject}: ", style="not bold default").append_text(literal(says, style="not bold default"))


def show_trouble(says: str) -> RenderableType:
    """Something that went wrong, in one paragraph."""
    return literal(says, style="red")
