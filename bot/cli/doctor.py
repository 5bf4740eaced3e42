"""`policybot doctor`, also called `check`: what is missing before the bot can run."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli.console import BAD_CALL, Corpus, out, settings_with, tokens_hidden
from bot.core.counting import counted

if TYPE_CHECKING:
    from bot.doctor.finding import Finding
    from bot.settings import Settings

# Rows of the table that says what is known of documents; `policybot list` has them all.
MOST_SHOWN = 50


def doctor(
    context: typer.Context,
    corpus: Corpus = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Check only the documents; an unknown key and a missing title, date or link are faults.",
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, for programs.")] = False,
) -> None:
    """Check the configuration, the documents and the Slack tokens. Exit status: 2 if something is wrong."""
    from bot.settings.reading import DEFAULT_FILE
    from bot.wiring.doctor import findings

    settings = settings_with(context, corpus=corpus)
    if strict:
        _tell_of_faults(settings)
    tokens = tokens_hidden(context, logging.ERROR)
    found = findings(settings, tokens, context.find_root().params["config"] or DEFAULT_FILE)
    if as_json:
        _print_as_json(found)
    _tell_of(found, settings)


def _tell_of_faults(settings: "Settings") -> NoReturn:
    from bot.library.inspecting import strict_faults
    from bot.library.library import open_library
    from bot.terminal import show

    faults = list(strict_faults(open_library(settings)))
    for fault in faults:
        out.print(show.show_trouble(fault), soft_wrap=True)
    out.print(counted(len(faults), "fault") if faults else "No document is missing anything.")
    raise typer.Exit(1 if faults else 0)


def _print_as_json(findings: Iterable["Finding"]) -> NoReturn:
    from bot.terminal.json_text import json_text

    found = [asdict(finding) for finding in findings]
    print(json_text(found, indent=2))
    raise typer.Exit(0 if all(finding["sound"] for finding in found) else BAD_CALL)


def _tell_of(findings: Iterable["Finding"], settings: "Settings") -> NoReturn:
    """Each finding as soon as it is there, and then what is known of the documents."""
    from bot.core.errors import ConfigurationError
    from bot.documents.corpus.format import KNOWN_FROM, known_rows
    from bot.library.inspecting import described_documents
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.terminal.documents import KnownTable

    sound = True
    for finding in findings:
        sound = sound and finding.sound
        line = show.show_finding(finding.subject, finding.sound, finding.says, finding.remedy)
        out.print(line, soft_wrap=True)
    with suppress(ConfigurationError):  # it was told above
        known = list(islice(described_documents(open_library(settings)), MOST_SHOWN))
        if known:
            out.print(KnownTable(known_rows(known), KNOWN_FROM), soft_wrap=True)
    raise typer.Exit(0 if sound else BAD_CALL)
