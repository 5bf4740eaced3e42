"""What an index found for a question: how surely it answers, what speaks against it, what of it is worth quoting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.answering.agreement import Merged, merged
from bot.core.answering.composing import first_lists
from bot.core.answering.confidence import confidence
from bot.core.answering.doubts import Doubts, doubts
from bot.core.answering.inquiry import Inquiry
from bot.core.answering.policy import Policy
from bot.core.answering.second_look import second_look
from bot.core.answering.timeline import AsOfView, in_force_first, later_word_first
from bot.core.model import Hit, Passage, Reference

# A passage that has this share of the question is quoted, however many others rival it: where all articles agree,
# doubt would be wrong.
COVERED = 0.75
# How many times as sure the bot must be where a word that is asked for stands nowhere.
UNKNOWN = 2.5
# Of an answer that may be none, more is shown: the second or third passage may be the one.
MORE_IF_WEAK = 0.5


@dataclass(frozen=True, slots=True)
class Findings:
    """The passages that were found, best first, each standing for those that say the same, and what to think of them.

    `sure` is 0 to 1. `weak`: the answer must say that it may be none. `worth_quoting`: none where the bot declines.
    `missing`: the words of the question that no article has.
    """

    hits: tuple[Hit, ...]
    also_in: Mapping[Reference, tuple[Passage, ...]]
    sure: float
    doubt: Doubts
    weak: bool
    worth_quoting: tuple[Hit, ...]
    missing: tuple[str, ...]


def findings(inquiry: Inquiry, found: Sequence[Hit], moment: AsOfView, policy: Policy) -> Findings:
    """Weighs what an index found."""
    groups = [_spoken_now(group, moment) for group in merged(second_look(inquiry, found))]
    hits, covering = [group.hit for group in groups], inquiry.covering
    sure = confidence(inquiry.words, covering, hits)
    doubt = doubts(inquiry.words, inquiry.tokens, inquiry.missing, covering, hits) if hits else Doubts()
    weak = sure < policy.weak or bool(doubt)
    floor = policy.floor * (UNKNOWN if doubt.unknown else 1)
    worth_quoting: list[Hit] = []
    # Where nothing has a weight, the passages have what was quoted word for word.
    if sure >= floor or any(not covering.weights or covering.share(hit) >= COVERED for hit in hits[:1]):
        near = _near_the_best(hits, inquiry, policy.quotations, policy.next_floor * (MORE_IF_WEAK if weak else 1))
        in_force = in_force_first(near, hits, moment, covering.nearness)
        worth_quoting = later_word_first(in_force, hits, moment, inquiry.admits)
    return Findings(
        hits=tuple(hits),
        also_in={group.hit.passage.reference: group.also_in for group in groups},
        sure=sure,
        doubt=doubt,
        weak=weak,
        worth_quoting=tuple(worth_quoting),
        missing=_missing(inquiry, hits),
    )


def _spoken_now(group: Merged, moment: AsOfView) -> Merged:
    """A group of passages in the same words, for which one speaks that nothing has replaced, if there is one."""
    members = (group.hit.passage, *group.also_in)
    current = [each for each in members if not moment.successors(each)]
    if len(current) in {0, len(members)}:
        return group
    return Merged(replace(group.hit, passage=current[0]), tuple(current[1:]))


def _near_the_best(hits: Sequence[Hit], inquiry: Inquiry, most: int, floor: float) -> list[Hit]:
    """The first hits, without those that cover far less of the question than the best of them, or are far from it."""
    first, covering = first_lists(hits, most), inquiry.covering
    covered = [covering.nearness(hit) for hit in first]
    return [hit for hit, share in zip(first, covered, strict=True) if share >= floor * max(covered)]


def _missing(inquiry: Inquiry, hits: Sequence[Hit]) -> tuple[str, ...]:
    """The words that no article has, without the numbers that a range of the best passage holds."""
    held = frozenset(inquiry.covering.in_range(hits[0])) if hits else frozenset()
    return tuple(word for word in inquiry.missing if word not in held)
