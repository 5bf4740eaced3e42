"""Roles and directives that docutils does not know (those of Sphinx and its extensions): their words are not lost.

docutils drops a directive that it does not know with all that is in it. So each that a text names is made known as
one whose argument is a title, and whose content is text like any other.
"""

import re
from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles, states
from docutils.parsers.rst.languages import en
from docutils.utils import new_document

DIRECTIVE = re.compile(r"^[ \t]*\.\.[ \t]+([A-Za-z][\w:+.-]*)::", re.MULTILINE)
ROLE = re.compile(r"(?<![\w:]):([A-Za-z][\w:+.-]*):(?=`)|(?<=`):([A-Za-z][\w:+.-]*):")
TARGET = re.compile(r"(.*\S)\s*<[^<>]+>", re.DOTALL)
# What holds no words of the document: programs, pictures, lists of other pages, indexes.
SILENT = re.compile(
    r"(?:literalinclude|graphviz|digraph|graph|uml|mermaid|plantuml|toctree|index|highlight|tabularcolumns|auto\w+"
    r"|program-output|jupyter-execute|ipython|doctest|testcode|testsetup|currentmodule|module|meta|youtube|video|image\S*)"
)


def understand(text: str) -> None:
    """Makes known what a text names and nobody knows."""
    document, english = new_document(""), cast("Any", en)
    for name in {match[1] for match in DIRECTIVE.finditer(text)}:
        if directives.directive(name, english, document)[0] is None:
            directives.register_directive(name, _Unsaid if SILENT.fullmatch(name) else _Box)
    for name in ("pep", "rfc"):  # docutils takes no more than a number
        roles.register_local_role(name, cast("Any", _numbered))
    for name in {match[1] or match[2] for match in ROLE.finditer(text)}:
        if roles.role(name, english, 0, document.reporter)[0] is None:
            roles.register_local_role(name, cast("Any", _role))


def inliner() -> states.Inliner:
    """What reads the marks in a text. A web address is words like any other: docutils would need seconds to look for
    one in a line of a single word.
    """
    found = states.Inliner()
    vars(found)["implicit_inline"] = lambda text, _line: [nodes.Text(text)] if text else []
    return found


class _AnyOption(dict[str, Any]):
    """Takes every option for one that it knows."""

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged


class _Box(Directive):
    """A directive whose words are all shown."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True
    option_spec = _AnyOption()

    def run(self) -> list[nodes.Node]:
        box = nodes.container()
        titled = bool(self.content) and "\n" not in "\n".join(self.arguments)
        for argument in ["\n".join(self.arguments)] if self.arguments else []:
            inline, messages = self.state.inline_text(argument, self.lineno)
            box += nodes.paragraph("", "", *inline, classes=["admonition-title"] if titled else [])
            box += messages
        if titled:
            box["classes"].append("admonition")
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


class _Unsaid(_Box):
    """A directive that says nothing."""

    def run(self) -> list[nodes.Node]:
        return [nodes.comment("", "\n".join(self.content))]


def _numbered(name: str, raw: str, text: str, *_: object, **__: object) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """A document by its number, or by the words that stand for it; without the part of it that is meant."""
    match = TARGET.fullmatch(text)
    said = match[1] if match else f"{name.upper()} {text.partition('#')[0]}"
    return [nodes.inline(raw, said)], []


def _role(name: str, raw: str, text: str, *_: object, **__: object) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """A role as its words: of a link with words of its own, these."""
    match = TARGET.fullmatch(text)
    return [nodes.inline(raw, (match[1] if match else text).lstrip("~!"))], []
