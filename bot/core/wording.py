"""What policybot says in its own words: few of them, and the same in Slack and in a terminal."""

from collections.abc import Sequence
from datetime import date

from bot.core.model import Answer, Attribution, Outcome, Passage, Quotation

LONGEST_LABEL = 150
NO_PROOF = "That is no proof that there is no policy."


def day(of: date) -> str:
    """A day as people write it: 10 June 2020."""
    return f"{of.day} {of:%B} {of.year}"


def label(attribution: Attribution) -> str:
    """The title, or what an untitled article is cited by, in at most LONGEST_LABEL characters."""
    whole = attribution.label
    return whole if len(whole) <= LONGEST_LABEL else f"{whole[: LONGEST_LABEL - 1].rstrip()}…"


def source(passage: Passage) -> str:
    """What follows the title in an attribution: publisher, author, date, paragraph; the unknown as unknown."""
    known = passage.attribution
    parts = [
        known.publisher or "publisher unknown",
        known.author or "author unknown",
        day(known.published) if known.published else "date unknown",
        f"updated {day(known.updated)}" if known.updated else "",
        f"¶ {passage.number}",
        "" if known.url else "no link",
    ]
    return " · ".join(part for part in parts if part)


def banner(quotation: Quotation) -> str | None:
    """What stands over a passage that a later word replaces."""
    later = quotation.replaced_by
    if later is None:
        return None
    when = f" on {day(later.published)}" if later.published else ""
    return f"Replaced{when} by “{label(later)}”"


def missing(terms: Sequence[str]) -> str | None:
    """Which words of the question no article has. More is not claimed: it may say the same in other words."""
    if not terms:
        return None
    words = [f"“{term}”" for term in terms]
    return f"No article has the word {' or '.join(filter(None, [', '.join(words[:-1]), words[-1]]))}."


def refusal(answer: Answer, longest_question: int) -> list[str]:
    """Why there is nothing to quote, a sentence each; for an unanswered question, without the nearest titles."""
    match answer.outcome:
        case Outcome.NOT_COVERED:
            said = ["I found nothing to quote on this.", missing(answer.missing_terms), NO_PROOF]
            return [sentence for sentence in said if sentence]
        case Outcome.NO_QUESTION:
            return ["Ask me a question in words, and I answer with quotations from the articles that I have."]
        case Outcome.TOO_LONG:
            length = len(answer.question.text)
            return [f"That has {length:,} characters. Please ask in at most {longest_question:,}."]
        case Outcome.NO_ARTICLES:
            return [
                "The corpus has no article yet, so there is nothing to quote.",
                "To add one: policybot add FILE",
            ]
        case Outcome.ANSWERED:
            return []
