"""Digest → what a person reads in a terminal: the same parts, in the same words, as in Slack."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.core.answering import citing
from bot.core.changes import redlines
from bot.core.changes.redlines import Changed, Redline
from bot.core.changes.rewording import Mark
from bot.core.counting import people
from bot.core.digests import digest_wording
from bot.core.digests.digest import Digest
from bot.core.model import Attribution
from bot.terminal.literal import literal
from bot.terminal.show import show_quotation

AROUND, LONGEST_PARAGRAPH = 80, 900
# Marks as well as styles, so that a change can be read without colours too.
_MARKS = {Mark.KEPT: ("", "", ""), Mark.REMOVED: ("[-", "-]", "strike red"), Mark.ADDED: ("{+", "+}", "bold green")}


def show_digest(digest: Digest) -> RenderableType:
    """What would be told."""
    if not digest:
        return literal(f"Nothing to tell since {digest_wording.since(digest)}: nothing would be sent.")
    title = literal(f"{digest_wording.headline(digest)}: {digest_wording.counts(digest)}", style="bold")
    return Group(title, Text(), *_parts(digest))


def _parts(digest: Digest) -> Iterator[RenderableType]:
    for quotation in (*digest.leads, *digest.watched):
        yield from show_quotation(quotation)
    for change in digest.changed:
        yield from _changed(change)
    replaced = [
        f"{citing.label(each.earlier)}{digest_wording.replaced(each)}: now {citing.label(each.later)}"
        for each in digest.replaced
    ]
    yield from _lines("Replaced", replaced)
    gone = [_titled(each, each.publisher or "publisher unknown") for each in digest.withdrawn]
    yield from _lines("Withdrawn", gone)
    yield from _lines("Review", [_titled(each.attribution, digest_wording.review(each)) for each in digest.reviews])
    asked = [f"“{each.words}” · {digest_wording.times(each.times)}" for each in digest.asked]
    yield from _lines("Asked here most", asked)
    for name, wanted in (("Asked without an answer", digest.gaps), ("Asked in private", digest.asked_in_private)):
        lines = [f"{digest_wording.listed(each.words)} · {people(each.people)}" for each in wanted]
        yield from _lines(name, lines)


def _changed(change: Changed) -> Iterator[RenderableType]:
    yield literal(_titled(change.attribution, digest_wording.paragraphs(change)), style="bold")
    for line in change.redlines:
        yield literal(f"  {digest_wording.paragraph(line)}", style="dim")
        yield Padding(_words(line), (0, 0, 0, 4))
    yield Text()


def _words(line: Redline) -> Text:
    words = Text()
    for each in redlines.excerpt(line, AROUND, LONGEST_PARAGRAPH):
        before, after, style = _MARKS[each.mark]
        words.append_text(literal(f"{before}{each.text}{after}", style=style))
    return words


def _lines(name: str, lines: Sequence[str]) -> Iterator[RenderableType]:
    if lines:
        yield literal(name, style="bold")
        yield from (literal(f"  {line}") for line in lines)
        yield Text()


def _titled(known: Attribution, more: str) -> str:
    return f"{citing.label(known)}, {more}"
