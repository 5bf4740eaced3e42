"""Which kinds of files are read, by which reader, and what it needs: the one place that lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import Any

from bot.documents import blocks
from bot.documents.faults import Faulty

# How every fault for want of a package begins: for a hundred files, one word about it is enough.
LACKING = "cannot be read without "


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its name for people, the endings and media types it goes by, and the module that reads it.

    `needs` is the package without which it cannot be read, `extra` the extra of ours that brings it.
    """

    name: str
    module: str
    endings: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    needs: str = ""
    extra: str = "documents"


OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "html": Format(
        "web page", "html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), "lxml"
    ),
    "docx": Format(
        "Word file", "docx", (".docx", ".docm"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), "mammoth"
    ),
    "odt": Format(
        "OpenDocument text", "odt", (".odt", ".ott"), ("application/vnd.oasis.opendocument.text",), "lxml"
    ),
    "ods": Format(
        "OpenDocument spreadsheet", "ods", (".ods", ".ots"), ("application/vnd.oasis.opendocument.spreadsheet",), "lxml"
    ),
    "rst": Format("reStructuredText", "rst", (".rst", ".rest"), ("text/x-rst",), "docutils"),
    "mail": Format("mail", "mail", (".eml",), ("message/rfc822",), "lxml"),
    "pdf": Format("PDF", "pdf", (".pdf",), ("application/pdf",), "pdfplumber"),
    "sheet": Format("Excel workbook", "sheet", (".xlsx", ".xlsm"), (f"{OFFICE}.spreadsheetml.sheet",), "openpyxl"),
    "csv": Format("CSV", "comma_separated", (".csv", ".tsv"), ("text/csv",)),
    "slides": Format("PowerPoint", "slides", (".pptx",), (f"{OFFICE}.presentationml.presentation",), "python-pptx"),
}  # fmt: skip
# What is read as files are, and is no document.
LISTS = {
    "feed": Format("feed", "feed", needs="feedparser", extra="feeds"),
    "sitemap": Format("sitemap", "sitemap"),
}


def kind_of(name: str) -> str | None:
    """The kind of a file, by the ending of its name; None if files of that ending are not read."""
    ending = PurePath(name).suffix.lower()
    return next((kind for kind, known in FORMATS.items() if ending in known.endings), None)


def kind_of_type(media_type: str) -> str | None:
    """The kind of what a web server sends, by the media type that it names; None if that is not read."""
    return next((kind for kind, known in FORMATS.items() if media_type in known.media_types), None)


def reader_of(kind: str) -> Callable[[bytes, Mapping[str, str]], dict[str, Any]]:
    """What reads files of a kind: bytes and the reader's options → plain values. Raises Faulty."""
    known = LISTS.get(kind) or FORMATS[kind]
    try:
        module = import_module(f"bot.documents.readers.{known.module}")
    except ImportError as error:
        mend = f"install it: pip install 'policybot[{known.extra}]'"
        raise Faulty(0, f"{LACKING}{known.needs} ({known.name})", mend, passing=True) from error

    def read(data: bytes, options: Mapping[str, str]) -> dict[str, Any]:
        try:
            found = module.read(data, **options)
        except (Faulty, MemoryError):
            raise
        except Exception as error:
            # Libraries that read a format raise whatever they like where a file is broken on purpose.
            what = f"is a broken {known.name} ({type(error).__name__})"
            raise Faulty(0, what, "save it anew, or in another format") from error
        return blocks.as_json(found) if isinstance(found, blocks.Reading) else found.as_json()

    return read
