"""Which of the best passages are quoted, and how much of them: each once, the items of one list together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.answering.agreement import ENOUGH_WORDS
from bot.core.answering.lists import LONGEST_LATER, LONGEST_LIST, Company, as_list, says_enough
from bot.core.answering.marking import Asked
from bot.core.answering.quoting import FULL, SHORT, quote, still_stands
from bot.core.answering.siblings import list_of
from bot.core.answering.timeline import AsOfView, validity
from bot.core.model import Article, Hit, Passage, Quotation, Reference


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes quotations of passages.

    `current` reads an article as it stands at this moment; `admits` tells which passages may be quoted; `also_in` are
    other passages in the same words.
    """

    asked: Asked
    current: Callable[[str], Article | None]
    moment: AsOfView
    admits: Callable[[Passage], bool]
    also_in: Mapping[Reference, tuple[Passage, ...]]

    def quotations(self, chosen: Sequence[Hit], most: int) -> tuple[Quotation, ...]:
        """At most so many quotations of the chosen passages, in their order, without those that have changed."""
        told: set[Reference] = set()
        made: list[Quotation] = []
        rivals = [hit.passage.reference for hit in chosen]
        for hit in chosen:
            if hit.passage.reference in told:
                continue
            quotation = self._quotation(hit, rivals, told, first=not made)
            if quotation is None:
                continue
            told.update(passage.reference for passage in quotation.passages)
            same = next((at for at, each in enumerate(made) if _same_words(each, quotation)), None)
            if same is None:
                made.append(quotation)
            else:
                made[same] = replace(made[same], also_in=(*made[same].also_in, quotation.passage, *quotation.also_in))
        standing_alone = [each for each in made if says_enough(each, self.current(each.attribution.article))]
        return tuple((standing_alone or made)[:most])

    def _quotation(
        self, hit: Hit, rivals: Sequence[Reference], told: set[Reference], *, first: bool
    ) -> Quotation | None:
        article = self.current(hit.passage.attribution.article)
        alone = quote(hit, self.asked, FULL if first else SHORT)
        if article is None or not still_stands(alone, article):
            return None
        standing = validity(hit.passage, self.moment)

        def joins(other: Passage) -> bool:
            """Whether an item may stand in the same list: it was not quoted yet, and stands in time as this one."""
            untold = other.reference not in told and self.admits(other)
            return untold and validity(other, self.moment) == standing

        numbers = {each.paragraph for each in rivals if each.article == article.id and each not in told}
        company = Company(frozenset(numbers), joins, LONGEST_LIST if first else LONGEST_LATER)
        others = self.also_in.get(hit.passage.reference, ())
        return replace(as_list(alone, article, self.asked, company), validity=standing, also_in=others)


def first_lists(hits: Sequence[Hit], most: int) -> list[Hit]:
    """The first hits, so many that they stand in `most` places: the items of a list are one place."""
    places: set[object] = set()
    first = []
    for hit in hits[: 3 * most]:
        places.add(list_of(hit.passage))
        if len(places) > most:
            break
        first.append(hit)
    return first


def _same_words(left: Quotation, right: Quotation) -> bool:
    words = left.text.split()
    return len(words) >= ENOUGH_WORDS and words == right.text.split()
