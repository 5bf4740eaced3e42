"""What a passage prints as somebody's words: in quotation marks, or after a line that introduces it.

Only double marks count (“ ” „ " « »): a single one cannot be told from an apostrophe. Marks are often broken by
translation and scraping, so it is their place that decides, not their shape; what stays unclear is not quoted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.model import Passage, Quotation
from bot.core.text import analysis
from bot.core.text.sentences import LONGEST, Span, sentences, trimmed

_MARK = re.compile(r"[“”„‟\"«»]")
_OPENS_AFTER = "([{—–-/‘'"
_CLOSES_BEFORE = ".,;:!?…)]}—–’'"
# The end of the words that “said” follows, where a closing mark should be: 'abuse, “said the director'.
_ENDS_SPEECH = re.compile(r"[,.!?…]\s*$")

_COLON = re.compile(r":(?=\s|$)")
_SENTENCE_BREAK = re.compile(r"[.!?:](?=\s)|\n")
# A bare "statement" would not do: "a statement explaining:" introduces a list of duties.
_SAYS = re.compile(
    r"\b(?:said|says|saying|stated|states|wrote|writes|reads?|announced|told|added|declared|explained)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence of a passage, `passage.text[start:end]`, and how it is printed there.

    `marked`: it stands in quotation marks. `introduction`: the line that introduces it, if it has no marks.
    """

    passage: Passage
    start: int
    end: int
    words: tuple[str, ...]
    marked: bool
    introduction: Quotation | None = None

    @property
    def is_speech(self) -> bool:
        """Whether the article prints it as somebody's words."""
        return self.marked or self.introduction is not None


# The same passages are found again and again.
@lru_cache(maxsize=4_096)
def quoted(text: str) -> tuple[Span, ...]:
    """Where words stand in double quotation marks, without the marks, in order; they never overlap.

    A mark that never closes counts only if it opens the paragraph: so does a quotation that the next one continues.
    """
    spans: list[Span] = []
    opened: int | None = None
    for match in _MARK.finditer(text):
        at = match.start()
        opens = _may_open(text, at)
        if opened is None:
            opened = at + 1 if opens else None
        elif not opens or (_ENDS_SPEECH.search(text, opened, at) and text[at + 1 : at + 2].islower()):
            spans.append((opened, at))
            opened = None
        else:  # the mark that should have closed the one before is missing
            opened = at + 1
    if opened is not None and not text[: opened - 1].strip():
        spans.append((opened, len(text)))
    return tuple(span for start, end in spans if (span := trimmed(text, start, end))[0] < span[1])


def has_speech(passage: Passage, before: Passage | None = None) -> bool:
    """Whether any of the passage is printed as somebody's words."""
    marked = quoted(passage.text)
    return bool(marked) or _introduction(passage, marked, before)[0] is not None


def utterances(passage: Passage, before: Passage | None = None) -> list[Utterance]:
    """The sentences of a passage, in order: those in quotation marks without what interrupts them, then the others.

    `before` is the passage that stands above it in its article: its last line may introduce this one.
    """
    text = passage.text
    marked = quoted(text)
    said = [
        _utterance(passage, start + first, start + last, marked=True)
        for start, end in marked
        for first, last in sentences(text[start:end])
    ]
    introduction, after = _introduction(passage, marked, before)
    plain = []
    for start, end in sentences(text):
        # An introduction and the first of its words share a sentence: 'The board said: we agree.'
        first = max(start, after) if introduction and after < end else start
        if first < end and all(end <= left or right <= start for left, right in marked):
            line = introduction if first >= after else None
            plain.append(_utterance(passage, first, end, marked=False, introduction=line))
    return said + plain


def words(text: str) -> list[str]:
    """The words of a text as wordings are compared. As `analysis.words`, but folded at once: that is much faster."""
    return analysis.WORD.findall(analysis.fold(text))


def _utterance(
    passage: Passage, start: int, end: int, *, marked: bool, introduction: Quotation | None = None
) -> Utterance:
    start, end = trimmed(passage.text, start, end)
    return Utterance(passage, start, end, tuple(words(passage.text[start:end])), marked, introduction)


def _introduction(passage: Passage, marked: Sequence[Span], before: Passage | None) -> tuple[Quotation | None, int]:
    """The line that introduces words of the passage, and where they begin in it."""
    if before is not None and before.text.rstrip().endswith(":"):
        line = _line_to(before.text, len(before.text.rstrip()))
        if _SAYS.search(before.text, *line):
            return Quotation(before, *line), 0
    text = passage.text
    for colon in _COLON.finditer(text) if _says(text) else ():
        start, end = _line_to(text, colon.end())
        outside = all(end <= left or right <= start for left, right in marked)
        if outside and text[end:].strip() and _SAYS.search(text, start, end):
            return Quotation(passage, start, end), trimmed(text, end, len(text))[0]
    return None, 0


@lru_cache(maxsize=4_096)
def _says(text: str) -> bool:
    return bool(_SAYS.search(text))


def _line_to(text: str, end: int) -> Span:
    """From the beginning of the sentence that ends with the colon before `end`."""
    breaks = [match.end() for match in _SENTENCE_BREAK.finditer(text, max(0, end - LONGEST), end - 1)]
    return trimmed(text, breaks[-1] if breaks else max(0, end - LONGEST), end)


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1] if at else " ", text[at + 1 : at + 2] or " "
    return (before.isspace() or before in _OPENS_AFTER) and not after.isspace() and after not in _CLOSES_BEFORE
