"""What the makers of sites and notebooks write into Markdown beside its own marks, taken out before it is read.

Jekyll, Hugo and Eleventy (`{% … %}`, `{{ … }}`), kramdown (`{: .class}`), MDX (imports, `{/* … */}`), Obsidian
(`%%…%%`, `[[page|words]]`, `> [!note]`). Code is left as it is, and every line stays on its line.
"""

import re
from collections.abc import Callable, Iterator

from bot.documents.blocks import LeftOut, Omission

# Stands for a template where one may be the address of a link; it is no word, and taken out of the text again.
PLACE = "\ue000"
FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})", re.MULTILINE)
# A run of backticks is taken whole or not at all: else many of them could be parted in more ways than there is time.
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:[^`]|(?<!`)(?!\1(?!`))`+(?!`)){1,2000}?(?<!`)\1(?!`)")
LONGEST = 4_000
TEMPLATE = re.compile(
    r"\{%-?\s*(?:raw|endraw)\s*-?%\}"
    rf"|\{{%-?\s*comment\s*-?%\}}[\s\S]{{0,{LONGEST}}}?\{{%-?\s*endcomment\s*-?%\}}"
    rf"|\{{%[\s\S]{{0,{LONGEST}}}?%\}}"
    rf"|\{{\{{[<%][\s\S]{{0,{LONGEST}}}?[>%]\}}\}}"
    rf"|\{{\{{[^{{}}][\s\S]{{0,{LONGEST}}}?\}}\}}"
    rf"|\{{#-[\s\S]{{0,{LONGEST}}}?-#\}}"
)
COMMENT = re.compile(
    rf"\{{/\*[\s\S]{{0,{LONGEST}}}?\*/\}}|%%[\s\S]{{1,{LONGEST}}}?%%|\[//\]: # *(?:\(.*\)|\".*\"|'.*')"
)
ATTRIBUTES = re.compile(r"\{:{1,2}/?[^{}\n]*\}|(?<=[\w\)\]*_\"` ])\{[#.][\w.#= \"'-]+\}[ \t]*$", re.MULTILINE)
CONTENTS = re.compile(
    r"^[ \t]*(?:[-*+1.]+[ \t]+.*\n[ \t]*\{:\s*toc\b.*\}|\[TOC\]|\[\[_?TOC_?\]\])[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
MODULE = re.compile(
    r"^(?:import[ \t]+(?:[\w*{}, \t]+[ \t]from[ \t]+)?['\"][^'\"\n]+['\"];?[ \t]*"
    r"|export[ \t]+(?:const|let|default|function|async)\b[^\n]*(?:\n(?!\n)[^\n]+)*)$",
    re.MULTILINE,
)
BRACED = re.compile(r"(<[A-Z][\w.]*(?:\s+[\w-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*\s+[\w-]+=)\{(?:[^{}]|\{[^{}]*\})*\}")
EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
WIKI = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
CALLOUT = re.compile(r"^([ \t]*(?:>[ \t]?)+)\[!\w+\][-+]?[ \t]*(.*)$", re.MULTILINE)
BLOCK_NAME = re.compile(r"(?<=\S)[ \t]+\^[A-Za-z0-9-]{4,40}[ \t]*$", re.MULTILINE)
NOTE = re.compile(r"(?<!\\)\[\^(\d{1,3}|[a-z])\](?!:)")
NOTE_TEXT = re.compile(r"^[ >\t]*\[\^([^\]\s]+)\]:", re.MULTILINE)
HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")


def without_site_markup(text: str) -> tuple[str, list[LeftOut]]:
    """The Markdown in a text, and what was taken out of it that reads like words."""
    left_out: list[LeftOut] = []
    notes = frozenset(NOTE_TEXT.findall(text))

    def omit(reason: Omission, put: str = "") -> Callable[[re.Match[str]], str]:
        def taken(match: re.Match[str]) -> str:
            words = " ".join(match[0].split())
            left_out.append(LeftOut(reason, words, 0))
            return put + "\n" * match[0].count("\n")

        return taken

    def clean(part: str) -> str:
        part = COMMENT.sub(omit(Omission.COMMENT), part)
        part = CONTENTS.sub(omit(Omission.NAVIGATION), part)
        part = _templates(part, left_out)
        part = MODULE.sub(omit(Omission.TEMPLATE), part)
        part = ATTRIBUTES.sub("", part)
        part = EMBEDDED.sub(omit(Omission.TEMPLATE), part)
        part = WIKI.sub(lambda match: match[2] or match[1], part)
        part = CALLOUT.sub(_callout, part)
        part = BLOCK_NAME.sub("", part)
        part = HIGHLIGHT.sub(r"\1", part)
        # The mark of a note that stands nowhere is still a mark.
        part = NOTE.sub(lambda match: match[0] if match[1] in notes else f"<sup>{match[1]}</sup>", part)
        while (plain := BRACED.sub(r'\1""', part)) != part:
            part = plain
        return part

    return "".join(part if is_code else clean(part) for part, is_code in _parts(text)), left_out


def _templates(text: str, left_out: list[LeftOut]) -> str:
    def taken(match: re.Match[str]) -> str:
        left_out.append(LeftOut(Omission.TEMPLATE, " ".join(match[0].split()), 0))
        start, end = match.span()
        line = text[text.rfind("\n", 0, start) + 1 : start]
        ends = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
        alone = not line.strip() and not ends.strip()
        # An address must have no end of line in it; the line is given back behind the paragraph.
        return ("" if alone else PLACE) + ("\n" * match[0].count("\n") if alone else "")

    return TEMPLATE.sub(taken, text)


def _callout(match: re.Match[str]) -> str:
    return f"{match[1]}**{match[2].strip()}**\\" if match[2].strip() else match[1]


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether each is code."""
    at = 0
    while match := FENCE.search(text, at):
        end = re.compile(rf"^[ \t>]*{re.escape(match[1])}{match[1][0]}*[ \t]*$", re.MULTILINE).search(text, match.end())
        yield from _lines(text[at : match.start()])
        stop = end.end() if end else len(text)
        yield text[match.start() : stop], True
        at = stop
    yield from _lines(text[at:])


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    at = 0
    for match in CODE.finditer(text):
        if "\n\n" in match[0]:
            continue
        yield text[at : match.start()], False
        yield match[0], True
        at = match.end()
    yield text[at:], False
