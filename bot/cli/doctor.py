"""`policybot doctor`, also called `check`: what is missing before the bot can run."""

import logging

import typer

from bot.cli.console import BAD_CALL, Corpus, out, settings_with, tokens_hidden


def doctor(context: typer.Context, corpus: Corpus = None) -> None:
    """Say whether configuration, corpus and Slack tokens are sound. Exit status 2 if not."""
    from bot.terminal import show
    from bot.wiring.doctor import findings

    tokens = tokens_hidden(context, logging.WARNING)
    sound = True
    out.print(show.show_finding("settings", True, "can be read"), soft_wrap=True)
    for finding in findings(settings_with(context, corpus=corpus), tokens):
        sound = sound and finding.sound
        out.print(show.show_finding(finding.subject, finding.sound, finding.says), soft_wrap=True)
    raise typer.Exit(0 if sound else BAD_CALL)
