"""What MDX has beside Markdown (https://mdxjs.com): imports, exports, and expressions in braces. All of it is program.

Docusaurus, Nextra and Mintlify read files that end in `.md` as MDX too, so that the text itself must tell.
"""

import re
from collections.abc import Iterator

from bot.documents.blocks import LeftOut, Omission

IMPORT = re.compile(r"^import\s+(?:[\w$*{},\s]{1,2000}?\sfrom\s+)?['\"][^'\"\n]+['\"];?[ \t]*$", re.MULTILINE)
EXPORT = re.compile(r"^export[ \t]+(?:const|let|var|default|function|async|class)\b", re.MULTILINE)
COMPONENT = re.compile(r"^[ \t]*</?[A-Z][\w.]*(?:\s[^<>\n]*)?/?>|<[A-Z][\w.]*\s[^<>\n]*=\{", re.MULTILINE)
COMMENT = re.compile(r"\{/\*")
# An attribute whose value is an expression; the others before it are taken as they come.
BRACED = re.compile(
    r"(<[A-Za-z][\w.]*(?:\s+[\w:-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*\s+[\w:-]+=)\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
)
LITERAL = re.compile(r"""\{\s*(?:"([^"\n]*)"|'([^'\n]*)'|`([^`$]*)`)\s*\}""")
STRING = re.compile(r"""\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`""")
OPENS, CLOSES = "([{", ")]}"
LONGEST = 20_000
OPENING = re.compile(r"[ \t]*<[A-Za-z][\w.]*(?:\s[^<>]*)?(?<!/)>[ \t]*")
CLOSING = re.compile(r"[ \t]*</[A-Za-z][\w.]*>[ \t]*")


def is_mdx(text: str) -> bool:
    """Whether a text of Markdown is MDX: it imports, exports, or names components."""
    signs = (("import", IMPORT), ("export", EXPORT), ("<", COMPONENT), ("{/*", COMMENT))
    return any(sign in text and pattern.search(text) for sign, pattern in signs)


def without_indentation(text: str) -> str:
    """A text whose lines within components begin where their component does: there, indentation means nothing."""
    lines = text.split("\n")
    shifts: list[tuple[int, int | None]] = []
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip())
        if shifts and CLOSING.fullmatch(line):
            shifts.pop()
        elif shifts and shifts[-1][1] is None:
            shifts[-1] = (shifts[-1][0], max(0, indent - shifts[-1][0]))
        shift = shifts[-1][1] or 0 if shifts else 0
        lines[at] = line[min(indent, shift) :]
        if OPENING.fullmatch(line):
            # What stands in it begins further in than its tag by as much as its first line does.
            shifts.append((indent - shift, None))
    return "\n".join(lines)


def without_modules(text: str, left_out: list[LeftOut]) -> str:
    """A stretch of text without its imports and exports."""
    parts: list[str] = []
    at = 0
    while match := EXPORT.search(text, at):
        end = _end_of_export(text, match.start())
        parts += (text[at : match.start()], _omitted(text[match.start() : end], left_out))
        at = end
    return IMPORT.sub(lambda match: _omitted(match[0], left_out), "".join((*parts, text[at:])))


def without_braced_attributes(text: str) -> str:
    """The tags of a text without the expressions that are values of their attributes."""
    while (plain := BRACED.sub(r'\1""', text)) != text:
        text = plain
    return text


def without_expressions(text: str, left_out: list[LeftOut], place: str) -> str:
    """A stretch of text without its expressions; one that is but a text in quotation marks is that text.

    `place` stands for an expression within a line.
    """
    text = LITERAL.sub(lambda match: match[1] or match[2] or match[3] or "", text)
    parts: list[str] = []
    at = 0
    for start, end in _expressions(text):
        parts += (text[at:start], place + _omitted(text[start:end], left_out))
        at = end
    return "".join((*parts, text[at:]))


def _expressions(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (start := text.find("{", at)) >= 0:
        at = start + 1
        end = _balanced(text, start)
        if end is not None and text[start - 1 : start] != "\\":
            yield start, end
            at = end


def _balanced(text: str, start: int) -> int | None:
    """Behind the brace that closes the one at `start`."""
    depth, at, stop = 0, start, min(len(text), start + LONGEST)
    while at < stop:
        sign = text[at]
        if sign in "\"'`" and (string := STRING.match(text, at)):
            at = string.end()
            continue
        depth += (sign == "{") - (sign == "}")
        at += 1
        if not depth:
            return at
    return None


def _end_of_export(text: str, start: int) -> int:
    """Behind the last line of an export: where all brackets are shut and an empty line follows."""
    depth, at, stop = 0, start, min(len(text), start + LONGEST)
    while at < stop:
        sign = text[at]
        if sign in "\"'`" and (string := STRING.match(text, at)):
            at = string.end()
            continue
        depth += (sign in OPENS) - (sign in CLOSES)
        if sign == "\n" and depth <= 0 and not text[at + 1 :].partition("\n")[0].strip():
            return at
        at += 1
    return len(text) if stop == len(text) else text.find("\n", start)


def _omitted(text: str, left_out: list[LeftOut]) -> str:
    left_out.append(LeftOut(Omission.TEMPLATE, " ".join(text.split()), 0))
    return "\n" * text.count("\n")
