"""The command line: the commands of `bot.cli`, joined into one program.

A command imports what it alone needs, so that `policybot ask` starts at once.
"""

import gc
import io
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import (
    access,
    answers,
    auditing,
    configuring,
    digests,
    doctor,
    documents,
    measuring,
    models,
    own_answers,
    receipts,
    reporting,
    running,
    sources,
    starting,
    state,
)
from bot.cli.console import BAD_CALL, err
from bot.cli.options import Commands, grouped, taking
from bot.core.errors import PolicybotError
from bot.service.redaction import hide_in_tracebacks, redactor


def start(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", envvar="POLICYBOT_CONFIG", help="Settings; else config/policybot.toml."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Answers policy questions in the sources' own words."""
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"policybot {version_of('policybot')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
    if context.invoked_subcommand != "ask":
        from bot.service.logs import configure_logs

        gc.enable()
        configure_logs(level=logging.WARNING)
    from bot.settings.reading import demand_known_variables, read_settings

    demand_known_variables(os.environ)
    context.obj = read_settings(config)


def build_cli() -> typer.Typer:
    """The program with all its commands, in the order in which `--help` lists them."""
    cli = typer.Typer(cls=Commands, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    cli.callback(invoke_without_command=True)(start)
    cli.command()(starting.init)
    cli.command()(answers.ask)
    cli.command()(answers.verify)
    cli.command()(taking(documents.AddOptions, documents.add))
    cli.command("list")(documents.list_documents)
    cli.command()(documents.show)
    cli.command()(documents.remove)
    cli.add_typer(_sources(), name="sources")
    cli.add_typer(_answers(), name="answers")
    cli.command()(digests.digest)
    cli.command()(doctor.doctor)
    cli.command("settings")(configuring.show_settings)
    cli.command("check", hidden=True, help="Another name of `policybot doctor`.")(doctor.doctor)
    cli.command()(access.who_sees)
    cli.command()(access.can_see)
    cli.command()(receipts.receipt)
    cli.add_typer(_receipts(), name="receipts")
    cli.command()(auditing.acknowledgements)
    cli.command()(auditing.audit)
    cli.command()(state.backup)
    cli.command()(state.restore)
    cli.command()(state.forget)
    cli.command()(measuring.index)
    cli.command()(taking(reporting.ReportOptions, reporting.report))
    cli.command("eval")(measuring.evaluate)
    cli.command()(measuring.fit)
    cli.add_typer(_model(), name="model")
    cli.command()(running.run)
    cli.command()(running.demo)
    return cli


def _sources() -> typer.Typer:
    about = "Show the sources that are followed, when each was last checked, and what came of it."
    return grouped(about, {"": sources.sources, "look": sources.look, "confirm": sources.confirm})


def _answers() -> typer.Typer:
    commands: dict[str, Callable[..., None]] = {
        "list": own_answers.list_answers,
        "export": own_answers.export,
        "withdraw": own_answers.withdraw,
        "unpin": own_answers.unpin,
        "remove-synonym": own_answers.remove_synonym,
    }
    return grouped("List, export or take away what curators pinned and wrote.", commands)


def _receipts() -> typer.Typer:
    commands = {
        "list": taking(receipts.ListOptions, receipts.list_receipts),
        "export": taking(receipts.ExportOptions, receipts.export),
    }
    return grouped("List receipts, or export them, by day and document.", commands)


def _model() -> typer.Typer:
    about = "Download a sentence encoder, which finds passages that use other words than the question."
    return grouped(about, {"get": models.get})


def main() -> None:
    """The entry point: bad calls and configurations become a sentence and exit status 2."""
    gc.disable()  # while all is loaded: that makes many objects and no garbage
    hide_in_tracebacks(redact := redactor())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # one that knows no more than ASCII still says something
            stream.reconfigure(errors="backslashreplace")
    try:
        build_cli()(prog_name="policybot")
    except PolicybotError as error:
        from bot.terminal import show

        for line in str(error).split("\n"):
            err.print(show.show_trouble(redact(f"policybot: {line}")), soft_wrap=True)
        sys.exit(BAD_CALL)
    except BrokenPipeError:
        sys.exit(BAD_CALL)


if __name__ == "__main__":
    main()
