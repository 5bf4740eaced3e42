"""Answer → JSON, as `policybot ask --json` prints it."""

from typing import Any

from bot.core.model import Answer, Attribution, Context, Passage, Quotation


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain values. `title` is what the article is cited by; other unknowns are None."""
    return {
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
    return {
        "text": quotation.text,
        "passage": quotation.passage.text,
        "context": context_as_json(quotation.passage.context),
        "marks": marks_as_json(quotation.passage),
        **_source(quotation.attribution),
        "paragraph": quotation.passage.number,
        "paragraphs": [quotation.passage.number],
        "score": quotation.score,
        "start": quotation.mark[0],
        "end": quotation.mark[1],
        "also_in": [{**_source(each.attribution), "paragraph": each.number} for each in quotation.also_in],
        "superseded_by": quotation.validity.replaced_by.article if quotation.validity.replaced_by else None,
        "in_force": quotation.validity.in_force,
    }


def marks_as_json(passage: Passage) -> list[dict[str, Any]]:
    """What is marked in a passage, and where."""
    return [{"kind": each.kind, "at": each.at, "text": each.text} for each in passage.marks]


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
