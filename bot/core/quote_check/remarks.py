"""What is to be said of a match besides how its words differ: replaced since, struck out, with the mark of a note."""

from collections.abc import Iterator, Sequence

from bot.core.answering import wording
from bot.core.model import Mark, Quotation
from bot.core.quote_check.verdicts import Kind, Match
from bot.core.text.quote_tokens import pieces

STRUCK = "In these words, but struck out."


def remarks(match: Match) -> list[str]:
    """The remarks on a match, a sentence each."""
    banner = wording.banner(match.quotations[0])
    said = [f"{banner}."] if banner else []
    if match.struck:
        return [*said, STRUCK]
    added = [op.text.strip() for op in match.diff if op.kind is Kind.ADDED]
    return [*said, *_struck(match, added), *_notes(match, added)]


def _struck(match: Match, added: Sequence[str]) -> Iterator[str]:
    """What was typed and is not in the source's words, but stands struck out beside them."""
    marks = [mark for part in match.quotations for mark in part.passage.marks if mark.kind == "struck"]
    for words in filter(_keys, added):
        if any(_within(_keys(words), _keys(mark.text)) for mark in marks):
            yield f"“{words}” stands there, but struck out."


def _notes(match: Match, added: Sequence[str]) -> Iterator[str]:
    """The marks of notes, which are no words, above all where one was read as a digit."""
    typed = {word for words in added for word in _keys(words)}
    for part in match.quotations:
        for mark in part.passage.marks:
            if mark.kind != "note" or not part.start < mark.at <= part.end:
                continue
            word = _word_before(part, mark)
            if f"{word}{mark.text}" in typed:
                yield f"“{word}{mark.text}” is “{word}” with the mark of a note, “{mark.text}”."
            else:
                yield f"A note is marked there: “{mark.text}”."


def _word_before(part: Quotation, mark: Mark) -> str:
    before = part.passage.text[: mark.at].split()
    keys = _keys(before[-1]) if before else []
    return keys[-1] if keys else ""


def _keys(text: str) -> list[str]:
    return [piece.key for piece in pieces(text) if piece.is_word]


def _within(words: Sequence[str], text: Sequence[str]) -> bool:
    length = len(words)
    return any(list(text[at : at + length]) == list(words) for at in range(len(text) - length + 1))
