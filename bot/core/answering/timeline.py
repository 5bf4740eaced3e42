"""Time goes on: what is in force on a day, which word is the later one, and that it stands first."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.corpus import Corpus, latest_first
from bot.core.model import Article, Hit, Passage, Scope, Validity
from bot.core.text import analysis

# What a question about how things stand begins with, or has among its words.
_PRESENT_START = re.compile(r"(?:is|are|does|do|has|have|can|may|must|will)\b")
_PRESENT_WORDS = frozenset("still now currently current today latest anymore yet nowadays presently".split())


# A passage that covers this share of what another covers of the question is on the same subject.
SAME_SUBJECT = 0.8


@dataclass(frozen=True, slots=True)
class AsOfView:
    """A corpus on a day, as far as the asker may see it."""

    corpus: Corpus
    day: date
    seen: Scope

    def successors(self, passage: Passage) -> list[Article]:
        """What has replaced the passage, the latest first."""
        return self.corpus.successors(passage, self.day, self.seen)

    def is_in_force(self, passage: Passage) -> bool:
        """Whether the passage's article has begun and is not over, for all that it says of itself."""
        article = self.corpus.article(passage.attribution.article)
        if article is None:
            return True
        over = article.in_force_until is not None and article.in_force_until < self.day
        return not over and (article.effective is None or article.effective <= self.day)


def validity(passage: Passage, moment: AsOfView) -> Validity:
    """How a passage stands: in force or not, replaced by what, due for review."""
    corpus, day = moment.corpus, moment.day
    article = corpus.article(passage.attribution.article)
    successors = moment.successors(passage)
    later = successors[0] if successors else None
    begins, ends = (article.in_force_from, article.in_force_until) if article else (None, None)
    review = article.review_by if article else None
    not_yet, over = begins is not None and begins > day, ends is not None and ends < day
    said = begins is not None or ends is not None
    return Validity(
        in_force=False if later or not_yet or over else (True if said else None),
        replaced_by=later.attribution if later else None,
        replaced_on=later.effective if later else None,
        begins=begins if not_yet else None,
        ended=ends if over else None,
        review_since=review if review is not None and review < day else None,
        withdrawn=article.withdrawn if article else None,
    )


def in_force_first(
    chosen: Sequence[Hit], hits: Sequence[Hit], moment: AsOfView, share: Callable[[Hit], float]
) -> list[Hit]:
    """The chosen hits, with what is in force that day before what is not yet, or no longer, on the same subject.

    Where nothing of that was chosen, the best of the hits joins. `share`: how much of the question a passage covers.
    As many hits come out as were chosen, or one more where only one was.
    """
    ordered = list(chosen)
    for hit in chosen:
        if moment.is_in_force(hit.passage):
            continue
        enough = SAME_SUBJECT * share(hit)
        current = [each for each in hits if moment.is_in_force(each.passage) and share(each) >= enough]
        if current and not any(each in ordered for each in current):
            ordered.insert(ordered.index(hit), current[0])
        last = max((ordered.index(each) for each in current if each in ordered), default=-1)
        if last > ordered.index(hit):
            ordered.remove(hit)
            ordered.insert(last, hit)
    return ordered[: max(2, len(chosen))]


def later_word_first(
    chosen: Sequence[Hit],
    hits: Sequence[Hit],
    moment: AsOfView,
    admits: Callable[[Passage], bool] = lambda passage: True,
) -> list[Hit]:
    """The chosen hits, with the later word put before each passage that it replaces.

    Where nothing of the replacing article was chosen, its best hit joins, or else its lead, if the question admits
    it. As many hits come out as were chosen, or one more where only one was.
    """
    ordered: list[Hit] = []
    for hit in chosen:
        for successor in _lineage(hit.passage, moment):
            if all(_article(each) != successor.id for each in ordered):
                lead = Hit(successor.passages[0], 0.0)
                later = next((each for each in hits if _article(each) == successor.id), lead)
                if admits(later.passage):
                    ordered.append(later)
        if hit not in ordered:
            ordered.append(hit)
    return ordered[: max(2, len(chosen))]


def latest(hits: Sequence[Hit], until: date | None = None) -> date | None:
    """The newest day on which what hits quote was published or updated, if any is known; of those up to a day."""
    known = [each.passage.attribution for each in hits]
    days = [day for each in known for day in (each.published, each.updated) if day]
    return max((day for day in days if until is None or day <= until), default=None)


def asks_how_things_stand(question: str) -> bool:
    """Whether a question is about the present: what is still so, or is so now."""
    words = analysis.words(question)
    return not _PRESENT_WORDS.isdisjoint(words) or bool(_PRESENT_START.match(" ".join(words)))


def _lineage(passage: Passage, moment: AsOfView) -> list[Article]:
    """What replaced the passage, and what replaced that: the newest first. Circles end where they close."""
    found: list[Article] = []
    waiting = moment.successors(passage)
    while waiting:
        article = waiting.pop(0)
        if article not in found:
            found.append(article)
            waiting += moment.corpus.successors_of_any(article.id, moment.day, moment.seen)
    return latest_first(found)


def _article(hit: Hit) -> str:
    return hit.passage.attribution.article
