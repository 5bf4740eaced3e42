"""`policybot backup`, `restore` and `forget`: what the bot keeps."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import out


def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
) -> None:
    """Back up everything that the bot keeps to one file. The bot may go on running."""
    from bot.store import backup as backups
    from bot.wiring.audit import record_backup
    from bot.wiring.state import database, place_of

    rows = backups.backup(database(context.obj), file)
    record_backup(context.obj, file)
    out.print(f"{place_of(context.obj)} → {file}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `policybot backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace what the database holds.")] = False,
) -> None:
    """Restore a backup into the database of the settings, SQLite or PostgreSQL. Stop the bot first."""
    from contextlib import closing

    from bot.core.audit import Action
    from bot.store import backup as backups
    from bot.wiring.audit import record_of_command
    from bot.wiring.state import database, open_state, place_of

    rows = backups.restore(file, database(context.obj), replace=replace)
    with closing(open_state(context.obj)) as store:
        record_of_command(store.audit, Action.RESTORED, "backup", file=str(file))
    out.print(f"{file} → {place_of(context.obj)}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


def forget(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="USER", help="A person's id in Slack, such as U0123456789.")],
) -> None:
    """Delete what one person asked, and the receipts of their questions alone."""
    from bot.wiring.erase import forget_person

    gone = forget_person(person, context.obj)
    counted = f"{gone.requests} requests, {len(gone.receipts)} receipts"
    out.print(f"Deleted for {person}: {counted}, and their own digests.", markup=False)
