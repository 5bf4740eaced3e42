"""Time goes on: which word is the later one, and that it stands first."""

from collections.abc import Sequence

from bot.core.corpus import Corpus
from bot.core.model import Hit


def later_word_first(chosen: Sequence[Hit], hits: Sequence[Hit], corpus: Corpus) -> list[Hit]:
    """The chosen hits, with the later word put before each passage that it replaces.

    Where the replacing article has hits but none was chosen, its best one joins. As many hits come out as
    were chosen, or one more where only one was: a replaced passage never stands alone if its later word is known.
    """
    ordered: list[Hit] = []
    for hit in chosen:
        successor = corpus.successor(hit.passage)
        if successor is not None and all(_article(each) != successor.id for each in ordered):
            later = next((each for each in hits if _article(each) == successor.id), None)
            if later is not None:
                ordered.append(later)
        if hit not in ordered:
            ordered.append(hit)
    return ordered[: max(2, len(chosen))]


def _article(hit: Hit) -> str:
    return hit.passage.attribution.article
