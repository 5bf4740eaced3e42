"""Documents and sources → tables for a terminal. Words that are not ours are taken literally."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rich.box import SIMPLE
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.measure import Measurement
from rich.table import Table

from bot.core.counting import counted
from bot.core.curation.listings import ListedDocument, SourceStatus
from bot.core.model import Article, Standing
from bot.terminal.added import LeftOut, as_quoted
from bot.terminal.literal import literal


class Known(Protocol):
    """A document with all that is known of it, and from where."""

    @property
    def article(self) -> Article: ...
    @property
    def origins(self) -> Mapping[str, str]: ...
    @property
    def left_out(self) -> Sequence[LeftOut]: ...
    @property
    def unknown(self) -> Sequence[str]: ...
    @property
    def problems(self) -> Sequence[str]: ...


def show_list(documents: Sequence[ListedDocument]) -> RenderableType:
    """One row per document, and below them what is wrong with any."""
    table = _table("name", "title", "date", "publisher", "passages", "origin")
    for each in documents:
        origin = f"{each.source}: {each.origin}" if each.source else each.origin
        mark = " (faulty)" if each.faults else ""
        values = (f"{each.name}{mark}", each.title or "–", each.date or "–", each.publisher or "–")
        table.add_row(*map(literal, (*values, f"{each.passages:,}", origin or "–")))
    faults = [literal(f"  {each.name}: {fault}", style="yellow") for each in documents for fault in each.faults]
    total = sum(each.passages for each in documents)
    return Group(
        table, *faults, literal(f"{counted(len(documents), 'document')}, {counted(total, 'passage')}", style="bold")
    )


@dataclass(frozen=True, slots=True)
class KnownTable:
    """One row per document: its name, each fact with where it is known from, and what a curator should add.

    Where the terminal is too narrow for that, a paragraph a document.
    """

    rows: Sequence[tuple[str, Mapping[str, tuple[str, str]], Sequence[str]]]
    heads: Sequence[str]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        table = _table("document", *self.heads, "to add")
        for name, facts, lacking in self.rows:
            cells = [_from(*facts[head]) if head in facts else "–" for head in self.heads]
            table.add_row(*map(literal, (name, *cells, ", ".join(lacking) or "–")))
        is_wide_enough = Measurement.get(console, options, table).maximum < options.max_width
        yield table if is_wide_enough else Group(*self._paragraphs())

    def _paragraphs(self) -> Iterator[RenderableType]:
        for name, facts, lacking in self.rows:
            yield literal(name, style="bold")
            for head in self.heads:
                if head in facts:
                    yield literal(f"  {head}: {_from(*facts[head])}")
            if lacking:
                yield literal(f"  to add: {', '.join(lacking)}", style="yellow")


def _from(value: str, origin: str) -> str:
    return f"{value} ({origin})" if origin else value


def show_document(name: str, file: str, known: Known, article: Article) -> RenderableType:
    """What is known of a document and from where, its passages as they will be quoted, and what is left out of it."""
    table = _table("what", "value", "from")
    for key, value in _values(article).items():
        table.add_row(*map(literal, (key, value, known.origins.get(key, ""))))
    lines: list[RenderableType] = [literal(f"{name}: {file}", style="bold"), table]
    for passage in known.article.passages:
        lines.append(literal(f"  {passage.number}. ", style="dim").append_text(literal(as_quoted(passage))))
    for each in known.left_out:
        words = " ".join(each.text.split())
        lines.append(literal(f"  left out, {each.reason}, {each.line}: {words}", style="dim"))
    if known.unknown:
        lines.append(literal(f"  keys that mean nothing here: {', '.join(known.unknown)}", style="yellow"))
    return Group(*lines, *(literal(f"  {problem}", style="yellow") for problem in known.problems))


def _values(article: Article) -> Mapping[str, str]:
    """What is known of a document, in words, by key."""
    about = article.attribution
    values: dict[str, Any] = {
        "title": about.title,
        "publisher": about.publisher,
        "author": about.author,
        "published": about.published,
        "updated": about.updated,
        "url": about.url,
        "topics": ", ".join(about.topics),
        "collection": about.collection,
        "owner": article.owner,
        "standing": about.standing if about.standing is not Standing.UNKNOWN else None,
        "in_force_from": article.in_force_from,
        "in_force_until": article.in_force_until,
        "review_by": article.review_by,
        "supersedes": ", ".join(map(str, article.supersedes)),
        "based_on": ", ".join(article.based_on),
    }
    return {key: str(value) for key, value in values.items() if value}


def show_sources(found: Sequence[SourceStatus]) -> RenderableType:
    """One row per source, and below each what curators should know of it."""
    if not found:
        return literal("No source is followed; name some in the settings, as [[sources]].")
    table = _table("source", "kind", "documents", "last looked at", "outcome")
    notes = []
    for each in found:
        # A folder is read by the command itself.
        never = "just now" if each.kind == "folder" else "never yet"
        looked = f"{each.looked:%Y-%m-%d %H:%M} UTC" if each.looked else never
        table.add_row(*map(literal, (each.name, each.kind, f"{each.documents:,}", looked, each.trouble or each.told)))
        notes.append(literal(f"  {each.name}: {each.place}", style="dim"))
        if each.faults:
            faults = f"  {each.name}: {counted(each.faults, 'fault')}; `policybot doctor` lists them"
            notes.append(literal(faults, style="yellow"))
        if each.waiting:
            notes.append(literal(f"  {each.name}: {each.waiting:,} wait for a curator", style="yellow"))
        if each.asks:
            remedy = f"confirm it: policybot sources confirm {each.name}"
            notes.append(literal(f"  {each.asks}, and stay until a curator says so; {remedy}", style="yellow"))
    return Group(table, *notes)


def _table(*heads: str) -> Table:
    table = Table(box=SIMPLE, pad_edge=False, header_style="dim")
    for head in heads:
        justify: Literal["left", "right"] = "right" if head in ("passages", "documents") else "left"
        table.add_column(head, justify=justify, overflow="fold", no_wrap=head == "date")
    return table
