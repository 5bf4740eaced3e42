"""The command line. Each command is a few lines that call a room.

A command imports what it alone needs, so that `policybot ask` starts at once.
"""

import asyncio
import json
import logging
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.articles import adding
from bot.articles.adding import Added
from bot.articles.faults import Faulty
from bot.articles.metadata import Metadata, from_options
from bot.core.as_json import answer_as_json
from bot.core.errors import ConfigurationError, PolicybotError
from bot.core.model import Question, Standing
from bot.core.receipts import as_json as receipt_json
from bot.core.verdicts import Finding
from bot.service.logs import configure_logs
from bot.settings import Settings, read_settings, read_tokens
from bot.terminal import show
from bot.wiring import receipts
from bot.wiring.library import open_library, read_leavings
from bot.wiring.receipts import asking_on_record

FIRST_QUESTION = "How long does Amazon's pause on police use of Rekognition last?"
ANSWERED, NOTHING_FOUND, BAD_CALL = 0, 1, 2

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
out, err = Console(highlight=False), Console(stderr=True, highlight=False)

Corpus = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="The folder with the articles.")]


@cli.callback(invoke_without_command=True)
def policybot(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", envvar="POLICYBOT_CONFIG", help="Settings; else config/policybot.toml."),
    ] = None,
) -> None:
    """Answers policy questions in the sources' own words."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit
    configure_logs(level=logging.WARNING)
    context.obj = read_settings(config)


@cli.command()
def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")],
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="YYYY-MM-DD", help="Answer from what was in force on that day.")
    ] = None,
    k: Annotated[int | None, typer.Option("-k", min=1, max=10, help="At most so many quotations.")] = None,
) -> None:
    """Answer a question. Exit status: 0 answered, 1 nothing found, 2 bad call or configuration."""
    settings = _with(context.obj, corpus=corpus, quotations=k)
    library = open_library(settings)
    if faults := library.snapshot.faults:
        err.print(f"{len(faults)} faults in {settings.corpus}: see `policybot check`", style="yellow", markup=False)
    answer = asking_on_record(library, settings)
    then = _day(as_of)
    if question == ["-"]:
        answered = False
        for line in _lines(sys.stdin.buffer):
            found = answer(Question(line, as_of=then))
            answered = answered or found.answered
            print(json.dumps(answer_as_json(found), ensure_ascii=False), flush=True)
        raise typer.Exit(ANSWERED if answered else NOTHING_FOUND)
    words = " ".join(question).encode("utf-8", "replace").decode()
    found = answer(Question(words, as_of=then))
    if as_json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False, indent=2))
    else:
        out.print(show.show_answer(found, settings.answering.longest_question))
    raise typer.Exit(ANSWERED if found.answered else NOTHING_FOUND)


@cli.command()
def add(
    context: typer.Context,
    sources: Annotated[list[Path], typer.Argument(metavar="FILE…|FOLDER", help="Plain texts, or folders of them.")],
    corpus: Corpus = None,
    title: Annotated[str | None, typer.Option(help="Only for a single text.")] = None,
    publisher: Annotated[str | None, typer.Option()] = None,
    author: Annotated[str | None, typer.Option()] = None,
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    url: Annotated[str | None, typer.Option(help="Only for a single text.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="May be given several times.")] = None,
    standing: Annotated[Standing | None, typer.Option()] = None,
    supersedes: Annotated[list[str] | None, typer.Option(metavar="ARTICLE[#PARAGRAPH]")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite articles that say something else.")] = False,
) -> None:
    """Turn raw texts into articles of the corpus. A YAML file of the same name tells what is known of a text."""
    settings = _with(context.obj, corpus=corpus)
    given = _metadata(
        title=title, publisher=publisher, author=author, published=published, url=url,
        topics=topic, standing=standing, supersedes=supersedes,
    )  # fmt: skip
    if (title or url) and (len(sources) > 1 or sources[0].is_dir()):
        raise ConfigurationError("--title and --url fit a single text; write them into a YAML file beside each")
    sound, found = True, False
    for result in adding.add(sources, settings.corpus, given, read_leavings(settings.leavings), replace=replace):
        found = True
        if isinstance(result, Added):
            dropped = [(paragraph.line, paragraph.text) for paragraph in result.dropped]
            out.print(
                show.show_added(result.fate, str(result.file), result.kept, result.unknown, dropped),
                soft_wrap=True,
            )
        else:
            sound = False
            err.print(show.show_trouble(str(result)), soft_wrap=True)
    if not found:
        raise ConfigurationError("there is no plain text in that folder; name files or folders that have .txt files")
    raise typer.Exit(0 if sound else 1)


@cli.command()
def verify(
    context: typer.Context,
    quotation: Annotated[list[str], typer.Argument(metavar="QUOTATION", help="The words to look up; - reads them.")],
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Check a quotation against the articles. Exit status: 0 word for word, 1 with differences or not found."""
    from bot.terminal.verdicts import show_verdict, verdict_as_json

    words = sys.stdin.read() if quotation == ["-"] else " ".join(quotation)
    verdict = open_library(_with(context.obj, corpus=corpus)).verify(words.encode("utf-8", "replace").decode())
    if as_json:
        print(json.dumps(verdict_as_json(verdict), ensure_ascii=False, indent=2))
    else:
        out.print(show_verdict(verdict))
    raise typer.Exit(0 if verdict.finding is Finding.EXACT else NOTHING_FOUND)


@cli.command()
def receipt(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="The twelve digits that an answer came with.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Show what an answer rests on, and make it again. Exit status: 0 shown, 1 no such receipt."""
    known = receipts.receipts_in(context.obj).find(name)
    if known is None:
        err.print(show.show_trouble(f"there is no receipt {name} in {context.obj.state}; it may have been purged"))
        raise typer.Exit(NOTHING_FOUND)
    played = receipts.replay(known, open_library(context.obj), context.obj)
    if as_json:
        print(json.dumps(receipt_json(known) | {"same_again": played.same}, ensure_ascii=False, indent=2))
    else:
        pinned = {article: content is not None for article, content in played.pinned.items()}
        out.print(show.show_receipt(known, pinned, played.same), soft_wrap=True)


@cli.command(name="eval")
def evaluate(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A test collection in the BEIR layout.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure the answers on a test collection."""
    from bot.evaluation.report import KIND_HEADER, figure_rows, kind_rows
    from bot.wiring import evaluating

    with show.progress(err) as told:
        report = evaluating.evaluate(folder, context.obj, told)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        head = f"{report.collection}: {report.articles:,} articles, {report.passages:,} passages"
        out.print(show.show_table(("figure", "", "questions"), figure_rows(report), head))
        out.print(show.show_table(KIND_HEADER, kind_rows(report)))


@cli.command()
def fit(
    context: typer.Context,
    folders: Annotated[list[Path], typer.Argument(metavar="FOLDER…", help="Test collections in the BEIR layout.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Fit the confidence's coefficients to test collections, and judge each with itself left out."""
    from bot.evaluation import fitted
    from bot.wiring import fitting

    with show.progress(err) as told:
        found = fitting.fit(folders, context.obj, told)
    if as_json:
        print(json.dumps(fitted.as_json(found), ensure_ascii=False, indent=2))
    else:
        for header, rows in fitted.tables(found):
            out.print(show.show_table(header, rows))


@cli.command()
def check(context: typer.Context, corpus: Corpus = None) -> None:
    """Say whether configuration, corpus and Slack tokens are sound. Exit status 2 if not."""
    from bot.wiring import checkup

    settings = _with(context.obj, corpus=corpus)
    sound = True
    out.print(show.show_finding("settings", True, "can be read"), soft_wrap=True)
    for finding in checkup.findings(settings, read_tokens()):
        sound = sound and finding.sound
        out.print(show.show_finding(finding.subject, finding.sound, finding.says), soft_wrap=True)
    raise typer.Exit(0 if sound else BAD_CALL)


@cli.command()
def digest(
    context: typer.Context,
    preview: Annotated[bool, typer.Option("--preview", help="Show what would be sent; send nothing.")] = False,
) -> None:
    """Show the daily digest. The running bot sends it."""
    from bot.wiring.state import open_state, preview_digests

    if not preview:
        raise ConfigurationError("say what to do: policybot digest --preview (the running bot sends digests by itself)")
    library = open_library(context.obj)
    for channel, what in preview_digests(library.snapshot.corpus, context.obj, open_state(context.obj)).items():
        out.print(channel or "No channel is configured. One would be told:", style="bold", markup=False)
        out.print(show.show_digest(what))


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot in Slack, until it is stopped."""
    from bot.wiring import checkup, running

    configure_logs()
    tokens = read_tokens()
    checkup.demand_tokens(context.obj, tokens)
    asyncio.run(running.Bot(context.obj, tokens).run())


@cli.command(name="demo")
def play(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What is asked first.")] = FIRST_QUESTION,
    host: Annotated[str, typer.Option(help="Where the page is served.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 takes a free one.")] = 0,
    browse: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Run the bot in a pretend Slack workspace with a page, ask it a question, and let you ask on."""
    try:
        from bot.wiring import demo
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "the pretend workspace is not part of this installation; run it from a clone, or add policybot[demo]"
        ) from error

    demo.play(context.obj, question, out, demo.Where(host, port), browse=browse)


def main() -> None:
    """The entry point: bad calls and configurations become a sentence and exit status 2."""
    try:
        cli(standalone_mode=True)
    except PolicybotError as error:
        err.print(show.show_trouble(f"policybot: {error}"), soft_wrap=True)
        sys.exit(BAD_CALL)
    except BrokenPipeError:
        sys.exit(BAD_CALL)


def _with(settings: Settings, *, corpus: Path | None, quotations: int | None = None) -> Settings:
    if corpus is not None:
        settings = settings.model_copy(update={"corpus": corpus})
    if quotations is not None:
        answering = settings.answering.model_copy(update={"quotations": quotations})
        settings = settings.model_copy(update={"answering": answering})
    return settings


def _metadata(**options: str | list[str] | None) -> Metadata:
    try:
        return from_options({key: value for key, value in options.items() if value is not None})
    except Faulty as fault:
        raise ConfigurationError(f"{fault.what}; {fault.mend}") from fault


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigurationError(f"--as-of {text} is no day; write it as YYYY-MM-DD") from None


def _lines(stream: Iterable[bytes]) -> Iterable[str]:
    return (line.decode("utf-8", errors="replace").rstrip("\r\n") for line in stream)


if __name__ == "__main__":
    main()
