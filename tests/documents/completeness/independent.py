"""The words of a file, by a reader that has nothing to do with ours: crude, and it sees more rather than less."""

import html
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePath

WORD = re.compile(r"[^\W_]+")
PDFTOTEXT = shutil.which("pdftotext")
FRONT_MATTER = re.compile(
    r"\A(?:\ufeff)?(?:---[ \t]*\n.*?\n(?:---|\.\.\.)|\+\+\+[ \t]*\n.*?\n\+\+\+)[ \t]*(?:\n|\Z)", re.DOTALL
)
# What the author writes and no reader sees: addresses, tags, the names of references, templates, attributes.
TEMPLATE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ADDRESS = re.compile(
    r"\]\(\s*(?:<[^<>]*>|[^\s()]*(?:\([^()]*\)[^\s()]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
REFERENCE = re.compile(
    r"^[ >\t]*\[[^\]\n]+\]:\s*\S+(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$", re.MULTILINE
)
REFERRED = re.compile(r"(?<=\])\[[^\]\n]*\]")
ATTRIBUTES = re.compile(r"\{[:#.][^{}\n]*\}")
FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
ORDER = re.compile(r"^[ \t>]*(?:[-*+][ \t]+)*\d{1,9}[.)](?=\s)", re.MULTILINE)
NOTE = re.compile(r"\[\^[^\]\n]+\]:?")
BOX = re.compile(r"^[ \t>]*(?::{3,}\s*[\w-]*|[!?]{3}\+?\s+[\w-]+|\[![\w-]+\][-+]?)", re.MULTILINE)
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def words_in(text: str) -> Counter[str]:
    """How often each word stands in a text, raised digits as digits."""
    return Counter(WORD.findall(INVISIBLE.sub("", text).casefold()))


def words_of(name: str, data: bytes) -> Counter[str] | None:
    """The words of a file; None for a kind that this reader does not know."""
    read = READERS.get(PurePath(name).suffix.lower())
    return words_in(read(data)) if read else None


def of_markdown(data: bytes) -> str:
    """The text of Markdown without what only its author sees."""
    text = FRONT_MATTER.sub("", data.decode("utf-8", "replace").replace("\r\n", "\n"), count=1)
    for pattern in (COMMENT, TEMPLATE, REFERENCE):
        text = pattern.sub("\n", text)
    for pattern in (ADDRESS, REFERRED, TAG):
        text = pattern.sub(lambda match: "]" if match[0].startswith("]") else "", text)
    for pattern in (ATTRIBUTES, FENCE, NOTE, ORDER, BOX):
        text = pattern.sub(" ", text)
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    # Marks of emphasis may stand inside a word.
    return html.unescape(re.sub(r"\*+|~~|(?<!\w)_+|_+(?!\w)", "", text))


def of_text(data: bytes) -> str:
    """A plain text as it is."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def of_html(data: bytes) -> str:
    """The text of a page, but for scripts, styles and the head."""
    reading = _Page()
    reading.feed(of_text(data))
    reading.close()
    return "".join(reading.texts)


def of_office(data: bytes) -> str:
    """The text in the parts of an office document."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if _OFFICE.fullmatch(name)]
        texts = [archive.read(name).decode("utf-8", "replace") for name in parts]
    unseen = r"<(?:w:instrText|w:delText|wp:posOffset|wp:align|wp14:pct\w+)\b[^>]*>[^<]*"
    plain = (re.sub(unseen, "", text) for text in texts)
    ended = (
        re.sub(r"</(?:w:p|a:p|text:p|text:h|si|w:tab)>|<w:(?:br|tab)\b[^>]*/>|<text:[a-z-]+/>", "\n", each)
        for each in plain
    )
    return html.unescape("\n".join(re.sub(r"<[^>]+>", "", each) for each in ended))


def of_pdf(data: bytes) -> str:
    """The text of a PDF, as pdftotext (poppler-utils) gives it in the order of the file; lines stay lines."""
    if PDFTOTEXT is None:
        return ""
    told = subprocess.run([PDFTOTEXT, "-raw", "-", "-"], input=data, capture_output=True, check=False, timeout=120)
    return told.stdout.decode("utf-8", "replace")


def anywhere_in(data: bytes) -> Counter[str]:
    """All words of a file, markup, addresses and names of its parts among them."""
    if not data.startswith(b"PK"):
        return words_in(html.unescape(of_text(data)))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if name.endswith(".xml")]
    text = html.unescape("\n".join(texts))
    return words_in(text) + words_in(re.sub(r"<[^>]+>", "", text)) + words_in(re.sub(r"<[^>]+>", " ", text))


_OFFICE = re.compile(
    r"word/(?:document|footnotes|endnotes)\.xml|ppt/slides/slide\d+\.xml|xl/sharedStrings\.xml|content\.xml"
)
READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys((".md", ".markdown", ".mdx"), of_markdown),
    **dict.fromkeys((".txt", ".text"), of_text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), of_html),
    **dict.fromkeys((".docx", ".pptx", ".xlsx", ".odt"), of_office),
    ".pdf": of_pdf,
}


class _Page(HTMLParser):
    INLINE = frozenset("a abbr b bdi cite code em i ins kbd mark q s small span strong sub sup u var wbr font".split())

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in ("script", "style", "title", "noscript", "template")
        if tag not in self.INLINE:
            self.texts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "title", "noscript", "template") and self._silent > 0
        if tag not in self.INLINE:
            self.texts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)
