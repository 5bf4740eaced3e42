"""Answer → JSON, as `policybot ask --json` prints it."""

from typing import Any

from bot.core.model import Answer, Attribution, Quotation


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain values. `title` is what the article is cited by; other unknowns are None."""
    return {
        "question": answer.question.text,
        "answered": answer.answered,
        "outcome": str(answer.outcome),
        "quotations": [_quotation(each) for each in answer.quotations],
        "missing_terms": list(answer.missing_terms),
        "nearest": [_source(each) for each in answer.nearest],
        "revision": answer.revision,
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "text": quotation.text,
        "passage": quotation.passage.text,
        **_source(quotation.attribution),
        "paragraph": quotation.passage.number,
        "score": quotation.score,
        "superseded_by": quotation.replaced_by.article if quotation.replaced_by else None,
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
