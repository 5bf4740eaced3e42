"""What a text says of itself above its first line: YAML, TOML, JSON, plain "Key: value" lines, or `% title` of Pandoc.

Every value comes out as text: `title: 2021` stays "2021". Several values stand one a line; of a nested value its name
or date, if it has one. It never raises: what cannot be read as a whole is read line by line, and that is said.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

FENCES = {"---": ("---", "..."), "+++": ("+++",)}
# Empty lines and a remark of the program that wrote the file may stand above it.
ABOVE = re.compile(r"(?:[ \t]*\n|<!--(?:(?!-->)[\s\S]){0,2000}-->[ \t]*\n){1,20}(?=---[ \t]*\n)")
PLAIN_KEYS = re.compile(r"(?i)(title|date|author|authors|tags|category|summary|keywords|slug|modified|lang)\s*:")
TITLE_LINE = re.compile(r"(?i)title\s*:\s*\S")
LINE = re.compile(r"(?P<key>[^\W\d][\w .-]{0,60}?)\s*(?:::?|=)\s*(?P<value>\S.*)?")
EMPTY_KEY = re.compile(r"[a-z_][\w-]*\s*:|\s|[#-]")
UNKNOWN = frozenset(("", "~", "null", "Null", "NULL"))
LONGEST = 100_000
OF_TITLE_BLOCK = ("title", "author", "date")
NAMES = ("name", "title", "date")
Values = dict[str, str]
Parser = Callable[[str], Values | None]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a text says of itself, how many lines that takes, and what is wrong with it, a sentence each.

    `places` tells the line of each key, from 1.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    lines: int = 0
    warnings: tuple[str, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)


NONE = FrontMatter()


def front_matter(text: str) -> FrontMatter:
    """The front matter of a text; `NONE` if it has none, or a rule where front matter would begin."""
    above = ABOVE.match(text)
    if above is None:
        return _front_matter(text)
    front, skipped = _front_matter(text[above.end() :]), above[0].count("\n")
    places = {key: line + skipped for key, line in front.places.items()}
    return replace(front, lines=front.lines + skipped, places=places) if front.lines else NONE


def _front_matter(text: str) -> FrontMatter:
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence in FENCES:
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in FENCES[fence]), 0)
        inner = "\n".join(lines[1:end])
        if not end or len(inner) > LONGEST:
            return NONE
        return _of(inner, end + 1, _yaml if fence == "---" else _toml)
    if fence.startswith("{") and not fence.startswith(("{%", "{{", "{:", "{#")):
        return _json(text)
    return _title_block(lines) if fence.startswith("% ") else plain_head(text)


def plain_head(text: str) -> FrontMatter:
    """What the lines above the first blank one say, if each is a "Key: value", one of them the title; or `NONE`."""
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines) if not line.strip()), len(lines))
    head = lines[:end]
    if not (head and PLAIN_KEYS.match(head[0])) and not any(map(TITLE_LINE.match, head)):
        return NONE
    if not all(LINE.fullmatch(line.strip()) or line[:1].isspace() for line in head):
        return NONE
    unfolded = re.sub(r"\n[ \t]+", " ", "\n".join(head))
    return FrontMatter(dict(_by_line(unfolded)), end)


def _of(inner: str, lines: int, parse: Parser) -> FrontMatter:
    try:
        known = parse(inner)
    except (ValueError, RecursionError, OverflowError):
        known = dict(_by_line(inner))
        found = len(known) * 2 >= sum(bool(line.strip()) for line in inner.split("\n"))
        if not found:
            return NONE
        warnings = ("its front matter is not valid, and was read line by line",)
        return FrontMatter(known, lines, warnings, _places(known, inner))
    if known is None or (not known and not all(map(EMPTY_KEY.match, filter(str.strip, inner.split("\n"))))):
        return NONE  # between two rules, a line such as "Scope:" is one of text
    return FrontMatter(known, lines, (), _places(known, inner))


def _places(known: Mapping[str, str], inner: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(inner.split("\n"), start=2):
        key = re.split(r"\s*[:=]", line, maxsplit=1)[0].strip("\"'")
        if key in known:
            found.setdefault(key, number)
    return found


def _yaml(inner: str) -> Values | None:
    import yaml  # noqa: PLC0415  # slow to load, and many a start reads no file

    from bot.documents.yaml_nodes import composed  # noqa: PLC0415

    try:
        node = composed(inner)
    except yaml.YAMLError as error:
        raise ValueError("no YAML") from error
    if node is None:  # between two rules, a heading reads like a comment
        return None if inner.strip() else {}
    if not isinstance(node, yaml.MappingNode):
        return None
    known: Values = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and (text := _node_text(value)):
            known.setdefault(key.value, text)
    return known


def _node_text(node: "yaml.Node", depth: int = 3) -> str:
    import yaml  # noqa: PLC0415

    if isinstance(node, yaml.ScalarNode):
        unknown = not node.style and node.value in UNKNOWN
        return "" if unknown else " ".join(node.value.split())
    if depth and isinstance(node, yaml.SequenceNode):
        return "\n".join(filter(None, (_node_text(each, depth - 1) for each in node.value)))
    if depth and isinstance(node, yaml.MappingNode):
        inner = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
        return next((_node_text(inner[name], depth - 1) for name in NAMES if name in inner), "")
    return ""


def _toml(inner: str) -> Values:
    return _values(tomllib.loads(inner))


def _json(text: str) -> FrontMatter:
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return NONE
    rest = text[end:]
    if not isinstance(values, dict) or not rest.startswith("\n"):
        return NONE
    return FrontMatter(_values(values), text.count("\n", 0, end) + 1)


def _title_block(lines: list[str]) -> FrontMatter:
    """Title, authors and day, a line each, that begin with a percent sign: two of them at least, or it is a comment."""
    end = next((n for n, line in enumerate(lines) if not line.startswith("%")), len(lines))
    if not 2 <= end <= len(OF_TITLE_BLOCK):
        return NONE
    values = (" ".join(line[1:].split()) for line in lines[:end])
    known = {key: value for key, value in zip(OF_TITLE_BLOCK, values, strict=False) if value}
    return FrontMatter(known, end, places={key: OF_TITLE_BLOCK.index(key) + 1 for key in known})


def _by_line(inner: str) -> Iterator[tuple[str, str]]:
    for line in inner.split("\n"):
        match = LINE.fullmatch(line.strip())
        if match and match["value"]:
            yield match["key"], match["value"].strip().strip("\"'")


def _values(values: Mapping[str, object]) -> Values:
    return {key: text for key, value in values.items() if (text := _text(value))}


def _text(value: object, depth: int = 3) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str | int | float):
        return " ".join(str(value).split())
    if depth and isinstance(value, list):
        return "\n".join(filter(None, (_text(each, depth - 1) for each in value)))
    if depth and isinstance(value, dict):
        return next((_text(value[name], depth - 1) for name in NAMES if name in value), "")
    return ""
