"""`policybot eval`, `fit` and `index`: how good the answers are, and the index behind them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import Corpus, err, out, settings_with
from bot.core.counting import counted


def index(
    context: typer.Context,
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the description as JSON.")] = False,
) -> None:
    """Build or update the index of a large corpus, and describe it. Exit status: 1 if it cannot be saved."""
    from bot.library.describing import described
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.terminal.bar import Bar
    from bot.terminal.json_text import json_text

    with Bar(err) as bar:
        library = open_library(settings_with(context, corpus=corpus), bar.told)
        library.refresher.save(at_once=True)
    description = described(library)
    if as_json:
        print(json_text(description.as_json(), indent=2))
    else:
        out.print(show.show_table(("", ""), description.rows()))
    raise typer.Exit(0 if description.place or library.snapshot.indexed is None else 1)


def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A test collection in the BEIR layout.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure the answers on a test collection."""
    from bot.evaluation.report import KIND_HEADER, figure_rows, kind_rows
    from bot.terminal import show
    from bot.terminal.json_text import json_text
    from bot.wiring import evaluating

    with show.progress(err) as told:
        report = evaluating.evaluate(folder, context.obj, told)
    if as_json:
        print(json_text(report.as_json(), indent=2))
    else:
        head = f"{report.collection}: {counted(report.articles, 'article')}, {counted(report.passages, 'passage')}"
        out.print(show.show_table(("figure", "", "questions"), figure_rows(report), head))
        out.print(show.show_table(KIND_HEADER, kind_rows(report)))


def fit(
    context: typer.Context,
    collections: Annotated[
        list[str],
        typer.Argument(
            metavar="COLLECTION…",
            help="Folders in the BEIR layout, or CORPUS:QUESTIONS.jsonl: your documents, and questions about them.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Fit the confidence to collections of questions, and judge each by a fit to the others.

    A line of QUESTIONS.jsonl: {"question": "…", "answerable": true, "expect": "words of a passage that answers"}.
    """
    from bot.evaluation import fitted
    from bot.terminal import show
    from bot.terminal.json_text import json_text
    from bot.wiring import fitting

    with show.progress(err) as told:
        result = fitting.fit(collections, context.obj, told)
    if as_json:
        print(json_text(fitted.as_json(result), indent=2))
    else:
        for header, rows in fitted.tables(result):
            out.print(show.show_table(header, rows))
