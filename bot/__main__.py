"""The command line. Each command is a few lines that call a room.

A command imports what it alone needs, so that `policybot ask` starts at once.
"""

import dataclasses
import gc
import json
import logging
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.core.errors import ConfigurationError, PolicybotError
from bot.core.model import Question, Standing
from bot.service.redaction import hide_in_tracebacks, redactor

if TYPE_CHECKING:
    from bot.documents.corpus.metadata import Metadata
    from bot.settings import Settings, Tokens

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
    from bot.settings import read_settings

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
    from bot.core.answering.as_json import answer_as_json
    from bot.library.library import asking, open_library
    from bot.terminal import show
    from bot.terminal.bar import Bar
    from bot.wiring.history import history_of

    settings = _with(context.obj, corpus=corpus, quotations=k)
    with Bar(err) as bar:
        library = open_library(settings, bar.told)
    if faults := library.snapshot.faults:
        err.print(f"{len(faults)} faults in {settings.corpus}: see `policybot check`", style="yellow", markup=False)
    then = _day(as_of)
    if question == ["-"]:
        from bot.wiring.receipts import asking_on_record, receipts_if_any

        gc.enable()
        answered = False
        with receipts_if_any(settings) as receipts:
            answer = asking_on_record(library, settings, receipts, history_of(settings))
            for line in _lines(sys.stdin.buffer):
                found = answer(Question(line, as_of=then))
                answered = answered or found.answered
                print(json.dumps(answer_as_json(found), ensure_ascii=False), flush=True)
        raise typer.Exit(ANSWERED if answered else NOTHING_FOUND)
    words = " ".join(question).encode("utf-8", "replace").decode()
    found = asking(library, settings, history_of(settings))(Question(words, as_of=then))
    if not as_json:
        out.print(show.show_answer(dataclasses.replace(found, receipt=""), settings.answering.longest_question))
    # To keep the receipt takes longer than to answer: who reads the answer need not wait for it.
    from bot.wiring.receipts import put_on_record, receipts_if_any

    if found.answered:
        with receipts_if_any(settings) as receipts:
            found = put_on_record(found, library, receipts)
    if as_json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False, indent=2))
    elif found.answered and found.receipt:
        out.print(show.show_receipt_id(found.receipt))
    raise typer.Exit(ANSWERED if found.answered else NOTHING_FOUND)


@cli.command()
def add(
    context: typer.Context,
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…|FOLDER|URL", help="Texts, HTML, PDFs, folders of them, web addresses."),
    ] = None,
    corpus: Corpus = None,
    title: Annotated[str | None, typer.Option(help="Only for a single text.")] = None,
    publisher: Annotated[str | None, typer.Option()] = None,
    author: Annotated[str | None, typer.Option()] = None,
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")] = None,
    url: Annotated[str | None, typer.Option(help="Only for a single text.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="May be given several times.")] = None,
    standing: Annotated[Standing | None, typer.Option()] = None,
    supersedes: Annotated[list[str] | None, typer.Option(metavar="ARTICLE[#PARAGRAPH]")] = None,
    feed: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Add what the latest entries of a feed lead to.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite articles that say something else.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Add it even if the same text is there already.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; show what would be done.")] = False,
    most_files: Annotated[
        int | None, typer.Option(min=1, help="At most so many at a time, else 2,000; of a feed, else 20.")
    ] = None,
) -> None:
    """Turn texts, pages, PDFs and web addresses into articles. A YAML file of the same name tells what is known."""
    from bot.documents.adding.corpus_writer import Added, WriteOptions
    from bot.terminal.added import show_added
    from bot.terminal.bar import Bar
    from bot.terminal.show import show_trouble
    from bot.wiring import ingest

    named, feeds = sources or [], feed or []
    if not named and not feeds:
        raise ConfigurationError("say what to add: policybot add FILE, a folder, a web address, or --feed URL")
    if (title or url) and (feeds or len(named) > 1 or Path(named[0]).is_dir()):
        raise ConfigurationError("--title and --url fit a single text; write them into a YAML file beside each")
    given = _metadata(
        title=title, publisher=publisher, author=author, published=published, url=url,
        topics=topic, standing=standing, supersedes=supersedes,
    )  # fmt: skip
    order = ingest.Order(named, feeds, given, WriteOptions(replace, force, dry_run), most_files)
    sound, found, lacking = True, False, ingest.Lacking()
    with Bar(err) as bar:
        for result in ingest.add(order, _with(context.obj, corpus=corpus), bar.told):
            found = True
            if isinstance(result, Added):
                out.print(show_added(result, dry=dry_run), soft_wrap=True)
                continue
            sound = False
            if not lacking.takes(result):
                err.print(show_trouble(str(result)), soft_wrap=True)
    for sentence in lacking.sentences():
        err.print(show_trouble(sentence), soft_wrap=True)
    if not found:
        raise ConfigurationError(
            "there is no plain text, page or PDF to add: name files, or folders that hold some; a feed needs entries"
        )
    raise typer.Exit(0 if sound else 1)


@cli.command()
def index(
    context: typer.Context,
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the description as JSON.")] = False,
) -> None:
    """Build the index of a large corpus, or bring it up to date, and describe it. Exit status 1: it cannot be saved."""
    from bot.library.describing import described
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.terminal.bar import Bar

    with Bar(err) as bar:
        library = open_library(_with(context.obj, corpus=corpus), bar.told)
        library.upkeep.keep(at_once=True)
    found = described(library)
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        out.print(show.show_table(("", ""), found.rows()))
    raise typer.Exit(0 if found.place or library.snapshot.holdings is None else 1)


@cli.command()
def verify(
    context: typer.Context,
    quotation: Annotated[list[str], typer.Argument(metavar="QUOTATION", help="The words to look up; - reads them.")],
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdict as JSON.")] = False,
) -> None:
    """Check a quotation against the articles. Exit status: 0 word for word, 1 with differences or not found."""
    from bot.core.quote_check.verdicts import Finding
    from bot.library.library import open_library
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
    from bot.core.answering.receipts import as_json as receipt_json
    from bot.library.library import open_library
    from bot.terminal import show
    from bot.wiring import receipts

    with receipts.receipts_of(context.obj) as kept:
        known = kept.find(name)
        if known is None:
            err.print(show.show_trouble(f"there is no receipt {name}; it may have been purged"))
            raise typer.Exit(NOTHING_FOUND)
        played = receipts.replay(known, open_library(context.obj), context.obj, kept)
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
    from bot.terminal import show
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
    from bot.terminal import show
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
    from bot.settings import read_tokens
    from bot.terminal import show
    from bot.wiring import doctor

    settings = _with(context.obj, corpus=corpus)
    _hide_secrets(settings, tokens := read_tokens(), logging.WARNING)
    sound = True
    out.print(show.show_finding("settings", True, "can be read"), soft_wrap=True)
    for finding in doctor.findings(settings, tokens):
        sound = sound and finding.sound
        out.print(show.show_finding(finding.subject, finding.sound, finding.says), soft_wrap=True)
    raise typer.Exit(0 if sound else BAD_CALL)


@cli.command()
def digest(
    context: typer.Context,
    preview: Annotated[bool, typer.Option("--preview", help="Show what channels would be told; send nothing.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Tell each channel now what is new since its last.")] = False,
    due: Annotated[bool, typer.Option("--due", help="Send what is due and was not sent: for cron.")] = False,
) -> None:
    """Show or send digests; the running bot sends them by itself. Exit status 1: something could not be sent."""
    from contextlib import closing

    from bot.library.library import open_library
    from bot.settings import read_tokens
    from bot.terminal.digests import show_digest
    from bot.terminal.show import show_finding
    from bot.wiring import sending
    from bot.wiring.digesting import previews
    from bot.wiring.state import open_state

    if preview + send + due != 1:
        raise ConfigurationError("say what to do: policybot digest --preview, --send or --due")
    if not preview:
        _hide_secrets(context.obj, tokens := read_tokens(), logging.WARNING)
        told = sending.send(context.obj, tokens, due_only=due)
        for each in told:
            out.print(show_finding(each.where, each.well, each.says), soft_wrap=True)
        raise typer.Exit(0 if all(each.well for each in told) else 1)
    library = open_library(context.obj)
    with closing(open_state(context.obj)) as store:
        for name, what in previews(context.obj, library, store):
            out.print(name, style="bold", markup=False)
            out.print(show_digest(what))


@cli.command()
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")],
) -> None:
    """Write all that is kept into one file, while the bot runs."""
    from bot.store import backup as backups
    from bot.wiring.state import database, place_of

    rows = backups.backup(database(context.obj), file)
    out.print(f"{place_of(context.obj)} → {file}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


@cli.command()
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `policybot backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Give up what the database holds.")] = False,
) -> None:
    """Put a backup into the database that the settings name, of either kind. Stop the bot before."""
    from bot.store import backup as backups
    from bot.wiring.state import database, place_of

    rows = backups.restore(file, database(context.obj), replace=replace)
    out.print(f"{file} → {place_of(context.obj)}: {sum(rows.values()):,} rows", markup=False, soft_wrap=True)


@cli.command()
def forget(
    context: typer.Context,
    person: Annotated[str, typer.Argument(metavar="USER", help="A person's id in Slack, such as U0123456789.")],
) -> None:
    """Remove what one person asked, and the receipts that only their questions had."""
    from bot.wiring.erase import forget_person

    gone = forget_person(person, context.obj)
    counted = f"{gone.requests} requests, {len(gone.receipts)} receipts"
    out.print(f"Gone of {person}: {counted}, and the digests for them alone.", markup=False)


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot in Slack, until it is stopped."""
    import asyncio

    from bot.settings import read_tokens
    from bot.wiring import doctor, running

    _hide_secrets(context.obj, tokens := read_tokens(), logging.INFO)
    doctor.demand_tokens(context.obj, tokens)
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
    gc.disable()  # while all is loaded: that makes many objects and no garbage
    hide_in_tracebacks(redact := redactor())
    try:
        cli(standalone_mode=True)
    except PolicybotError as error:
        from bot.terminal import show

        err.print(show.show_trouble(redact(f"policybot: {error}")), soft_wrap=True)
        sys.exit(BAD_CALL)
    except BrokenPipeError:
        sys.exit(BAD_CALL)


def _hide_secrets(settings: "Settings", tokens: "Tokens", level: int) -> None:
    """From here on, they are known to whoever logs."""
    from bot.service.logs import configure_logs
    from bot.settings import secrets_of

    configure_logs(level=level, secrets=secrets_of(settings, tokens))


def _with(settings: "Settings", *, corpus: Path | None, quotations: int | None = None) -> "Settings":
    if corpus is not None:
        settings = settings.model_copy(update={"corpus": corpus})
    if quotations is not None:
        answering = settings.answering.model_copy(update={"quotations": quotations})
        settings = settings.model_copy(update={"answering": answering})
    return settings


def _metadata(**options: str | list[str] | None) -> "Metadata":
    from bot.documents.corpus.metadata import from_options
    from bot.documents.faults import Faulty

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
