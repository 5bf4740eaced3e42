"""Stretches of inline text, bold, struck out or raised → one line of words, with the marks that stand in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.core.model import Mark
from bot.documents.readers.raised import is_note, notes_in, raised_text

# The end of a line that the author set. NUL can come from no parser of ours.
BREAK = "\x00"
WHITE = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85]+")
# What cannot be seen and might steer a terminal; where a word may be parted; halves of characters.
UNSEEN = re.compile(r"[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u2060\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader sees of some inline text, and the marks in it.

    `bold`: up to where it is bold from its start, in characters.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    bold: int = 0

    @property
    def strong(self) -> bool:
        """Whether all of it is bold."""
        return bool(self.text) and self.bold >= len(self.text.rstrip(".:!? "))

    def after(self, start: int) -> "Words":
        """The part from a place on, without the white space before it."""
        rest = self.text[start:]
        start += len(rest) - len(rest.lstrip())
        marks = tuple(replace(each, at=each.at - start) for each in self.marks if each.at >= start)
        return Words(self.text[start:], marks, max(0, self.bold - start))

    def before(self, end: int) -> "Words":
        """The part up to a place, without the white space behind it."""
        text = self.text[:end].rstrip()
        marks = tuple(replace(each, at=min(each.at, len(text))) for each in self.marks if each.at < end)
        return Words(text, marks, min(self.bold, len(text)))


@dataclass(slots=True)
class Collecting:
    """Inline text in the making. White space counts as one blank, BREAK ends a line."""

    _text: str = ""
    _marks: list[Mark] = field(default_factory=list)
    _bold: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was collected."""
        return not self._text and not self._marks

    def add(self, text: str, *, bold: bool = False, struck: bool = False, raised: bool = False) -> None:
        """Takes in a stretch of text."""
        text = text if text.isprintable() else UNSEEN.sub("", text)
        if not text:
            return
        if struck:
            self._mark("struck", text)
        elif raised and is_note(self._text, text):
            self._mark("note", text)
        elif raised:
            self._append(raised_text(text), bold=bold)
        else:
            self._add_plain(text, bold=bold)

    def mark_note(self, label: str) -> None:
        """The mark of a note stands here."""
        self._mark("note", label)

    def mark_gap(self) -> None:
        """Words stand here that the file does not have, unless nothing stands before them."""
        if self._text.strip():
            self._mark("gap", "…")

    def end_line(self, *, once: bool = False) -> None:
        """The author ends a line here. `once`: unless it has just been ended."""
        if self._text and not (once and self._text.endswith("\n")):
            self._text = self._text.rstrip(" ") + "\n"

    def taken(self) -> Words:
        """What was collected; nothing is left of it."""
        text = self._text.rstrip()
        marks = tuple(replace(each, at=min(each.at, len(text))) for each in self._marks)
        words = Words(text, marks, min(self._bold, len(text)))
        self._text, self._marks, self._bold = "", [], 0
        return words

    def _add_plain(self, text: str, *, bold: bool) -> None:
        at = 0
        for start, end in () if text.isascii() else notes_in(text, self._text):
            self._append(text[at:start], bold=bold)
            self._mark("note", text[start:end])
            at = end
        self._append(text[at:], bold=bold)

    def _append(self, text: str, *, bold: bool) -> None:
        for number, part in enumerate(text.split(BREAK)):
            if number:
                self.end_line()
            line = part if part.isprintable() and "  " not in part else WHITE.sub(" ", part)
            if not self._text or self._text[-1] in " \n":
                line = line.lstrip(" \xa0")
            if bold and self._bold == len(self._text.rstrip()):
                self._bold = len(self._text) + len(line.rstrip())
            self._text += line

    def _mark(self, kind: Literal["struck", "note", "gap"], text: str) -> None:
        words = WHITE.sub(" ", text.replace(BREAK, " ")).strip()
        if not words:
            return
        last = self._marks[-1] if self._marks else None
        if kind == "struck" and last is not None and last.kind == "struck" and last.at == len(self._text):
            self._marks[-1] = Mark("struck", last.at, f"{last.text} {words}")
        else:
            self._marks.append(Mark(kind, len(self._text), words))


def joined(cells: Sequence[Words], separator: str) -> tuple[Mark, ...]:
    """The marks of cells, at their places in the texts joined by a separator."""
    marks: list[Mark] = []
    start = 0
    for cell in cells:
        marks += [replace(each, at=each.at + start) for each in cell.marks]
        start += len(cell.text) + len(separator)
    return tuple(marks)
