"""Raised characters: whether they mark a note (30¹) or are part of a word (m², 1st). For readers of every format."""

import re
from collections.abc import Iterator

SUPERSCRIPT = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
MINUS = str.maketrans("−–", "--")
EXPONENT = re.compile(r"[-+−–]?\d{1,3}")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# What notes are marked with: a number, a small letter, stars and daggers, each with or without brackets.
NOTE = re.compile(r"[\[(]?(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[a-z]|[*†‡§¶#]{1,3})[\])]?")
RUN = re.compile(r"[⁰¹²³⁴-⁹]+(?:[,⁻][⁰¹²³⁴-⁹]+)*")
POWER_OF_TEN = re.compile(r"[×x·*]\s?10$")
LAST_WORD = re.compile(r"[^\W\d_]+$")
POWERS = frozenset(("2", "3"))
LONGEST_UNIT = 2


def is_note(before: str, raised: str) -> bool:
    """Whether raised text marks a note. `before`: what stands on the line before it.

    A 2 or 3 behind a unit or variable of one or two letters is a power; behind a number it is a note, because the
    documents of offices have notes there and no mathematics.
    """
    mark = raised.strip().translate(PLAIN)
    if not NOTE.fullmatch(mark):
        return False
    word = LAST_WORD.search(before)
    is_power = mark in POWERS and word is not None and len(word[0]) <= LONGEST_UNIT
    is_ending = mark.isalpha() and before[-1:].isdigit()  # 1ᵉ, 5th
    return not is_power and not is_ending and not POWER_OF_TEN.search(before)


def notes_in(text: str, before: str = "") -> Iterator[tuple[int, int]]:
    """Where the characters ¹²³ mark notes in a text that follows `before`: start and end of each mark."""
    for match in RUN.finditer(text):
        left = text[: match.start()] or before
        if left and not left[-1].isspace() and is_note(left, match[0]):
            yield match.span()


def raised_text(text: str) -> str:
    """A power as it is written in one line: "2" → "²"; what has no raised form stays as it is."""
    return text.translate(MINUS).translate(SUPERSCRIPT) if EXPONENT.fullmatch(text) else text
