"""What became of a source that was to be added → what a person reads in a terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from rich.console import Group, RenderableType

from bot.core.answering.display import above, runs
from bot.core.counting import counted, some_of
from bot.core.model import Article, Passage
from bot.terminal.literal import literal

# How many of the files that are passed over are named.
MOST_NAMED = 3

UNCHANGED = "unchanged"


class LeftOut(Protocol):
    """Words of a source that are in no passage, and why."""

    @property
    def reason(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def line(self) -> int: ...


class Addition(Protocol):
    """What became of a source. `article` is None where it is unchanged; `alike` says what says nearly the same."""

    @property
    def source(self) -> Path | str: ...
    @property
    def file(self) -> Path: ...
    @property
    def fate(self) -> str: ...
    @property
    def article(self) -> Article | None: ...
    @property
    def left_out(self) -> Sequence[LeftOut]: ...
    @property
    def alike(self) -> Sequence[object]: ...
    @property
    def notes(self) -> Sequence[str]: ...


class Summary:
    """Counts what became of many sources."""

    def __init__(self) -> None:
        self.fates: Counter[str] = Counter()
        self.words: Counter[str] = Counter()
        self.passages = 0
        self.unread = 0

    def count(self, added: Addition) -> None:
        """Takes in what became of one source."""
        self.fates[added.fate] += 1
        self.passages += len(added.article.passages) if added.article else 0
        for each in added.left_out:
            self.words[str(each.reason)] += len(each.text.split())

    def sentence(self, passed_over: Mapping[str, Sequence[str]], *, dry: bool = False) -> RenderableType:
        """What became of all of them, or would if this were not `dry`, in a few lines."""
        told = {f"would be {fate}" if dry and fate != UNCHANGED else fate: count for fate, count in self.fates.items()}
        fates = ", ".join(f"{count:,} {fate}" for fate, count in told.items()) or "nothing added"
        lines = [literal(f"{fates}, {self.unread:,} not read; {counted(self.passages, 'passage')}", style="bold")]
        if self.words:
            reasons = ", ".join(f"{reason} {count:,}" for reason, count in self.words.most_common())
            lines.append(literal(f"  words left out, by reason: {reasons} (--left-out lists them)", style="dim"))
        for kind, files in passed_over.items():
            lines.append(literal(f"  passed over, {kind}: {some_of(files, MOST_NAMED)}", style="dim"))
        return Group(*lines)


def show_added(added: Addition, *, dry: bool = False, left_out: bool = False) -> RenderableType:
    """What became of a source. `dry` shows its passages as they will be quoted; `left_out` the words that are not."""
    would = "would be " if dry and added.article else ""
    lines = [literal(f"{would}{added.fate}: ", style="green").append_text(literal(str(added.file), style="bold"))]
    if added.article:
        lines[0].append_text(literal(f", {_known(added.article)}", style="not bold"))
    lines += [literal(f"  {like}; both are kept", style="yellow") for like in added.alike]
    lines += [literal(f"  {note}", style="yellow") for note in added.notes]
    if dry and added.article:
        for passage in added.article.passages:
            lines.append(literal(f"  {passage.number}. ", style="dim").append_text(literal(as_quoted(passage))))
    if left_out:
        for each in added.left_out:
            where = literal(f"  left out, {each.reason}, {each.line}: ", style="yellow")
            lines.append(where.append_text(literal(" ".join(each.text.split()), style="dim")))
    return Group(*lines)


def as_quoted(passage: Passage) -> str:
    """A passage in one line, with what it hangs on before it."""
    words = "".join(run.plain for run in runs(passage, (0, len(passage.text))))
    return " | ".join([*filter(None, above(passage.context)), " ".join(words.split())])


def _known(article: Article) -> str:
    """The title, and how much there is."""
    return f"“{article.attribution.label}”, {counted(len(article.passages), 'passage')}"
