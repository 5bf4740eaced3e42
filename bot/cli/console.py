"""What the commands have in common: the two streams, the exit statuses, and settings that an option overrides."""

import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from bot.settings import Settings, Tokens

DONE, NOT_FOUND, BAD_CALL = 0, 1, 2

out, err = Console(highlight=False), Console(stderr=True, highlight=False)

Corpus = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="The folder with the documents.")]


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day by itself has no zone
    except ValueError:
        raise typer.BadParameter(f"{text} is not a date; write it as YYYY-MM-DD") from None


Since = Annotated[datetime | None, typer.Option(metavar="YYYY-MM-DD", parser=_day, help="From this day on.")]
Until = Annotated[datetime | None, typer.Option(metavar="YYYY-MM-DD", parser=_day, help="Up to this day.")]


def settings_with(context: typer.Context, *, corpus: Path | None = None, quotations: int | None = None) -> "Settings":
    """The settings that were read at the start, with what the options of a command say instead.

    A corpus folder that is named here replaces the sources as well.
    """
    settings: Settings = context.obj
    if corpus is not None:
        settings = settings.with_documents(corpus=corpus, sources=())
    if quotations is not None:
        answering = settings.answering.model_copy(update={"quotations": quotations})
        settings = settings.model_copy(update={"answering": answering})
    return settings


def tokens_hidden(context: typer.Context, level: int | None = None) -> "Tokens":
    """The tokens from the environment. From here on, no log shows them, and logs start at this level (None: as set)."""
    from bot.service.logs import configure_logs
    from bot.settings import read_tokens, secrets_of

    tokens = read_tokens()
    chosen, form = context.obj.log.level, context.obj.log.format
    least = logging.getLevelNamesMapping()[chosen.upper()] if level is None else level
    configure_logs(level=least, form=form, secrets=secrets_of(context.obj, tokens))
    return tokens
