"""The command line. Each command is a few lines that call a room.

A command imports what it alone needs, so that `policybot ask` starts at once.
"""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.articles import adding
from bot.articles.adding import Added
from bot.articles.faults import Faulty
from bot.articles.metadata import Metadata, from_options
from bot.core.errors import ConfigurationError, PolicybotError
from bot.core.model import Question, Standing
from bot.settings import Settings, read_settings, read_tokens
from bot.terminal import show
from bot.terminal.as_json import answer_as_json
from bot.wiring.library import asking, open_library, read_leavings

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
    context.obj = read_settings(config)


@cli.command()
def ask(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")],
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    k: Annotated[int | None, typer.Option("-k", min=1, max=10, help="At most so many quotations.")] = None,
) -> None:
    """Answer a question. Exit status: 0 answered, 1 nothing found, 2 bad call or configuration."""
    settings = _with(context.obj, corpus=corpus, quotations=k)
    library = open_library(settings.corpus)
    if faults := library.snapshot.faults:
        err.print(f"{len(faults)} faults in {settings.corpus}: see `policybot check`", style="yellow", markup=False)
    answer = asking(library, settings)
    if question == ["-"]:
        answered = False
        for line in _lines(sys.stdin.buffer):
            found = answer(Question(line))
            answered = answered or found.answered
            print(json.dumps(answer_as_json(found), ensure_ascii=False), flush=True)
        raise typer.Exit(ANSWERED if answered else NOTHING_FOUND)
    found = answer(Question(" ".join(question)))
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
    library = open_library(context.obj.corpus)
    for channel, what in preview_digests(library.snapshot.corpus, context.obj, open_state(context.obj)).items():
        out.print(channel or "No channel is configured. One would be told:", style="bold", markup=False)
        out.print(show.show_digest(what))


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot in Slack, until it is stopped."""
    from bot.service.logs import configure_logs
    from bot.wiring import checkup, running

    configure_logs()
    tokens = read_tokens()
    checkup.demand_tokens(context.obj, tokens)
    asyncio.run(running.Bot(context.obj, tokens).run())


@cli.command(name="demo")
def play(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="What is asked first.")] = FIRST_QUESTION,
) -> None:
    """Run the bot in a pretend Slack workspace, ask it a question, and let you ask on."""
    try:
        from bot.wiring import demo
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "the pretend workspace is not part of this installation; run it from a clone"
        ) from error

    demo.play(context.obj, question, out)


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


def _lines(stream: Iterable[bytes]) -> Iterable[str]:
    return (line.decode("utf-8", errors="replace").rstrip("\r\n") for line in stream)


if __name__ == "__main__":
    main()
