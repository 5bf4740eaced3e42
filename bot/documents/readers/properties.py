"""What a document says of itself in its properties, where that can be trusted: programs write much of it by themselves.

For every format that has such properties: PDF, Office Open XML (`docProps/core.xml`) and OpenDocument (`meta.xml`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from zipfile import BadZipFile, ZipFile

from lxml import etree

from bot.core.text.languages import believed
from bot.documents.blocks import Block

# What programs write into the title or author where nobody wrote one.
NO_TITLE = re.compile(
    r"(\(?(anonymous|unnamed|untitled|unspecified|title|no title)\)?|document|dokument"
    r"|(microsoft |power ?point |pdf )(word|powerpoint|excel|presentation)\b.*"
    r"|(word|powerpoint|excel|presentation)(\s*[-–:].*)?|(untitled|unnamed) (document|page)"
    r"|(presentation|présentation|präsentation|slides?|doc|pdf|scan|book|mappe|classeur|sheet)[\s_-]*\d*"
    r"|.*\.(docx?|pptx?|xlsx?|odt|rtf|pdf|indd|tex|dvi|html?|qxd|pub|txt)|[\w-]*\d{5}[\w-]*|[a-z]{1,4}[_-]\d[\d._-]*|(https?|file):.*)",
    re.IGNORECASE,
)
NO_AUTHOR = re.compile(
    r"(\(?(admin(istrator)?|user|owner|author|unknown|unnamed|anonymous|root|default)\)?"
    r"|(local|guest|test|office|windows) ?user|microsoft.*|adobe.*|scan(ner)?|.*[@\\].*|\S*\d\S*|[a-z]+)",
    re.IGNORECASE,
)
FULL_NAME = re.compile(r"\w.*\s.*\w")
NO_WORDS = re.compile(r"(?:generated|created) (?:by|with|using) .*|\(?(?:unspecified|unknown|none)\)?", re.IGNORECASE)
PARTS = ("docProps/core.xml", "meta.xml")
SEARCHED = ("keywords", "keyword", "subject", "description")
LARGEST = 1_000_000
# So many blocks from the beginning may hold the title.
TOP = 8
# So few letters stand at the top of any document.
SHORTEST_TITLE = 3


def trusted(said: Mapping[str, str], begins: str) -> dict[str, str]:
    """What may be believed of a title, author, keywords and language, by the keys of an article.

    `begins` is what a reader sees at the top of the document: a title that does not stand there may be that of the
    document from which this one was made.
    """
    known = {}
    title, author = (" ".join(said.get(key, "").split()) for key in ("title", "author"))
    if len(_letters(title)) >= SHORTEST_TITLE and not NO_TITLE.fullmatch(title) and _letters(title) in _letters(begins):
        known["title"] = title
    if author and not NO_AUTHOR.fullmatch(author) and FULL_NAME.fullmatch(author):
        known["author"] = author
    if said.get("keywords"):
        known["keywords"] = said["keywords"]
    if language := believed(said.get("language", ""), begins):
        known["language"] = language
    return known


def beginning(blocks: Sequence[Block]) -> str:
    """What a reader sees at the top of a document."""
    return "\n".join(part for block in blocks[:TOP] for part in (block.text, *block.heads, *block.cells))


def keywords(values: Iterable[object]) -> str:
    """Words to be found by, from several properties: one value a line, none twice, as `Reading.known` has them."""
    lines = (" ".join(str(value or "").split()) for value in values)
    return "\n".join(dict.fromkeys(line for line in lines if line and not NO_WORDS.fullmatch(line)))


def properties(package: ZipFile) -> dict[str, str]:
    """The title, keywords and language that an office document says of itself, where it says any that can be read."""
    found: dict[str, list[str]] = {}
    for name, text in _fields(package):
        found.setdefault(name, []).append(text)
    words = keywords(text for name in SEARCHED for text in found.get(name, ()))
    title = "".join(found.get("title", [])[:1])
    language = "".join(found.get("language", [])[:1])
    return {key: value for key, value in (("title", title), ("keywords", words), ("language", language)) if value}


def _fields(package: ZipFile) -> Iterator[tuple[str, str]]:
    for part in PARTS:
        try:
            if package.getinfo(part).file_size > LARGEST:
                continue
            root = etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
        except (KeyError, BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, ValueError):
            continue
        yield from ((etree.QName(each).localname, each.text or "") for each in root.iter(etree.Element))


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
