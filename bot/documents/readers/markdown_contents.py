"""Which lists and lines of a Markdown page only lead to places: its contents, the way to its top, a row of links."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from bot.documents.readers.site_phrases import PHRASE

# What opens a list, a paragraph, or a heading.
HOLDERS = {"bullet_list_open": "bullet_list_close", "ordered_list_open": "ordered_list_close"}
HOLDERS |= {"paragraph_open": "paragraph_close", "heading_open": "heading_close"}
FEWEST = 2
# What stands between the links of a row of them, and how many there are at least.
BETWEEN = re.compile(r"[\s|·•/,–—-]*")
FEWEST_IN_ROW = 3
# Another page of the same folder, by its file.
PAGE = re.compile(r"(?![a-z]+:|/|#)[^?#]+\.(?:md|mdx|csv|html?)(?:#.*)?", re.IGNORECASE)


def contents(tokens: Sequence[Token], at: int, lists_pages: bool) -> tuple[int, str] | None:
    """Where the list, paragraph or heading that begins at a token ends, and its words, if it says nothing itself.

    `lists_pages`: the names of other pages are said.
    """
    start = tokens[at]
    end = next(
        n for n in range(at, len(tokens)) if tokens[n].type == HOLDERS[start.type] and tokens[n].level == start.level
    )
    lines = [each.children or [] for each in tokens[at:end] if each.type == "inline"]
    if start.type == "heading_open":
        leads = len(lines) == 1 and bool(PHRASE.fullmatch(_words(lines[0]).strip(" :")))
    elif start.type == "paragraph_open":
        is_page = not lists_pages and bool(lines) and _is_page(lines[0])
        leads = bool(lines) and start.level == 0 and (_is_way_back(lines[0]) or _is_row(lines[0]) or is_page)
    else:
        leads = start.level == 0 and len(lines) >= FEWEST and all(map(_is_place, lines))
    return (end + 1, " ".join(map(_words, lines))) if leads else None


def _words(line: Sequence[Token]) -> str:
    return "".join(" " if each.type.endswith("break") else each.content for each in line).strip()


def _links(line: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """The links of a line, each with its words; and what stands outside of any, with no address."""
    address, words = "", ""
    for each in line:
        if each.type in ("link_open", "link_close"):
            if words:
                yield address, words
            address, words = str(each.attrs.get("href", "")) if each.nesting == 1 else "", ""
        else:
            words += each.content
    if words:
        yield address, words


def _is_place(line: Sequence[Token]) -> bool:
    """Whether a line is but one link to a place of this page."""
    found = [(address, words) for address, words in _links(line) if words.strip()]
    return len(found) == 1 and found[0][0].startswith("#")


def _is_way_back(line: Sequence[Token]) -> bool:
    return _is_place(line) and bool(PHRASE.fullmatch(re.sub(r"^\W+|\W+$", "", _words(line))))


def _is_page(line: Sequence[Token]) -> bool:
    """Whether a paragraph is but the name of another page, as wikis list those below one."""
    found = [(address, words) for address, words in _links(line) if words.strip()]
    return len(found) == 1 and bool(PAGE.fullmatch(found[0][0])) and not found[0][1].strip().endswith((".", "!", "?"))


def _is_row(line: Sequence[Token]) -> bool:
    parts = list(_links(line))
    linked = [words for address, words in parts if address]
    return len(linked) >= FEWEST_IN_ROW and all(address or BETWEEN.fullmatch(words) for address, words in parts)
