"""Verdict → what a person reads in a terminal, and what `policybot verify --json` prints."""

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.core.answering import citing
from bot.core.quote_check.remarks import remarks
from bot.core.quote_check.verdicts import Kind, Match, Verdict, legend, nearness, sentences
from bot.terminal.literal import literal

# Marks as well as styles, so that a difference can be read without colours too.
_MARKS = {
    Kind.SAME: ("", "", ""),
    Kind.MISSING: ("[-", "-]", "strike red"),
    Kind.ADDED: ("{+", "+}", "bold green"),
    Kind.BETWEEN: ("<", ">", "dim italic"),
    Kind.AROUND: ("<", ">", "dim italic"),
    Kind.STRUCK: ("~", "~", "strike"),
    Kind.LABEL: ("", "", "dim"),
}


def show_verdict(verdict: Verdict) -> RenderableType:
    """What was found and where, with every difference marked."""
    parts: list[RenderableType] = [literal(" ".join(sentences(verdict)), style="bold")]
    if explained := legend(verdict, "[-struck-]", "{+bold+}", "<dim>", "~struck~"):
        parts.append(literal(explained, style="dim"))
    parts.append(Text())
    for match in verdict.matches:
        parts += _match(match)
    return Group(*parts)


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict as plain values. `title` is what the article is cited by; other unknowns are None.

    `text` is the stretch of the source to the ends of its sentences, passages parted by an empty line, and with what is
    struck out there if that was asked for; `start` and
    `end` are its offsets in the first passage, whose number `paragraph` is, and `paragraphs` are the numbers of all
    that it runs over. `remarks` are sentences: replaced since, struck out, the mark of a note.
    """
    return {
        "text": verdict.text,
        "verdict": str(verdict.finding),
        "reason": str(verdict.reason) if verdict.reason else None,
        "matches": [_match_as_json(match) for match in verdict.matches],
    }


def _match(match: Match) -> Iterator[RenderableType]:
    known = match.passage.attribution
    for remark in remarks(match):
        yield literal(remark, style="bold yellow")
    words = Text()
    for op in match.diff:
        before, after, style = _MARKS[op.kind]
        words.append_text(literal(f"{before}{op.text}{after}", style=style))
    yield Padding(words, (0, 0, 0, 2))
    title = literal(f"  — {citing.label(known)}", style="bold")
    place = f" · {citing.source(match.passage)} · {nearness(match)}"
    yield title.append_text(literal(place, style="not bold dim"))
    if known.url:
        yield literal(f"    {known.url}", style="dim")
    yield Text()


def _match_as_json(match: Match) -> dict[str, Any]:
    known, replaced_by = match.passage.attribution, match.validity.replaced_by
    return {
        "article": known.article,
        "title": known.label,
        "publisher": known.publisher,
        "author": known.author,
        "published": known.published.isoformat() if known.published else None,
        "url": known.url,
        "standing": str(known.standing),
        "paragraph": match.passage.number,
        "paragraphs": [part.passage.number for part in match.quotations],
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "similarity": match.similarity,
        "exact": match.exact,
        "in_parts": match.in_parts,
        "remarks": remarks(match),
        "diff": [{"kind": str(op.kind), "text": op.text} for op in match.diff],
        "superseded_by": replaced_by.article if replaced_by else None,
        "in_force": match.validity.in_force,
    }
