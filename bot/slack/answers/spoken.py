"""An answer as text: what notifications show and screen readers read aloud, since they do not read blocks."""

import html

from bot.core.answering import citing, wording
from bot.core.answering.display import Run, Style, display
from bot.core.model import Answer, Quotation

# Slack's limit for the text of a message that is to be edited, in characters as they are sent.
LONGEST = 4_000


def spoken(answer: Answer) -> str:
    """The first quotation with its source, and how many more there are."""
    first, more = answer.quotations[0], len(answer.quotations) - 1
    before = [wording.WEAK] if answer.weak else []
    before += [f"{banner}:"] if (banner := wording.banner(first)) else []
    end = f" — {_source(first)}. {wording.more_quotations(more)}." if more else f" — {_source(first)}."
    shown = display(first)
    words = "".join(map(_said, shown.runs))
    forms = ((*before, *shown.above, f"“{words}”{end}"), (f"“{words}”{end}",), (f"“{first.marked or words}”{end}",))
    text = next((text for form in forms if _fits(text := " ".join(form))), " ".join(forms[-1]))
    while not _fits(text):
        text = f"{text[: len(text) * 3 // 4]}…"
    return text


def _source(quotation: Quotation) -> str:
    known = quotation.attribution
    when = citing.day(known.published) if known.published else ""
    return ", ".join(filter(None, (citing.label(known), when, citing.places(quotation.passages))))


def _said(run: Run) -> str:
    """What is struck out is said to be: nobody hears a line through words."""
    return f"[struck out: {run.text.strip()}] " if run.style is Style.STRUCK else run.text


def _fits(text: str) -> bool:
    return len(html.escape(text, quote=False)) <= LONGEST - 100
