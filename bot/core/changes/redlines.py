"""What changed in an article: its paragraphs before and after, the changed ones word by word.

No change is told where a paragraph only moved, was parted or joined with its neighbour in the same words, or where
nothing but quotation marks, dashes, blanks or invisible characters differ: a needless alarm is worse than none.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.changes.rewording import Mark, Stretch, Words, likeness, reworded, words_of
from bot.core.model import Attribution

# What is less alike is another paragraph. Two English paragraphs on one topic share a third of their words by chance.
ALIKE = 0.5
# At most this many pairs of paragraphs are compared; of more, each with the NEAREST that share words which few have.
MOST_PAIRS, FEW, NEAREST = 2_500, 20, 5
# Where more begin with the same word than this, only so many are looked at.
MOST_STARTS = 50
# Of paragraphs that end elsewhere, so many in a row are looked at: those before times those after.
MOST_PARTED = 200
OMISSION = "…"


class Nature(StrEnum):
    """What happened to a paragraph. REWRITTEN: another one stands in its place."""

    REWORDED = "reworded"
    REWRITTEN = "rewritten"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Redline:
    """A changed paragraph: its numbers (from 1) before and after, None where it was not there, and its words."""

    nature: Nature
    before: int | None
    after: int | None
    stretches: tuple[Stretch, ...]

    @property
    def text_before(self) -> str:
        return "".join(each.text for each in self.stretches if each.mark is not Mark.ADDED)

    @property
    def text_after(self) -> str:
        return "".join(each.text for each in self.stretches if each.mark is not Mark.REMOVED)


@dataclass(frozen=True, slots=True)
class Changed:
    """An article whose words changed, and how: never without a redline."""

    attribution: Attribution
    redlines: tuple[Redline, ...]

    def __post_init__(self) -> None:
        if not self.redlines:
            raise ValueError(f"nothing changed in {self.attribution.article}")


def compare(before: Sequence[str], after: Sequence[str]) -> tuple[Redline, ...]:
    """The changed paragraphs of an article, in the order in which they stand now, those that are gone among them."""
    if tuple(before) == tuple(after):
        return ()
    old, new = [words_of(text) for text in before], [words_of(text) for text in after]
    partners = _unchanged(old, new)
    changed: dict[tuple[int, int], tuple[Stretch, ...]] = {}
    # Alike paragraphs are paired first; of those that are left, the ones that stand at the same place.
    for i, j in _alike(old, new, partners):
        stretches = reworded(old[i], new[j])
        if likeness(stretches) >= ALIKE:
            partners.pair(i, j)
            changed[i, j] = stretches
    redlines = [Redline(Nature.REWORDED, i + 1, j + 1, stretches) for (i, j), stretches in changed.items()]
    for i, j in partners.at_one_place():
        partners.pair(i, j)
        both = (Stretch(Mark.REMOVED, before[i]), Stretch(Mark.ADDED, after[j]))
        redlines.append(Redline(Nature.REWRITTEN, i + 1, j + 1, both))
    redlines += [Redline(Nature.REMOVED, i + 1, None, _whole(Mark.REMOVED, before[i])) for i in partners.lonely_old]
    redlines += [Redline(Nature.ADDED, None, j + 1, _whole(Mark.ADDED, after[j])) for j in partners.lonely_new]
    return tuple(sorted(redlines, key=partners.place))


def excerpt(redline: Redline, around: int, most: int) -> tuple[Stretch, ...]:
    """What people read of a redline: its changes, with at most `around` characters before and after each.

    What is slight is left out, and what is longer than `most` characters in all is cut. OMISSION stands for both.
    """
    stretches = [
        Stretch(Mark.KEPT, each.text) if each.slight else each
        for each in redline.stretches
        if not (each.slight and each.mark is Mark.REMOVED)
    ]
    joined: list[Stretch] = []
    for each in stretches:
        if joined and joined[-1].mark is each.mark:
            joined[-1] = Stretch(each.mark, joined[-1].text + each.text)
        else:
            joined.append(each)
    last = len(joined) - 1
    near = [
        Stretch(each.mark, _near(each.text, around if at else 0, around if at < last else 0))
        if each.mark is Mark.KEPT
        else each
        for at, each in enumerate(joined)
    ]
    return _fitting(near, most)


class _Partners:
    """Which paragraph before belongs to which after, while that is being found out."""

    def __init__(self, old: int, new: int) -> None:
        self._new_of: dict[int, int] = {}
        self._old_of: dict[int, int] = {}
        self._sizes = old, new

    def pair(self, i: int, j: int) -> None:
        self._new_of[i], self._old_of[j] = j, i

    def settle(self, olds: Iterable[int], news: Iterable[int]) -> None:
        """These say the same, in another number of paragraphs."""
        olds, news = list(olds), list(news)
        self._new_of |= dict.fromkeys(olds, news[-1])
        self._old_of |= dict.fromkeys(news, olds[-1])

    @property
    def lonely_old(self) -> list[int]:
        return [i for i in range(self._sizes[0]) if i not in self._new_of]

    @property
    def lonely_new(self) -> list[int]:
        return [j for j in range(self._sizes[1]) if j not in self._old_of]

    def at_one_place(self) -> list[tuple[int, int]]:
        """Lonely paragraphs that follow the same paragraph before and after, in their order."""
        new_at: dict[int, list[int]] = defaultdict(list)
        for j in reversed(self.lonely_new):
            new_at[next((k for k in range(j, -1, -1) if k in self._old_of), -1)].append(j)
        places = [(i, self._follows(i)) for i in self.lonely_old]
        return [(i, new_at[place].pop()) for i, place in places if new_at[place]]

    def place(self, redline: Redline) -> tuple[float, int]:
        """Where a redline is shown: by its number now, or else behind what it followed."""
        if redline.after is not None:
            return redline.after - 1, -1
        before = (redline.before or 1) - 1
        return self._follows(before) + 0.5, before

    def _follows(self, i: int) -> int:
        """The place now of the nearest paragraph before `i` that is still there; -1 if there is none."""
        return next((self._new_of[k] for k in range(i, -1, -1) if k in self._new_of), -1)


def _unchanged(old: Sequence[Words], new: Sequence[Words]) -> _Partners:
    """Pairs what says the same: in equal paragraphs, wherever they stand now, or in more or fewer of them."""
    partners = _Partners(len(old), len(new))
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in reversed(range(len(new))):
        waiting[new[j].keys].append(j)
    for i, words in enumerate(old):
        if waiting[words.keys]:
            partners.pair(i, waiting[words.keys].pop())
    for olds, news in _parted(old, partners.lonely_old, new, partners.lonely_new):
        partners.settle(olds, news)
    return partners


def _parted(
    old: Sequence[Words], lonely_old: Iterable[int], new: Sequence[Words], lonely_new: Iterable[int]
) -> Iterator[tuple[range, range]]:
    """Runs of paragraphs that stand in the same words as a run of the other version, but begin and end elsewhere."""
    left_old, left_new = set(lonely_old), set(lonely_new)
    starting = defaultdict(list)
    for first in sorted(left_new):
        starting[new[first].keys[:1]].append(first)
    for at in sorted(left_old):
        for first in starting[old[at].keys[:1]][:MOST_STARTS] if at in left_old else ():
            if first in left_new and (found := _run_of_same(old, at, left_old, new, first, left_new)):
                left_old -= set(found[0])
                left_new -= set(found[1])
                yield found
                break


def _run_of_same(  # noqa: PLR0913, PLR0917  # two versions, three things of each
    old: Sequence[Words], i: int, left_old: Container[int], new: Sequence[Words], j: int, left_new: Container[int]
) -> tuple[range, range] | None:
    """The shortest runs of paragraphs from these on that have the same words; None if there are none."""
    i_end, j_end = i + 1, j + 1
    before, after = old[i].keys, new[j].keys
    while (i_end - i) * (j_end - j) <= MOST_PARTED:
        common = min(len(before), len(after))
        if before[:common] != after[:common]:
            return None
        before, after = before[common:], after[common:]
        if not before and not after:
            return range(i, i_end), range(j, j_end)
        if not before:
            if i_end not in left_old:
                return None
            before, i_end = old[i_end].keys, i_end + 1
        else:
            if j_end not in left_new:
                return None
            after, j_end = new[j_end].keys, j_end + 1
    return None


def _alike(old: Sequence[Words], new: Sequence[Words], partners: _Partners) -> list[tuple[int, int]]:
    """Pairs of changed paragraphs that share most of their words: the most alike first, then the nearest."""
    olds = {i: old[i].content for i in partners.lonely_old}
    news = {j: new[j].content for j in partners.lonely_new}
    scored = []
    for i, j in _candidates(olds, news):
        total = olds[i].total() + news[j].total()
        share = 2 * (olds[i] & news[j]).total() / total if total else 0.0
        if share >= ALIKE:
            scored.append((-round(share, 9), abs(i - j), i, j))
    chosen: list[tuple[int, int]] = []
    taken_old, taken_new = set[int](), set[int]()
    for _, _, i, j in sorted(scored):
        if i not in taken_old and j not in taken_new:
            chosen.append((i, j))
            taken_old.add(i)
            taken_new.add(j)
    return chosen


def _candidates(olds: Mapping[int, Counter[str]], news: Mapping[int, Counter[str]]) -> list[tuple[int, int]]:
    """The pairs of paragraphs that may be alike."""
    if len(olds) * len(news) <= MOST_PAIRS:
        return [(i, j) for i in olds for j in news]
    having: dict[str, list[int]] = defaultdict(list)
    for j, words in news.items():
        for word in words:
            having[word].append(j)
    pairs = []
    for i, words in olds.items():
        shared = Counter(j for word in words if len(having[word]) <= FEW for j in having[word])
        nearest = sorted(shared, key=lambda j: (-shared[j], abs(i - j), j))[:NEAREST]
        pairs += [(i, j) for j in nearest]
    return pairs


def _whole(mark: Mark, text: str) -> tuple[Stretch, ...]:
    return (Stretch(mark, text),)


def _near(text: str, start: int, end: int) -> str:
    """The first and the last characters of a text, so many at most, in whole words, with OMISSION between."""
    if len(text) <= start + end + 10:
        return text
    head, tail = text[:start], text[len(text) - end :] if end else ""
    # Cut words are left out, where there are blanks to tell.
    parts = (head.rpartition(" ")[0] or head, OMISSION, tail.partition(" ")[2] or tail)
    return " ".join(filter(None, parts))


def _fitting(stretches: Iterable[Stretch], most: int) -> tuple[Stretch, ...]:
    shown: list[Stretch] = []
    for each in stretches:
        if len(each.text) > most:
            shown.append(Stretch(each.mark, f"{each.text[:most].rpartition(' ')[0] or each.text[:most]} {OMISSION}"))
            break
        most -= len(each.text)
        shown.append(each)
    return tuple(shown)
