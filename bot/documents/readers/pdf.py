"""A PDF → its blocks, and what it says of itself.

It is read with pdfplumber, which says where each character stands. A PDF can be built to take all the time and memory
there is: `sandbox` calls this in a process of its own, with limits on both.
"""

import io
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.pdf import PDF

from bot.documents.blocks import LeftOut, Omission, Reading
from bot.documents.faults import Faulty
from bot.documents.readers.pdf_aligned import aligned_tables
from bot.documents.readers.pdf_blocks import blocks_of
from bot.documents.readers.pdf_columns import in_reading_order
from bot.documents.readers.pdf_drawn import Border, borders_of, with_drawn
from bot.documents.readers.pdf_lines import UNNAMED, Character, Line, lines_of
from bot.documents.readers.pdf_running import running_lines
from bot.documents.readers.pdf_tables import Table, ruled_tables
from bot.documents.readers.properties import keywords, trusted

MOST_PAGES = 2_000
LONGEST_TEXT = 4_000_000
MOST_ON_A_PAGE = 60_000
SHOWN = 5
ASLANT = 0.05
PRINT_ANEW = "open it, print it into a new PDF, and add that"
RECOGNISE = "run text recognition over it first (for example: ocrmypdf --force-ocr)"


@dataclass(slots=True)
class _Pages:
    """What was found on the pages; those without text, and those that cannot be read. Pages count from 1."""

    lines: list[list[Line]] = field(default_factory=list)
    tables: list[list[Table]] = field(default_factory=list)
    borders: list[list[Border]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    turned: list[LeftOut] = field(default_factory=list)
    silent: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unclear: list[int] = field(default_factory=list)


def read(data: bytes) -> Reading:
    """Reads the bytes of a PDF. Raises Faulty."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what cannot be read is told once, by us
    try:
        with _opened(data) as document:
            pages = _pages_of(document)
            said = {str(key): value for key, value in (document.metadata or {}).items()}
    except (Faulty, MemoryError):
        raise
    except Exception as error:  # pdfminer lets out whatever a damaged file makes of it
        raise _fault(error, data) from error
    unnamed = _demand_text(pages)
    return _reading(pages, said, unnamed)


def _opened(data: bytes) -> PDF:
    document = pdfplumber.open(io.BytesIO(data))
    if len(document.pages) > MOST_PAGES:
        raise Faulty(0, f"has {len(document.pages):,} pages", f"split it into parts of at most {MOST_PAGES:,}")
    return document


def _fault(error: Exception, data: bytes) -> Faulty:
    causes = (error, *error.args, error.__cause__, error.__context__)
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return Faulty(0, "needs a password", "save it without one, or print it into a new PDF")
    if any(isinstance(cause, PDFEncryptionError) for cause in causes):
        return Faulty(0, "is encrypted", "save it without protection, or print it into a new PDF")
    return Faulty(0, "is damaged, or no PDF" if data else "is empty", PRINT_ANEW)


def _pages_of(document: PDF) -> _Pages:
    pages = _Pages()
    for page in document.pages:
        number = page.page_number
        lines: list[Line] = []
        tables: list[Table] = []
        borders: list[Border] = []
        try:
            lines, tables = _page(page, pages)
            borders = borders_of(page)
        except MemoryError:
            raise
        except Exception:  # as above; one bad page is no reason to lose the others
            pages.broken.append(number)
        finally:
            page.close()
        pages.lines.append(lines)
        pages.tables.append(tables)
        pages.borders.append(borders)
        pages.heights.append(float(page.height))
        if not lines and not tables and number not in pages.broken:
            pages.silent.append(number)
    return pages


def _page(page: Any, pages: _Pages) -> tuple[list[Line], list[Table]]:
    if len(page.chars) > MOST_ON_A_PAGE:
        raise ValueError("too many characters")
    # Some programs print letters twice, a little apart, to make them bold.
    characters: list[Character] = page.dedupe_chars(tolerance=1).chars
    turned = [each for each in characters if _is_turned(each)]
    if turned:
        text = "".join(each["text"] for each in turned)
        pages.turned.append(LeftOut(Omission.HIDDEN, " ".join(text.split()), page.page_number))
    characters = with_drawn(page, [each for each in characters if not _is_turned(each)])
    tables, taken = [], set()
    for table, inside in ruled_tables(page, characters):
        tables.append(table)
        taken |= set(map(id, inside))
    rest = (each for each in characters if id(each) not in taken)
    return lines_of(page.page_number, rest), tables


def _is_turned(character: Character) -> bool:
    """Whether a letter stands on its side, or aslant as those of "DRAFT" across a page."""
    across, up, *_ = character["matrix"]
    return not character["upright"] or abs(up) > ASLANT * abs(across)


def _demand_text(pages: _Pages) -> int:
    """How many letters are unknown. Raises Faulty if there is no text, too much of it, or none that can be read."""
    lines = [line for page in pages.lines for line in page]
    lines += [line for page in pages.tables for table in page for row in table.rows for cell in row for line in cell]
    length = sum(len(line.text) for line in lines)
    if not lines and pages.broken:
        raise Faulty(0, "is damaged: none of its pages can be read", PRINT_ANEW)
    if not lines:
        raise Faulty(0, "has no text: its pages are pictures", RECOGNISE)
    if length > LONGEST_TEXT:
        raise Faulty(0, f"holds {length:,} characters", f"split it into parts of at most {LONGEST_TEXT:,}")
    unnamed = sum(len(UNNAMED.findall(line.text)) for line in lines)
    if unnamed * 20 > length or _is_scrambled(" ".join(line.text for line in lines)):
        raise Faulty(0, "does not say which letters its fonts show", RECOGNISE)
    return unnamed


def _is_scrambled(text: str) -> bool:
    """Whether so little of a text are letters, digits and common marks that its encoding must be broken."""
    signs = [each for each in text if not each.isspace()]
    odd = sum(not each.isalnum() and each not in "_.,;:!?()[]'\"“”‘’–—-/&%$€£§•*@+=#…" for each in signs)
    return len(signs) > 200 and odd > 0.35 * len(signs)


def _reading(pages: _Pages, said: Mapping[str, object], unnamed: int) -> Reading:
    running = running_lines(pages.lines, pages.heights)
    heads = [line for lines in pages.lines for line in lines if line in running]
    left_out = [*pages.turned, *(LeftOut(Omission.RUNNING_HEAD, line.text.strip(), line.page) for line in heads)]
    parts: list[Line | Table] = []
    for number, (lines, tables) in enumerate(zip(pages.lines, pages.tables, strict=True), start=1):
        kept, unclear = [line for line in lines if line not in running], 0
        for column in in_reading_order(kept, tables):
            found, untold = aligned_tables(column, pages.borders[number - 1])
            parts += found
            unclear += untold
        if unclear:
            pages.unclear.append(number)
    blocks, omitted = blocks_of(parts)
    left_out = sorted([*left_out, *omitted], key=lambda each: each.line)
    first = " ".join(line.text for line in pages.lines[0]) if pages.lines else ""
    return Reading(tuple(blocks), tuple(left_out), _known(said, first), tuple(_warnings(pages, said, unnamed)), "page")


def _known(said: Mapping[str, object], first_page: str) -> dict[str, str]:
    values = {key: str(said.get(key.title()) or "") for key in ("title", "author")}
    values["keywords"] = keywords(said.get(key) for key in ("Keywords", "Subject"))
    return trusted(values, first_page)


def _warnings(pages: _Pages, said: Mapping[str, object], unnamed: int) -> Iterator[str]:
    yield from _named("no text", pages.silent)
    yield from _named("cannot be read", pages.broken)
    yield from _named("a table whose rows cannot be told apart is read column by column", pages.unclear)
    yield from _named("turned text was left out", [each.line for each in pages.turned])
    if unnamed:
        yield f"letters that no font names, shown as �: {unnamed}"
    made = re.match(r"D:(\d{4})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])", str(said.get("CreationDate") or ""))
    if made:
        # Whoever builds or prints a document anew dates it anew: that is no day of publication.
        yield f"its file was made on {'-'.join(made.groups())}; give its date of publication if you know it"


def _named(what: str, pages: Sequence[int]) -> Iterator[str]:
    if pages:
        named = ", ".join(map(str, pages[:SHOWN])) + (f" and {len(pages) - SHOWN} more" if len(pages) > SHOWN else "")
        yield f"{'pages' if len(pages) > 1 else 'page'} {named}: {what}"
