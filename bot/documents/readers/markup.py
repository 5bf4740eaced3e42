"""Markup → its words, for what a feed says in a line or two. It never raises, and keeps nothing but text."""

import re
from html.parser import HTMLParser

LONGEST, LONGEST_TAG = 200_000, 5_000
SILENT = frozenset(("script", "style", "template", "noscript"))
WITHIN_A_WORD = frozenset(("a", "b", "em", "i", "span", "strong", "sub", "sup", "u", "code", "wbr"))
_UNENDED = re.compile(rf"<(?=[a-zA-Z/])(?![^>]{{0,{LONGEST_TAG}}}>)")
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def words_of(markup: str) -> str:
    """The text of some HTML, in one line."""
    if "<" not in markup and "&" not in markup:
        return in_one_line(markup)
    reading = _Words()
    reading.feed(markup[:LONGEST])
    reading.close()
    return in_one_line("".join(reading.words))


def in_one_line(text: str) -> str:
    """The text without control characters, its white space as single blanks."""
    return " ".join(UNSEEN.sub(" ", text).split())


class TolerantParser(HTMLParser):
    """Takes what begins like a section of SGML for a comment, as HTML does; Python's own parser fails there.

    What begins like a tag and does not end is text. (Left to itself, the parser looks for each end up to the last
    character, which of thousands takes minutes.)
    """

    def feed(self, data: str) -> None:
        """Reads a piece of HTML, in which each tag is whole."""
        super().feed(_UNENDED.sub("&lt;", data))

    def parse_html_declaration(self, i: int) -> int:
        """Where it ends, or -1 if it does not."""
        if self.rawdata.startswith("<![", i):
            return self.parse_bogus_comment(i)
        return super().parse_html_declaration(i)


class _Words(TolerantParser):
    """Collects the text; every tag parts words, but for those that stand within one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if not self._silent and tag in SILENT:
            self._silent = tag
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)

    def _part(self, tag: str) -> None:
        if tag not in WITHIN_A_WORD:
            self.words.append(" ")
