"""`policybot backup`, `restore` and `forget`: what the bot keeps."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import out
from bot.core.counting import counted


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace an older backup of this name.")] = False,
) -> None:
    """Back up database, documents and settings to one file. The bot may go on running."""
    from bot.settings.reading import DEFAULT_FILE
    from bot.wiring.backups import back_up
    from bot.wiring.state import place_of

    settings_file = context.find_root().params["config"] or DEFAULT_FILE
    done = back_up(context.obj, settings_file, file, replace=replace)
    out.print(f"{place_of(context.obj)} → {file}: {counted(done.rows, 'row')}", markup=False, soft_wrap=True)
    out.print(f"{context.obj.corpus} → {file}: {counted(done.documents, 'file')}", markup=False, soft_wrap=True)
    if done.settings:
        out.print(f"{', '.join(done.settings)} → {file}", markup=False, soft_wrap=True)
    outside = [*done.left_out, *(str(each.folder) for each in context.obj.sources if each.folder)]
    if outside:
        out.print(f"Not in it, since it lies elsewhere: {', '.join(outside)}", markup=False, soft_wrap=True)
    out.print("Not in it: tokens and passwords.", markup=False)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `policybot backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what the database holds, and move other documents aside.")
    ] = False,
) -> None:
    """Restore a backup: settings that are not there, the database, the documents. Stop the bot first."""
    from bot.library.archive import opened_archive
    from bot.settings.reading import read_settings
    from bot.wiring import backups
    from bot.wiring.state import place_of

    with opened_archive(file) as archive:
        written, kept = archive.put_settings(Path())
        settings = read_settings(context.find_root().params["config"]) if written else context.obj
        done = backups.restore(settings, archive, replace=replace)
    if written:
        out.print(f"{file} → {', '.join(written)}", markup=False, soft_wrap=True)
    out.print(f"{file} → {place_of(settings)}: {counted(done.rows, 'row')}", markup=False, soft_wrap=True)
    out.print(f"{file} → {settings.corpus}: {counted(done.documents, 'file')}", markup=False, soft_wrap=True)
    if done.aside:
        out.print(f"Documents that were in the way are in {done.aside}", markup=False, soft_wrap=True)
    if kept:
        out.print(f"Left as they are, though the backup has others: {', '.join(kept)}", markup=False, soft_wrap=True)


def forget(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="USER", help="A person's id in Slack, such as U0123456789.")],
) -> None:
    """Delete what one person asked, the receipts of their questions alone, and what they confirmed as read."""
    from bot.wiring.erase import forget_person

    gone = forget_person(person, context.obj)
    counted = f"{gone.requests} requests, {len(gone.receipts)} receipts, {gone.asked_to_read} requests to read"
    out.print(f"Deleted for {person}: {counted}, and their own digests.", markup=False)
