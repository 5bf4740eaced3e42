"""A PDF → its paragraphs, and what it says of itself. Headings are not guessed.

It is read with pypdf. A PDF can be built to take all the time and memory there is: `reading` calls this in a process
of its own, with limits on both.
"""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot

import pypdf
from pypdf.errors import DependencyError

from bot.documents.faults import Faulty
from bot.documents.readers.reading import Reading
from bot.documents.readers.typeset import Line, Typeset, typeset

MOST_PAGES = 2_000
LONGEST_TEXT = 4_000_000
SHOWN = 5
PRINT_ANEW = "open it, print it into a new PDF, and add that"
RECOGNISE = "run text recognition over it first (for example: ocrmypdf --force-ocr)"
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Letters that a font does not name come out as these.
UNNAMED = re.compile(r"[\ufffd\ue000-\uf8ff]|/g\d{1,6}|\(cid:\d{1,6}\)")
# What programs write into the title or author where nobody wrote one.
NO_TITLE = re.compile(
    r"(untitled|document|microsoft (word|powerpoint|excel)\b.*|(presentation|slide|doc|pdf|scan)[\s_-]*\d*"
    r"|.*\.(docx?|pptx?|xlsx?|odt|rtf|pdf|indd|tex|dvi|html?|qxd|pub|txt)|[\w-]*\d{5}[\w-]*|(https?|file):.*)",
    re.IGNORECASE,
)
NO_AUTHOR = re.compile(
    r"(admin(istrator)?|user|owner|author|unknown|anonymous|root|default|(local|guest|test|office|windows) ?user"
    r"|microsoft.*|adobe.*|scan(ner)?|.*[@\\].*)",
    re.IGNORECASE,
)


def read(data: bytes) -> Reading:
    """Reads the bytes of a PDF. Raises Faulty."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what cannot be read is told once, by us
    try:
        reader = _opened(data)
        lines, silent, broken = _lines_of(reader)
        known, told = _declared(reader)
    except Faulty:
        raise
    except DependencyError as error:
        raise Faulty(0, "is encrypted", "save it without protection, or print it into a new PDF") from error
    except Exception as error:  # pypdf lets out whatever a damaged file makes of it
        raise Faulty(0, "is damaged, or no PDF" if data else "is empty", PRINT_ANEW) from error
    unnamed = _demand_text(lines, broken)
    found = typeset(lines)
    notes = [*_missing("no text", silent), *_missing("cannot be read", broken), *told, *_done(found, len(lines))]
    if unnamed:
        notes.append(f"letters that no font names: {unnamed}")
    return Reading(known, found.paragraphs, found.dropped, tuple(notes), "page")


def _opened(data: bytes) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data))
    # What needs no password to be opened needs none to be read.
    if reader.is_encrypted and not reader.decrypt(""):
        raise Faulty(0, "needs a password", "save it without one, or print it into a new PDF")
    if len(reader.pages) > MOST_PAGES:
        raise Faulty(0, f"has {len(reader.pages):,} pages", f"split it into parts of at most {MOST_PAGES:,}")
    return reader


def _lines_of(reader: pypdf.PdfReader) -> tuple[list[Line], list[int], list[int]]:
    """The lines of all pages; the pages without text; and those that cannot be read. Pages count from 1."""
    lines: list[Line] = []
    silent: list[int] = []
    broken: list[int] = []
    for number in range(1, len(reader.pages) + 1):
        page = _Page(number)
        try:
            reader.pages[number - 1].extract_text(visitor_text=page.take)
        except Exception:  # as above; one bad page is no reason to lose the others
            broken.append(number)
            continue
        page.end_line()
        lines += page.lines
        if not page.lines:
            silent.append(number)
    return lines, silent, broken


@dataclass(slots=True)
class _Page:
    """Collects the pieces of a page, as pypdf meets them, to lines: what stands at one height is one line."""

    number: int
    lines: list[Line] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _sizes: Counter[float] = field(default_factory=Counter)
    _at: tuple[float, float] = (0.0, 0.0)

    def take(self, text: str, cm: Sequence[float], tm: Sequence[float], font: object, size: float) -> None:
        """A piece of text, the two matrices that place it (ISO 32000-1, 9.4.4), and the size of its letters."""
        for nth, part in enumerate(text.split("\n")):
            if nth and self._pieces:
                self.end_line()
            if not part.strip():
                self._pieces += [" "] if part and self._pieces else []
                continue
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            height = abs(size) * hypot(tm[2], tm[3]) * hypot(cm[2], cm[3]) or 1.0
            if self._pieces and abs(y - self._at[1]) > height / 2:
                self.end_line()
            if not self._pieces:
                self._at = (x, y)
            self._pieces.append(part)
            self._sizes[round(height, 2)] += len(part)

    def end_line(self) -> None:
        text = " ".join(UNSEEN.sub("", "".join(self._pieces)).translate(LIGATURES).split())
        if text:
            self.lines.append(Line(text, self.number, *self._at, self._sizes.most_common(1)[0][0]))
        self._pieces.clear()
        self._sizes.clear()


def _declared(reader: pypdf.PdfReader) -> tuple[Mapping[str, str], Sequence[str]]:
    """What the document says of itself where that is plausible, and what is to be known about it."""
    known, notes = {}, []
    title, author, made = (_said(reader, key) for key in ("title", "author", "creation_date"))
    if title and not NO_TITLE.fullmatch(title):
        known["title"] = title
    if author and not NO_AUTHOR.fullmatch(author):
        known["author"] = author
    if made:
        # Whoever builds or prints a document anew dates it anew: that is no day of publication.
        notes.append(f"its file was made on {made[:10]}; give its date of publication if you know it")
    return known, notes


def _said(reader: pypdf.PdfReader, key: str) -> str:
    try:
        return " ".join(str(getattr(reader.metadata, key, None) or "").split())
    except Exception:  # as above; what a document says of itself is no reason to lose its text
        return ""


def _demand_text(lines: Sequence[Line], broken: Sequence[int]) -> int:
    """How many letters are unknown. Raises Faulty if there is no text, too much of it, or none that can be read."""
    length = sum(len(line.text) for line in lines)
    if not lines and broken:
        raise Faulty(0, "is damaged: none of its pages can be read", PRINT_ANEW)
    if not lines:
        raise Faulty(0, "has no text: its pages are pictures", RECOGNISE)
    if length > LONGEST_TEXT:
        raise Faulty(0, f"holds {length:,} characters", f"split it into parts of at most {LONGEST_TEXT:,}")
    unnamed = sum(len(UNNAMED.findall(line.text)) for line in lines)
    if unnamed * 20 > length:
        raise Faulty(0, "does not say which letters its fonts show", RECOGNISE)
    return unnamed


def _missing(what: str, pages: Sequence[int]) -> Iterator[str]:
    if pages:
        named = ", ".join(map(str, pages[:SHOWN])) + (f" and {len(pages) - SHOWN} more" if len(pages) > SHOWN else "")
        yield f"{'pages' if len(pages) > 1 else 'page'} {named}: {what}"


def _done(found: Typeset, lines: int) -> Iterator[str]:
    paragraphs = len(found.paragraphs)
    if lines - len(found.dropped) > paragraphs:
        yield f"{lines} lines were joined to {paragraphs} paragraphs"
    if found.rejoined:
        yield f"put together, where a line end had parted them: {_few(found.rejoined)}"
    if found.parted:
        yield f"left parted at the line end, because they may be written so: {_few(found.parted)}"


def _few(words: Sequence[str]) -> str:
    return ", ".join(words[:SHOWN]) + (f" and {len(words) - SHOWN} more" if len(words) > SHOWN else "")
