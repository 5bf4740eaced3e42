"""`policybot receipt` and `receipts`: what answers were based on, for auditors."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import NOT_FOUND, Since, Until, err, out
from bot.core.counting import counted

if TYPE_CHECKING:
    from bot.store.receipts import Chosen


def receipt(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The 12-character ID that an answer came with.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Show what an answer was based on, and reproduce it. Exit status: 0 shown, 1 no such receipt."""
    from bot.core.answering.receipts import as_json as receipt_json
    from bot.library.library import open_library, policy_of
    from bot.library.receipts import replay
    from bot.terminal import show
    from bot.terminal.json_text import json_text
    from bot.wiring.history import history_of
    from bot.wiring.receipts import receipts_of

    settings = context.obj
    with receipts_of(settings) as kept:
        known = kept.find(name)
        if known is None:
            err.print(show.show_trouble(f"there is no receipt {name}; it may have been purged"))
            raise typer.Exit(NOT_FOUND)
        played = replay(known, open_library(settings), policy_of(settings), kept, history_of(settings))
    if as_json:
        again = played.again
        told: dict[str, object] = {
            "same_again": again.same,
            "apart_from": list(again.apart_from),
            "reread": list(again.reread),
        }
        told |= {"same_order": again.same or again.in_order, "lacks_model": again.lacks}
        print(json_text(receipt_json(known) | told, indent=2))
    else:
        pinned = {article: content is not None for article, content in played.pinned.items()}
        out.print(show.show_receipt(known, pinned, played.again), soft_wrap=True)


@dataclass(frozen=True)
class Choice:
    """Which receipts are meant."""

    since: Since = None
    until: Until = None
    document: Annotated[str, typer.Option(metavar="NAME", help="Only receipts that quote this document.")] = ""

    @property
    def chosen(self) -> "Chosen":
        """The same as the store takes it."""
        from bot.store.receipts import Chosen

        return Chosen(_day(self.since), _day(self.until), self.document)


@dataclass(frozen=True)
class ListOptions(Choice):
    """What `policybot receipts list` is told."""

    as_json: Annotated[bool, typer.Option("--json", help="Print each whole receipt as a line of JSON.")] = False


def list_receipts(context: typer.Context, options: ListOptions) -> None:
    """List receipts, by date and by quoted document."""
    from bot.core.answering.receipts import as_json as receipt_json
    from bot.terminal.json_text import json_text
    from bot.terminal.show import show_receipt_row
    from bot.wiring.receipts import receipts_of

    with receipts_of(context.obj) as kept:
        for each in kept.all(options.chosen):
            if options.as_json:
                print(json_text(receipt_json(each)))
            else:
                out.print(show_receipt_row(each), soft_wrap=True)


@dataclass(frozen=True)
class ExportOptions(Choice):
    """What `policybot receipts export` is told."""

    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The ZIP file to write; must not exist.")] = Path()


def export(context: typer.Context, options: ExportOptions) -> None:
    """Export receipts, with the documents as they were quoted, to a ZIP file. The audit log records it."""
    from bot.wiring.receipts import export_receipts

    count = export_receipts(context.obj, options.chosen, options.file)
    out.print(f"{options.file}: {counted(count, 'receipt')}", markup=False, soft_wrap=True)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
