"""What became of a paragraph, word by word: what was kept, removed and added, in whole words, to the last character.

Words are compared as `bot.core.text.quote_tokens` reads them. Where only quotation marks, dashes, blanks or
invisible characters differ, both ways of writing are there all the same, marked as slight: nobody has to be shown
them.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from bot.core.text.alignment import anchors_of
from bot.core.text.analysis import STOP_WORDS
from bot.core.text.quote_tokens import pieces

# At most this many pairs of equal words are weighed at once (less than half a second, whatever the text). Longer
# paragraphs are parted first, at stretches that each version has once.
MOST_PAIRS = 40_000
# One or two little words between two changes of so many words are changed with them, for the sake of the reader.
_LITTLE, _CHANGE = 2, 3


class Mark(StrEnum):
    """What became of a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text with one fate. KEPT and REMOVED together are the text before, KEPT and ADDED the text after.

    `slight`: it differs from what stands in its place only in how it is written.
    """

    mark: Mark
    text: str
    slight: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A text, cut into words and marks: as they are compared, as they stand, and the blanks behind each.

    `lead` is what stands before the first word.
    """

    lead: str
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    gaps: tuple[str, ...]

    @property
    def content(self) -> Counter[str]:
        """The words, without the marks."""
        return Counter(key.casefold() for key in self.keys if any(map(str.isalnum, key)))


def words_of(text: str) -> Words:
    """The words and marks of a text. A letter keeps its vowel signs and accents, and a fraction its numbers."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    for piece in pieces(text):
        together = bool(spans) and spans[-1][1] == piece.start and bool(piece.key)
        if together and (spans[-1][0] == spans[-1][1] or _is_sign(piece.key[0]) or _is_sign(keys[-1][-1])):
            keys[-1] += piece.key
            spans[-1] = (spans[-1][0], piece.end)
        else:
            keys.append(piece.key)
            spans.append((piece.start, piece.end))
    following = [start for start, _ in spans[1:]] + [len(text)]
    return Words(
        lead=text[: spans[0][0]] if spans else text,
        keys=tuple(keys),
        texts=tuple(text[start:end] for start, end in spans),
        gaps=tuple(text[end:start] for (_, end), start in zip(spans, following, strict=False)),
    )


def reworded(before: Words, after: Words) -> tuple[Stretch, ...]:
    """What was kept, removed and added, in the order of the text; what was removed stands before what replaces it."""
    return _merged(_stretches(before, after))


def likeness(stretches: Iterable[Stretch]) -> float:
    """The share of the letters and digits of both versions that was kept, 0 to 1; 1 where there are none."""
    weights: Counter[Mark] = Counter()
    for each in stretches:
        weights[Mark.KEPT if each.slight else each.mark] += sum(map(str.isalnum, each.text)) * (
            2 if each.mark is Mark.KEPT else 1
        )
    return weights[Mark.KEPT] / weights.total() if weights.total() else 1.0


def _stretches(before: Words, after: Words) -> Iterator[Stretch]:
    old, new = before.lead, after.lead
    i = j = 0
    for at, to in [*_kept(before.keys, after.keys), (len(before.keys), len(after.keys))]:
        is_slight = i == at and j == to
        old += "".join(map(str.__add__, before.texts[i:at], before.gaps[i:at]))
        new += "".join(map(str.__add__, after.texts[j:to], after.gaps[j:to]))
        yield from _change(old, new, slight=is_slight)
        if at < len(before.keys):
            yield from _change(before.texts[at], after.texts[to], slight=True)
            old, new = before.gaps[at], after.gaps[to]
        i, j = at + 1, to + 1


def _change(old: str, new: str, *, slight: bool) -> Iterator[Stretch]:
    """Old text and what stands in its place; blanks that both begin or end with are kept."""
    if old == new:
        yield Stretch(Mark.KEPT, old)
        return
    start = _blanks(old, new)
    end = _blanks(old[start:][::-1], new[start:][::-1])
    yield Stretch(Mark.KEPT, old[:start])
    yield Stretch(Mark.REMOVED, old[start : len(old) - end], slight)
    yield Stretch(Mark.ADDED, new[start : len(new) - end], slight)
    yield Stretch(Mark.KEPT, old[len(old) - end :])


def _blanks(left: str, right: str) -> int:
    """How many blanks both texts begin with."""
    common = 0
    for one, other in zip(left, right, strict=False):
        if one != other or not one.isspace():
            break
        common += 1
    return common


def _merged(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    runs = groupby((each for each in stretches if each.text), key=lambda each: (each.mark, each.slight))
    return tuple(Stretch(mark, "".join(each.text for each in run), slight) for (mark, slight), run in runs)


def _kept(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The places of the words that were kept, rising on both sides."""
    runs = [run for run in _runs(before, after) if run[2]]
    worth = [run for at, run in enumerate(runs) if not _is_confetti(runs, at, before, (len(before), len(after)))]
    return [(i + more, j + more) for i, j, size in worth for more in range(size)]


def _is_confetti(runs: Sequence[tuple[int, int, int]], at: int, before: Sequence[str], ends: tuple[int, int]) -> bool:
    """Whether a run is but a little word or a mark between two changes, which are easier to read as one."""
    i, j, size = runs[at]
    if size > _LITTLE or any(_is_content(key) for key in before[i : i + size]):
        return False
    left_i, left_j, left = runs[at - 1] if at else (0, 0, 0)
    right_i, right_j, _ = runs[at + 1] if at + 1 < len(runs) else (*ends, 0)
    changed_before = i - left_i - left + j - left_j - left
    changed_after = right_i - i - size + right_j - j - size
    return min(changed_before, changed_after) >= _CHANGE


def _is_content(key: str) -> bool:
    return any(map(str.isalnum, key)) and key.casefold() not in STOP_WORDS


Run = tuple[int, int, int]
"""Where equal words begin in either version, and how many they are."""


def _runs(before: Sequence[str], after: Sequence[str]) -> list[Run]:
    """Runs of equal words, rising on both sides, each as long as it can be."""
    top = _common(before, after)
    bottom = _common(before[top:][::-1], after[top:][::-1])
    old, new = before[top : len(before) - bottom], after[top : len(after) - bottom]
    if _pairs(old, new) <= MOST_PAIRS:
        inner = _matching(old, new, top, top)
    else:
        inner = _between_landmarks(old, new, top)
    return _joined([(0, 0, top), *inner, (len(before) - bottom, len(after) - bottom, bottom)])


def _between_landmarks(old: Sequence[str], new: Sequence[str], top: int) -> Iterator[Run]:
    """Runs of long texts: between stretches that each version has once, where these stand in the same order."""
    at_i = at_j = 0
    for i, j in [*anchors_of(old, new), (len(old), len(new))]:
        inside = old[at_i:i], new[at_j:j]
        if _pairs(*inside) <= MOST_PAIRS:
            yield from _matching(*inside, top + at_i, top + at_j)
        if i < len(old):
            yield top + i, top + j, 1
        at_i, at_j = i + 1, j + 1


def _matching(old: Sequence[str], new: Sequence[str], i: int, j: int) -> Iterator[Run]:
    """Ratcliff and Obershelp's matching blocks (`difflib`): the longest first, as people look for them."""
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        yield i + block.a, j + block.b, block.size


def _joined(runs: Iterable[Run]) -> list[Run]:
    joined: list[Run] = []
    for i, j, size in runs:
        if joined and size and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + size)
        elif size:
            joined.append((i, j, size))
    return joined


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    there = Counter(new)
    return sum(times * there[key] for key, times in Counter(old).items())


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(left), len(right)))


def _is_sign(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
