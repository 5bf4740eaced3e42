"""Abbreviations that a document itself defines in brackets: "paid time off (PTO)", "PTO (paid time off)".

The letters of the short form stand in the long one, in order, the first of them at the beginning of a word (Schwartz &
Hearst, "A Simple Algorithm for Identifying Abbreviation Definitions in Biomedical Text", 2003).
"""

import re
from collections.abc import Iterable, Iterator

Abbreviation = tuple[str, str]
"""A short form and the long form that it stands for, as they are written."""

# In letters, and in definitions a document.
LONGEST_SHORT, MOST = 10, 200

_SHORT = r"[^\W\d_][\w&.\-]{0,8}[^\W_]"
# Both are looked for from their bracket on: what stands before it is looked at only then.
_DEFINED = re.compile(rf"\((?P<short>[“\"'‘]?{_SHORT}[”\"'’]?)\)")
_BEFORE = re.compile(r"[^()\n;:]{4,120}\Z")
_SPELT_OUT = re.compile(r"(?<=[\w.] )\((?P<long>[^()\n;:]{4,100})\)")
_SHORT_BEFORE = re.compile(rf"(?<!\w)(?P<short>{_SHORT}) \Z")
_LONGEST_BEFORE = 120
_QUOTES = "“”\"'‘’"


def abbreviations_in(texts: Iterable[str]) -> tuple[Abbreviation, ...]:
    """The abbreviations that these texts define, each once, in order; at most MOST."""
    found: dict[str, str] = {}
    for text in texts:
        for short, long in _defined(text) if "(" in text else ():
            found.setdefault(short, long)
            if len(found) == MOST:
                return tuple(found.items())
    return tuple(found.items())


def _defined(text: str) -> Iterator[Abbreviation]:
    for match in _DEFINED.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - _LONGEST_BEFORE) : match.start()])
        short = match["short"].strip(_QUOTES)
        if before and _is_short(short) and (long := _long_form(short, before[0].strip(f"{_QUOTES} ,"))):
            yield short, long
    for match in _SPELT_OUT.finditer(text):
        before = _SHORT_BEFORE.search(text[max(0, match.start() - LONGEST_SHORT - 4) : match.start()])
        long_form = match["long"].strip(_QUOTES)
        if before and _is_short(before["short"]) and _long_form(before["short"], long_form) == long_form:
            yield before["short"], long_form


def _is_short(written: str) -> bool:
    letters = [letter for letter in written if letter.isalpha()]
    return 2 <= len(letters) <= LONGEST_SHORT and sum(map(str.isupper, letters)) >= max(2, len(letters) // 2)


def _long_form(short: str, before: str) -> str | None:
    """The end of a text that a short form stands for; None if its letters do not stand there."""
    words = before.split()
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    near = " ".join(words[-min(len(letters) + 5, 2 * len(letters)) :])
    folded, at = near.casefold(), len(near)
    if len(folded) != len(near):
        return None
    for number, letter in reversed(list(enumerate(letters))):
        at = folded.rfind(letter, 0, at)
        while number == 0 and at > 0 and folded[at - 1].isalnum():
            at = folded.rfind(letter, 0, at)
        if at < 0:
            return None
    long = near[at:]
    return long if " " in long or "-" in long else None
