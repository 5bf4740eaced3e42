"""`policybot backup`, `restore`, `forget` and `receipt`: what the bot keeps."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import NOT_FOUND, err, out


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")],
) -> None:
    """Write all that is kept into one file, while the bot runs."""
    from bot.store import backup as backups
    from bot.wiring.state import database, place_of

    rows = backups.backup(database(context.obj), file)
    out.print(f"{place_of(context.obj)} → {file}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `policybot backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace what the database holds.")] = False,
) -> None:
    """Put a backup into the database that the settings name, of either kind. Stop the bot before."""
    from bot.store import backup as backups
    from bot.wiring.state import database, place_of

    rows = backups.restore(file, database(context.obj), replace=replace)
    out.print(f"{file} → {place_of(context.obj)}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


def forget(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="USER", help="A person's id in Slack, such as U0123456789.")],
) -> None:
    """Remove what one person asked, and the receipts that only their questions had."""
    from bot.wiring.erase import forget_person

    gone = forget_person(person, context.obj)
    counted = f"{gone.requests} requests, {len(gone.receipts)} receipts"
    out.print(f"Gone of {person}: {counted}, and the digests for them alone.", markup=False)


def receipt(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The twelve digits that an answer came with.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Show what an answer rests on, and make it again. Exit status: 0 shown, 1 no such receipt."""
    from bot.core.answering.receipts import as_json as receipt_json
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.wiring import receipts

    with receipts.receipts_of(context.obj) as kept:
        known = kept.find(name)
        if known is None:
            err.print(show.show_trouble(f"there is no receipt {name}; it may have been purged"))
            raise typer.Exit(NOT_FOUND)
        played = receipts.replay(known, open_library(context.obj), context.obj, kept)
    if as_json:
        again = played.again
        told: dict[str, object] = {
            "same_again": again.same,
            "apart_from": list(again.apart_from),
            "reread": list(again.reread),
        }
        told |= {"same_order": again.same or again.in_order, "lacks_model": again.lacks}
        print(json.dumps(receipt_json(known) | told, ensure_ascii=False, indent=2))
    else:
        pinned = {article: content is not None for article, content in played.pinned.items()}
        out.print(show.show_receipt(known, pinned, played.again), soft_wrap=True)
