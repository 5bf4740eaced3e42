"""`policybot digest`: what channels would get, shown or sent."""

import logging
from typing import Annotated

import typer

from bot.cli.console import err, out, tokens_hidden
from bot.core.errors import ConfigurationError

NOT_ASKED = (
    "SLACK_BOT_TOKEN is not set, so nobody knows whether only members read a channel: what is for them is left out."
)


def digest(
    context: typer.Context,
    preview: Annotated[bool, typer.Option("--preview", help="Show what each channel would get; send nothing.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send each channel what is new since its last digest.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Send what is due and has not been sent (for cron).")] = False,
) -> None:
    """Show or send digests; the running bot does that on its own. Exit status: 1 if something could not be sent."""
    if preview + send + due != 1:
        raise ConfigurationError("choose one: policybot digest --preview, --send or --due")
    if preview:
        _preview(context)
    else:
        _send(context, due_only=due)


def _preview(context: typer.Context) -> None:
    from contextlib import closing

    from bot.library.library import open_library
    from bot.terminal.digests import show_digest
    from bot.wiring.access import directory_of
    from bot.wiring.digesting import previews
    from bot.wiring.state import open_state

    library, tokens = open_library(context.obj), tokens_hidden(context, logging.ERROR)
    if context.obj.collections and tokens.bot_token is None:
        err.print(NOT_ASKED, style="yellow", soft_wrap=True)
    with closing(open_state(context.obj)) as store:
        for name, what in previews(context.obj, library, store, directory_of(context.obj, tokens)):
            out.print(name, style="bold", markup=False)
            out.print(show_digest(what))


def _send(context: typer.Context, *, due_only: bool) -> None:
    from bot.terminal.show import show_finding
    from bot.wiring import sending

    told = sending.send(context.obj, tokens_hidden(context, logging.WARNING), due_only=due_only)
    for sent in told:
        out.print(show_finding(sent.where, sent.well, sent.says), soft_wrap=True)
    raise typer.Exit(0 if all(sent.well for sent in told) else 1)
