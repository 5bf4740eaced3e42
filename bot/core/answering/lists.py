"""List answers: sibling items quoted together, in their order, under what introduces them.

An item alone answers what is asked of it alone ("May I accept wine?"). What is asked of the whole list ("What may I
accept?") the items answer together; so they do where a question finds several of them, or only what introduces them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.core.answering.marking import Asked
from bot.core.answering.siblings import introduced_by, is_clause, is_question, siblings
from bot.core.model import Article, Context, Passage, Quotation
from bot.core.text import analysis
from bot.core.text.sentences import LEADS_ON, sentences

# How many characters of items are quoted together, in the first list of an answer and in later ones, and how many;
LONGEST_LIST, LONGEST_LATER, MOST_ITEMS = 700, 350, 15
# items that are longer than this on average are quoted one by one.
LONG_ITEM = 240
# A list of so many times the characters is whole all the same: nobody wants all steps but the last.
LITTLE_LONGER = 1.5
# How many items before and after one are compared with it: a list may have thousands.
NEAR = 20
# Fewer words, or as many, mean something only under a heading or lead-in.
FEW_WORDS = 3
# An item that has so much more of the question's weight than any other is asked for alone,
SPECIFIC = 0.25
# unless what introduces the list has so much of it.
INTRODUCED = 0.8


@dataclass(frozen=True, slots=True)
class Company:
    """What else may be quoted with a passage.

    `rivals`: numbers of the passages of its article that would be quoted anyway; `joins`: whether another may join it;
    `longest`: how many characters of items together.
    """

    rivals: Collection[int | None] = ()
    joins: Callable[[Passage], bool] = lambda _: True
    longest: int = LONGEST_LIST


def as_list(quotation: Quotation, article: Article, asked: Asked, company: Company) -> Quotation:
    """The quotation together with the items that answer with it, if there are any; else as it is."""
    passage = quotation.passage
    introduced = introduced_by(passage, article)
    if introduced and _leads_on(quotation, introduced, asked, company):
        room = max(LONGEST_LATER, company.longest - (quotation.end - quotation.start))
        first, last = _window([0, *(len(each.text) for each in introduced)], 0, room)
        taken = _joining((passage, *introduced)[first:last], passage, company.joins)
        left_out = (0, len(introduced) + 1 - len(taken))
        return replace(quotation, run=taken, left_out=left_out)
    depths = range(_asked_depth(passage.context, asked), len(passage.context.parents) + 1)
    items = next((run for depth in depths if len(run := siblings(passage, article, depth)) > 1), ())
    if len(items) < 2 or not _asked_together(passage, items, asked, company):
        return quotation
    first, last = _window([len(each.text) for each in items], items.index(passage), company.longest)
    taken = _joining(items[first:last], passage, company.joins)
    if len(taken) < 2:
        return quotation
    before = items.index(taken[0])
    left_out = before, len(items) - before - len(taken)
    above = article.passage(items[0].number - 1)
    if above and not before and above.number in company.rivals and introduced_by(above, article)[:1] == items[:1]:
        taken = (above, *taken)
    stands_out = _mass(passage.text, asked) > _most_of_the_others(passage, items, asked)
    return replace(
        quotation,
        start=0,
        end=len(passage.text),
        mark=quotation.mark if stands_out else (0, 0),
        run=taken,
        left_out=left_out,
    )


def says_enough(quotation: Quotation, article: Article | None) -> bool:
    """Whether a quotation may stand by itself.

    No bare question or lead-in, no few words that hang on nothing, no title, no entry of a table of contents.
    """
    passage = quotation.passage
    if is_question(passage) and len(quotation.run) < 2:
        return False
    if _leads_in(quotation.text) and len(quotation.run) < 2 and len(sentences(quotation.text)) < 2:
        return False
    if len(quotation.text.split()) <= FEW_WORDS and not passage.context.words:
        return False
    if plain(quotation.text) == plain(passage.attribution.title or ""):
        return False
    headings = {each.context.headings[-1:] for each in article.passages} if article else set()
    return not all((each.text,) in headings for each in quotation.passages)


@lru_cache(maxsize=2_048)
def plain(text: str) -> str:
    """The words of a text alone, by which a repeated title is known."""
    return " ".join(analysis.words(text))


def _leads_on(quotation: Quotation, introduced: Sequence[Passage], asked: Asked, company: Company) -> bool:
    """Whether what is quoted runs on into what it introduces: after a colon, or where that was found as well."""
    passage, text = quotation.passage, quotation.passage.text
    if quotation.end < len(text):
        return False
    is_item = len(introduced[0].context.parents) > len(passage.context.parents)
    if is_item and _leads_in(text):
        return _mass(text, asked) > 0
    if is_item and _asked_above(passage.context, asked):
        return False
    if not is_item and (_leads_in(text) or is_question(passage) or quotation.mark[1] == len(text)):
        return True
    return any(each.number in company.rivals for each in introduced)


def _asked_together(passage: Passage, items: Sequence[Passage], asked: Asked, company: Company) -> bool:
    """Whether a list is asked for as a whole: by what stands above it, or because no item of it is asked for alone."""
    if sum(len(each.text) for each in items) > LONG_ITEM * len(items):
        return False
    if _asked_above(passage.context, asked):
        return True
    if is_clause(passage):
        return False
    if any(each.number in company.rivals for each in items if each != passage):
        return True
    return _mass(passage.text, asked) - _most_of_the_others(passage, items, asked) < SPECIFIC * asked.mass


def _asked_above(context: Context, asked: Asked) -> bool:
    """Whether what stands right above an item has nearly all of the question."""
    above = " ".join(filter(None, (*context.headings[-1:], context.lead_in, *context.parents[-1:])))
    return _mass(above, asked) >= INTRODUCED * asked.mass


def _most_of_the_others(passage: Passage, items: Sequence[Passage], asked: Asked) -> float:
    """The most that another item near a passage has of the question's weight."""
    at = items.index(passage)
    near = (*items[max(0, at - NEAR) : at], *items[at + 1 : at + NEAR])
    return max((_mass(each.text, asked) for each in near), default=0.0)


def _asked_depth(context: Context, asked: Asked) -> int:
    """How many of the items above an item the question is about: it asks for no less than what stands below them."""
    return max((level for level, parent in enumerate(context.parents, start=1) if _mass(parent, asked)), default=0)


def _mass(text: str, asked: Asked) -> float:
    """How much of the question's weight a text has."""
    held = asked.weights.keys() & analysis.which_terms(text, asked.language)
    return round(sum(asked.weights[term] for term in sorted(held)), 9)


def _window(sizes: Sequence[int], at: int, longest: int) -> tuple[int, int]:
    """The slice of a list, from its start if that can be, that holds place `at` and stays within the bounds."""
    if sum(sizes) <= LITTLE_LONGER * longest and len(sizes) <= MOST_ITEMS:
        return 0, len(sizes)
    first, last, total = at, at + 1, sizes[at]
    while first > 0 and last - first < MOST_ITEMS and total + sizes[first - 1] <= longest:
        first -= 1
        total += sizes[first]
    while last < len(sizes) and last - first < MOST_ITEMS and total + sizes[last] <= longest:
        total += sizes[last]
        last += 1
    return first, last


def _joining(run: Sequence[Passage], passage: Passage, joins: Callable[[Passage], bool]) -> tuple[Passage, ...]:
    """The stretch of the run around the passage in which every other one may join it."""
    first = last = run.index(passage)
    while first > 0 and joins(run[first - 1]):
        first -= 1
    while last + 1 < len(run) and joins(run[last + 1]):
        last += 1
    # What introduces items that are left out says nothing.
    while run[last] != passage and _leads_in(run[last].text):
        last -= 1
    return tuple(run[first : last + 1])


def _leads_in(text: str) -> bool:
    return text.rstrip().endswith(LEADS_ON)
