"""A corpus file: YAML front matter between two `---` lines, then paragraphs, list items and headings.

Little in the body is structure: a blank line (or a rule such as `---`) ends a paragraph, a line that starts like
a heading (`#` to `######`) is one, and a line that starts like a list item (`-`, `*`, `+`, `1.`, `1)`) begins
one. All else is literal text. A line of text that would look like structure is written with a backslash before it
and read without, so that a passage is the source to the last character.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.model import Article, Attribution, Context, Passage
from bot.documents.corpus import metadata
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Faulty

FENCE = "---"
HEADING = re.compile(r" {0,3}#{1,6}(?P<text>[ \t].*)?")
RULE = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*")
LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?P<text>\S.*)")
# What a reader of the file would take for structure, though some of it is none to us (`#tag`).
STRUCTURE = re.compile(r"[ \t]*(?:#|[-*+_](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|--|\*\*|__|\\)")
BEGINS = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A passage before it has an article around it."""

    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading to be written: one line of text, and its level, 1 to 6."""

    text: str
    level: int


def parse(name: str, text: str) -> Article:
    """Reads a corpus file; `name` is its name without the ending. Raises Faulty."""
    front, body = _split(text)
    known = metadata.parse(front, first_line=2)
    blocks = list(_blocks(body))
    if not blocks:
        raise Faulty(0, "has no text", "write at least one paragraph below the second ---")
    return article(name, known, blocks)


def metadata_of(text: str) -> Metadata:
    """What a corpus file says of its article. Raises Faulty."""
    return metadata.parse(_split(text)[0], first_line=2)


def article(name: str, known: Metadata, blocks: Iterable[Block]) -> Article:
    """Joins what is known of an article with its passages."""
    blocks = list(blocks)
    attribution = Attribution(
        article=name,
        begins=_beginning(blocks[0].text),
        title=known.title,
        publisher=known.publisher,
        author=known.author,
        published=known.published,
        url=known.url,
        standing=known.standing,
        updated=known.updated,
        topics=known.topics,
        collection=known.collection,
    )
    return Article(
        attribution=attribution,
        passages=tuple(
            Passage(attribution, number, block.text, Context((block.heading,) if block.heading else ()))
            for number, block in enumerate(blocks, start=1)
        ),
        owner=known.owner,
        based_on=known.based_on,
        in_force_from=known.in_force_from,
        in_force_until=known.in_force_until,
        review_by=known.review_by,
        supersedes=known.supersedes,
    )


def render(known: Metadata, parts: Iterable[str | Heading]) -> str:
    """The corpus file for paragraphs of literal text and headings. `parse` gives the same back."""
    body = "\n\n".join(_rendered(part) for part in parts)
    return f"{FENCE}\n{known.as_yaml()}{FENCE}\n\n{body}\n"


def _beginning(text: str) -> str:
    words = " ".join(text.split()[:BEGINS])[:80]
    return words.rstrip(".,;:—– ") or words


def _split(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise Faulty(
            1,
            "does not start with front matter",
            "put --- on its first line, or load it with `policybot add`",
        )
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    raise Faulty(1, "has front matter without an end", "put --- on the line after its last key")


def _blocks(body: str) -> Iterator[Block]:
    heading: str | None = None
    pending: list[str] = []

    def finished() -> Iterator[Block]:
        text = "\n".join(pending).strip()
        pending.clear()
        if text:
            yield Block(text, heading)

    for line in body.split("\n"):
        if not line.strip() or RULE.fullmatch(line):
            yield from finished()
        elif match := HEADING.fullmatch(line):
            yield from finished()
            heading = _without_closing(match["text"] or "") or None
        elif match := LIST_ITEM.fullmatch(line):
            yield from finished()
            pending.append(match["text"])
        else:
            pending.append(_literal(line))
    yield from finished()


def _without_closing(heading: str) -> str:
    # Markdown lets a heading end in a run of # that stands apart, as in "## Leave ##".
    text = heading.strip()
    bare = text.rstrip("#")
    return bare.rstrip() if bare == "" or bare[-1] in " \t" else text


def _rendered(part: str | Heading) -> str:
    if isinstance(part, str):
        return "\n".join(map(_escaped, part.split("\n")))
    text = " ".join(part.text.split())
    # A run of # at its end would be read as the heading's closing: one more of them takes its place.
    closing = " #" if _without_closing(text) != text else ""
    return f"{'#' * part.level} {text}{closing}"


def _escaped(line: str) -> str:
    match = STRUCTURE.match(line)
    if not match:
        return line
    indent = len(line) - len(line.lstrip(" \t"))
    return f"{line[:indent]}\\{line[indent:]}"


def _literal(line: str) -> str:
    indent = len(line) - len(line.lstrip(" \t"))
    return line[:indent] + line[indent + 1 :] if line[indent : indent + 1] == "\\" else line
