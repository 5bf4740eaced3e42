"""Templates that site generators fill in: Jekyll, Eleventy, GitBook (`{% … %}`, `{{ … }}`) and Hugo (`{{< … >}}`).

Nobody fills them in here. What they hold as an argument is no text, but for the title of a box that they open and shut.
"""

import html
import re
from collections import Counter

from bot.documents.blocks import LeftOut, Omission

# Stands for a template where one may be the address of a link; it is no word, and taken out of the text again.
PLACE = "\ue000"
# The same where a value is filled in, so that something is missing from the sentence without it.
GAP = "\ue005"
VALUE = re.compile(r"\{\{(?![<%])")
PLACES = str.maketrans("", "", PLACE + GAP)
LONGEST = 4_000
CODE_NAMES = r"highlight|code|mermaid|gist|plantuml"
CODE = re.compile(
    rf"\{{%-?\s*(?P<a>{CODE_NAMES})\b[\s\S]{{0,{LONGEST}}}?\{{%-?\s*end(?P=a)\s*-?%\}}"
    rf"|\{{\{{[<%]\s*(?P<b>{CODE_NAMES})\b[\s\S]{{0,{LONGEST}}}?\{{\{{[<%]\s*/\s*(?P=b)\s*[>%]\}}\}}"
)
TEMPLATE = re.compile(
    r"\{%-?\s*(?:raw|endraw)\s*-?%\}"
    rf"|\{{%-?\s*comment\s*-?%\}}[\s\S]{{0,{LONGEST}}}?\{{%-?\s*endcomment\s*-?%\}}"
    rf"|\{{%[\s\S]{{0,{LONGEST}}}?%\}}"
    rf"|\{{\{{[<%][\s\S]{{0,{LONGEST}}}?[>%]\}}\}}"
    rf"|\{{\{{[^{{}}][\s\S]{{0,{LONGEST}}}?\}}\}}"
    rf"|\{{#-[\s\S]{{0,{LONGEST}}}?-#\}}"
)
BEGINS = re.compile(r"\{(?:%-?|\{[<%])\s*(?P<name>[\w-]+)(?P<rest>[\s\S]*?)(?:-?%\}|[>%]\}\})")
ENDS = re.compile(r"\{(?:%-?\s*end|\{[<%]\s*/\s*)(?P<name>[\w-]+)\s*(?:-?%\}|[>%]\}\})")
TITLE = re.compile(
    r"\b(?:title|name|label|summary|header|heading)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')|(?<![\w=])\"([^\"]+)\""
)
EMPHASIS = re.compile(r"\*+|`+|(?<!\w)_+|_+(?!\w)")
NO_TITLE = re.compile(r"[a-z]+://|[/#.]|[\w/-]+\.\w{2,5}$")


class Templates:
    """Takes the templates out of the parts of a text, in their order. `left_out` is told of each."""

    def __init__(self, text: str, left_out: list[LeftOut]) -> None:
        self._left_out = left_out
        shut = Counter(match["name"] for match in ENDS.finditer(text))
        begun = Counter(match["name"] for match in BEGINS.finditer(text) if not _is_whole(match))
        # What is not shut as often as it is opened, has a form that is never shut.
        self._shut = frozenset(name for name, count in shut.items() if begun[name] <= count)
        self._open: dict[str, list[bool]] = {}

    def without(self, part: str) -> str:
        """A part without its templates; those that open and shut a titled box as elements of such a box."""
        return TEMPLATE.sub(self._taken, CODE.sub(self._code, part))

    def _code(self, match: re.Match[str]) -> str:
        self._left_out.append(LeftOut(Omission.CODE, " ".join(match[0].split()), 0))
        return "\n" * match[0].count("\n")

    def _taken(self, match: re.Match[str]) -> str:
        self._left_out.append(LeftOut(Omission.TEMPLATE, " ".join(match[0].split()), 0))
        if box := self._box(match[0]):
            return box + "\n" * match[0].count("\n")
        text, (start, end) = match.string, match.span()
        line = text[text.rfind("\n", 0, start) + 1 : start]
        ends = text[end : text.find("\n", end) if "\n" in text[end:] else len(text)]
        alone = not line.strip() and not ends.strip()
        # An address must have no end of line in it; the line is given back behind the paragraph.
        place = GAP if VALUE.match(match[0]) else PLACE
        return ("" if alone else place) + ("\n" * match[0].count("\n") if alone else "")

    def _box(self, template: str) -> str:
        if ended := ENDS.fullmatch(template):
            opened = self._open.get(ended["name"], [])
            return "</Box>" if opened and opened.pop() else ""
        begun = BEGINS.fullmatch(template)
        if begun is None or _is_whole(begun) or begun["name"] not in self._shut:
            return ""
        title = next((found for match in TITLE.finditer(begun["rest"]) if (found := _title(match))), "")
        self._open.setdefault(begun["name"], []).append(bool(title))
        return f'<Box title="{html.escape(title)}">' if title else ""


def _is_whole(begun: re.Match[str]) -> bool:
    """Whether a template that begins something shuts it itself: {{% tab header="…" /%}}."""
    return begun["rest"].rstrip().endswith("/")


def _title(match: re.Match[str]) -> str:
    title = " ".join(EMPHASIS.sub("", match[1] or match[2] or match[3]).split())
    return "" if NO_TITLE.match(title) else title
