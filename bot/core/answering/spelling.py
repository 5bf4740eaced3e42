"""Misspelt words: an unknown word that is one slip of the fingers, or two, from one that an article has.

A slip is a letter too few or too many, two that changed places, or one for another that lies beside it on the
keyboard or sounds like it (optimal string alignment; Damerau 1964, doi:10.1145/363958.363994). A wrong correction
makes a foreign question look covered, so a word that may well be meant is let alone: one with another ending
(server, serves), and the words of everyday English that lie a slip from other words (county, country).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from itertools import pairwise

from bot.core.text import analysis

# In letters. Shorter words have too many neighbours; only long ones bear two slips, or a letter for another.
SHORTEST, BEARS_ANOTHER_LETTER, BEARS_TWO = 5, 7, 10
LONGEST = 40

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("aeiouy", "ckqsxz", "gj", "dt", "bp", "fvw", "mn")


def suggest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    """The known word that an unknown one was probably meant to be; None if it is known, or nothing is near enough.

    `vocabulary` gives each word that articles have, folded as by `analysis.words`, its document frequency. The
    nearest wins; of those the most frequent; of those the first in the alphabet. No digits, no scripts without case.
    """
    typed = sought(word)
    if typed is None or typed in vocabulary:
        return None
    nearest = min(_near(typed, vocabulary), default=None)
    return nearest[2] if nearest else None


def sought(word: str) -> str | None:
    """As what a word is looked for among known ones; None if it is not taken for a slip, whatever is known."""
    typed = analysis.fold(word).removesuffix("'s")
    return typed if _may_be_a_slip(typed) else None


def swapped(typed: str) -> str:
    """The word with its first two letters in the other order: of what is near, only this begins otherwise."""
    return typed[1] + typed[0] + typed[2:]


def distance(typed: str, known: str, limit: int, *, other_letters: bool = True) -> int:
    """How many slips lead from one word to the other; `limit` + 1 if more than `limit`.

    A letter for another counts as one slip only where fingers or ears confuse the two and `other_letters` allows
    it; otherwise as two: a letter too many, and one too few.
    """
    far = limit + 1
    before: list[int] = []
    above = [min(column, far) for column in range(len(known) + 1)]
    for row, letter in enumerate(typed, start=1):
        here = [min(row, far)] + [far] * len(known)
        # What is further from the diagonal than the limit is too far in any case.
        for column in range(max(1, row - limit), min(len(known), row + limit) + 1):
            other = known[column - 1]
            slips = 0 if letter == other else 1 if other_letters and (letter, other) in _CONFUSED else 2
            best = min(above[column] + 1, here[column - 1] + 1, above[column - 1] + slips)
            if row > 1 and column > 1 and letter == known[column - 2] and typed[row - 2] == other:
                best = min(best, before[column - 2] + 1)
            here[column] = min(best, far)
        if min(here) == far:
            return far
        before, above = above, here
    return above[-1]


def _may_be_a_slip(typed: str) -> bool:
    if not (SHORTEST <= len(typed) <= LONGEST and typed.isalpha() and typed != typed.upper()):
        return False
    return typed not in analysis.STOP_WORDS and _everyday().isdisjoint(analysis.terms(typed))


def _near(typed: str, vocabulary: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """The known words within the limit, as (slips, −df, word). Cheap tests first: most words fail them."""
    limit = 2 if len(typed) >= BEARS_TWO else 1
    least, most = max(SHORTEST - 1, len(typed) - limit), len(typed) + limit
    letters, first, turned = set(typed), typed[0], swapped(typed)
    for known, df in vocabulary.items():
        if not least <= len(known) <= most or not (known[0] == first or known == turned):
            continue
        if len(letters.symmetric_difference(known)) > 2 * limit:
            continue
        slips = distance(typed, known, limit, other_letters=len(typed) >= BEARS_ANOTHER_LETTER)
        if slips <= limit and known.isalpha() and not _inflected(typed, known):
            limit = slips  # what is further away than this cannot win
            yield slips, -df, known


def _inflected(left: str, right: str) -> bool:
    """Whether two words differ in nothing but their endings, so that both may well be words."""
    stem = next(
        (at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]),
        len(min(left, right, key=len)),
    )
    one, other = left[stem:], right[stem:]
    if len(one) > 2 and one[1:] == other[1:]:
        return False  # -ant for -ent, -able for -ible: nobody knows which
    return stem >= 3 and one in _ENDINGS and other in _ENDINGS


def _confused() -> Iterator[tuple[str, str]]:
    """Letters that are typed for each other: neighbours on a QWERTY keyboard, and those that sound alike."""
    for keys in _KEYS:
        yield from pairwise(keys)
    for upper, lower in pairwise(_KEYS):
        for at, letter in enumerate(lower):
            yield from ((letter, above) for above in upper[at : at + 2])
    for sounds in _SOUNDS:
        yield from ((one, other) for one in sounds for other in sounds if one != other)


_CONFUSED = frozenset(pair for one, other in _confused() for pair in ((one, other), (other, one)))
_ENDINGS = frozenset(
    """
    s es ed d er ers r rs or ors ing ings y ies ly al als ial ic ics ion ions ation able ible ive ity ment ness e est
    en ent ents ant ants ence ance ency ancy th ism ist ists ian ians an ans ish ise ize ia ous us um ful less
    """.split()
) | {""}


@cache
def _everyday() -> frozenset[str]:
    """The terms of everyday English that lies a slip from other words: `everyday_words.txt`."""
    listed = resources.files(__package__).joinpath("everyday_words.txt").read_text(encoding="utf-8")
    return frozenset(analysis.terms(listed.partition("\n")[2]))
