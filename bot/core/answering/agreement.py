"""Where articles agree: the same statement is shown once, and the same public statement in other words as that."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from bot.core.answering.speech import Utterance, has_speech, quoted, utterances, words
from bot.core.corpus import Corpus
from bot.core.model import Hit, Passage, Quotation, Standing
from bot.core.text import analysis

# Fewer words mean something only under their own heading ("Yes, if the manager agrees.").
ENOUGH_WORDS = 8
# Shorter quotations in equal words may be two people's ("We take the privacy of our customers very seriously").
ENOUGH_SAID = 16
# The longest that may stand around quoted words and still only say whose they are ("the company wrote on its site").
LONGEST_ASIDE = 12
# From this similarity on, two stretches are wordings of one statement; and this many content words they must share.
ALIKE = 0.6
SHARED_TERMS = 5
# What is not printed as somebody's words may be a report of them, which only looks like them.
ALIKE_IN_PROSE = 0.8

_NEARNESS = (Standing.ORIGINAL, Standing.REPUBLISHED, Standing.ANSWER, Standing.UNKNOWN, Standing.EXAMPLE)
_SAYS = frozenset("said says wrote writes stated told added announced declared explained statement".split())
_DENIES = frozenset("no not never none nor neither without cannot".split())
_NUMBERS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion half
    """.split()
)


@dataclass(frozen=True, slots=True)
class Merged:
    """A hit that stands for all that say the same words, and the passages that it stands for, nearest first."""

    hit: Hit
    also_in: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Printing:
    """Where an article prints words of a statement: from the first to the last, with what interrupts them.

    `marked`: they stand in quotation marks. `introduction`: the line that introduces them, where they have none.
    """

    quotation: Quotation
    marked: bool
    introduction: Quotation | None = None

    @property
    def presented(self) -> str:
        """How the article shows that these are somebody's words, to be read after its name."""
        if self.marked:
            return "in quotation marks"
        return f"after “{self.introduction.text}”" if self.introduction else "without quotation marks"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a statement, or parts of it, and every printing of these words, best ranked first."""

    printings: tuple[Printing, ...]


@dataclass(frozen=True, slots=True)
class _Match:
    """A sentence that words the asked-for statement's sentence number `at`."""

    at: int
    utterance: Utterance


def merged(hits: Sequence[Hit]) -> tuple[Merged, ...]:
    """The hits in their order, those with the same words as one, at the place of the best ranked.

    It is represented by the article nearest to the source, then the earliest published, then by name; within that
    article by the best ranked. Every hit comes out once, as itself or in `also_in`.
    """
    groups: dict[tuple[object, ...], list[Hit]] = {}
    for hit in hits:
        groups.setdefault(_same_words(hit.passage), []).append(hit)
    ordered = [sorted(group, key=lambda hit: _nearness(hit.passage)) for group in groups.values()]
    return tuple(Merged(first, tuple(hit.passage for hit in others)) for first, *others in ordered)


def wordings(quotation: Quotation, passages: Iterable[Passage], corpus: Corpus) -> tuple[Wording, ...]:
    """How other articles word the public statement that the quotation holds; its own wording first. () if none does.

    Two sentences are wordings of one statement if at least one is printed as somebody's words, both have
    ENOUGH_WORDS, and they are ALIKE (ALIKE_IN_PROSE if only one is) and not at odds over a number or a negation.
    """
    asked = [
        each
        for each in utterances(quotation.passage, _above(quotation.passage, corpus))
        if each.start < quotation.end and quotation.start < each.end
    ]
    own_article, may_match = quotation.attribution.article, _may_match(asked, corpus)
    others = (each for each in passages if each.attribution.article != own_article and may_match(each))
    by_article: dict[str, list[_Match]] = {}
    for passage in dict.fromkeys(others):
        matches = _matches(utterances(passage, _above(passage, corpus)), asked)
        by_article.setdefault(passage.attribution.article, []).extend(matches)
    found = {match.at for matches in by_article.values() for match in matches}
    own = [_Match(at, each) for at, each in enumerate(asked) if at in found]
    groups: list[list[_Match]] = [own]
    for matches in filter(None, by_article.values()):
        group = next((group for group in groups if _agree(group, matches)), None)
        if group is None:
            groups.append(matches)
        else:
            group.extend(matches)
    return tuple(Wording(_printings(group)) for group in groups) if len(groups) > 1 else ()


def aligned(left: Sequence[str], right: Sequence[str]) -> tuple[float, Sequence[str], Sequence[str]]:
    """How alike both are, the shorter, and the stretch of the longer that it aligns with.

    Alike, 0 to 1: 2 · M / (|shorter| + |stretch|), where M counts the words in Ratcliff and Obershelp's matching
    blocks: `difflib`'s ratio, but for what stands before and after the stretch. 0 for whatever is less than ALIKE at
    the best.
    """
    shorter, longer = sorted((left, right), key=len)
    overlap = (Counter(shorter) & Counter(longer)).total()
    # The stretch has at least M words and M is at most the overlap, so most pairs need no alignment.
    if not shorter or 2 * overlap / (len(shorter) + overlap) < ALIKE:
        return 0.0, shorter, ()
    blocks = [
        block for block in SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks() if block.size
    ]
    first, last = blocks[0], blocks[-1]
    # What the shorter has before its first block and after its last has a counterpart in the longer, if that goes on.
    start = max(0, first.b - first.a)
    end = min(len(longer), last.b + len(shorter) - last.a)
    matching = sum(block.size for block in blocks)
    return 2 * matching / (len(shorter) + end - start), shorter, longer[start:end]


def _may_match(asked: Sequence[Utterance], corpus: Corpus) -> Callable[[Passage], bool]:
    """Whether a closer look at a passage is worth its time: it seldom is."""
    content = {word for each in asked for word in each.words} - analysis.STOP_WORDS
    is_speech = any(each.is_speech for each in asked)

    def may_match(passage: Passage) -> bool:
        shared = len(content & _words(passage.text)) if len(content) >= SHARED_TERMS else 0
        return shared >= SHARED_TERMS and (is_speech or has_speech(passage, _above(passage, corpus)))

    return may_match


@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))


def _matches(sentences: Iterable[Utterance], asked: Sequence[Utterance]) -> list[_Match]:
    found = []
    for sentence in sentences:
        scored = [(_likeness(sentence, each), -at) for at, each in enumerate(asked)]
        best, at = max(scored, default=(0.0, 0))
        if best:
            found.append(_Match(-at, sentence))
    return found


def _likeness(left: Utterance, right: Utterance) -> float:
    """Their similarity; 0 where nothing shows that both are the same words of somebody."""
    if min(len(left.words), len(right.words)) < ENOUGH_WORDS or not (left.is_speech or right.is_speech):
        return 0.0
    found, shorter, stretch = aligned(left.words, right.words)
    shared = set(shorter) & set(stretch) - analysis.STOP_WORDS
    enough = ALIKE if left.is_speech and right.is_speech else ALIKE_IN_PROSE
    is_same = found >= enough and len(shared) >= SHARED_TERMS and _claims(shorter) == _claims(stretch)
    return found if is_same else 0.0


def _claims(words: Iterable[str]) -> tuple[frozenset[str], bool]:
    """The numbers, and whether something is denied."""
    numbers = frozenset(word for word in words if word in _NUMBERS or any(map(str.isdigit, word)))
    return numbers, any(word in _DENIES or word.endswith("n't") for word in words)


def _agree(group: Sequence[_Match], matches: Sequence[_Match]) -> bool:
    """Whether both print the same words wherever both print the same sentence, and there is such a sentence."""
    pairs = [(one.utterance, other.utterance) for one in group for other in matches if one.at == other.at]
    return bool(pairs) and all(_same_or_part(one.words, other.words) for one, other in pairs)


def _same_or_part(left: Sequence[str], right: Sequence[str]) -> bool:
    shorter, longer = (f" {' '.join(words)} " for words in sorted((left, right), key=len))
    return shorter in longer


def _printings(matches: Iterable[_Match]) -> tuple[Printing, ...]:
    """One a passage; and two where some of its words stand in quotation marks and some do not."""
    places: dict[tuple[Passage, bool, Quotation | None], list[Utterance]] = {}
    for each in (match.utterance for match in matches):
        places.setdefault((each.passage, each.marked, each.introduction), []).append(each)
    return tuple(
        Printing(
            Quotation(passage, min(each.start for each in said), max(each.end for each in said)), marked, introduction
        )
        for (passage, marked, introduction), said in places.items()
    )


def _above(passage: Passage, corpus: Corpus) -> Passage | None:
    article = corpus.article(passage.attribution.article)
    return article.passage(passage.number - 1) if article else None


def _same_words(passage: Passage) -> tuple[object, ...]:
    """What is equal for two passages if they make the same statement in the same words."""
    said = _said(passage.text)
    if said:
        return ("said", said)
    text = _folded(passage.text)
    if len(text.split()) >= ENOUGH_WORDS:
        return ("text", text)
    return ("text", text, passage.context.words, passage.attribution.title)


# The same passages are found again and again, and to read them takes longer than anything else in an answer.
@lru_cache(maxsize=4_096)
def _said(text: str) -> str:
    """The words in quotation marks, if the rest of the passage only says whose they are; else nothing."""
    spans = quoted(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    aside = [word for at in range(0, len(edges), 2) for word in words(text[edges[at] : edges[at + 1]])]
    said = " ".join(_folded(text[start:end]).strip(" ,.") for start, end in spans)
    says_whose = not _SAYS.isdisjoint(aside) and _DENIES.isdisjoint(aside) and len(aside) <= LONGEST_ASIDE
    return said if says_whose and len(said.split()) >= ENOUGH_SAID else ""


@lru_cache(maxsize=4_096)
def _folded(text: str) -> str:
    return " ".join(analysis.fold(text).split())


def _nearness(passage: Passage) -> tuple[int, date, str]:
    known = passage.attribution
    return _NEARNESS.index(known.standing), known.published or date.max, known.article
