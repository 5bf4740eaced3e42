"""Markdown of any tool → blocks: CommonMark with tables, footnotes, definition lists, strikethrough and raw HTML.

markdown-it-py reads it (https://markdown-it-py.readthedocs.io); its tokens and the HTML in it come down to the same
elements. Beside what CommonMark has, boxes of MkDocs (`!!!`) and Docusaurus (`:::`) are read, and what other tools
write into Markdown is taken out first (`site_markup`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from textwrap import dedent
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from bot.documents.blocks import BlockKind, Omission, Reading
from bot.documents.clauses import item_lines
from bot.documents.readers.decoding import decoded
from bot.documents.readers.elements import Elements
from bot.documents.readers.front_matter import front_matter
from bot.documents.readers.markdown_contents import HOLDERS, contents
from bot.documents.readers.markup import TolerantParser
from bot.documents.readers.mdx import OPENING, is_mdx
from bot.documents.readers.myst import DIRECTIVE, content_of
from bot.documents.readers.site_markup import without_site_markup
from bot.documents.readers.site_templates import GAP, PLACE, PLACES

BOX = "box"
BOX_TITLE = re.compile(
    r"[\w-]*\s*(?:\{[^}]*\}\s*)?(?:\[(?P<bracketed>[^\]]+)\]|(?P<plain>[^{\[=]*?))?\s*(?:\{[^}]*\})?[\s:]*"
)
BOX_ATTRIBUTE = re.compile(r"\{[^}]*\b(?:title|summary|name)=\"([^\"]+)\"[^}]*\}")
CALLOUT = re.compile(r"\[!\w+(?:\|[^\]]*)?\][-+]?[ \t]*")
# An element that opens on a line of its own, and in which Markdown goes on.
GOES_ON = re.compile(r"<(?:[A-Z][\w.]*(?:\s[^<>]*)?|\w+\s[^<>]*\bmarkdown\b[^<>]*)(?<!/)>")
COMPONENT = re.compile(r"<([A-Z][\w.]*)")
# A box of some sites has the name of what is no box here.
OURS = {"note": "aside"}
DEEPEST = 8
ADMONITION_TITLE = re.compile(r'"([^"]+)"')
MARKED = re.compile(r"\*\*|__|`|~~|\]\(")
# How a line begins that goes on with no sentence.
STARTS = re.compile(r"[^a-z\s,;.)&–—-]")
TASK = re.compile(r"\[[ xX]\]\s+")
# Attributes of components (MDX) that are shown as a title.
TITLES = ("title", "label", "summary", "question", "heading")


def read(data: bytes) -> Reading:
    """Reads the bytes of a Markdown file. It never raises."""
    page = decoded(data)
    reading = read_text(page.text.replace("\r\n", "\n").replace("\r", "\n"))
    return replace(reading, warnings=(*page.warnings, *reading.warnings))


def read_text(text: str) -> Reading:
    """Reads Markdown; its line ends are `\\n`."""
    text = text.replace("\0", "")
    front = front_matter(text)
    body = "\n" * front.lines + "\n".join(text.split("\n")[front.lines :])
    mdx = is_mdx(body)
    plain, left_out = without_site_markup(body, mdx=mdx)
    elements = _elements_of(plain, mdx)
    if all(block.kind is BlockKind.HEADING for block in elements.blocks):
        elements = _elements_of(plain, mdx, lists_pages=True)
    return Reading(
        tuple(elements.blocks), (*left_out, *elements.left_out), front.known, front.warnings, places=front.places
    )


def _elements_of(text: str, mdx: bool, *, lists_pages: bool = False) -> Elements:
    """What Markdown says. `lists_pages`: names of other pages are said too, for a page that says nothing else."""
    walk = _Walk(mdx, lists_pages)
    walk.text(text)
    walk.elements.end()
    return walk.elements


class _Markdown(MarkdownIt):
    """CommonMark without a look at the addresses of links: none of them is shown, or opened."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802  # as the library calls it
        return url

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True


@cache
def _parser(*, has_code: bool, has_html: bool = True) -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": has_html}).enable(["table", "strikethrough"])
    if not has_code:
        parser.disable("code")
    parser.use(footnote_plugin).use(deflist_plugin).use(admon_plugin)
    # Notes stay where they are written, those too that nothing refers to.
    return parser.use(container_plugin, BOX, validate=lambda *_: True).disable("footnote_tail")


class _Walk:
    """Tells elements what the tokens of Markdown say."""

    def __init__(self, mdx: bool, lists_pages: bool) -> None:
        self.elements = Elements()
        self._lists_pages = lists_pages
        self._mdx = mdx
        self._html = _RawHtml(self.elements, self._words)
        self._in_title = False
        self._quotes: list[str] = []
        self._above = 0
        self._depth = 0

    def text(self, text: str, line: int = 0) -> None:
        """Markdown that stands `line` lines below the top. Also such as stands in an element, or in a fence."""
        above, self._above = self._above, self._above + line
        self._depth += 1
        env: dict[str, Any] = {}
        # What is indented in an element is no code: it is so in MDX, and shows there how deep the element stands.
        self.tokens(_parser(has_code=self._depth == 1 and not self._mdx).parse(text, env))
        self.inline_notes(env)
        self._depth -= 1
        self._above = above

    def tokens(self, tokens: Sequence[Token]) -> None:
        end = 0
        for at, token in enumerate(tokens):
            if at < end:
                continue
            if token.type in HOLDERS and (found := contents(tokens, at, self._lists_pages)) is not None:
                end, words = found
                self.elements.omit(Omission.NAVIGATION, words)
                continue
            if token.map:
                self.elements.line = self._above + token.map[0] + 1
            if token.type == "blockquote_open":
                self._open_quote(tokens[at : at + 3])
            elif token.type in _BLOCKS:
                _BLOCKS[token.type](self, token)
            elif token.type == "inline":
                if not self._in_title:
                    self._inline(token.children or ())
            elif token.nesting == 1:
                self.elements.open(token.tag or "div", _attributes(token))
            elif token.nesting == -1:
                self.elements.close(token.tag or "div")

    def inline_notes(self, env: Mapping[str, Any]) -> None:
        """The notes that are written where their mark stands: ^[like this]."""
        for number, note in env.get("footnotes", {}).get("list", {}).items():
            if "tokens" in note:
                self.elements.open("note", {"label": str(number + 1)})
                self._inline(note["tokens"])
                self.elements.close("note")

    def _inline(self, children: Sequence[Token]) -> None:
        clauses = _clauses(children)
        alone = _components_alone(children) if self._mdx else frozenset()
        for number, token in enumerate(children):
            if number in clauses:
                self.elements.end_line()
            elif number in alone:
                self._html.feed(token.content.translate(PLACES))
            elif token.type == "text" and not number:
                self._text(TASK.sub("", token.content, count=1) if TASK.match(token.content) else token.content)
            elif token.type in _INLINE:
                _INLINE[token.type](self, token)
            elif token.nesting == 1:
                self.elements.open(token.tag)
            elif token.nesting == -1:
                self.elements.close(token.tag)
            else:
                self._text(token.content)

    def _words(self, text: str) -> None:
        """Text within an element of HTML. In MDX it is Markdown; elsewhere tools differ, and marks are no words."""
        if not self._mdx and not MARKED.search(text):
            self._text(text)
            return
        for token in _parser(has_code=False, has_html=False).parseInline(text, {}):
            self._inline(token.children or ())

    def _text(self, text: str) -> None:
        say(self.elements, text)

    def _open_quote(self, tokens: Sequence[Token]) -> None:
        """A quotation, or the box that GitHub, Obsidian and others make of one that begins with `[!note]`."""
        first = tokens[-1]
        match = CALLOUT.match(first.content) if first.type == "inline" else None
        self._quotes.append("aside" if match else "blockquote")
        self.elements.open(self._quotes[-1])
        if match:
            children = first.children or []
            end = next((at for at, each in enumerate(children) if each.type.endswith("break")), len(children))
            title = "".join(each.content for each in children[:end]).translate(PLACES)
            self.elements.ask(CALLOUT.sub("", title, count=1))
            first.children = children[end + 1 :]

    def _close_quote(self, _: Token) -> None:
        self.elements.close(self._quotes.pop())

    def _code(self, token: Token) -> None:
        lines = [line for line in token.content.split("\n") if line.strip()]
        if token.type == "code_block" and item_lines(lines)[:1] == [0] and self._depth < DEEPEST:
            # Clauses and items that are only set in.
            self.text(dedent(token.content), token.map[0] if token.map else 0)
            return
        match = DIRECTIVE.fullmatch(token.info.strip()) if self._depth < DEEPEST else None
        if match is None:
            self.elements.omit(Omission.CODE, token.content)
            return
        self.elements.open("aside")
        self.elements.ask(match["title"])
        plain, left_out = without_site_markup(content_of(match["name"], token.content), mdx=self._mdx)
        self.elements.left_out += left_out
        self.text(plain, token.map[0] + 1 if token.map else 0)
        self.elements.close("aside")

    def _html_block(self, token: Token) -> None:
        content = token.content.replace(PLACE, "")
        first, _, rest = content.partition("\n")
        if rest.strip() and self._depth < DEEPEST and self._goes_on(first.strip()):
            self._html.feed(first)
            self.text(dedent(rest), token.map[0] + 1 if token.map else 0)
        else:
            self._html.feed(content)

    def _goes_on(self, line: str) -> bool:
        """Whether Markdown goes on in an element that a line opens."""
        return bool(GOES_ON.fullmatch(line) or (self._mdx and OPENING.fullmatch(line)))

    def _html_inline(self, token: Token) -> None:
        self._html.feed(token.content.translate(PLACES), within_line=True)

    def _picture(self, token: Token) -> None:
        self.elements.omit(Omission.PICTURE, token.content.translate(PLACES))

    def _reference(self, token: Token) -> None:
        self._note_mark(str(token.meta.get("label", token.meta["id"] + 1)))

    def _note_mark(self, label: str) -> None:
        self.elements.mark_note(label)

    def _open_note(self, token: Token) -> None:
        self.elements.open("note", {"label": str(token.meta["label"])})

    def _open_box(self, token: Token) -> None:
        self.elements.open("aside")
        if title := BOX_ATTRIBUTE.search(token.info):
            self.elements.ask(title[1])
        elif match := BOX_TITLE.fullmatch(token.info.strip()):
            self.elements.ask(match["bracketed"] or match["plain"] or "")

    def _open_admonition(self, token: Token) -> None:
        self.elements.open("aside")
        if title := ADMONITION_TITLE.search(token.info):
            self.elements.ask(title[1])

    def _start_title(self, _: Token) -> None:
        self._in_title = True

    def _end_title(self, _: Token) -> None:
        self._in_title = False

    def _open_list(self, token: Token) -> None:
        self.elements.open("ol", {"start": str(token.attrs.get("start", 1)), "delimiter": token.markup})


def _close(tag: str) -> Callable[[_Walk, Token], None]:
    return lambda walk, _: walk.elements.close(tag)


_BLOCKS: Mapping[str, Callable[[_Walk, Token], None]] = {
    "fence": _Walk._code,
    "code_block": _Walk._code,
    "html_block": _Walk._html_block,
    "blockquote_close": _Walk._close_quote,
    "ordered_list_open": _Walk._open_list,
    "footnote_reference_open": _Walk._open_note,
    "footnote_reference_close": _close("note"),
    "admonition_open": _Walk._open_admonition,
    "admonition_close": _close("aside"),
    "admonition_title_open": _Walk._start_title,
    "admonition_title_close": _Walk._end_title,
    f"container_{BOX}_open": _Walk._open_box,
    f"container_{BOX}_close": _close("aside"),
}
_INLINE: Mapping[str, Callable[[_Walk, Token], None]] = {
    "softbreak": lambda walk, _: walk.elements.text("\n"),
    "hardbreak": lambda walk, _: walk.elements.end_line(),
    "html_inline": _Walk._html_inline,
    "image": _Walk._picture,
    "footnote_ref": _Walk._reference,
}


class _RawHtml(TolerantParser):
    """Tells elements what raw HTML says, piece by piece. `markdown` reads the text in elements that fill lines."""

    def __init__(self, elements: Elements, markdown: Callable[[str], None]) -> None:
        super().__init__(convert_charrefs=True)
        self._markdown = markdown
        self._elements = elements
        self._within_line = False
        self._spans: list[str] = []

    def feed(self, data: str, *, within_line: bool = False) -> None:
        """Reads a piece of HTML; `within_line`: it stands within a line of text."""
        self._within_line = within_line
        super().feed(data)
        self.close()  # what is left of an unfinished tag
        self.reset()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        tag = OURS.get(tag, tag)
        is_component = (self.get_starttag_text() or "")[1:2].isupper()
        names = (*TITLES, "value") if tag in ("tab", "tabitem") else TITLES
        title = next((value for name in names if (value := attributes.get(name))), "") if is_component else ""
        if is_component and self._within_line and not title:
            self._spans.append(tag)
            self._elements.open("span", attributes)
            return
        self._elements.open(tag, attributes)
        self._elements.ask(title)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = OURS.get(tag, tag)
        if self._spans and self._spans[-1] == tag:
            self._spans.pop()
            tag = "span"
        self._elements.close(tag)

    def handle_data(self, data: str) -> None:
        if not self._within_line and data.strip():
            self._markdown(data)
        else:
            say(self._elements, data)

    def handle_comment(self, data: str) -> None:
        self._elements.omit(Omission.COMMENT, data)

    def unknown_decl(self, data: str) -> None:
        self._elements.omit(Omission.COMMENT, data)


def say(elements: Elements, text: str) -> None:
    """Tells elements a text, and where a site fills in words that are not in it."""
    for number, part in enumerate(text.replace(PLACE, "").split(GAP)):
        if number:
            elements.mark_gap()
        elements.text(part)


def _clauses(children: Sequence[Token]) -> frozenset[int]:
    """Which ends of lines part clauses or items of one paragraph from each other, as places in its parts."""
    ends = [at for at, token in enumerate(children) if token.type == "softbreak"]
    if not ends:
        return frozenset()
    parts = zip([0, *(at + 1 for at in ends)], [*ends, len(children)], strict=True)
    lines = ["".join(token.content for token in children[start:end]) for start, end in parts]
    titled = ends[:1] if _is_bold_line(children[: ends[0]]) and STARTS.match(lines[1]) else []
    return frozenset([*titled, *(ends[at - 1] for at in item_lines(lines) if at)])


def _is_bold_line(children: Sequence[Token]) -> bool:
    """Whether a line is bold from end to end: it says what the lines below it are about."""
    said = [token for token in children if token.type != "text" or token.content.strip()]
    bold = [token.type for token in said if token.type.startswith("strong_")]
    return bold == ["strong_open", "strong_close"] and said[0].type == bold[0] and said[-1].type == bold[1]


def _components_alone(children: Sequence[Token]) -> frozenset[int]:
    """The tags of components that fill lines by themselves, as places in a paragraph's parts."""
    found: set[int] = set()
    for at, token in enumerate(children):
        match = COMPONENT.match(token.content) if token.type == "html_inline" else None
        if match is None or (at and children[at - 1].type != "softbreak"):
            continue
        end = next((n for n in range(at + 1, len(children)) if children[n].content == f"</{match[1]}>"), None)
        if end is not None and (end + 1 == len(children) or children[end + 1].type == "softbreak"):
            found |= {at, end}
    return frozenset(found)


def _attributes(token: Token) -> dict[str, str | None]:
    return {name: str(value) for name, value in token.attrs.items()}
