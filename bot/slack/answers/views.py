"""The view behind *Show in context*: each quotation among the paragraphs around it."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError, model_validator

from bot.core.answering import wording
from bot.core.answering.display import Run, Style, above, runs
from bot.core.corpus import Corpus
from bot.core.model import Passage, Reference
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.quotation import fingerprint, full_source_block, run_elements, small_print

# Slack takes 250 kB a view; a paragraph may be of any length.
LONGEST_PASSAGE = 3_000
CHANGED = "This document has changed since it was quoted. Here is how that part reads now."
GONE = "“{article}” is no longer in the corpus, or no longer has this paragraph."


class _Value(BaseModel):
    """What a button carries. Those of the first version carried only the places."""

    receipt: str = ""
    nearest: bool = False
    places: list[tuple[str, int, int, int, str] | tuple[str, int, int, int, str, int]] = []

    @model_validator(mode="before")
    @classmethod
    def _of_any_version(cls, value: object) -> object:
        return {"places": value} if isinstance(value, list) else value


def context_view(value: str, corpus: Corpus) -> dict[str, Any]:
    """The view for the value of a pressed button, as the corpus is now."""
    try:
        shown = _Value.model_validate_json(value)
    except ValidationError:
        shown = _Value()
    blocks = [block for place in shown.places for block in _place(place, corpus)]
    if blocks and shown.receipt:
        blocks.append(small_print(f"Receipt {shown.receipt}"))
    if blocks and shown.nearest:
        blocks.insert(0, said(wording.NEAREST, bold=True))
    return {
        "type": "modal",
        "title": kit.plain("Nearest passages" if shown.nearest else "In context"),
        "close": kit.plain("Close"),
        "blocks": blocks or [said("There is nothing left to show here.")],
    }


def _place(
    place: tuple[str, int, int, int, str] | tuple[str, int, int, int, str, int], corpus: Corpus
) -> Iterator[Block]:
    """The quoted passages among their neighbours. Of a list answer the items are quoted whole, up to the last."""
    article, number, start, end, known, *on = place
    count = on[0] if on else 1
    around = corpus.around(Reference(article, number), reach=count)
    wanted = range(number, number + count)
    around = tuple(passage for passage in around if number - 1 <= passage.number <= wanted[-1] + 1)
    quoted = [passage for passage in around if passage.number in wanted]
    if not quoted:
        yield said(GONE.format(article=article))
        return
    text = quoted[0].text[start:end] if count == 1 else "\n".join(passage.text for passage in quoted)
    unchanged = fingerprint(text) == known
    if not unchanged:
        yield said(CHANGED, bold=True)
    yield full_source_block(quoted)
    elements: list[Block] = []
    hangs_on: tuple[str, ...] = ()
    for passage in around:
        lines = above(passage.context)
        elements += [kit.section([kit.text(f"\n{line}", italic=True)]) for line in lines if line not in hangs_on]
        hangs_on = lines
        is_quoted = passage in quoted
        span = (start, end) if count == 1 else (0, len(passage.text))
        parts = _marked(passage, *span) if is_quoted and unchanged else _around(passage)
        kind = "rich_text_quote" if is_quoted else "rich_text_section"
        elements.append({"type": kind, "elements": parts})
    yield kit.rich_text(elements)
    yield {"type": "divider"}


def _marked(passage: Passage, start: int, end: int) -> list[Block]:
    """The passage with the quoted words in bold, and not much more of it than Slack takes."""
    text = passage.text
    first, last = max(0, start - LONGEST_PASSAGE // 2), min(len(text), end + LONGEST_PASSAGE // 2)
    parts = [Run("…")] if first else []
    parts += runs(passage, (first, last), (start, end))
    if (start, end) == (0, len(text)):
        parts = [Run(part.text, Style.ANSWER) if part.style is Style.PLAIN else part for part in parts]
    return run_elements([*parts, *([Run("…")] if last < len(text) else [])])


def _around(passage: Passage) -> list[Block]:
    end = min(len(passage.text), LONGEST_PASSAGE)
    shown = [*runs(passage, (0, end)), *([Run("…")] if end < len(passage.text) else [])]
    # Sections that follow each other need an end of line of their own.
    return run_elements([Run("\n"), *shown, Run("\n")])
