"""What became of a text that was to be added → what a person reads in a terminal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from rich.console import Group, RenderableType

from bot.terminal.literal import literal


class Place(Protocol):
    """A paragraph of a source: its text, and where it stands there, counted in the source's own unit."""

    @property
    def text(self) -> str: ...
    @property
    def line(self) -> int: ...


class Likeness(Protocol):
    """How a text is like an article; `str` says it in words."""

    @property
    def article(self) -> str: ...


class Addition(Protocol):
    """What became of a source. `duplicate_of` is what stands in its way, `linked` what it only shares much with."""

    @property
    def source(self) -> Path | str: ...
    @property
    def file(self) -> Path: ...
    @property
    def fate(self) -> str: ...
    @property
    def kept(self) -> int: ...
    @property
    def dropped(self) -> Sequence[Place]: ...
    @property
    def unknown(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...
    @property
    def unit(self) -> str: ...
    @property
    def duplicate_of(self) -> Likeness | None: ...
    @property
    def linked(self) -> Sequence[Likeness]: ...
    @property
    def written(self) -> bool: ...


def show_added(added: Addition, *, dry: bool = False) -> RenderableType:
    """What became of a source, with every paragraph that was dropped. `dry`: nothing was to be written."""
    lines = [literal(_fate(added, dry), style="green")]
    lines[0].append_text(literal(str(added.file), style="bold"))
    lines[0].append(f", {added.kept} paragraph{'s' if added.kept != 1 else ''}", style="not bold")
    if added.duplicate_of:
        name = added.duplicate_of.article
        ways = f"--force, --supersedes {name}, or --replace if it is a newer version of the page"
        says = f"  {added.source} is {added.duplicate_of}; to add it nevertheless: {ways}"
        return Group(lines[0], literal(says, style="yellow"))
    if isinstance(added.source, str):
        lines.append(literal(f"  from {added.source}", style="dim"))
    lines += [literal(f"  {like}", style="yellow") for like in added.linked]
    lines += [literal(f"  {note}", style="yellow") for note in added.notes]
    if added.unknown:
        lines.append(literal(f"  unknown: {', '.join(added.unknown)}", style="dim"))
    for each in added.dropped:
        where = literal(f"  dropped, {added.unit} {each.line}: ", style="yellow")
        lines.append(where.append_text(literal(each.text, style="dim")))
    return Group(*lines)


def _fate(added: Addition, dry: bool) -> str:
    """`added`, `would be added`, or what it was found to be already."""
    would = "would be " if dry and not added.written and added.fate in {"added", "replaced"} else ""
    return f"{would}{added.fate}: "
