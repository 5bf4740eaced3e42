"""Elements that open and close, as in a page or in Markdown → blocks. It never raises, whatever is left open.

Who reads a format calls `open`, `text` and `close` in the order of the document, and takes `blocks` and `left_out` at
the end. The elements are those of HTML (https://html.spec.whatwg.org), by their names; what has another name stands
within the line if its name has a hyphen or colon, and by itself if not.
"""

from collections.abc import Mapping, Sequence

from bot.core.model import CELL_SEPARATOR
from bot.documents.blocks import Block, BlockKind, LeftOut, Omission
from bot.documents.readers.collecting import BREAK, Collecting, Words, joined
from bot.documents.readers.element_names import (
    BOLD,
    BOXES,
    ENDS,
    HEADINGS,
    SILENT,
    STRUCK,
    VOID,
    WHOLE,
    is_hidden,
    is_inline,
    whole_number,
)
from bot.documents.readers.numbering import numbered
from bot.documents.readers.open_elements import Element, asked_by, block_of, depth_of
from bot.documents.readers.paragraph_parts import paragraphs_of, parts_of
from bot.documents.readers.table_rows import MOST_COLUMNS, Cell, Table, beneath, columns_of

# Browsers end there as well. What is said deeper down is read as what is around it.
DEEPEST = 512


class Elements:
    """Collects blocks while elements open and close. `line` is where the reader is, in its own unit."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.left_out: list[LeftOut] = []
        self.line = 0
        self._words = Collecting()
        self._open: list[Element] = []
        self._tables: list[Table] = []
        self._silent: tuple[int, Omission, list[str]] | None = None
        self._whole = 0
        self._started = 0
        self._shut = 0

    def open(self, tag: str, attributes: Mapping[str, str | None] | None = None) -> None:
        """An element begins. An element without an end (`br`) is no more than that."""
        attributes = attributes or {}
        if tag in VOID:
            self._void(tag, attributes)
            return
        if tag in ENDS:
            self._end_before(*ENDS[tag])
        elif not is_inline(tag):
            self._end_paragraph(tag)
        if self._silent is None:
            reason = SILENT.get(tag) or (Omission.HIDDEN if is_hidden(attributes) else None)
            if reason is None:
                if len(self._open) < DEEPEST:
                    self._begin(tag, attributes)
                return
            self._boundary(tag)
            self._silent = (len(self._open), reason, [])
        self._open.append(Element(tag))

    def close(self, tag: str) -> None:
        """An element ends, and all that were opened in it. Of one that is not open, nothing ends."""
        if any(each.tag == tag for each in self._open):
            while self._open:
                last = self._open[-1]
                self._finish(last)
                if last.tag == tag:
                    return

    def text(self, text: str) -> None:
        """Text as it is in the document, its white space included."""
        if self._silent is not None:
            self._silent[2].append(text)
            return
        if not self._started and text.strip():
            self._started = self.line
        tags = {each.tag for each in self._open}
        heading = not HEADINGS.keys().isdisjoint(tags)
        self._words.add(
            text,
            bold=not BOLD.isdisjoint(tags) and not heading,
            struck=not STRUCK.isdisjoint(tags),
            raised="sup" in tags,
        )

    def end_line(self) -> None:
        """The author ends a line here."""
        self.text(BREAK)

    def mark_note(self, label: str) -> None:
        """The mark of a note stands here."""
        if self._silent is None:
            self._words.mark_note(label)

    def mark_gap(self) -> None:
        """A site fills in words here that the file does not have."""
        if self._silent is None:
            self._words.mark_gap()

    def omit(self, reason: Omission, text: str) -> None:
        """Words that are not said."""
        words = " ".join(text.replace(BREAK, " ").split())
        if words:
            self.left_out.append(LeftOut(reason, words, self.line))

    def ask(self, question: str) -> None:
        """What the innermost open element answers: a title that opens and shuts it, for example."""
        if self._open and question.strip():
            self._open[-1].question = " ".join(question.split())

    def end(self) -> None:
        """The document ends."""
        while self._open:
            self._finish(self._open[-1])
        self._flush()

    def _void(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        if tag == "br":
            self.end_line()
        elif tag == "img" and attributes.get("alt"):
            self.omit(Omission.PICTURE, attributes["alt"] or "")
        elif tag == "hr":
            self._boundary(tag)

    def _begin(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        self._boundary(tag)
        element = Element(tag, fresh=tag == "li")
        if tag == "ol":
            element.ordered = attributes.get("type") or "1"
            element.after = attributes.get("delimiter") or "."
            element.number = whole_number(attributes.get("start"), 1) - 1
        elif tag == "li":
            element.label = self._next_label(attributes)
        elif tag == "note":
            element.label = attributes.get("label")
        elif tag == "table":
            self._tables.append(Table())
        elif tag == "thead" and self._tables:
            self._tables[-1].in_head = True
        elif tag in ("td", "th") and self._tables and not self._whole:
            spans = (whole_number(attributes.get(name), 1) for name in ("colspan", "rowspan"))
            self._tables[-1].spans.append((next(spans), next(spans)))
        self._whole += tag in WHOLE
        self._open.append(element)

    def _finish(self, element: Element) -> None:
        self._open.pop()
        if self._silent is not None:
            if len(self._open) == self._silent[0]:
                _, reason, texts = self._silent
                self._silent = None
                self.omit(reason, "".join(texts))
            return
        tag = element.tag
        if tag in WHOLE:
            self._whole -= 1
            if not self._whole:
                self._finish_whole(tag)
                return
        self._boundary(tag, element)
        self._end_question(element)
        if tag in BOXES:
            self._shut = len(self.blocks)
        if tag == "tr" and self._tables and not self._whole:
            self._end_row(self._tables[-1])
        elif tag == "thead" and self._tables:
            self._tables[-1].in_head = False
        elif tag == "table" and self._tables:
            self._end_table(self._tables.pop())

    def _end_question(self, element: Element) -> None:
        """What nothing answered is not lost."""
        if element.question and not element.is_answered:
            element.is_answered = True
            self.blocks.append(Block(BlockKind.PARAGRAPH, element.question, line=self.line))

    def _end_table(self, table: Table) -> None:
        if any(table.heads) and not table.has_rows:
            self.blocks.append(Block(BlockKind.ROW, "", depth_of(self._open), cells=table.heads, line=self.line))

    def _finish_whole(self, tag: str) -> None:
        words = self._words.taken()
        line, self._started = self._started or self.line, 0
        if tag in ("td", "th") and self._tables:
            table = self._tables[-1]
            columns, rows = table.spans.pop() if table.spans else (1, 1)
            table.row.append(Cell(words, tag == "th" or table.in_head, min(columns, MOST_COLUMNS), rows))
        elif tag in ("dt", "summary"):
            self._question(tag, words)
        elif words.text and tag == "caption" and self._open and self._open[-1].tag == "table":
            self.ask(words.text)
        elif words.text:
            self.blocks.append(block_of(BlockKind.PARAGRAPH, words, line, self._open))

    def _question(self, tag: str, words: Words) -> None:
        holder = next((each for each in reversed(self._open) if each.tag in ("dl", "details")), None)
        self._lose(words, self.line)
        if holder is None or not words.text:
            return
        # Several terms may share one definition: they follow each other without one between.
        shared = tag == "dt" and holder.question and not holder.is_answered
        holder.question = f"{holder.question}\n{words.text}" if shared else words.text
        holder.is_answered = False

    def _boundary(self, tag: str, ending: Element | None = None) -> None:
        """What stands by itself ends the paragraph before it."""
        if is_inline(tag):
            return
        if self._whole:
            self._words.end_line(once=True)
        else:
            self._flush(ending)

    def _flush(self, ending: Element | None = None) -> None:
        if self._words.is_empty:
            self._started = 0
            return
        words = self._words.taken()
        line, self._started = self._started or self.line, 0
        if not words.text:
            self._lose(words, line)
            return
        around = [*self._open, *([ending] if ending else [])]
        heading = next((HEADINGS[each.tag] for each in around if each.tag in HEADINGS), 0)
        if heading:
            self._lose(words, line)
            text = " ".join(words.text.split("\n"))
            self.blocks.append(Block(BlockKind.HEADING, text, heading, marks=words.marks, line=line))
            return
        for paragraph in paragraphs_of(words):
            for part in parts_of(paragraph):
                self._put(part, line, around)

    def _lose(self, words: Words, line: int) -> None:
        """What is struck out where no passage can tell of it."""
        self.left_out += [LeftOut(Omission.DELETED, each.text, line) for each in words.marks if each.kind == "struck"]

    def _put(self, words: Words, line: int, around: Sequence[Element]) -> None:
        tags = [each.tag for each in around]
        item = next((each for each in reversed(around) if each.tag == "li"), None)
        if item is not None and item.fresh and "note" not in tags:
            item.fresh = False
            if 0 < self._shut == len(self.blocks) and depth_of(around) == 1 and self.blocks[-1].text[-1:] != ":":
                # What stands in a box does not introduce the list behind it.
                self.blocks.append(Block(BlockKind.HEADING, "", 7, line=line))
            self.blocks.append(block_of(BlockKind.ITEM, words, line, around, item.label))
            return
        kind = BlockKind.PARAGRAPH
        if "note" in tags:
            kind = BlockKind.NOTE
        elif "blockquote" in tags:
            kind = BlockKind.QUOTATION
        label = next((each.label for each in reversed(around) if each.tag == "note"), None)
        self.blocks.append(block_of(kind, words, line, around, label))

    def _next_label(self, attributes: Mapping[str, str | None]) -> str | None:
        lists = [each for each in self._open if each.tag in ("ul", "ol")]
        if not lists or lists[-1].tag == "ul":
            return None
        lists[-1].number = whole_number(attributes.get("value"), lists[-1].number + 1)
        return f"{numbered(lists[-1].number, lists[-1].ordered)}{lists[-1].after}"

    def _end_before(self, ended: frozenset[str], reach: frozenset[str]) -> None:
        for each in reversed(self._open):
            if each.tag in reach:
                return
            if each.tag in ended:
                self.close(each.tag)
                return

    def _end_paragraph(self, tag: str) -> None:
        if self._open and self._open[-1].tag == "p" and tag not in ("br", "img"):
            self.close("p")

    def _end_row(self, table: Table) -> None:
        cells, heads = table.row, bool(table.row) and all(each.is_head for each in table.row)
        if not table.rows and sum(each.words.strong for each in cells) > 1:
            heads = heads or all(each.words.strong or not each.words.text for each in cells)
        table.row = []
        if not cells:
            return
        row = columns_of(table, cells)
        texts = tuple(each.text for each in row)
        if not any(texts):
            return
        table.rows += 1
        if heads and len(cells) == 1 and cells[0].columns > 1:
            self._name_rows(table, texts)
            return
        if heads and len(row) > 1:
            # A second row of heads stands below the first, unless rows came between.
            above = table.heads if table.rows == 2 else ()
            for each in row:
                self._lose(each, self.line)
            table.heads = beneath(above, texts)
            return
        table.has_rows = True
        self.blocks.append(self._row(row, texts, table.heads if any(table.heads) else ()))

    def _name_rows(self, table: Table, texts: tuple[str, ...]) -> None:
        """A head over all columns: above the others it names the table, below them the rows that follow."""
        holder = next((each for each in reversed(self._open) if each.tag == "table"), None)
        if table.rows == 1 and holder is not None and not holder.question:
            holder.question, holder.is_answered = texts[0], False
            table.rows = 0
            return
        cells = (texts[0], *[""] * (len(texts) - 1))
        self.blocks.append(self._row([Words(text) for text in cells], cells, table.heads if any(table.heads) else ()))

    def _row(self, row: Sequence[Words], texts: tuple[str, ...], heads: tuple[str, ...]) -> Block:
        if len(row) == 1 and not heads:
            return block_of(BlockKind.PARAGRAPH, row[0], self.line, self._open)
        marks = joined(row, CELL_SEPARATOR)
        depth, question = depth_of(self._open), asked_by(self._open)
        return Block(BlockKind.ROW, "", depth, cells=texts, heads=heads, question=question, marks=marks, line=self.line)
