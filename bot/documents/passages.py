"""Blocks → passages with their context: the one place where it is decided what of a document can be quoted.

A heading, a question, a bare lead-in, a table's heads are context, and no passages; nothing else is left out. A lead-in
or the parent of an item that states something of its own is both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.model import Attribution, Context, Passage, PassageKind
from bot.documents.blocks import Block
from bot.documents.clauses import nested
from bot.documents.drafts import Draft, Drafting


def passages(blocks: Sequence[Block], attribution: Attribution) -> tuple[Passage, ...]:
    """The passages of a document, numbered from 1. `attribution` is that of all of them.

    A first heading that says the title again is no part of any path.
    """
    drawn = Drafting(nested(blocks), attribution.title or "")
    return tuple(
        Passage(attribution, number, each.text, each.context, each.kind, each.marks)
        for number, each in enumerate(_needed(_with_notes_placed(list(drawn.drafts()))), start=1)
    )


def _needed(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts without those that are the context of others: so no words are lost, whatever follows a lead-in."""
    contexts: set[str] = set()
    needed: list[Draft] = []
    for draft in reversed(drafts):
        context = draft.context
        own = {*context.headings, *context.parents, *filter(None, (context.lead_in,))}
        if draft.bare is None or not {draft.bare, *own} <= contexts:
            needed.append(draft)
            contexts |= own
    return needed[::-1]


def _with_notes_placed(drafts: Sequence[Draft]) -> list[Draft]:
    """Notes, wherever they stand, under the headings of the passage that has their mark."""
    marked: dict[str, Context] = {}
    for draft in drafts:
        for mark in draft.marks:
            if mark.kind == "note":
                marked.setdefault(mark.text.strip("[]()"), draft.context)
    return [_placed(draft, marked) if draft.kind is PassageKind.NOTE else draft for draft in drafts]


def _placed(note: Draft, marked: Mapping[str, Context]) -> Draft:
    if note.context.label is None:  # it is one to all that stands beside it
        return note
    place = marked.get(note.context.label.strip("[]()."), Context())
    return replace(note, context=Context(place.headings, label=note.context.label, page=note.context.page))
