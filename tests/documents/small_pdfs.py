"""Small PDF files, written by hand: lines of text at places on pages, and what the document says of itself."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEFT, TOP, BOTTOM = 72, 720, 60


@dataclass(frozen=True)
class Set:
    """A line of text as it is set: where (points from the lower left corner), and how large."""

    text: str
    y: float
    x: float = LEFT
    size: float = 11


@dataclass(frozen=True)
class Drawn:
    """A box, a line or a dot that is drawn, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float


Page = Sequence[Set | Drawn]


def set_paragraphs(paragraphs: Sequence[Sequence[str]], *, top: float = TOP, leading: float = 14) -> list[Set]:
    """Paragraphs of lines, one below the other, with half a line more between paragraphs."""
    page, y = [], top
    for lines in paragraphs:
        for line in lines:
            page.append(Set(line, y))
            y -= leading
        y -= leading / 2
    return page


def pdf_file(pages: Sequence[Page], info: Mapping[str, str] | None = None, *, pack: bool = False) -> bytes:
    """A PDF with these pages. `info`: what the document says of itself (`Title`, `CreationDate`)."""
    return assemble([_content(page) for page in pages], info, pack=pack)


def assemble(contents: Sequence[bytes], info: Mapping[str, str] | None = None, *, pack: bool = False) -> bytes:
    """A PDF of pages with these content streams."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    kids = []
    for content in contents:
        page, stream = len(objects) + 2, len(objects) + 3
        data = zlib.compress(content, 1) if pack else content
        packed = b" /Filter /FlateDecode" if pack else b""
        objects[page] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % stream
        )
        objects[stream] = b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), packed, data)
        kids.append(b"%d 0 R" % page)
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b""
    if info:
        number = max(objects) + 1
        entries = b" ".join(b"/%s %s" % (key.encode(), _string(value)) for key, value in info.items())
        objects[number] = b"<< %s >>" % entries
        trailer = b" /Info %d 0 R" % number
    return _file(objects, trailer)


def _file(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
    return out + b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def _content(page: Page) -> bytes:
    parts = []
    for line in page:
        if isinstance(line, Drawn):
            parts.append(
                b"%g %g %g %g re %s" % (line.x, line.y, line.width, line.height, b"f" if line.height < 5 else b"S")
            )
            continue
        text = line.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        parts.append(b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (line.size, line.x, line.y, text))
    return b"\n".join(parts)


def _string(text: str) -> bytes:
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
