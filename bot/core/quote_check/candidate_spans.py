"""Where in the articles a quotation may stand: the stretches that share its most telling words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import log

from bot.core.model import Article
from bot.core.quote_check.verdicts import PARTED
from bot.core.text.analysis import STOP_WORDS
from bot.core.text.quote_tokens import INTERRUPTION, Piece, QuotedText, pieces

# How many stretches are looked at closely, of how many characters together, so that no text can be slow;
CANDIDATES, CHARACTERS = 40, 150_000
# and by how many words of the quotation they are chosen.
CHOSEN_WORDS = 16
# What may stand between the parts of a quotation, in characters: an interruption, or what was left out.
REACH, REACH_OVER_OMISSIONS = 250, 3_000
_LETTERS = re.compile(r"[^\W_]+")
# Cells overlap by so many characters, so that hardly a word is lost between two.
_SEAM = 30


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article's text (its passages, PARTED), long enough for the quotation and what interrupts it."""

    article: Article
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A window, which of the chosen words it holds, and whether it has all words of the quotation in a row."""

    window: Window
    held: frozenset[str]
    in_a_row: bool


def candidates(what: QuotedText, articles: Iterable[Article]) -> list[Window]:
    """The windows that share the most telling words with the quotation, no more than CANDIDATES, in corpus order.

    Those that have all of its words in a row come before the others. Time grows with the length of all articles.
    """
    words = [part for piece in what.pieces if piece.is_word for part in _LETTERS.findall(_folded(piece.key))]
    chosen = _telling(words)
    in_a_row = re.compile(r"[\W_]*".join(map(re.escape, words)))
    found = [each for article in articles for each in _holding(article, what, chosen, in_a_row)]
    times = Counter(word for each in found for word in each.held)
    weights = {word: log(1 + len(found) / times[word]) for word in chosen if times[word]}
    # Added up in the order of `weights`, and rounded, so that the sums of two runs never differ.
    scores = [round(sum(weight for word, weight in weights.items() if word in each.held), 9) for each in found]
    most = min(CANDIDATES, CHARACTERS // (2 * _reach(what)))
    best = nsmallest(most, range(len(found)), key=lambda at: (not found[at].in_a_row, -scores[at], at))
    return [found[at].window for at in sorted(best)]


def whole_pieces(window: Window) -> list[Piece]:
    """The pieces of a window, with their places in the article, without those that its edges cut."""
    found = pieces(window.text[window.start : window.end], window.start)
    first = 1 if window.start and found and found[0].start == window.start else 0
    last = len(found) - (1 if window.end < len(window.text) and found and found[-1].end == window.end else 0)
    return found[first:last]


def dense(what: QuotedText, source: Sequence[Piece], floor: float) -> tuple[int, int]:
    """The part of the source, as a slice, outside which nothing can be as similar to what was typed as `floor`.

    A stretch of s words is no more similar than shared words / max(s, typed words): so it must share floor x typed
    words in the same order, and have at most typed words / floor. The slice is empty if nothing can.
    """
    wanted, least = what.words, floor * what.words.total()
    longest = round(what.words.total() / floor) + INTERRUPTION
    at = [position for position, piece in enumerate(source) if piece.is_word]
    keys = [source[position].key.casefold() for position in at]
    if what.omissions:  # nobody knows how much was left out
        return (0, len(source)) if _in_order(what, keys) >= least else (0, 0)
    seen: Counter[str] = Counter()
    shared, first, last = 0, len(at), -1
    for end, key in enumerate(keys):
        seen[key] += 1
        shared += seen[key] <= wanted[key]
        if end >= longest:
            gone = keys[end - longest]
            shared -= seen[gone] <= wanted[gone]
            seen[gone] -= 1
        if shared >= least:
            first, last = min(first, max(0, end - longest + 1)), end
    if last < 0 or _in_order(what, keys[first : last + longest]) < least:
        return 0, 0
    return at[first], min(len(source), at[last] + longest)


def _in_order(what: QuotedText, keys: Iterable[str]) -> int:
    """How many words both have in the same order: their longest common subsequence.

    All of the typed words at once, as bits (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
    """
    places: dict[str, int] = {}
    typed_keys = [piece.key.casefold() for piece in what.pieces if piece.is_word]
    for position, key in enumerate(typed_keys):
        places[key] = places.get(key, 0) | 1 << position
    every = (1 << len(typed_keys)) - 1
    free = every
    for key in keys:
        if key in places:
            matched = free & places[key]
            free = (free + matched | free - matched) & every
    return len(typed_keys) - free.bit_count()


def _holding(
    article: Article, what: QuotedText, chosen: Sequence[str], in_a_row: re.Pattern[str]
) -> Iterator[_Candidate]:
    """The windows of an article that hold chosen words. Each stretch that may match lies in one of them as a whole."""
    text = PARTED.join(passage.text for passage in article.passages)
    # A window is two cells, so that each cell is read but once.
    reach = _reach(what)
    cells = [_folded(text[start : start + reach + _SEAM]) for start in range(0, len(text), reach)]
    holding = [frozenset(word for word in chosen if word in cell) for cell in cells]
    for at, (here, there) in enumerate(pairwise([*holding, frozenset()])):
        held = here | there
        start, end = at * reach, min(len(text), (at + 2) * reach)
        # The last cell stands in the window before it already.
        if held and (at == 0 or start + reach < len(text)):
            whole = len(held) == len(chosen) and bool(in_a_row.search(_folded(text[start:end])))
            yield _Candidate(Window(article, text, start, end), held, whole)


def _reach(what: QuotedText) -> int:
    """How many characters of an article a match may be long."""
    return len(what.text) * 3 // 2 + (REACH_OVER_OMISSIONS if what.omissions else REACH)


def _telling(words: Iterable[str]) -> list[str]:
    """Up to CHOSEN_WORDS words by which to look: no stop words if there are others, the longest first."""
    distinct = list(dict.fromkeys(words))
    telling = [word for word in distinct if word not in STOP_WORDS] or distinct
    return sorted(telling, key=len, reverse=True)[:CHOSEN_WORDS]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
