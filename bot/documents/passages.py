"""Blocks → passages with their context: the one place where it is decided what of a document can be quoted.

A heading, a question, a bare lead-in, a table's heads are context, and no passages; nothing else is left out. A lead-in
or the parent of an item that states something of its own is both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.core.model import CELL_SEPARATOR, Attribution, Context, Mark, Passage, PassageKind
from bot.documents.blocks import Block, BlockKind

KINDS = {
    BlockKind.PARAGRAPH: PassageKind.PARAGRAPH,
    BlockKind.QUOTATION: PassageKind.PARAGRAPH,
    BlockKind.ITEM: PassageKind.ITEM,
    BlockKind.ROW: PassageKind.ROW,
    BlockKind.NOTE: PassageKind.NOTE,
}
SENTENCE_END = re.compile(r"""[.!?…。！？]["'”’»)\]」』]*$""")
LAST_SENTENCE = re.compile(r"""(?:^|(?<=[.!?…]\s)|(?<=[.!?…]["”’)]\s))(?=[^\sa-z])""")
ASKED = re.compile(r"(?:Q(?:uestion)?|F(?:rage)?)\s*\d{0,3}\s*[:.)]\s+\S", re.IGNORECASE)
# The number of a clause: 4.2.1, § 12a, (a), (iv). A number alone may be the beginning of a sentence.
CLAUSE = re.compile(
    r"(?P<label>\d{1,3}(?:\.\d{1,3}){1,6}\.?|§{1,2}\s?\d[\d.a-z]{0,9}|\((?:[a-z]|[ivxl]{1,5}|\d{1,2})\))"
    r"[ \t\xa0]+(?=\S)"
)
NUMBERED_HEADING = re.compile(r"(?P<label>\d{1,3}(?:\.\d{1,3}){0,6}\.?|§{1,2}\s?\d[\d.a-z]{0,9})[ \t\xa0)]+\S")
COUNTED = re.compile(r"\w{1,4}[.)]")
BARE_LEAD_IN = 15
BARE_PARENT = 6
LONGEST_TITLE = 15
SENTENCE_IN_HEADING = 10
QUESTION_HEADS = re.compile(r"(?:frequently asked )?questions?|q|faq|fragen?|question posée", re.IGNORECASE)
ANSWER_HEADS = re.compile(
    r"(?:our |the )?(?:answers?|responses?|replies|reply|a|antwort(?:en)?|réponses?)", re.IGNORECASE
)


def passages(blocks: Sequence[Block], attribution: Attribution) -> tuple[Passage, ...]:
    """The passages of a document, numbered from 1. `attribution` is that of all of them.

    A first heading that says the title again is no part of any path.
    """
    drawn = _Drawing(blocks, attribution.title or "")
    return tuple(
        Passage(attribution, number, each.text, each.context, each.kind, each.marks)
        for number, each in enumerate(_needed(_with_notes_placed(list(drawn.drafts()))), start=1)
    )


def title_of(blocks: Sequence[Block]) -> str | None:
    """What a document calls itself: its one first-level heading, or a heading that stands above all else."""
    # A numbered heading is that of a chapter.
    headings = [each for each in blocks if each.kind is BlockKind.HEADING and not NUMBERED_HEADING.match(each.text)]
    top = [each for each in headings if each.level == 1]
    if len(top) == 1 or (top and blocks[0] is top[0]):
        return top[0].text
    if headings and blocks[0] is headings[0] and all(each.level > headings[0].level for each in headings[1:]):
        return headings[0].text
    return None


def unused_headings(blocks: Sequence[Block], found: Sequence[Passage]) -> list[Block]:
    """The headings that no passage stands under, and that say no title."""
    used = {heading for passage in found for heading in passage.context.headings}
    title = _plain(found[0].attribution.title or "") if found else ""
    return [
        each
        for each in blocks
        if each.kind is BlockKind.HEADING and each.text and each.text not in used and _plain(each.text) != title
    ]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage without its number.

    `bare` is how it stands in the context of others, if it is a passage only where nothing hangs on it after all.
    """

    text: str
    context: Context
    kind: PassageKind
    marks: tuple[Mark, ...]
    bare: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """An item that others may stand below; `bare` where it says nothing without them."""

    text: str
    level: int
    label: str | None


@dataclass(slots=True)
class _Drawing:
    """Walks over the blocks of a document, and knows at each what it hangs on."""

    blocks: Sequence[Block]
    title: str
    path: list[tuple[int, str]] = field(default_factory=list)
    clause: str | None = None
    question: str | None = None
    asked_in: BlockKind = BlockKind.PARAGRAPH
    asked_level: int = 0
    asked_as: str = ""
    lead_in: str | None = None
    lead_in_level: int = 0
    introduces: BlockKind | None = None
    items: list[_Item] = field(default_factory=list)
    section: str | None = None
    heads: tuple[str, ...] = ()

    def drafts(self) -> Iterator[_Draft]:
        # Notes stand anywhere, and part nothing.
        following: dict[int, Block] = {}
        after = None
        for at in reversed(range(len(self.blocks))):
            if after is not None:
                following[at] = after
            after = after if self.blocks[at].kind is BlockKind.NOTE else self.blocks[at]
        for at, block in enumerate(self.blocks):
            if block.kind is BlockKind.NOTE:
                yield self._draft(block, block.text)
            else:
                yield from self._of(block, following.get(at))

    def _of(self, block: Block, after: Block | None) -> Iterator[_Draft]:
        if block.kind is BlockKind.HEADING:
            yield from self._heading(block)
            return
        self._leave(block)
        if block.kind is BlockKind.ROW:
            yield from self._row(block)
        elif self._is_question(block, after):
            self.question = self.lead_in = None
            yield self._draft(block, block.text, bare=block.text)
            self.question, self.asked_in, self.asked_level = block.text, block.kind, block.level
            if block.kind is BlockKind.ITEM:
                self.asked_as = _as_parent(block)
                self._place(block)
        elif block.kind is BlockKind.ITEM:
            yield from self._item(block, after)
        else:
            yield from self._paragraph(block, after)

    def _heading(self, block: Block) -> Iterator[_Draft]:
        self.path = [each for each in self.path if each[0] < block.level]
        self.question = self.lead_in = self.section = None
        self.items.clear()
        numbered = NUMBERED_HEADING.match(block.text)
        self.clause = numbered["label"] if numbered else None
        says = SENTENCE_END.search(block.text) and not block.text.rstrip().endswith("?")
        if says and len(block.text.split()) >= SENTENCE_IN_HEADING:
            yield self._draft(block, block.text)
        if block.text and (_plain(block.text) != _plain(self.title) or (self.path and block.level > 1)):
            self.path.append((block.level, block.text))

    def _leave(self, block: Block) -> None:
        """What a block that begins no longer hangs on."""
        if block.kind is BlockKind.ITEM:
            self.items = [each for each in self.items if each.level < block.level]
        else:
            self.items = [each for each in self.items if each.level <= block.level]
        if self.question and self._is_beyond_question(block):
            self.question = None
        if block.kind is not BlockKind.ROW or block.heads != self.heads:
            self.section, self.heads = None, block.heads
        ended = self.introduces is not None and block.kind is not self.introduces and block.level <= self.lead_in_level
        if self.lead_in and (ended or block.level < self.lead_in_level):
            self.lead_in = None

    def _is_beyond_question(self, block: Block) -> bool:
        """Whether a block stands outside of the item or quotation in which the last question was asked."""
        if self.asked_in is BlockKind.ITEM or self.asked_level:
            ends_item = block.kind is BlockKind.ITEM and block.level <= self.asked_level
            return ends_item or block.level < self.asked_level
        return self.asked_in is BlockKind.QUOTATION and block.kind is not BlockKind.QUOTATION

    def _is_question(self, block: Block, after: Block | None) -> bool:
        """Whether a block is but the question, or the title in bold, of what follows."""
        if after is None or after.kind is BlockKind.HEADING:
            return False
        if ASKED.match(block.text):
            return True
        if block.kind is BlockKind.ITEM:
            answered = block.strong or after.level >= block.level
            return block.text.endswith("?") and answered and after.kind is not BlockKind.ITEM
        if not block.strong or len(block.text.split()) > LONGEST_TITLE * 2:
            return False
        if block.text.endswith("?"):
            return True
        titled = not SENTENCE_END.search(block.text) and len(block.text.split()) <= LONGEST_TITLE
        return titled and not block.text.endswith(":") and not after.strong

    def _paragraph(self, block: Block, after: Block | None) -> Iterator[_Draft]:
        introduces = self._introduces(block, after)
        if introduces is None:
            yield self._draft(block, block.text)
            if self.introduces is BlockKind.PARAGRAPH:
                self.lead_in = None
            return
        level = block.level
        yield self._draft(block, block.text, bare=block.text if _is_bare(block.text, BARE_LEAD_IN) else None)
        if introduces is BlockKind.ITEM and after is not None:
            level = min(level, after.level - 1)
        self.lead_in, self.lead_in_level, self.introduces = _last_sentence(block.text), level, introduces

    def _introduces(self, block: Block, after: Block | None) -> BlockKind | None:
        """What a paragraph introduces: the list, the table, or the one paragraph that follows."""
        if after is None or after.kind is BlockKind.HEADING:
            return None
        if after.kind is BlockKind.ITEM and after.level > block.level:
            return BlockKind.ITEM
        if not block.text.endswith((":", "：")) or after.level < block.level:
            return None
        return after.kind

    def _item(self, block: Block, after: Block | None) -> Iterator[_Draft]:
        below = after is not None and after.kind is not BlockKind.HEADING and after.level >= block.level
        is_parent = below and after is not None and (after.kind is not BlockKind.ITEM or after.level > block.level)
        bare = is_parent and _is_bare(block.text, BARE_LEAD_IN if block.text.endswith(":") else BARE_PARENT)
        yield self._draft(block, block.text, bare=_as_parent(block) if bare else None)
        self._place(block)

    def _place(self, block: Block) -> None:
        label = self._label(block.label) if block.label else None
        self.items.append(_Item(_as_parent(block), block.level, label))

    def _row(self, block: Block) -> Iterator[_Draft]:
        filled = [number for number, cell in enumerate(block.cells) if cell]
        if len(filled) == 1 and len(block.cells) > 1:
            text = block.cells[filled[0]]
            is_section = filled == [0] and not text[0].islower() and text[-1] not in ".;,"
            self.section = text if is_section else self.section
            bare = text if is_section and _is_bare(text, BARE_PARENT) else None
            yield self._draft(block, CELL_SEPARATOR.join(block.cells), row=block.heads, bare=bare)
            return
        asked = _question_column(block)
        if asked is None:
            yield self._draft(block, CELL_SEPARATOR.join(block.cells), row=block.heads)
            return
        rest = [number for number in filled if number not in asked]
        heads = tuple(block.heads[number] for number in rest) if block.heads and len(rest) > 1 else ()
        text = CELL_SEPARATOR.join(block.cells[number] for number in rest)
        questions = tuple(block.cells[number] for number in asked)
        if not text:
            yield self._draft(block, CELL_SEPARATOR.join(block.cells), row=block.heads)
            return
        draft = self._draft(replace(block, marks=()), text, row=heads)
        context = replace(draft.context, headings=(*draft.context.headings, *questions))
        yield replace(draft, context=context, kind=PassageKind.ROW if heads else PassageKind.PARAGRAPH)

    def _draft(self, block: Block, text: str, row: tuple[str, ...] = (), *, bare: str | None = None) -> _Draft:
        asked = [self.question] if self.question else []
        asked += [each for each in (block.question or "").split("\n") if each and each not in asked]
        label, marks = self._label(block.label), block.marks
        if label is None and block.kind is not BlockKind.ROW and (clause := CLAUSE.match(text)):
            label = self._label(clause["label"])
            text, marks = text[clause.end() :], _moved(marks, clause.end())
        parents = [each.text for each in self.items if each.text != self.asked_as]
        if self.section and self.section != text.strip():
            parents.append(self.section)
        headings = (*(text for _, text in self.path), *asked)
        context = Context(headings, self.lead_in, tuple(parents), row, label, block.page)
        # What is marked in it would be lost with it.
        return _Draft(text, context, KINDS.get(block.kind, PassageKind.PARAGRAPH), marks, None if marks else bare)

    def _label(self, label: str | None) -> str | None:
        """A label with that of the clause it belongs to, if it says nothing without: "4.2.1 (a)"."""
        if label is None or not label.startswith("("):
            return label
        above = next((each.label for each in reversed(self.items) if each.label), self.clause)
        return f"{above} {label}" if above else label


def _as_parent(block: Block) -> str:
    """An item as it stands above others: with its number, unless that only counts it in its list."""
    is_clause = block.label and not COUNTED.fullmatch(block.label)
    return f"{block.label} {block.text}" if is_clause else block.text


def _needed(drafts: Sequence[_Draft]) -> list[_Draft]:
    """The drafts without those that are the context of others: so no words are lost, whatever follows a lead-in."""
    contexts: set[str] = set()
    needed: list[_Draft] = []
    for draft in reversed(drafts):
        context = draft.context
        own = {*context.headings, *context.parents, *filter(None, (context.lead_in,))}
        if draft.bare is None or not {draft.bare, *own} <= contexts:
            needed.append(draft)
            contexts |= own
    return needed[::-1]


def _is_bare(text: str, fewest: int) -> bool:
    """Whether a lead-in or parent says nothing without what follows: a few words, no number, no whole sentence."""
    words = text.split()
    return (
        len(words) <= fewest
        and not SENTENCE_END.search(text)
        and not any(character.isdigit() for character in text)
        and len(list(LAST_SENTENCE.finditer(text))) < 2
    )


def _last_sentence(text: str) -> str:
    """The last sentence of a paragraph: it is what introduces the list."""
    starts = [match.start() for match in LAST_SENTENCE.finditer(text)]
    return text[starts[-1] :] if starts else text


def _question_column(block: Block) -> list[int] | None:
    """The columns of a row that ask what the others answer, if it has such."""
    if len(block.heads) == len(block.cells):
        asked = [n for n, head in enumerate(block.heads) if QUESTION_HEADS.fullmatch(head.strip(" :"))]
        answers = [n for n, head in enumerate(block.heads) if ANSWER_HEADS.fullmatch(head.strip(" :"))]
        return [n for n in asked if block.cells[n]] or None if answers else None
    if len(block.cells) == 2 and block.cells[0].rstrip().endswith("?") and block.cells[1]:
        return [0]
    return None


def _moved(marks: Sequence[Mark], by: int) -> tuple[Mark, ...]:
    return tuple(replace(each, at=max(0, each.at - by)) for each in marks)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _with_notes_placed(drafts: Sequence[_Draft]) -> list[_Draft]:
    """Notes, wherever they stand, under the headings of the passage that has their mark."""
    marked: dict[str, Context] = {}
    for draft in drafts:
        for mark in draft.marks:
            if mark.kind == "note":
                marked.setdefault(mark.text.strip("[]()"), draft.context)
    return [_placed(draft, marked) if draft.kind is PassageKind.NOTE else draft for draft in drafts]


def _placed(note: _Draft, marked: Mapping[str, Context]) -> _Draft:
    if note.context.label is None:  # it is one to all that stands beside it
        return note
    place = marked.get(note.context.label.strip("[]()."), Context())
    return replace(note, context=Context(place.headings, label=note.context.label, page=note.context.page))
