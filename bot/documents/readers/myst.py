"""What MyST (Sphinx) and Quarto write beside CommonMark: directives whose fence holds text, roles, targets, comments.

https://myst-parser.readthedocs.io, "Roles and Directives".
"""

import re

# Directives whose fence holds no code but text. What stands behind their name is a title.
DIRECTIVE = re.compile(
    r"\{\.?(?P<name>admonition|note|warning|tip|important|caution|danger|attention|hint|seealso|error|dropdown|details"
    r"|card|grid|grid-item|grid-item-card|tab-set|tab-item|tab|topic|sidebar|margin|aside|div|epigraph|glossary|table"
    r"|list-table|versionadded|versionchanged|deprecated)\b[^}]*\}\s*(?P<title>.*)"
)
OPTIONS = re.compile(r"\A(?:[ \t]*:[\w-]+:.*\n)+|\A---\n(?:.*\n){0,20}?---\n")
HEADED = re.compile(r"^:header-rows:\s*[1-9]", re.MULTILINE)
ROW = re.compile(r"^[*-][ \t]+(?=[*-](?:[ \t]|$))", re.MULTILINE)
CELL = re.compile(r"^[ \t]*[*-](?:[ \t]+|$)", re.MULTILINE)
IS_MYST = re.compile(r"^[ \t]*(?:`{3,}|:{3,})\{[a-z]|^\([\w-]+\)=[ \t]*$|\{[a-z][\w:-]*\}`", re.MULTILINE)
ROLE = re.compile(r"\{[a-z][\w:.-]*\}(`+)(?!`)([^`\n]+)\1(?!`)")
TARGET = re.compile(r"(.*\S)\s*<[^<>]+>")
UNSAID = re.compile(r"^(?:%(?:[ \t].*)?|\+\+\+(?:[ \t].*)?|\([\w-]+\)=)[ \t]*$", re.MULTILINE)
# A directive between colons, and its options.
COLONS = re.compile(r"^([ \t]*:{3,}\{[^}\n]*\}.*\n)((?:[ \t]*:[\w-]+:.*\n)+)", re.MULTILINE)


def as_commonmark(text: str) -> str:
    """A text whose roles are their words (of a link with words of its own, these), without options of directives."""
    text = COLONS.sub(lambda match: match[1] + "\n" * match[2].count("\n"), text)
    return ROLE.sub(lambda match: link[1] if (link := TARGET.fullmatch(match[2])) else match[2], text)


def content_of(name: str, written: str) -> str:
    """The Markdown in the fence of a directive, without its options; a table written as a list as one of bars."""
    content = OPTIONS.sub("", written).strip("\n")
    if name != "list-table":
        return content
    rows = [[" ".join(cell.split()) for cell in CELL.split(row)[1:]] for row in ROW.split(content)[1:]]
    width = max(map(len, rows), default=0)
    if not width:
        return content
    heads = rows.pop(0) if HEADED.search(written) else [""] * width
    lines = (
        f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |" for row in (heads, ["---"] * width, *rows)
    )
    return "\n".join(lines)
