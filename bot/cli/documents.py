"""`policybot add`, `list`, `show` and `remove`: the documents of the corpus."""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.console import NOT_FOUND, Corpus, err, out, settings_with
from bot.core.counting import counted
from bot.core.errors import ConfigurationError
from bot.core.model import Standing

if TYPE_CHECKING:
    from bot.documents.corpus.metadata import Metadata
    from bot.wiring.ingest import Order


# Rows of the table that says what is known of documents: more than that, nobody reads.
MOST_SHOWN = 50


# New objects until garbage is collected: documents are many small objects, and little garbage.
LARGE = 50_000


@dataclass(frozen=True)
class AddOptions:
    """What `policybot add` is told: what to add, what is known of it, and how it is written."""

    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…|FOLDER|URL", help="Files of any kind, folders, web addresses."),
    ] = None
    corpus: Corpus = None
    title: Annotated[str | None, typer.Option(help="Its title; only for a single document.")] = None
    publisher: Annotated[str | None, typer.Option(help="Whose document it is.")] = None
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="When it came out.")] = None
    url: Annotated[str | None, typer.Option(help="Where people read it; only for a single document.")] = None
    topic: Annotated[list[str] | None, typer.Option(help="What it is about; can be repeated.")] = None
    standing: Annotated[Standing | None, typer.Option(help="How near it is to its source.")] = None
    supersedes: Annotated[list[str] | None, typer.Option(metavar="NAME[#PARAGRAPH]", help="What it replaces.")] = None
    feed: Annotated[
        list[str] | None, typer.Option(metavar="URL", help="Add the pages that the latest entries of a feed link to.")
    ] = None
    owner: Annotated[str | None, typer.Option(help="Who keeps it up to date.")] = None
    updated: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="When it last changed.")] = None
    review_by: Annotated[
        str | None, typer.Option("--review-by", metavar="YYYY-MM-DD", help="When its owner is to check it.")
    ] = None
    in_force_from: Annotated[
        str | None, typer.Option("--in-force-from", metavar="YYYY-MM-DD", help="From when on it holds.")
    ] = None
    prefix: Annotated[str, typer.Option(metavar="FOLDER", help="Put them into this folder of the corpus.")] = ""
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a document of the same name that came from elsewhere.")
    ] = False
    left_out: Annotated[bool, typer.Option("--left-out", help="List the words that ended up in no passage.")] = False
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; show the passages as they will be quoted.")
    ] = False
    most_files: Annotated[
        int | None,
        typer.Option(min=1, help="The maximum number of documents at a time (10,000), or from a feed (20)."),
    ] = None


def add(context: typer.Context, options: AddOptions) -> None:
    """Add files, folders and web addresses as they are. A YAML file next to one can give its title, date and so on."""
    from bot.documents.adding.adding import Lacking
    from bot.documents.adding.corpus_writer import Added
    from bot.documents.corpus.format import KNOWN_FROM, Described, known_rows
    from bot.terminal.added import Summary, show_added
    from bot.terminal.bar import Bar
    from bot.terminal.documents import KnownTable
    from bot.terminal.show import show_trouble
    from bot.wiring import ingest

    gc.set_threshold(LARGE)
    order = _order(options)
    found, settings = ingest.surveyed(order), settings_with(context, corpus=options.corpus)
    summary, lacking, known = Summary(), Lacking(), list[Described]()
    with Bar(err) as bar:
        for result in ingest.add(order, found, settings, bar.told):
            if isinstance(result, Added):
                summary.count(result)
                if result.described and len(known) < MOST_SHOWN:
                    known.append(result.described)
                if result.article or options.left_out:
                    out.print(show_added(result, dry=options.dry_run, left_out=options.left_out), soft_wrap=True)
                continue
            summary.unread += 1
            if not lacking.takes(result):
                err.print(show_trouble(str(result)), soft_wrap=True)
    for sentence in lacking.sentences():
        err.print(show_trouble(sentence), soft_wrap=True)
    if not summary.fates and not summary.unread:
        raise ConfigurationError("there is no document to add; name files, or folders with files in them")
    if known:
        out.print(KnownTable(known_rows(known), KNOWN_FROM), soft_wrap=True)
    if summary.fates:
        out.print(summary.sentence(found.passed_over, dry=options.dry_run), soft_wrap=True)
    raise typer.Exit(1 if summary.unread else 0)


def list_documents(
    context: typer.Context,
    corpus: Corpus = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """List the documents of the corpus: title, date, publisher, passages, where each comes from, and its faults."""
    from bot.library.inspecting import listed
    from bot.library.library import open_library
    from bot.terminal.documents import show_list
    from bot.terminal.json_text import json_text

    found = list(listed(open_library(settings_with(context, corpus=corpus))))
    if as_json:
        out.print(json_text([each.as_json() for each in found]), markup=False, soft_wrap=True)
    else:
        out.print(show_list(found), soft_wrap=True)


def show(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in `policybot list`, or the end of it.")],
    corpus: Corpus = None,
) -> None:
    """Show a document as it will be quoted: its passages, what was left out, its metadata and where they come from."""
    from bot.library.inspecting import inspected
    from bot.library.library import open_library
    from bot.terminal.documents import show_document

    found = inspected(name, open_library(settings_with(context, corpus=corpus)))
    out.print(show_document(found.name, found.file, found.described, found.article), soft_wrap=True)


def remove(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name in `policybot list`, or the end of it.")],
    corpus: Corpus = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
) -> None:
    """Remove a document that was added. What comes from a source has to be removed there."""
    from bot.library.inspecting import removable
    from bot.library.library import open_library
    from bot.terminal.literal import literal
    from bot.wiring import removing

    settings = settings_with(context, corpus=corpus)
    article, path = removable(name, open_library(settings), {each.called for each in settings.sources})
    passages = counted(len(article.passages), "passage")
    about = f"{settings.corpus / path}, “{article.attribution.label}”, {passages}"
    if not yes:
        out.print(literal(about), soft_wrap=True)
        if not typer.confirm("Remove it?"):
            raise typer.Exit(NOT_FOUND)
    removing.remove(article, path, settings)
    out.print(literal(f"removed: {about}"), soft_wrap=True)


def _order(options: AddOptions) -> "Order":
    from bot.documents.adding.corpus_writer import WriteOptions
    from bot.wiring.ingest import Order

    sources, feeds = options.sources or [], options.feed or []
    if any(not each.strip() for each in (*sources, *feeds)):
        raise ConfigurationError("the name is empty; say what to add: policybot add FILE, a folder or an address")
    if not sources and not feeds:
        raise ConfigurationError("say what to add: policybot add FILE, a folder, a web address, or --feed URL")
    if (options.title or options.url) and (feeds or len(sources) > 1 or Path(sources[0]).is_dir()):
        raise ConfigurationError("--title and --url need a single text; for several, write a YAML file next to each")
    how = WriteOptions(options.prefix, options.replace, options.dry_run)
    return Order(sources, feeds, _metadata(options), how, options.most_files)


def _metadata(options: AddOptions) -> "Metadata":
    from bot.documents.corpus.metadata import from_options
    from bot.documents.faults import Faulty

    given: dict[str, str | list[str] | None] = {
        "title": options.title,
        "publisher": options.publisher,
        "author": options.author,
        "published": options.published,
        "url": options.url,
        "topics": options.topic,
        "standing": options.standing,
        "owner": options.owner,
        "updated": options.updated,
        "review_by": options.review_by,
        "in_force_from": options.in_force_from,
        "supersedes": options.supersedes,
    }
    try:
        return from_options({key: value for key, value in given.items() if value is not None})
    except Faulty as fault:
        raise ConfigurationError(f"{fault.what}; {fault.mend}") from fault
