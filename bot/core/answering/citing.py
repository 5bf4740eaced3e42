"""How a source is named: a label, and what follows it; the same in Slack and in a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.core.answering.display import section
from bot.core.answering.siblings import shared_context
from bot.core.model import Attribution, Passage, Quotation

LONGEST_LABEL, LONGEST_NAME = 150, 80


def shortened(text: str) -> str:
    """The text, in at most LONGEST_LABEL characters."""
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"


def day(of: date) -> str:
    """A day as people write it: 10 June 2020."""
    return f"{of.day} {of:%B} {of.year}"


def label(attribution: Attribution) -> str:
    """The title, or what an untitled article is cited by, in at most LONGEST_LABEL characters."""
    return shortened(attribution.label)


def source(passage: Passage, *others: Passage) -> str:
    """What follows the title in an attribution: publisher, author, date, paragraphs; the unknown as unknown."""
    known = passage.attribution
    parts = [
        name(known.publisher) or "publisher unknown",
        name(known.author) or "author unknown",
        day(known.published) if known.published else "date unknown",
        f"updated {day(known.updated)}" if known.updated else "",
        places([passage, *others]),
        f"page {passage.context.page}" if passage.context.page else "",
        "" if known.url else "no link",
    ]
    return " · ".join(part for part in parts if part)


def brief_source(quotations: Sequence[Quotation], *, publisher: bool) -> str:
    """The same of what is quoted from one article, in as few words as tell one source from another."""
    known = quotations[0].attribution
    sections: dict[str, list[Passage]] = {}
    for quotation in quotations:
        sections.setdefault(section(shared_context(quotation.passages)), []).extend(quotation.passages)
    page = quotations[0].passage.context.page
    parts = [
        (name(known.publisher) or "") if publisher else "",
        day(known.published) if known.published else "",
        f"updated {day(known.updated)}" if known.updated else "",
        "; ".join(" ".join(filter(None, (path, places(passages)))) for path, passages in sections.items()),
        f"page {page}" if page else "",
    ]
    return " · ".join(filter(None, parts))


def places(passages: Iterable[Passage]) -> str:
    """The numbers of paragraphs: "¶ 1, ¶ 3–6"."""
    numbers = sorted({passage.number for passage in passages})
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"¶ {run[0]}–{run[-1]}" if len(run) > 1 else f"¶ {run[0]}" for run in runs)


def name(of: str | None) -> str | None:
    """A publisher or author, in at most LONGEST_NAME characters."""
    return of if of is None or len(of) <= LONGEST_NAME else f"{of[: LONGEST_NAME - 1].rstrip()}…"
