"""Walks over the blocks of a document, and tells of each that can be quoted what it stands under."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.core.model import CELL_SEPARATOR, Context, Mark, PassageKind
from bot.core.text.sentences import LEADS_ON
from bot.documents.blocks import ASKING, Block, BlockKind
from bot.documents.phrases import (
    ASKED,
    BARE_LEAD_IN,
    BARE_PARENT,
    CLAUSE,
    EMOJI,
    FEWEST_QUESTIONS,
    GOES_ON,
    INTRODUCES_TABLE,
    LABEL,
    LONGEST_TITLE,
    NUMBERED_HEADING,
    SENTENCE_END,
    SENTENCE_IN_HEADING,
    TABLE_CAPTION,
    are_facts,
    are_question_heads,
    as_parent,
    begins_another,
    is_asking_item,
    is_bare,
    is_beside,
    is_plain_question,
    last_sentence,
    plain,
    question_column,
    stands_above,
)

# A title in bold is below all headings.
BOLD_LEVEL = 7
KINDS = {
    BlockKind.PARAGRAPH: PassageKind.PARAGRAPH,
    BlockKind.QUOTATION: PassageKind.PARAGRAPH,
    BlockKind.ITEM: PassageKind.ITEM,
    BlockKind.ROW: PassageKind.ROW,
    BlockKind.NOTE: PassageKind.NOTE,
}


@dataclass(frozen=True, slots=True)
class Draft:
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
    """An item that others may stand below, or what introduces a list within one, which is half a level deeper."""

    text: str
    level: float
    label: str | None


@dataclass(slots=True)
class Drafting:
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
    lead_in_asked: str | None = None
    introduces: BlockKind | None = None
    introduces_clauses: bool = False
    asks_plainly: bool = False
    asks_in_items: bool = False
    items: list[_Item] = field(default_factory=list)
    section: str | None = None
    heads: tuple[str, ...] = ()

    def drafts(self) -> Iterator[Draft]:
        # Notes stand anywhere, and part nothing.
        following: dict[int, Block] = {}
        after = None
        for at in reversed(range(len(self.blocks))):
            if after is not None:
                following[at] = after
            after = after if self.blocks[at].kind is BlockKind.NOTE else self.blocks[at]
        plainly = (is_plain_question(self.blocks[at], after) for at, after in following.items())
        self.asks_plainly = sum(plainly) >= FEWEST_QUESTIONS
        asked = [after for at, after in following.items() if is_asking_item(self.blocks[at])]
        self.asks_in_items = len(asked) >= FEWEST_QUESTIONS and all(after.kind is not BlockKind.ITEM for after in asked)
        for at, block in enumerate(self.blocks):
            if block.kind is BlockKind.NOTE:
                draft = self._draft(block, block.text)
                yield replace(draft, context=replace(draft.context, lead_in=None, parents=()))
            else:
                yield from self._of(block, following.get(at))

    def _of(self, block: Block, after: Block | None) -> Iterator[Draft]:
        if block.kind is BlockKind.HEADING and after is not None and _is_caption(block, after):
            block = replace(block, kind=BlockKind.PARAGRAPH, level=after.level)
        elif block.kind is BlockKind.HEADING:
            yield from self._heading(block)
            return
        self._leave(block)
        if block.kind is BlockKind.ROW:
            yield from self._row(block, after)
        elif after is not None and stands_above(block, after):
            self.question = self.lead_in = None
            self._end_bold_part(block)
            yield self._draft(block, block.text, bare=block.text)
            self.path.append((BOLD_LEVEL, block.text))
        elif self._is_question(block, after):
            self.question = self.lead_in = None
            self._end_bold_part(block)
            yield self._draft(block, block.text, bare=block.text)
            self.question, self.asked_in, self.asked_level = block.text, block.kind, block.level
            if block.kind is BlockKind.ITEM and after is not None:
                self.asked_level = min(block.level, after.level)
                self.asked_as = as_parent(block)
                self._place(block)
        elif block.kind is BlockKind.ITEM:
            yield from self._item(block, after)
        else:
            yield from self._paragraph(block, after)

    def _heading(self, block: Block) -> Iterator[Draft]:
        self.path = [each for each in self.path if each[0] < block.level]
        self.question = self.lead_in = self.section = None
        self.items.clear()
        numbered = NUMBERED_HEADING.match(block.text)
        self.clause = numbered["label"] if numbered else None
        says = SENTENCE_END.search(block.text) and not block.text.rstrip().endswith(ASKING)
        if says and len(block.text.split()) >= SENTENCE_IN_HEADING:
            yield self._draft(block, block.text)
        if block.text and (plain(block.text) != plain(self.title) or (self.path and block.level > 1)):
            self.path.append((block.level, block.text))

    def _end_bold_part(self, block: Block) -> None:
        """A title in bold that is counted or written as those above other such ends the part of the last of them."""
        if self.path and self.path[-1][0] == BOLD_LEVEL and is_beside(block, self.path[-1][1]):
            self.path.pop()

    def _leave(self, block: Block) -> None:
        """What a block that begins no longer hangs on."""
        if block.kind is BlockKind.ITEM:
            self.items = [each for each in self.items if each.level < block.level]
        else:
            self.items = [each for each in self.items if each.level <= block.level]
        if self.question and (self._is_beyond_question(block) or begins_another(block, self.question)):
            self.question = None
        if block.kind is not BlockKind.ROW or block.heads != self.heads:
            if self.heads and self.introduces is BlockKind.ROW:  # another table has begun
                self.lead_in = None
            self.section, self.heads = None, block.heads
        ended = self.introduces is not None and block.kind is not self.introduces and block.level <= self.lead_in_level
        left = block.level < self.lead_in_level or (
            block.kind is BlockKind.ITEM and block.level == self.lead_in_level > 0
        )
        if self.lead_in and (ended or left or block.question != self.lead_in_asked):
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
        if ASKED.match(block.text) or (self.asks_plainly and is_plain_question(block, after)):
            return True
        if block.kind is BlockKind.ITEM:
            answered = block.strong or after.level >= block.level or (self.asks_in_items and is_asking_item(block))
            return block.text.endswith(ASKING) and answered and after.kind is not BlockKind.ITEM
        if not block.strong or len(block.text.split()) > LONGEST_TITLE * 2:
            return False
        if block.text.endswith(ASKING):
            return True
        titled = not SENTENCE_END.search(block.text) and len(block.text.split()) <= LONGEST_TITLE
        return titled and not block.text.endswith(":") and not after.strong

    def _paragraph(self, block: Block, after: Block | None) -> Iterator[Draft]:
        introduces = self._introduces(block, after)
        if introduces is None:
            if self.introduces is BlockKind.PARAGRAPH and CLAUSE.match(block.text) and not self.introduces_clauses:
                self.lead_in = None
            yield self._draft(block, block.text)
            if self.introduces is BlockKind.PARAGRAPH and not GOES_ON.search(block.text):
                self.lead_in = None
            return
        level = block.level
        yield self._draft(block, block.text, bare=block.text if is_bare(block.text, BARE_LEAD_IN) else None)
        if introduces is BlockKind.ITEM and after is not None:
            level = min(level, after.level - 1)
        if level > 0 and introduces is BlockKind.ITEM:
            # What introduces a list within an item stands between that item and its own: the list around it goes on.
            self.items.append(_Item(last_sentence(block.text), level + 0.5, None))
            return
        self.lead_in, self.lead_in_level, self.introduces = last_sentence(block.text), level, introduces
        self.lead_in_asked = after.question if after is not None else None
        self.introduces_clauses = after is not None and bool(CLAUSE.match(after.text))

    def _introduces(self, block: Block, after: Block | None) -> BlockKind | None:
        """What a paragraph introduces: the list, the table, or the one paragraph that follows."""
        if after is None or after.kind is BlockKind.HEADING:
            return None
        colon = block.text.endswith(LEADS_ON) and not EMOJI.search(block.text)
        goes_on = after.question == block.question and not are_facts(block.text)
        if after.kind is BlockKind.ITEM and after.level > block.level and (colon or goes_on):
            return BlockKind.ITEM
        if after.kind is BlockKind.ROW and _names_table(block.text):
            return BlockKind.ROW
        if not colon or after.level < block.level:
            return None
        return after.kind

    def _item(self, block: Block, after: Block | None) -> Iterator[Draft]:
        below = after is not None and after.kind is not BlockKind.HEADING and after.level >= block.level
        is_parent = below and after is not None and (after.kind is not BlockKind.ITEM or after.level > block.level)
        bare = is_parent and is_bare(block.text, BARE_LEAD_IN if block.text.endswith(LEADS_ON) else BARE_PARENT)
        yield self._draft(block, block.text, bare=as_parent(block) if bare else None)
        self._place(block)
        if after is None or after.kind is not BlockKind.ROW or after.level >= block.level:
            return
        # In some formats a table stands in no item, even if one introduces it.
        if block.text.endswith(LEADS_ON) or _names_table(block.text):
            self.lead_in, self.lead_in_level = last_sentence(block.text), after.level
            self.introduces, self.lead_in_asked = BlockKind.ROW, after.question

    def _place(self, block: Block) -> None:
        label = self._label(block.label) if block.label else None
        self.items.append(_Item(as_parent(block), block.level, label))

    def _row(self, block: Block, after: Block | None) -> Iterator[Draft]:
        filled = [number for number, cell in enumerate(block.cells) if cell]
        if len(filled) == 1 and len(block.cells) > 1:
            text = block.cells[filled[0]]
            is_section = filled == [0] and not text[0].islower() and text[-1] not in ".;,"
            self.section = text if is_section else self.section
            bare = text if is_section and is_bare(LABEL.sub("", text), BARE_PARENT) else None
            yield self._draft(block, CELL_SEPARATOR.join(block.cells), row=block.heads, bare=bare)
            return
        asked = question_column(block)
        if not block.heads and after is not None and after.kind is BlockKind.ROW and are_question_heads(block.cells):
            return
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

    def _draft(self, block: Block, text: str, row: tuple[str, ...] = (), *, bare: str | None = None) -> Draft:
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
        return Draft(text, context, KINDS.get(block.kind, PassageKind.PARAGRAPH), marks, None if marks else bare)

    def _label(self, label: str | None) -> str | None:
        """A label with that of the clause it belongs to, if it says nothing without: "4.2.1 (a)"."""
        if label is None or not label.startswith("("):
            return label
        above = next((each.label for each in reversed(self.items) if each.label), self.clause)
        return f"{above} {label}" if above else label


def _is_caption(block: Block, after: Block) -> bool:
    """Whether a heading is but the number and the name of the table that follows."""
    return after.kind is BlockKind.ROW and bool(TABLE_CAPTION.match(block.text))


def _names_table(text: str) -> bool:
    return bool(TABLE_CAPTION.match(text) or INTRODUCES_TABLE.search(last_sentence(text)))


def _moved(marks: Sequence[Mark], by: int) -> tuple[Mark, ...]:
    return tuple(replace(each, at=max(0, each.at - by)) for each in marks)
