"""What a reader made of a file, and what is known of it → an article."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.core.model import Article, Attribution, Standing
from bot.core.text import languages
from bot.core.text.abbreviations import abbreviations_in
from bot.documents.blocks import Block, LeftOut, Omission, Reading
from bot.documents.corpus import metadata
from bot.documents.corpus.days import days_stated
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.titles import title_of_name
from bot.documents.faults import Faulty
from bot.documents.headings import title_of, unused_headings, unused_heads, without_contents
from bot.documents.passages import passages

BEGINS = 6
# So many passages tell the language of a document.
TELLING = 50
FRONT_MATTER, PROPERTIES, FIRST_HEADING, FILE_NAME = "front matter", "properties", "first heading", "file name"
SAID, SOURCE, TEXT = "said of it", "its source", "its text"
NOTHING = Metadata()


@dataclass(frozen=True, slots=True)
class Described:
    """An article, and how it came about.

    `origins` tells of each key that is known where it is known from. `left_out` are words of the file that no passage
    has, and no context; `unknown` are keys of its front matter that mean nothing here, `problems` sentences for whoever
    keeps the corpus.
    """

    article: Article
    origins: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()
    unknown: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


KNOWN_FROM = ("title", "date", "publisher", "author", "link")


def facts(of: Described) -> dict[str, tuple[str, str]]:
    """What stands beside quotations from an article, by KNOWN_FROM: each value, and where it is known from."""
    about, date = of.article.attribution, "updated" if of.article.attribution.updated else "published"
    keys = {"title": "title", "date": date, "publisher": "publisher", "author": "author", "link": "url"}
    values = {name: getattr(about, key) for name, key in keys.items()}
    return {name: (str(value), of.origins.get(keys[name], "")) for name, value in values.items() if value}


def lacking(of: Described) -> tuple[str, ...]:
    """What a curator should add: what is not known, and a title that only the name of the file gives.

    An owner, too; but examples are nobody's.
    """
    known = facts(of)
    is_guessed = known.get("title", ("", ""))[1] == FILE_NAME
    to_add = [name for name in KNOWN_FROM if name not in known or (name == "title" and is_guessed)]
    is_owned = of.article.owner or of.article.attribution.standing is Standing.EXAMPLE
    return (*to_add, *(() if is_owned else ("owner",)))


def known_rows(documents: Iterable[Described]) -> list[tuple[str, Mapping[str, tuple[str, str]], tuple[str, ...]]]:
    """Of each document its name, its facts, and what a curator should add."""
    return [(each.article.id, facts(each), lacking(each)) for each in documents]


def strictly(of: Described) -> list[str]:
    """What is wrong with an article for those who are strict: unknown keys, and no title, date or link."""
    missing = [f"has no {name}" for name in lacking(of) if name in ("title", "date", "link")]
    return [*(f"has a key that means nothing here, `{key}`" for key in of.unknown), *missing]


def described(name: str, reading: Reading, said: Metadata = NOTHING, usual: Metadata = NOTHING) -> Described:
    """The article that was read under a name, which may be a path. `said` goes before what the file says of itself,
    and that before what is `usual` in its source.

    Raises Faulty if the file has no words to quote, or says something of itself that must not be guessed.
    """
    blocks, entries = without_contents(reading.blocks)
    own = metadata.understood(reading.known, reading.places)
    known, origins = _with_its_text(
        name, blocks, ((usual, SOURCE), (own.known, FRONT_MATTER if reading.places else PROPERTIES), (said, SAID))
    )
    attribution = _attribution(name, known)
    first = passages(blocks, attribution)
    if not first:
        raise Faulty(0, "has no text", "write at least one paragraph in it")
    attribution = replace(
        attribution,
        begins=_beginning(first[0].text),
        language=_language(known, [known.title or "", *(each.text for each in first[:TELLING])]),
        abbreviations=abbreviations_in(each.text for each in first),
    )
    found = tuple(replace(passage, attribution=attribution) for passage in first)
    unused = (*unused_headings(blocks, found), *unused_heads(blocks, found))
    headings = (LeftOut(Omission.HEADING, each.text, each.line) for each in unused)
    made = Article(
        attribution,
        found,
        known.owner,
        known.based_on,
        known.in_force_from,
        known.in_force_until,
        known.review_by,
        known.supersedes,
    )
    return Described(
        made, origins, (*reading.left_out, *entries, *headings), own.unknown, (*reading.warnings, *own.problems)
    )


def _with_its_text(
    name: str, blocks: Sequence[Block], parts: Iterable[tuple[Metadata, str]]
) -> tuple[Metadata, dict[str, str]]:
    """What several places say, and what only the text or the name of the file tells: its title, and its days."""
    known, origins = _joined(parts)
    told: dict[str, str | date] = {}
    for title, origin in ((title_of(blocks), FIRST_HEADING), (title_of_name(name), FILE_NAME)):
        if known.title is None and "title" not in told and title:
            told["title"], origins["title"] = title[: metadata.LONGEST_LINE], origin
    if known.published is known.updated is None:
        stated = days_stated(blocks)
        told.update(stated)
        origins |= dict.fromkeys(stated, TEXT)
    return known.model_copy(update=told), origins


def _joined(parts: Iterable[tuple[Metadata, str]]) -> tuple[Metadata, dict[str, str]]:
    """What several places say, the later before the earlier, and where each key is known from."""
    known, origins = NOTHING, dict[str, str]()
    for said, origin in parts:
        known = known.model_copy(update={key: getattr(said, key) for key in said.model_fields_set})
        origins |= dict.fromkeys(said.model_fields_set, origin)
    return known, origins


def _attribution(name: str, known: Metadata) -> Attribution:
    return Attribution(
        article=name,
        begins="",
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=known.published,
        url=known.url,
        standing=known.standing,
        updated=known.updated,
        topics=known.topics,
        collection=known.collection,
        keywords=known.keywords,
    )


def _language(known: Metadata, texts: Iterable[str]) -> str:
    named = languages.code_of(known.language) if known.language else None
    return named or languages.language_of("\n".join(texts))


def _beginning(text: str) -> str:
    words = " ".join(text.split()[:BEGINS])[:80]
    return words.rstrip(".,;:—– ") or words
