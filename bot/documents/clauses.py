"""Paragraphs that begin with the number of a clause, or with a bullet → items of a list, each as deep as that says.

Laws, contracts and regulations number their clauses by hand, in every format: "1.1", "(a)", "(i)" stand at the
beginning of plain paragraphs. What stands under a clause is told here from the numbers alone, for all readers; so are
lists whose bullets somebody typed ("•", "-").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.core.model import Mark
from bot.documents.blocks import ASKING, Block, BlockKind

NUMBERED = re.compile(
    r"(?P<label>\d{1,3}(?:\.\d{1,3}){1,6}\.?|\((?:[A-Za-z]|[ivxl]{1,5}|[IVXL]{1,5}|\d{1,2})\)"
    r"|(?:\d{1,2}|[A-Za-z]|[ivxl]{1,5})[.)])[ \t\xa0]+(?=\S)"
)
# Bullets; a dash may also stand within a sentence.
BULLET = re.compile(r"(?:[•◦▪▸‣●■][ \t\xa0]*|[○□☐✓✔➢➤∙·–—*-][ \t\xa0]+)(?=\S)")
DASHES = frozenset("-–—*")
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A number as one of a series: how the series is written ("(a)", "1.", "4.2."), and which of it this is, from 1."""

    series: str
    place: int


@dataclass(frozen=True, slots=True)
class _Labelled:
    label: str
    end: int
    steps: tuple[Step, ...]


def nested(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with numbered paragraphs as items. A number that no other follows may be part of a sentence."""
    found: list[Block] = []
    for part in _parts(blocks):
        found += _Nesting(_bulleted(part)).blocks()
    return found


def steps_of(label: str) -> tuple[Step, ...]:
    """What a number may be: "(i)" is the first of one series, and the ninth of another."""
    core = label.strip("().")
    if "." in core:
        above, _, last = core.rpartition(".")
        return (Step(f"{above}.", int(last)),)
    sign = "()" if label.startswith("(") else label[-1]
    if core.isdigit():
        return (Step(f"1{sign}", int(core)),)
    case = "A" if core.isupper() else "a"
    letter = Step(f"{case}{sign}", ord(core.lower()) - ord("a") + 1) if len(core) == 1 else None
    roman = (
        Step(f"{'I' if core.isupper() else 'i'}{sign}", _roman(core.lower()))
        if set(core.lower()) <= set(ROMAN)
        else None
    )
    return tuple(each for each in (letter, roman) if each is not None)


def item_lines(lines: Sequence[str]) -> list[int]:
    """Which lines of a paragraph begin a clause or an item of their own, from 0.

    Of clauses none, unless their numbers follow each other; of items behind dashes none, unless there are several, and
    nothing but such items from the first one on.
    """
    return _clause_lines(lines) or _bullet_lines(lines)


def _bullet_lines(lines: Sequence[str]) -> list[int]:
    marks = {at: match[0].strip() for at, line in enumerate(lines) if (match := BULLET.match(line.lstrip()))}
    if DASHES.isdisjoint(marks.values()) or (len(marks) > 1 and list(marks) == list(range(min(marks), len(lines)))):
        return list(marks)
    return [at for at, mark in marks.items() if mark not in DASHES]


def _clause_lines(lines: Sequence[str]) -> list[int]:
    found = {at: match["label"] for at, line in enumerate(lines) if (match := NUMBERED.match(line.lstrip()))}
    steps = {step for label in found.values() for step in steps_of(label)}
    follow = any(
        Step(each.series, each.place + 1) in steps for each in steps if each.place == 1 or "." in each.series[1:]
    )
    return list(found) if follow else []


def _roman(letters: str) -> int:
    values = [ROMAN[each] for each in letters]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _parts(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks between two headings, or in one box; a number counts on no further."""
    part: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING or (part and block.question != part[-1].question):
            yield part
            part = []
        part.append(block)
    yield part


def _bulleted(part: Sequence[Block]) -> list[Block]:
    """The blocks of a part, with paragraphs behind bullets as items; one behind a dash needs another beside it."""
    marks = [_mark(block) for block in part]
    found = list(part)
    open_marks: list[str] = []
    for at, (block, mark) in enumerate(zip(part, marks, strict=True)):
        stands_alone = not open_marks and marks[at + 1 : at + 2] != [mark]
        if not mark or (mark in DASHES and stands_alone):
            open_marks.clear()
            continue
        open_marks = [*open_marks[: open_marks.index(mark)], mark] if mark in open_marks else [*open_marks, mark]
        start = BULLET.match(block.text)
        end = start.end() if start else 0
        found[at] = replace(
            block, kind=BlockKind.ITEM, text=block.text[end:], level=block.level + len(open_marks),
            marks=_moved(block.marks, end),
        )  # fmt: skip
    return found


def _mark(block: Block) -> str:
    """The bullet that a paragraph begins with, "" if it begins with none."""
    match = BULLET.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
    return match[0].strip() if match else ""


@dataclass(slots=True)
class _Nesting:
    part: Sequence[Block]
    labels: dict[int, _Labelled] = field(default_factory=dict)
    open: list[tuple[Step, str]] = field(default_factory=list)
    base: int = 0

    def blocks(self) -> Iterator[Block]:
        for at, block in enumerate(self.part):
            if (label := _label(block)) is not None:
                self.labels[at] = label
        if len(self.labels) < 2:
            yield from self.part
            return
        for at, block in enumerate(self.part):
            label = self.labels.get(at)
            if label is not None and block.level != self.base:
                self.open.clear()
                self.base = block.level
            if label is not None and self._enter(at, label):
                text, marks = block.text[label.end :], _moved(block.marks, label.end)
                level = self.base + len(self.open)
                yield replace(block, kind=BlockKind.ITEM, text=text, level=level, label=label.label, marks=marks)
            elif block.kind in (BlockKind.HEADING, BlockKind.NOTE) or not self._is_within(at, block):
                if block.kind is not BlockKind.NOTE:
                    self.open.clear()
                yield block
            else:
                yield replace(block, level=min(block.level + len(self.open), DEEPEST)) if self.open else block

    def _enter(self, at: int, label: _Labelled) -> bool:
        """Takes a number as the next of an open series, or as the first of one below it."""
        if "." in label.label.strip("."):
            return self._enter_decimal(at, label)
        for depth in reversed(range(len(self.open))):
            step = self.open[depth][0]
            for each in label.steps:
                if each.series == step.series and each.place == step.place + 1:
                    self.open[depth:] = [(each, label.label)]
                    return True
        for each in label.steps:
            if each.place == 1 and len(self.open) < DEEPEST and self._goes_on(at, each):
                self.open.append((each, label.label))
                return True
        return False

    def _enter_decimal(self, at: int, label: _Labelled) -> bool:
        (step,) = label.steps
        numbers = label.label.strip(".")
        while self.open and not _is_above(self.open[-1], numbers):
            self.open.pop()
        if not self.open and not any(_akin(numbers, each.label) for other, each in self.labels.items() if other != at):
            return False
        self.open.append((step, label.label))
        return True

    def _goes_on(self, at: int, step: Step) -> bool:
        """Whether the second of a series follows its first."""
        second = Step(step.series, step.place + 1)
        return any(second in each.steps for other, each in self.labels.items() if other > at)

    def _is_within(self, at: int, block: Block) -> bool:
        """Whether what has no number stands in the clause above it: a list does, and what its next clause follows."""
        if not self.open or block.level > self.base or (block.kind is BlockKind.ROW and block.level == self.base):
            return True
        if block.level < self.base or block.kind is BlockKind.ITEM:
            return False
        if at - 1 in self.labels and self.part[at - 1].text.endswith(ASKING):
            return True  # it answers
        step = self.open[-1][0]
        after = next((each for other, each in self.labels.items() if other > at), None)
        return after is not None and Step(step.series, step.place + 1) in after.steps


def _label(block: Block) -> _Labelled | None:
    if block.kind is not BlockKind.PARAGRAPH or block.label or block.strong:
        return None
    match = NUMBERED.match(block.text)
    if match is None:
        return None
    steps = steps_of(match["label"])
    return _Labelled(match["label"], match.end(), steps) if steps else None


def _is_above(opened: tuple[Step, str], numbers: str) -> bool:
    return numbers.startswith(f"{opened[1].rstrip('.)')}.")


def _akin(numbers: str, label: str) -> bool:
    """Whether two numbers stand in one series, or one below the other."""
    other = label.strip(".")
    return numbers.rpartition(".")[0] == other.rpartition(".")[0] or numbers.startswith(f"{other}.")


def _moved(marks: Sequence[Mark], by: int) -> tuple[Mark, ...]:
    return tuple(replace(each, at=max(0, each.at - by)) for each in marks)
