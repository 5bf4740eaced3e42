"""How a passage is shown to people, and what stands above it: the same in a terminal and in Slack.

Every word of it is the document's. Ours are only the signs between them ("›" between headings, "·" between cells, ":"
behind the head of a column, "•" before an item) and what says how much of a list is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.answering.siblings import shared_context
from bot.core.model import CELL_SEPARATOR, Context, Mark, Passage, PassageKind, Quotation
from bot.core.text.sentences import whole_sentences

# Of a long path the last headings say where one is.
MOST_HEADINGS = 3
LONGEST_LINE = 200
# Of a long row, longer cells are shown in part, at the ends of sentences.
LONGEST_CELL = 300
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BULLET, INDENT = "•", "\u2003"


CLOSING = frozenset((*".,;:!?%)]", ""))


class Style(StrEnum):
    """What a stretch of a shown passage is. ASIDE is ours, all else the document's."""

    PLAIN = "plain"
    ANSWER = "answer"
    STRUCK = "struck"
    NOTE = "note"
    HEAD = "head"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one style. Line ends in it are the author's, or part the items of a list."""

    text: str
    style: Style = Style.PLAIN

    @property
    def plain(self) -> str:
        """Its words where no line goes through what is struck out: that must not look as if it were said."""
        words = self.text.strip()
        return self.text.replace(words, f"~~{words}~~") if self.style is Style.STRUCK else self.text


@dataclass(frozen=True, slots=True)
class Display:
    """A quotation as it is shown: the section that it stands in, the lines that it hangs on, and its own words."""

    section: str
    above: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """All of it, a line above each other."""
        return "\n".join((*filter(None, (self.section,)), *self.above, self.words))

    @property
    def words(self) -> str:
        """Its own words, without what they hang on."""
        return "".join(run.text for run in self.runs)


def display(quotation: Quotation) -> Display:
    """What is shown of a quotation."""
    context = shared_context(quotation.passages)
    if quotation.run:
        shown = _list(quotation, context)
    else:
        shown = runs(quotation.passage, (quotation.start, quotation.end), quotation.mark)
    return Display(section(context), _hangs_on(context), tuple(shown))


def section(context: Context) -> str:
    """The last headings above a passage, without the question that it answers: "Leave › Paternity"."""
    path = dict.fromkeys(heading for heading in _path(context) if heading not in {"", *_question(context)})
    return " › ".join(_short(heading) for heading in [*path][-MOST_HEADINGS:])


def above(context: Context) -> tuple[str, ...]:
    """What a passage hangs on, a line each: its section, the question it answers, the lead-in, the items above it."""
    return tuple(filter(None, (section(context), *_hangs_on(context))))


def _path(context: Context) -> tuple[str, ...]:
    return context.headings[:-1] if _question(context) else context.headings


def _question(context: Context) -> tuple[str, ...]:
    """The question that a passage answers, if the last heading above it is one."""
    return tuple(heading for heading in context.headings[-1:] if heading.rstrip().endswith("?"))


def _hangs_on(context: Context) -> tuple[str, ...]:
    lines = [*_question(context), context.lead_in or ""]
    lines.append(" › ".join(map(_short, context.parents)))
    return tuple(_short(line, 3 * LONGEST_LINE) for line in lines if line)


def runs(passage: Passage, span: tuple[int, int], mark: tuple[int, int] = (0, 0)) -> Iterator[Run]:
    """A stretch of a passage, with what is marked in it; `mark` is the sentence that answers.

    The number of a clause stands before its first words, and a whole row is shown with the heads of its columns.
    """
    start, end = span
    whole = (start, end) == (0, len(passage.text))
    if passage.context.label and not start:
        yield Run(f"{passage.context.label} ", Style.HEAD)
    if passage.kind is PassageKind.ROW and whole:
        yield from _row(passage, mark)
        return
    answer = mark if mark[0] < mark[1] and (mark[0] > start or mark[1] < end) else (0, 0)
    yield from _with_marks(passage.text, start, end, passage.marks, answer)


def _list(quotation: Quotation, context: Context) -> Iterator[Run]:
    """The items a line each, deeper ones set in, with the items above them where those are not quoted themselves."""
    before, after = quotation.left_out
    if before:
        yield Run(f"({before} more before these)\n", Style.ASIDE)
    parents: list[str] = []
    depth = len(context.parents)
    for number, (passage, span) in enumerate(quotation.stretches):
        if number:
            yield Run("\n")
        own = passage.context.parents[depth:]
        for level, parent in enumerate(own):
            if not (level < len(parents) and parent.endswith(parents[level])):
                del parents[level:]
                yield Run(f"{INDENT * level}{BULLET} ", Style.ASIDE)
                yield Run(f"{_short(parent)}\n", Style.HEAD)
        parents = [*own, passage.text]
        if passage.kind is PassageKind.ITEM:
            yield Run(f"{INDENT * len(own)}{'' if passage.context.label else f'{BULLET} '}", Style.ASIDE)
        marked = quotation.mark if passage == quotation.passage else (0, 0)
        shown = runs(passage, span, marked)
        yield from (_answering(run) for run in shown) if marked == span else shown
    if after:
        yield Run(f"\n({after} more after these)" if before else f"\n(and {after} more)", Style.ASIDE)


def _answering(run: Run) -> Run:
    return Run(run.text, Style.ANSWER) if run.style is Style.PLAIN else run


def _row(passage: Passage, mark: tuple[int, int]) -> Iterator[Run]:
    """The cells with the heads of their columns; of long cells, in a row where a sentence is marked, no more than tells
    what they are about, and around that sentence."""
    heads, at, shown = passage.context.row, 0, False
    is_part = mark[0] < mark[1] and mark != (0, len(passage.text))
    for number, cell in enumerate(passage.text.split(CELL_SEPARATOR)):
        end = at + len(cell)
        if cell:
            if shown:
                yield Run(" · ")
            head = heads[number] if number < len(heads) else ""
            if head:
                yield Run(f"{head}{' ' if head.endswith((':', '?')) else ': '}", Style.HEAD)
            if is_part and len(cell) > LONGEST_CELL:
                yield from _part_of_cell(passage, (at, end), mark)
            else:
                yield from _with_marks(passage.text, at, end, passage.marks, mark if is_part else (0, 0))
            shown = True
        at = end + len(CELL_SEPARATOR)


def _part_of_cell(passage: Passage, cell: tuple[int, int], mark: tuple[int, int]) -> Iterator[Run]:
    start, end = cell
    inside = start <= mark[0] and mark[1] <= end
    spans = [(start + first, start + last) for first, last in whole_sentences(passage.text[start:end])]
    first = next((at for at, span in enumerate(spans) if span[1] >= mark[1]), 0) if inside else 0
    last = first
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= LONGEST_CELL:
        last += 1
    if first:
        yield Run("… ", Style.ASIDE)
    yield from _with_marks(passage.text, spans[first][0], spans[last][1], passage.marks, mark if inside else (0, 0))
    if last + 1 < len(spans):
        yield Run(" …", Style.ASIDE)


def _with_marks(text: str, start: int, end: int, marks: Sequence[Mark], answer: tuple[int, int]) -> Iterator[Run]:
    inside = [each for each in marks if start <= each.at <= end]
    cuts = sorted({start, end, *(each.at for each in inside), *(each for each in answer if start < each < end)})
    for left, right in zip(cuts, [*cuts[1:], end], strict=True):
        for each in inside:
            if each.at == left:
                yield _marked(each, text, left)
        if left < right:
            in_answer = answer[0] <= left and right <= answer[1]
            yield Run(text[left:right], Style.ANSWER if in_answer else Style.PLAIN)


def _marked(mark: Mark, text: str, at: int) -> Run:
    if mark.kind == "note":
        return Run(mark.text.translate(RAISED) if mark.text.isdigit() else f"[{mark.text.strip('[]()')}]", Style.NOTE)
    before = "" if not at or text[at - 1].isspace() else " "
    behind = "" if at >= len(text) or text[at].isspace() else " "
    if mark.kind == "gap":
        return Run(f"{before}[{mark.text}]{'' if text[at : at + 1] in CLOSING else behind}", Style.ASIDE)
    return Run(f"{before}{mark.text}{behind}", Style.STRUCK)


def _short(line: str, most: int = LONGEST_LINE) -> str:
    line = " ".join(line.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
