"""Marked-up text of blocks, read here so that the browser has nothing to parse.

Blocks stay as the app sent them; beside them goes what each of their marked-up texts says, by that text.
"""

from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from slack_playground.people import Json
from slack_playground.reading import NameOf, lines_of_mrkdwn

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_DEEPEST = 40


def marks_of(blocks: list[Json], name_of: NameOf) -> Json:
    """``mrkdwn``: text → lines of spans; ``markdown``: text → a tree of nodes."""
    return {
        "mrkdwn": {text: lines(text, name_of) for text in _texts(blocks, "mrkdwn")},
        "markdown": {text: tree(text) for text in _texts(blocks, "markdown")},
    }


def lines(text: str, name_of: NameOf) -> list[Json]:
    """Slack's own markup as lines of spans."""
    return [
        {
            "kind": line.kind,
            "spans": [
                {"text": span.text, "styles": sorted(span.styles), **({"url": span.url} if span.url else {})}
                for span in line.spans
            ],
        }
        for line in lines_of_mrkdwn(text, name_of)
    ]


def tree(text: str) -> list[Json]:
    """Markdown as nodes: ``type``, and ``text``, ``url``, ``level`` or ``children`` where it has them. HTML in it
    stays text."""
    return [_node(child, 0) for child in SyntaxTreeNode(_MARKDOWN.parse(text)).children]


def _node(node: SyntaxTreeNode, depth: int) -> Json:
    shape: Json = {"type": node.type}
    if node.type in ("text", "code_inline", "fence", "code_block", "html_inline", "html_block"):
        shape["text"] = node.content
    if node.type in ("link", "image"):
        shape["url"] = str(node.attrs.get("href") or node.attrs.get("src") or "")
    if node.type == "image":
        shape["text"] = node.content
    if node.type == "heading":
        shape["level"] = int(node.tag.removeprefix("h"))
    if node.children and node.type != "image":
        shape["children"] = [_node(child, depth + 1) for child in node.children] if depth < _DEEPEST else []
    return shape


def _texts(value: Any, kind: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item, kind)
    elif isinstance(value, dict):
        if value.get("type") == kind and isinstance(value.get("text"), str):
            yield value["text"]
        for item in value.values():
            yield from _texts(item, kind)
