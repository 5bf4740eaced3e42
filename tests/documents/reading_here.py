"""Pages and PDFs read in this process: as `read_apart`, which takes one of its own, for tests of other things."""

from collections.abc import Mapping

from bot.documents.readers import html, pdf
from bot.documents.readers.reading import Reading


def read_here(kind: str, data: bytes, options: Mapping[str, str]) -> Reading:
    return html.read(data, **options) if kind == "html" else pdf.read(data)
