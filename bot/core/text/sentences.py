"""Where the sentences of a passage begin and end. The text itself is never touched. Linear in its length."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import accumulate, pairwise

from bot.core.text.analysis import WORD

Span = tuple[int, int]

# How a text ends that goes on in what follows it: laws of the United Kingdom write a dash for the colon.
LEADS_ON = (":", "：", "—")
LONGEST = 400
LONGEST_HEADING = 200
LITTLE = 20

_BREAK = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]}]*+(?=\s|$)"  # a Western full stop, with the closing marks that belong to it
    r"|[。！？｡][\"'”’»）」』】]*"  # a CJK full stop: no space has to follow
    r"|\n+"
    r"|[ \t](?=[•▪●◦‣]\s)"  # before a bullet inside a line
)
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})[.)]+$")
_OPENERS = " \t\"'“‘(["

# Abbreviations that never end a sentence,
_NEVER_LAST = frozenset(
    """
    mr mrs ms mx dr prof rev hon st gen col lt sgt capt cpl maj adm gov sen rep pres supt messrs bros assn dept univ
    eg ie e.g i.e vs v cf viz approx ca nr arts secs paras figs pp vol vols ed eds ref refs cl reg regs jan feb mar
    apr jun jul aug sep sept oct nov dec ave blvd rd mt ft pub supp seq bzw ggf vgl inkl zzgl sog evtl mme mlle
    """.split()
)
# those that do not before a number ("See Sec. 4", but "The answer is no. Try again."),
_NUMBERED = frozenset(
    "no nos art sec para par pars p c ch fig eq stat subsec subsecs subd cl sch app ann amend abs ziff al l".split()
)
# and those that may: they do before a word that likes to begin a sentence.
_MAYBE_LAST = frozenset("inc corp ltd co etc jr sr al".split())
_STARTERS = frozenset(
    """
    the a an this that these those it its he she they we you i in on at by for from as if when while after before
    since however but and or so there their his her our your to under with although though because both each all
    some many most no not one two during until according also then thus
    """.split()
)


# The width and number of lines that may have been wrapped; shorter ones are addresses, verses, entries of a list.
_NARROWEST, _WIDEST, _FEWEST_LINES = 45, 120, 3


# The same passages are found again and again.
@lru_cache(maxsize=4_096)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text as (start, end) offsets, in order, without the white space around them.

    None is longer than LONGEST characters: what is longer is parted at a semicolon, a colon, a comma or a blank.
    Together they hold everything but white space.
    """
    return tuple(part for span in whole_sentences(text) for part in _capped(text, span))


@lru_cache(maxsize=4_096)
def whole_sentences(text: str) -> tuple[Span, ...]:
    """The same, however long a sentence is."""
    spans: list[Span] = []
    for start, end in _pieces(text):
        if spans and _joins(text, spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return tuple(spans)


def starts_with_heading(text: str, spans: Sequence[Span]) -> bool:
    """Whether the first sentence is a heading: a line of its own, not long, that does not end as a sentence does."""
    if len(spans) < 2 or spans[0][1] - spans[0][0] > LONGEST_HEADING:
        return False
    return "\n" in text[spans[0][1] : spans[1][0]] and text[spans[0][1] - 1] not in '.!…;:"”'


def _pieces(text: str) -> list[Span]:
    """The text cut at every break that ends a sentence."""
    pieces: list[Span] = []
    start, wrapped = 0, _wrapped(text)
    for match in _BREAK.finditer(text):
        if match.start() in wrapped or not _ends_sentence(text, start, match, wrapped):
            continue
        pieces.append(trimmed(text, start, match.end()))
        start = match.end()
    pieces.append(trimmed(text, start, len(text)))
    return [(first, last) for first, last in pieces if first < last]


def _wrapped(text: str) -> frozenset[int]:
    """Where lines end only because no further word fits into them: such an end is no break.

    That is so if no line but the last has room for the next word, and there are enough of them to tell.
    """
    lines = text.split("\n")
    width = max(map(len, lines))
    if len(lines) < _FEWEST_LINES or not _NARROWEST <= width <= _WIDEST or not all(map(str.strip, lines)):
        return frozenset()
    if any(len(line) + 1 + len(after.split()[0]) <= width for line, after in pairwise(lines)):
        return frozenset()
    return frozenset(end - 1 for end in accumulate(len(line) + 1 for line in lines[:-1]))


def _ends_sentence(text: str, start: int, stop: re.Match[str], wrapped: Set[int]) -> bool:
    """Whether the break that `stop` found ends the sentence which began at `start`."""
    mark = stop[0]
    if mark[0] not in ".!?…":
        goes_on = mark == "\n" and text[stop.end() : stop.end() + 1].islower()  # wrapped by hand
        return not goes_on
    following = stop.end()
    while following < len(text) and (text[following] in _OPENERS or following in wrapped):
        following += 1
    if following == len(text) or text[following] == "\n":
        return True
    if stop.end() - start <= LITTLE + 4 and _ENUMERATOR.match(text[start : stop.end()].strip()):
        return False  # "14. How can I ..."
    if text[following].islower():
        return False
    if mark != ".":
        return True  # "!", "?", an ellipsis, or a full stop inside closing marks
    return not _is_abbreviation(_word_before(text, start, stop.start()), text, following)


def _is_abbreviation(word: str, text: str, following: int) -> bool:
    """Whether the full stop after `word` belongs to the word; `following` is where the text goes on."""
    if word in _NUMBERED:
        return text[following].isdigit()
    letters = word.split(".")
    if word in _MAYBE_LAST or all(len(letter) == 1 and letter.isalpha() for letter in letters):  # "Inc.", "U.S.", "J."
        if text[following - 1] in '"“' and word in _MAYBE_LAST:
            return False  # '... of Example Inc. “Taking it away ...'
        next_word = WORD.match(text, following)
        return not (next_word and next_word[0].casefold() in _STARTERS)
    return word in _NEVER_LAST


def _word_before(text: str, start: int, end: int) -> str:
    """The word that ends at `end`, folded; no more than LITTLE characters are looked at."""
    piece = text[max(start, end - LITTLE) : end].split()
    return piece[-1].lstrip("\"'“‘([{").casefold() if piece else ""


def _joins(text: str, left: Span, right: Span) -> bool:
    """Whether the two share a line and one is too little to stand alone ("Yes.", "Note:", a lone closing quote)."""
    if right[1] - left[0] > LONGEST or "\n" in text[left[1] : right[0]]:
        return False
    piece = text[left[0] : left[1]]
    little = len(piece) <= LITTLE and piece.isascii() and len(WORD.findall(piece)) <= 1
    return little or not WORD.search(text, *right)


def _capped(text: str, span: Span) -> list[Span]:
    start, end = span
    parts: list[Span] = []
    while end - start > LONGEST:
        window = (start + LONGEST // 4, start + LONGEST)
        cuts = (at + len(mark) for mark in ("; ", ": ", ", ", " ") if (at := text.rfind(mark, *window)) >= 0)
        cut = next(cuts, start + LONGEST)
        parts.append(trimmed(text, start, cut))
        start = trimmed(text, cut, end)[0]
    return [*parts, (start, end)]


def trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without the space around it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
