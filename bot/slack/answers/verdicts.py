"""Verdict → Block Kit: every difference marked inside the source's words, which Slack takes literally."""

import re
from collections.abc import Iterable

from bot.core.answering import citing
from bot.core.quote_check.remarks import remarks
from bot.core.quote_check.verdicts import Kind, Match, Op, Verdict, legend, nearness, sentences
from bot.slack.api import kit
from bot.slack.api.kit import Block, said
from bot.slack.api.message import Message, message_of
from bot.slack.quotation import full_source_block

# What is read without much scrolling on a desk; what does not fit is counted.
MOST_CHARACTERS = 4_000
# Words between the parts of a quotation are shown by how they begin and end.
LONGEST_BETWEEN = 160
_STYLES = {
    Kind.MISSING: {"strike": True},
    Kind.ADDED: {"bold": True},
    Kind.BETWEEN: {"italic": True},
    Kind.AROUND: {"italic": True},
    Kind.STRUCK: {"strike": True, "italic": True},
}
_SAID = {
    Kind.MISSING: "only in the source",
    Kind.ADDED: "only in what you typed",
    Kind.STRUCK: "struck out in the source",
}


def verdict_message(verdict: Verdict) -> Message:
    """What was found and where. Struck through: only in the source; bold: only in what was typed."""
    told = sentences(verdict)
    fitting = _fitting(verdict)
    shown = [block for match in fitting for block in _match_blocks(match)]
    blocks = [said(" ".join(told), bold=True)]
    if explained := legend(verdict, "Struck through", "Bold", "Italic", "Struck through in italics"):
        blocks.append(said(f"{explained}."))
    blocks += shown
    hidden = len(verdict.matches) - len(fitting)
    if hidden:
        blocks.append(said(f"and {hidden} more"))
    return message_of(" ".join([*told, *map(_heard, fitting)]), blocks)


def _heard(match: Match) -> str:
    """A match for who does not see what is struck and bold."""
    words = "".join(
        f" [{_SAID[kind]}: {text.strip()}] " if kind in _SAID else text for kind, text in _lines(match.diff)
    )
    return " ".join(
        (
            *remarks(match),
            f"“{' '.join(words.split())}” — {citing.label(match.passage.attribution)}, {nearness(match)}.",
        )
    )


def _match_blocks(match: Match) -> list[Block]:
    elements = [kit.section([kit.text(remark, bold=True)]) for remark in remarks(match)]
    words = [kit.quoted(text, _STYLES.get(kind, {})) for kind, text in _lines(match.diff)]
    elements.append(kit.quote(words))
    passages = [part.passage for part in match.quotations]
    return [kit.rich_text(elements), full_source_block(passages, nearness(match))]


def _fitting(verdict: Verdict) -> list[Match]:
    """The nearest matches, as many as can be read in one message, and at least one."""
    left = MOST_CHARACTERS
    shown: list[Match] = []
    for match in verdict.matches:
        left -= sum(len(text) for _, text in _lines(match.diff)) + len(citing.source(match.passage))
        if shown and left < 0:
            break
        shown.append(match)
    return shown


def _lines(diff: Iterable[Op]) -> list[tuple[Kind, str]]:
    """The stretches without line breaks, which are layout, and without the middle of what is between."""
    lines = []
    for op in diff:
        text = re.sub(r"\s*\n\s*", " ", op.text)
        if op.kind is Kind.BETWEEN and len(text) > LONGEST_BETWEEN:
            text = f"{text[: LONGEST_BETWEEN // 2].rstrip()} … {text[-LONGEST_BETWEEN // 2 :].lstrip()}"
        lines.append((op.kind, text))
    return lines
