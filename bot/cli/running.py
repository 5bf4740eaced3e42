"""`policybot run` and `demo`: the bot in Slack, and in a pretend one."""

import gc
import os
from typing import Annotated

import typer

from bot.cli.console import Corpus, out, settings_with, tokens_hidden
from bot.core.errors import ConfigurationError


def run(context: typer.Context) -> None:
    """Run the bot in Slack, until it is stopped."""
    import asyncio

    from bot.doctor.slack import demand_tokens
    from bot.wiring import running

    tokens = tokens_hidden(context)
    demand_tokens(context.obj, tokens)
    # All that is loaded by now stays. To look through it for garbage, as Python does now and then, takes a tenth of a
    # second, in which nobody is answered.
    gc.freeze()
    asyncio.run(running.Bot(context.obj, tokens).run(stalled=lambda: os._exit(running.STALLED)))


def demo(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(help="The first question; without one, one that the documents answer.")
    ] = None,
    corpus: Corpus = None,
    host: Annotated[str, typer.Option(help="Where the page is served.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 picks a free port.")] = 0,
    browse: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Try the bot in a pretend Slack workspace in the browser, with a first question asked for you."""
    try:
        from bot.wiring.demo import Where, play
        from slack_playground.server import CannotListen
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "the pretend workspace is not installed; install it: pip install 'policybot[demo]'"
        ) from error

    try:
        play(settings_with(context, corpus=corpus), question, out, Where(host, port), browse=browse)
    except CannotListen as error:
        raise ConfigurationError(str(error)) from error
