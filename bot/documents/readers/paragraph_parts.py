"""The words that were collected up to the end of an element → paragraphs, and questions apart from their answers."""

import re
from collections.abc import Iterator

from bot.documents.blocks import ASKING
from bot.documents.clauses import item_lines
from bot.documents.readers.collecting import Words

QUESTION = re.compile(r"\s*(?:Q(?:uestion)?|F(?:rage)?)\s*\d{0,3}\s*[:.)]\s*\S", re.IGNORECASE)
ANSWER = re.compile(r"(?:(?<=\n)|(?<=\s))(?=(?:A(?:nswer|ntwort)?)\s*\d{0,3}\s*[:.)]\s+\S)", re.IGNORECASE)


def paragraphs_of(words: Words) -> Iterator[Words]:
    """Two ends of line in a row end a paragraph, and so does one before the number of a clause or a bullet."""
    while (end := words.text.find("\n\n")) >= 0:
        yield from _clauses_of(words.before(end))
        words = words.after(end)
    yield from _clauses_of(words)


def _clauses_of(words: Words) -> Iterator[Words]:
    lines = words.text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:at]) for at in item_lines(lines) if at] if len(lines) > 1 else []
    done = 0
    for start in starts:
        yield words.before(start - done)
        words, done = words.after(start - done), start
    yield words


def parts_of(words: Words) -> list[Words]:
    """A paragraph that holds a question and its answer, parted; any other as it is."""
    if QUESTION.match(words.text) and (answer := ANSWER.search(words.text)):
        return [words.before(answer.start()), words.after(answer.start())]
    bold = words.text[: words.bold].rstrip()
    line = words.text.find("\n")
    if not words.strong and (bold.endswith(ASKING) or (0 < line == len(bold))):
        question, answer_words = words.before(len(bold)), words.after(len(bold))
        if answer_words.text:
            return [question, answer_words]
    return [words]
