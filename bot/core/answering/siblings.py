"""Which passages of a document stand in one list, and which introduce it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.model import Article, Context, Passage, PassageKind

# The number of a clause that belongs to another: "4.2.1".
CLAUSE = re.compile(r"(?P<above>\d+(?:\.\d+)*)\.\d+")
# What a requirement is called by: "AC-02".
CALLED = re.compile(r"[A-Z]{1,6}[-.]\d{1,4}(?:\.\d{1,3})*\b[.:]?\s")


def introduced_by(passage: Passage, article: Article) -> tuple[Passage, ...]:
    """What a passage introduces: the items below it, or what follows it as the answer to a question."""
    following = article.passages[passage.number :]
    if not following or following[0].context.headings != passage.context.headings:
        return ()
    after = following[0].context
    if any(each.endswith(passage.text) for each in after.parents[len(passage.context.parents) :][:1]):
        depth = len(passage.context.parents) + 1
        return _while(following, lambda each: each.parents[:depth] == after.parents[:depth])
    if after.lead_in and passage.context.lead_in != after.lead_in and passage.text.endswith(after.lead_in):
        return _while(following, lambda each: (each.lead_in, each.headings) == (after.lead_in, after.headings))
    if is_question(passage) and not is_question(following[0]) and following[0].kind is PassageKind.PARAGRAPH:
        return following[:1]
    return ()


def siblings(passage: Passage, article: Article, depth: int) -> tuple[Passage, ...]:
    """The items of the list in which an item stands, itself among them, with what stands below them, in order.

    `depth`: how many of the items above it all of them share. None stands there without the items above it that they do
    not share.
    """
    if passage.kind is not PassageKind.ITEM:
        return ()
    own, at = passage.context, passage.number - 1
    shared, clause = own.parents[:depth], _clause_above(passage)

    def beside(each: Passage) -> bool:
        there = each.context
        is_same = (there.headings, there.lead_in, there.parents[:depth]) == (own.headings, own.lead_in, shared)
        is_below = len(there.parents) > depth
        return is_same and (is_below or (each.kind is PassageKind.ITEM and _clause_above(each) == clause))

    first = last = at
    while first > 0 and beside(article.passages[first - 1]):
        first -= 1
    while last + 1 < len(article.passages) and beside(article.passages[last + 1]):
        last += 1
    run: list[Passage] = []
    chain: list[str] = []  # the last item of each depth
    for each in article.passages[first : last + 1]:
        above = each.context.parents[depth:]
        is_whole = len(above) <= len(chain) and all(map(str.endswith, above, chain))
        if not is_whole and each.number > passage.number:
            break
        if is_whole:
            run.append(each)
            chain[len(above) :] = [each.text]
        else:
            run.clear()
            chain.clear()
    return tuple(run) if passage in run else ()


def list_of(passage: Passage) -> object:
    """A value that is the same for the items of one list; for any other passage, its own."""
    context = passage.context
    if passage.kind is not PassageKind.ITEM:
        return passage.reference
    return passage.attribution.article, context.headings, context.lead_in, context.parents[:1]


def shared_context(passages: Sequence[Passage]) -> Context:
    """What a run of passages hangs on as one: the context of the first, but for what is its own."""
    if len(passages) == 1:
        return passages[0].context
    first = min((each.context for each in passages), key=lambda context: len(context.parents))
    return replace(first, label=None, row=(), page=passages[0].context.page)


def is_question(passage: Passage) -> bool:
    """Whether a passage is but a question."""
    text = passage.text.strip()
    return passage.kind is not PassageKind.ROW and text.endswith("?") and not any(each in text for each in (". ", "! "))


def is_clause(passage: Passage) -> bool:
    """Whether an item speaks for itself: it has a number as clauses or requirements have, and continues no sentence."""
    context = passage.context
    lettered = (context.label or "").startswith("(") and not context.lead_in and not context.parents
    return lettered or bool(_clause_above(passage) or CALLED.match(passage.text))


def _clause_above(passage: Passage) -> str:
    """The number of the clause that a numbered clause belongs to: "4.2" of "4.2.1"; of an item in a list, none."""
    label = CLAUSE.match(passage.context.label or "")
    return label["above"] if label else ""


def _while(passages: Sequence[Passage], belongs: Callable[[Context], bool]) -> tuple[Passage, ...]:
    end = next((at for at, each in enumerate(passages) if not belongs(each.context)), len(passages))
    return tuple(passages[:end])
