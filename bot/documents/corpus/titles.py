"""Titles in words: from the name of a file, and from what front matter says; and what names nothing."""

import html
import re

# Files that are called so for their folder's sake.
OF_A_FOLDER = frozenset(("readme", "index", "_index"))
# What Notion writes behind the name of each page; days and counts by which sites order their files.
HASH = re.compile(r"(?<=\S)[\s_-][0-9a-f]{32}(?:_all)?$")
ORDER = re.compile(r"^(?:\d{4}-\d{2}-\d{2}|0\d{1,2})[\s_.-]+(?=\S)")
# A hyphen between two numbers is one of a day, or of a year: 2025-26.
NAME_PARTS = re.compile(r"(?:[_\s]|(?<!\d)-|-(?!\d))+")
TAG = re.compile(r"</?(?:a|b|br|code|em|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
# What programs and templates write where nobody wrote a name.
TEMPLATE = re.compile(r"\{[{%]|<%|\$\{")
NO_NAME = {
    "title": re.compile(
        r"\(?(?:anonymous|unnamed|untitled|unspecified|no title|title|tbd|todo)\)?(?: (?:document|page|note|file))?",
        re.IGNORECASE,
    ),
    "author": re.compile(
        r"\(?(?:anonymous|unknown|unnamed|unspecified|admin(?:istrator)?|root|user|author|default|tbd|todo)\)?",
        re.IGNORECASE,
    ),
}


def title_of_name(name: str) -> str | None:
    """A title in words for a name: "hr/sick-leave" is "Sick leave", "hr/README" is "Hr"."""
    *folders, last = name.split("/")
    if last.casefold() in OF_A_FOLDER and folders:
        last = folders[-1]
    words = " ".join(NAME_PARTS.split(ORDER.sub("", HASH.sub("", last)))).strip()
    return f"{words[0].upper()}{words[1:]}" if words else None


def title_in_words(text: str) -> str:
    """A title as a page shows it: tools put it there as it is, its tags included; to Markdown it is no text."""
    return html.unescape(TAG.sub("", text))


def names_nothing(key: str, value: str) -> bool:
    """Whether a title or an author ("title", "author") is none."""
    return key in NO_NAME and bool(NO_NAME[key].fullmatch(value.strip()) or TEMPLATE.search(value))
