"""What of a passage stands in which field: the terms that every engine counts, whichever it is.

- *text*: its own words, with its context above them
- *heading*: the headings above it, of the first passage below them alone. What a heading asks or names, the first
  passage answers; on every passage of a long section it would weigh the same, and tell none from another.
- *title*: that of its article, with the keywords that the document gives itself
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.model import Passage
from bot.core.text import analysis

STRUCK = "\0"
"""What the words that are struck out begin with: nobody searches for them, but a quotation may have them."""


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The terms of a passage in each field, in order, repeats included."""

    text: Sequence[str]
    heading: Sequence[str]
    title: Sequence[str]


def field_terms(passages: Sequence[Passage]) -> Iterator[FieldTerms]:
    """The terms of the passages of one article, in its order."""
    above: tuple[str, ...] | None = None
    for passage in passages:
        attribution, context, language = passage.attribution, passage.context, passage.attribution.language
        first, above = context.headings != above, context.headings
        yield FieldTerms(
            text=(
                *_terms(context.words, language),
                *analysis.terms(passage.text, language, attribution.abbreviations),
            ),
            heading=_terms("\n".join(context.headings), language) if first else (),
            title=_terms("\n".join(filter(None, (attribution.title, *attribution.keywords))), language),
        )


# The passages of an article share their title, and many a heading.
@lru_cache(maxsize=1_000)
def _terms(text: str, language: str) -> tuple[str, ...]:
    return tuple(analysis.terms(text, language))


def struck_words(passage: Passage) -> Iterator[str]:
    """The folded words that are struck out in a passage, each after STRUCK."""
    for mark in passage.marks:
        if mark.kind == "struck":
            yield from (STRUCK + word for word in analysis.words(mark.text))
