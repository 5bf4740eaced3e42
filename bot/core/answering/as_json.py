"""Answer → JSON, as `policybot ask --json` prints it."""

from itertools import accumulate
from typing import Any

from bot.core.answering.siblings import shared_context
from bot.core.model import Answer, Attribution, Context, Passage, Quotation


def answer_as_json(answer: Answer, *, nearest: bool = False) -> dict[str, Any]:
    """The answer as plain values. `title` is what the article is cited by; other unknowns are None.

    `nearest` adds the passages that come nearest to a question that could not be answered. Small talk has its
    `kind`, what is `said` to it, and `suggestions`.
    """
    near = {"nearest_passages": [_quotation(each) for each in answer.nearest_passages]} if nearest else {}
    talk = {"kind": answer.kind, "said": list(answer.said), "suggestions": list(answer.suggestions)}
    more = near | (talk if answer.kind else {})
    return more | {
        "question": answer.question.text,
        "answered": answer.answered,
        "outcome": str(answer.outcome),
        "confidence": round(answer.confidence, 4),
        "weak": answer.weak,
        "quotations": [_quotation(each) for each in answer.quotations],
        "corrections": [{"typed": each.typed, "used": each.used} for each in answer.corrections],
        "expansions": list(answer.expansions),
        "notes": list(answer.notes),
        "receipt": answer.receipt,
        "missing_terms": list(answer.missing_terms),
        "nearest": [_source(each) for each in answer.nearest],
        "revision": answer.revision,
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    passages = quotation.passages
    shifts = list(accumulate((len(each.text) + 1 for each in passages), initial=0))[: len(passages)]
    whole = "\n".join(each.text for each in passages)
    start, end = _marked(quotation, shifts[passages.index(quotation.passage)], len(whole))
    return {
        "text": quotation.text,
        "passage": whole,
        "context": context_as_json(shared_context(passages)),
        "marks": [mark for each, by in zip(passages, shifts, strict=True) for mark in marks_as_json(each, by)],
        **_source(quotation.attribution),
        "paragraph": quotation.passage.number,
        "paragraphs": [each.number for each in passages],
        "items": [_item(each) for each in quotation.run],
        "items_left_out": sum(quotation.left_out),
        "score": quotation.score,
        "start": start,
        "end": end,
        "also_in": [{**_source(each.attribution), "paragraph": each.number} for each in quotation.also_in],
        "superseded_by": quotation.validity.replaced_by.article if quotation.validity.replaced_by else None,
        "in_force": quotation.validity.in_force,
        **_withdrawn(quotation),
        **_chosen(quotation),
    }


def _withdrawn(quotation: Quotation) -> dict[str, Any]:
    """Since when its document is gone, where it is."""
    gone = quotation.validity.withdrawn
    return {"withdrawn": gone.isoformat()} if gone else {}


def _chosen(quotation: Quotation) -> dict[str, Any]:
    """Who chose it for the question, where somebody did; receipts of all others stay as they are."""
    chosen = quotation.chosen
    return {"chosen": {"by": chosen.by, "on": chosen.on.isoformat()}} if chosen else {}


def _marked(quotation: Quotation, shift: int, length: int) -> tuple[int, int]:
    """The sentence that answers, in all that is quoted; where a list answers as a whole, the whole."""
    start, end = quotation.mark
    return (0, length) if quotation.run and start == end else (start + shift, end + shift)


def _item(passage: Passage) -> dict[str, Any]:
    return {
        "paragraph": passage.number,
        "text": passage.text,
        "context": context_as_json(passage.context),
        "marks": marks_as_json(passage),
    }


def marks_as_json(passage: Passage, shift: int = 0) -> list[dict[str, Any]]:
    """What is marked in a passage, and where, so many characters further on."""
    return [{"kind": each.kind, "at": each.at + shift, "text": each.text} for each in passage.marks]


def context_as_json(context: Context) -> dict[str, Any]:
    """What a passage hangs on; what it has not is null or empty."""
    return {
        "headings": list(context.headings),
        "lead_in": context.lead_in,
        "parents": list(context.parents),
        "row": list(context.row),
        "label": context.label,
        "page": context.page,
    }


def _source(of: Attribution) -> dict[str, Any]:
    return {
        "article": of.article,
        "title": of.label,
        "publisher": of.publisher,
        "author": of.author,
        "published": of.published.isoformat() if of.published else None,
        "url": of.url,
        "standing": str(of.standing),
    }
