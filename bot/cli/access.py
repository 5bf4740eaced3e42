"""`policybot who-sees` and `can-see`: which rules of the settings decide who may see what."""

from typing import Annotated

import typer

from bot.cli.console import NOT_FOUND, err, out, tokens_hidden


def who_sees(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A document, or a collection.")],
) -> None:
    """Say who may see a document or a collection, rule by rule. Exit status: 1 if there is no such name."""
    from bot.core.access import NoDirectory
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.terminal.access import who_sees
    from bot.wiring.access import access_of, roles_of

    corpus, nobody = open_library(context.obj).seen(None).corpus, NoDirectory()
    told = who_sees(name, corpus, access_of(context.obj, nobody), roles_of(context.obj, nobody))
    if told is None:
        err.print(show.show_trouble(f"there is no document and no collection called {name}"))
        raise typer.Exit(NOT_FOUND)
    for line in told:
        out.print(line, markup=False, soft_wrap=True)


def can_see(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="USER", help="A person's id in Slack, such as U0123456789.")],
) -> None:
    """Ask Slack about a person, and say which collections they may see in private, and why."""
    import logging

    from bot.wiring import access

    tokens = tokens_hidden(context, logging.ERROR)
    for line in access.can_see(context.obj, tokens, person.removeprefix("@")):
        out.print(line, markup=False, soft_wrap=True)
