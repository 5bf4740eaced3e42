"""What the makers of sites and notebooks write into Markdown beside its own marks, taken out before it is read.

Templates (`site_templates`), MDX (`mdx`), Pandoc (`pandoc`), MyST (`myst`), kramdown (`{: .class}`), Material for
MkDocs (`=== "Tab"`, `++ctrl+c++`, CriticMarkup), Obsidian (`%%…%%`, `[[page|words]]`, `#tags`). Code is left as it is,
and every line stays on its line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.documents.blocks import LeftOut, Omission
from bot.documents.readers.mdx import (
    without_braced_attributes,
    without_expressions,
    without_indentation,
    without_modules,
)
from bot.documents.readers.myst import IS_MYST, UNSAID, as_commonmark
from bot.documents.readers.pandoc import as_other_markdown
from bot.documents.readers.site_templates import GAP, LONGEST, Templates

FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
# A run of backticks is taken whole or not at all: else many of them could be parted in more ways than there is time.
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:[^`]|(?<!`)(?!\1(?!`))`+(?!`)){1,2000}?(?<!`)\1(?!`)")
COMMENT = re.compile(
    rf"\{{/\*[\s\S]{{0,{LONGEST}}}?\*/\}}|%%[\s\S]{{1,{LONGEST}}}?%%|\{{>>[\s\S]{{0,{LONGEST}}}?<<\}}"
    r"|\[//\]: # *(?:\(.*\)|\".*\"|'.*')"
)
ATTRIBUTES = re.compile(
    r"\{:{1,2}/?[^{}\n]*\}|(?<=[\w\)\]*_\"` ])\{ ?[#.][\w.#:= \"'-]+\}[ \t]*$|^[ \t]*\{ ?[#.][\w.#:= \"'-]+\}[ \t]*$",
    re.MULTILINE,
)
CONTENTS = re.compile(
    r"^[ \t]*(?:[-*+1.]+[ \t]+.*\n[ \t]*\{:\s*(?i:toc)\b.*\}|\[(?i:toc)\]|\[\[_?(?i:toc)_?\]\])[ \t]*$"
    r"|^[ \t]*#[^\W\d][\w/-]*(?:[ \t]+#[^\W\d][\w/-]*)+[ \t]*$|^[ \t]*#[a-z][\w/-]*[ \t]*$",  # tags of a notebook
    re.MULTILINE,
)
INCLUDED = re.compile(
    r"!\[\[[^\[\]\n]{1,300}\]\]|^[ \t]*;?-+8<-+[ \t]+\S.*$|^>?[ \t]*\[!INCLUDE\b.*$", re.MULTILINE | re.IGNORECASE
)
ABBREVIATION = re.compile(r"^\*\[[^\]\n]{1,80}\]:.*$", re.MULTILINE)
WIKI = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
NOTE = re.compile(r"(?<!\\)\[\^(\d{1,3}|[a-z])\](?!:)")
NOTE_TEXT = re.compile(r"^[ >\t]*\[\^([^\]\s]+)\]:", re.MULTILINE)
ICON = re.compile(r":(?:material|fontawesome|octicons|simple)-[\w-]{1,80}:(?:\{[^{}\n]*\})?[ \t]*")
BLOCK_NAME = re.compile(r"(?<=\S)[ \t]+\^[A-Za-z0-9-]{4,40}[ \t]*$", re.MULTILINE)
# Marks of other tools, and the same in CommonMark or HTML; each is looked for only where its first signs stand.
ALSO_WRITTEN = (
    ("===", re.compile(r"^([ \t]*)===[!+]?[ \t]+\"(.*)\"[ \t]*$", re.MULTILINE), r'\1!!! tab "\2"'),
    ("{++", re.compile(r"\{\+\+([^{}]*?)\+\+\}"), r"\1"),
    ("{--", re.compile(r"\{--([^{}]*?)--\}"), r"~~\1~~"),
    ("{~~", re.compile(r"\{~~([^{}]*?)~>([^{}]*?)~~\}"), r"~~\1~~\2"),
    ("{==", re.compile(r"\{==([^{}]*?)==\}"), r"\1"),
    ("==", re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)=="), r"\1"),
    ("++", re.compile(r"(?<![\w+])\+\+([a-z0-9]+(?:\+[a-z0-9]+)*)\+\+(?![\w+])"), r"\1"),
    ("^^", re.compile(r"\^\^(?=\S)([^^\n]+?)(?<=\S)\^\^"), r"\1"),
    ("~", re.compile(r"(?<=[A-Za-z0-9)])~(\d{1,3}|[a-z]{1,2})~(?!~)"), r"<sub>\1</sub>"),
    ("^", re.compile(r"(?<=[A-Za-z0-9)])\^(\d{1,3}|[a-z]{1,2})\^(?!\^)"), r"<sup>\1</sup>"),
    ("~", re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]+?)(?<=[^\s~])~(?![\w~])"), r"~~\1~~"),
)
# Lines that each say a property ("Owner: People") are lines, whatever the tool makes of them.
PROPERTY = r"\*{0,2}[A-Z][\w /()-]{0,40}(?:::?\*{0,2}|\*\*:)[ \t]+\S.*"
PROPERTIES = re.compile(rf"(?<=\n\n)(?:{PROPERTY}\n)+{PROPERTY}(?=\n\n|\n?\Z)")


def without_site_markup(text: str, *, mdx: bool) -> tuple[str, list[LeftOut]]:
    """The Markdown in a text, and what was taken out of it that reads like words. `mdx`: whether it is MDX."""
    left_out: list[LeftOut] = []
    cleaner = _Cleaner(
        left_out,
        frozenset(NOTE_TEXT.findall(text)),
        Templates(text, left_out),
        mdx,
        bool(IS_MYST.search(text)),
    )
    cleaned: list[str] = []
    for stretch, is_fenced in _stretches(text):
        if is_fenced:
            cleaned.append(stretch)
        else:
            plain = without_indentation(without_modules(stretch, left_out)) if cleaner.is_mdx else stretch
            plain = as_other_markdown(plain)
            if cleaner.is_myst:
                plain = UNSAID.sub(cleaner.omit(Omission.COMMENT), as_commonmark(plain))
            cleaned += (part if is_code else cleaner.clean(part) for part, is_code in _parts(plain))
    return "".join(cleaned), left_out


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """Cleans the parts of one text. `notes` are the marks of its notes."""

    left_out: list[LeftOut]
    notes: frozenset[str]
    templates: Templates
    is_mdx: bool
    is_myst: bool

    def clean(self, part: str) -> str:
        """A part without what is no Markdown. The order matters: what is taken out may hold what comes later."""
        part = self._without_unseen(part)
        part = without_braced_attributes(part) if self.is_mdx else part
        part = ATTRIBUTES.sub(_attributes, self.templates.without(part)) if "{" in part else part
        part = ICON.sub("", part) if ":" in part else part
        for signs, pattern, same in ALSO_WRITTEN:
            part = pattern.sub(same, part) if signs in part else part
        part = without_expressions(part, self.left_out, GAP) if self.is_mdx else part
        if "[[" in part or "[!" in part or "8<" in part:
            part = INCLUDED.sub(self.omit(Omission.TEMPLATE), part)
            part = WIKI.sub(lambda match: match[2] or match[1], part)
        part = BLOCK_NAME.sub("", part) if "^" in part else part
        part = PROPERTIES.sub(lambda match: match[0].replace("\n", "\\\n"), part) if ":" in part else part
        return NOTE.sub(self._note, part) if "[^" in part else part

    def _without_unseen(self, part: str) -> str:
        """Without comments, the contents of a page, and what abbreviations stand for."""
        if any(sign in part for sign in ("{/*", "%%", "{>>", "[//]")):
            part = COMMENT.sub(self.omit(Omission.COMMENT), part)
        if "#" in part or "[" in part or ":" in part:
            part = CONTENTS.sub(self.omit(Omission.NAVIGATION), part)
        return ABBREVIATION.sub(self.omit(Omission.HIDDEN), part) if "*[" in part else part

    def _note(self, match: re.Match[str]) -> str:
        """The mark of a note that stands nowhere is still a mark."""
        return match[0] if match[1] in self.notes else f"<sup>{match[1]}</sup>"

    def omit(self, reason: Omission) -> Callable[[re.Match[str]], str]:
        """What takes a match out of a text, and lists it."""

        def taken(match: re.Match[str]) -> str:
            self.left_out.append(LeftOut(reason, " ".join(match[0].split()), 0))
            return "\n" * match[0].count("\n")

        return taken


def _attributes(match: re.Match[str]) -> str:
    """Attributes say nothing, but for those of a box, which may name it."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return match[0] if line.lstrip().startswith(":::") else ""


def _stretches(text: str) -> Iterator[tuple[str, bool]]:
    """The text in stretches, and whether each is fenced code."""
    at = 0
    while match := FENCE.search(text, at):
        end = re.compile(rf"^[ \t>]*{re.escape(match[1])}{match[1][0]}*[ \t]*$", re.MULTILINE).search(text, match.end())
        yield text[at : match.start()], False
        stop = end.end() if end else len(text)
        yield text[match.start() : stop], True
        at = stop
    yield text[at:], False


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """A stretch in parts, and whether each is code within a line."""
    at = 0
    for match in CODE.finditer(text) if "`" in text else ():
        if "\n\n" in match[0]:
            continue
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False
