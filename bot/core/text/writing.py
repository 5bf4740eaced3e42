"""How words stand in a text: without what cannot be seen, cut where words end, marks inside a word kept with it."""

import re
import unicodedata
from collections.abc import Sequence

from bot.core.text.folding import fold

# Marks that belong to the letter before them, and scripts whose vowel signs Python takes for no letters.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    r"\u0900-\u0963\u0966-\u0dff\u0e00-\u0e7f\u0e80-\u0fff\u1000-\u109f\u1780-\u17ff\u20d0-\u20f0\u3099\u309a"
)
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
# Further letters. Each kind is taken in one go, which is quicker than one after the other.
_LETTERS_ON = rf"[^\W_]*(?:[{_MARKS}]+[^\W_]*)*"
_LETTERS = str.maketrans({letter: letter.lower() if letter.isalnum() else " " for letter in map(chr, range(128))})
WORD = re.compile(rf"[^\W_]{_LETTERS_ON}(?:['’]{_LETTER}{_LETTERS_ON})*")

# Scripts that leave no blanks between words, and Korean, whose words take their endings along.
_UNPARTED = (
    r"\u3005-\u3007\u3041-\u3096\u3099-\u309f\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # Japanese
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese
    r"\u1100-\u11ff\uac00-\ud7af"  # Korean
    r"\u0e00-\u0e3e\u0e40-\u0e4e\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
)
UNPARTED = re.compile(f"[{_UNPARTED}]+")
_CLUSTER = re.compile(
    r"(?s).[\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u1056-\u1059"
    r"\u17b4-\u17d3\u3099\u309a]*"
)

# A word that a line end parts: the hyphen is layout, or the word's own. Nobody types this control character.
LINE_END = "\x1f"
# Layout inside words: soft hyphens, what has no width, what turns the direction round.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# At a line end, or where a reader has made a blank of one; "pre- and post-tax" is no such word.
_PARTED = re.compile(
    r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*(?:\r?\n[ \t]*|[ \t])"
    r"(?!(?:and|or|nor|to|und|oder|bis|bzw|et|ou|y|o|e|ed|en|of|och|og|eller)\b)(?=[^\W\d_])"
)
# To look for what is parted, or for the mark of a note, takes long; without one of these signs there is none.
_MAY_PART = re.compile("[-\u2010\u00ad][ \t\r\n]")
_RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]")
# The mark of a note is no digit; the exponent of a unit is.
_NOTE = re.compile(r"(?<![^\W_])((?:[kcdmµ]?m|ft|in|yd|mi)[²³])|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")

# Numbers in groups, as of a telephone or a card.
_GROUPS = re.compile(
    r"(?<![\w.,-])(?:\+\d{1,3}[ .\u00a0-]?)?(?:\(\d{1,4}\) ?\d{0,4}|\d{2,5})[ ./\u00a0-]{1,2}\d{3,8}"
    r"(?:[ .\u00a0-]\d{2,8}){0,3}(?![\w-])"
)
# Without this there is no such number, and to look for one takes long.
_MAY_GROUP = re.compile("[ ./\u00a0-]\\d{3}")
_NO_DIGITS = re.compile(r"\D+")

_HYPHEN = r"\-\u2010\u2011"
# A word with the marks inside it: 401(k), W-2, F.M.L.A., O'Brien, R&D, 1,500, 18/5/2020, 4.2.1.
_UNIT = re.compile(
    rf"[^\W_]{_LETTERS_ON}"
    rf"(?:(?:['’ʼ&{_HYPHEN}{LINE_END}]|\.(?=[^\W_])|(?<=\d)[,/\u00a0\u202f](?=\d)){_LETTER}{_LETTERS_ON}"
    r"|\([^\W_]{1,3}\))*"
)
# The same where there is nothing but ASCII, in half of the time.
_ASCII_UNIT = re.compile(
    rf"[A-Za-z0-9]+(?:(?:['&\-{LINE_END}]|\.(?=[A-Za-z0-9])|(?<=[0-9])[,/](?=[0-9]))[A-Za-z0-9]+|\([A-Za-z0-9]{{1,3}}\))*"
)
_QUOTED = re.compile(r"[\"'“”‘’„«»‹›][^\W_]+[\"'“”‘’„«»‹›]")
# Either kind opens and closes, somewhere.
QUOTES = frozenset("\"'“”‘’„«»‹›")


def cleaned(text: str) -> str:
    """The text as its words are read: letters with their marks as one character each, nothing that cannot be seen, no
    marks of notes. LINE_END stands where a hyphen and the end of a line part a word; a telephone number has hyphens.
    """
    text = text.replace(LINE_END, " ")  # of somebody else it means nothing
    if _MAY_PART.search(text):
        text = _PARTED.sub(_joint, text)
    if _MAY_GROUP.search(text):
        text = _GROUPS.sub(_telephone, text)
    if text.isascii():
        return text
    text = _INVISIBLE.sub("", text)
    if _RAISED.search(text):
        text = _NOTE.sub(lambda match: match[1] or " ", text)
    return unicodedata.normalize("NFC", text)


def _joint(match: re.Match[str]) -> str:
    goes_on = "\n" in match.group() or match.string[match.end()].islower()
    return LINE_END if goes_on else match.group()


def _telephone(match: re.Match[str]) -> str:
    """Fewer than nine digits are a telephone number only if they begin like one: 2019 2020 are two years."""
    number = match.group()
    if number[0].isdigit() and number[0] != "0" and sum(map(str.isdigit, number)) < 9:
        return number
    return _NO_DIGITS.sub("-", number.replace("(0)", "0")).strip("-")


def folded_words(text: str) -> list[str]:
    """The words of a cleaned text, without the marks inside them but apostrophes, as they are compared."""
    if not text.isascii():
        return [fold(word) for word in WORD.findall(text)]
    if "'" in text:
        return WORD.findall(text.lower())
    return text.translate(_LETTERS).split()  # which takes a fifth of the time


def units(text: str) -> list[str]:
    """The words of a cleaned text with the marks inside them. Of scripts that part no words, each stretch is one."""
    if text.isascii():
        return _ASCII_UNIT.findall(text)
    if not UNPARTED.search(text):
        return _UNIT.findall(text)
    found: list[str] = []
    at = 0
    for run in UNPARTED.finditer(text):
        found += (*_UNIT.findall(text, at, run.start()), run.group())
        at = run.end()
    return found + _UNIT.findall(text, at)


def places(text: str, cut: Sequence[str]) -> list[int]:
    """Where in the text each of its units begins."""
    found, at = [], 0
    for unit in cut:
        found.append(text.index(unit, at))
        at = found[-1] + len(unit)
    return found


def has_quoted_word(text: str) -> bool:
    """Whether a single word stands in quotation marks."""
    return bool(_QUOTED.search(text))


def clusters(stretch: str) -> list[str]:
    """The letters of a stretch, each with its marks."""
    return _CLUSTER.findall(stretch)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands in quotation marks of its own."""
    return start > 0 and end < len(text) and text[start - 1] in QUOTES and text[end] in QUOTES


def sentence_before(text: str, start: int) -> str:
    """What stands in a sentence before a place, told by stops and line ends alone; 200 characters."""
    if start > 1 and text[start - 1] == " " and text[start - 2] in _STOPS:
        return " "  # as before most words that are looked at
    return _STOP.split(text[max(0, start - 200) : start])[-1]


def sentence_after(text: str, end: int) -> str:
    """The same of what stands after a place."""
    return _STOP.split(text[end : end + 200], maxsplit=1)[0]


_STOPS = frozenset(".!?:;…")
_STOP = re.compile(rf"[{''.join(sorted(_STOPS))}](?=\s|$)|\n|[•|]")
