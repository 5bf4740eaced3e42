"""`policybot sources`: what is followed, checking it now, and confirming what is gone."""

from typing import Annotated

import typer

from bot.cli.console import NOT_FOUND, err, out

Name = Annotated[str | None, typer.Argument(metavar="NAME", help="A single source; without one, all.")]


def sources(
    context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False
) -> None:
    """Show how each source stands, unless a command below this one is meant."""
    if context.invoked_subcommand is not None:
        return
    from bot.terminal.documents import show_sources
    from bot.terminal.json_text import json_text
    from bot.wiring.source_status import statuses

    found = list(statuses(context.obj))
    if as_json:
        out.print(json_text([each.as_json() for each in found]), markup=False, soft_wrap=True)
    else:
        out.print(show_sources(found), soft_wrap=True)


def look(context: typer.Context, name: Name = None) -> None:
    """Check the sources now, whether they are due or not. The running bot does that on its own."""
    from bot.terminal.documents import show_sources
    from bot.wiring.source_status import look_now, statuses

    look_now(context.obj, name)
    found = [each for each in statuses(context.obj) if name in (None, each.name)]
    out.print(show_sources(found), soft_wrap=True)
    raise typer.Exit(1 if any(each.trouble for each in found) else 0)


def confirm(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The source.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Confirm that the documents missing from a source are to be withdrawn."""
    from contextlib import closing

    from bot.terminal.literal import literal
    from bot.wiring import source_status
    from bot.wiring.state import open_state

    with closing(open_state(context.obj)) as store:
        asked = source_status.asked_of(context.obj, name, store)
        if not asked:
            err.print(literal(f"Nothing from {name} is waiting to be confirmed."), soft_wrap=True)
            raise typer.Exit(NOT_FOUND)
        for question, about in asked:
            out.print(literal(about), soft_wrap=True)
            if not yes and not typer.confirm("Withdraw them?"):
                raise typer.Exit(NOT_FOUND)
            source_status.confirm(question, store)
    out.print("Confirmed: the running bot withdraws them within a minute.")
