"""What a curator wrote → the file of a document: Markdown that reads back as it was typed, to the last character."""

import html
import re
import string
from collections.abc import Iterator

from bot.core.curation.own_answers import WrittenAnswer
from bot.core.model import Standing
from bot.documents.corpus.metadata import Metadata

_ITEM = re.compile(r"\s*([-*•]|\d{1,9}[.)])\s+(?=\S)")
_MARKUP = re.compile(f"[{re.escape(string.punctuation)}]")


def as_file(answer: WrittenAnswer) -> bytes:
    """The document with what is known of it. Each line is a paragraph; one behind a hyphen or number is an item."""
    said = Metadata.model_validate(
        {
            "title": html.escape(answer.title, quote=False),  # a title is read as a page shows it
            "publisher": answer.by,
            "published": answer.written,
            "standing": Standing.ANSWER,
            **({"owner": answer.person} if answer.person else {}),
            **({"collection": answer.collection} if answer.collection else {}),
        }
    )
    return f"---\n{said.as_yaml()}---\n\n{''.join(_lines(answer.text))}".encode("utf-8", "replace")


def _lines(text: str) -> Iterator[str]:
    was_item = False
    for line in filter(str.strip, text.splitlines()):
        item = _ITEM.match(line)
        if was_item and not item:
            yield "\n"
        if item:
            mark = item[1] if item[1][0].isdigit() else "-"
            yield f"{mark} {_literal(line[item.end() :])}\n"
        else:
            yield f"{_literal(line.strip())}\n\n"
        was_item = bool(item)


def _literal(words: str) -> str:
    """The words with each sign kept from being markup, as CommonMark has it (2.4 of its specification)."""
    return _MARKUP.sub(r"\\\g<0>", words.strip())
