"""What curators pinned and wrote → tables for a terminal. Words that are not ours are taken literally."""

from collections.abc import Sequence
from typing import Protocol

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table

from bot.core.answering import citing
from bot.core.answering.pins import Pin, PinState
from bot.core.curation.own_answers import WrittenAnswer
from bot.terminal.literal import literal

NOTHING = "Curators have pinned and written nothing yet."


class Listed(Protocol):
    """What curators pinned, with how each stands, and what they wrote."""

    @property
    def pins(self) -> Sequence[tuple[Pin, PinState]]: ...
    @property
    def documents(self) -> Sequence[WrittenAnswer]: ...
    @property
    def synonyms(self) -> Sequence[str]: ...


def show_own_answers(found: Listed) -> RenderableType:
    """Both, below each other."""
    if not (found.pins or found.documents or found.synonyms):
        return literal(NOTHING)
    pins, documents = (Table(box=SIMPLE, header_style="bold") for _ in range(2))
    for name in ("pinned", "question", "answered by", "since", "stands"):
        pins.add_column(name)
    for pin, state in found.pins:
        more = f" (+{len(pin.questions) - 1})" if len(pin.questions) > 1 else ""
        place = f"{pin.article}#{','.join(map(str, pin.paragraphs))}"
        row = (pin.id, f"{pin.questions[0]}{more}", place, f"{pin.by}, {citing.day(pin.on)}", str(state))
        pins.add_row(*map(literal, row))
    for name in ("document", "title", "written"):
        documents.add_column(name)
    for each in found.documents:
        documents.add_row(*map(literal, (each.name, each.title, f"{each.by}, {citing.day(each.written)}")))
    synonyms = [literal("synonyms", style="bold"), *map(literal, found.synonyms)] if found.synonyms else []
    return Group(*([pins] if found.pins else []), *([documents] if found.documents else []), *synonyms)
