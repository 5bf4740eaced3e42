"""What is known of an article, as YAML: a corpus file's front matter, or the file beside a raw text.

Every scalar is read as the text that stands there, so that `title: 2021` stays "2021" and `yes` stays "yes".
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.articles.faults import Faulty
from bot.core.model import Reference, Standing

UNKNOWN = {"", "~", "null"}


def _date(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError("not a date; write it as YYYY-MM-DD, or leave the line out if nobody knows it")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("no day of the calendar; write it as YYYY-MM-DD") from None
    return value


def _url(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("not a web address; write it with http:// or https://")
    return value


def _standing(value: object) -> object:
    if isinstance(value, str) and value not in set(Standing):
        raise ValueError(f"not a standing; write one of {', '.join(Standing)}")
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _reference(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"([^#\n]+)(?:#([1-9]\d{0,5}))?", value)
    if not match:
        raise ValueError("not an article; write its file name without .md, or name#paragraph")
    return Reference(match[1].strip(), int(match[2]) if match[2] else None)


Line = Annotated[str, Field(max_length=2_000, pattern=r"^[^\n]*$")]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_listed)]
Day = Annotated[date, BeforeValidator(_date)]
Named = Annotated[Reference, BeforeValidator(_reference)]


class Metadata(BaseModel):
    """The keys that an article may have, all of them optional."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Line | None = None
    publisher: Line | None = None
    author: Line | None = None
    published: Day | None = None
    updated: Day | None = None
    url: Annotated[Line, BeforeValidator(_url)] | None = None
    topics: Lines = ()
    collection: Line | None = None
    owner: Line | None = None
    standing: Annotated[Standing, BeforeValidator(_standing)] = Standing.UNKNOWN
    based_on: Lines = ()
    in_force_from: Day | None = None
    in_force_until: Day | None = None
    review_by: Day | None = None
    supersedes: Annotated[tuple[Named, ...], BeforeValidator(_listed)] = ()

    def as_yaml(self) -> str:
        """The keys that are known, in the order of the format, as YAML that `parse` reads back."""
        known = self.model_dump(exclude_defaults=True)
        plain: dict[str, Any] = {}
        for key, value in known.items():
            if key == "supersedes":
                plain[key] = [str(reference) for reference in self.supersedes]
            elif isinstance(value, tuple):
                plain[key] = list(value)
            else:
                plain[key] = str(value)
        if not plain:
            return ""
        return yaml.dump(plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def parse(text: str, first_line: int = 1) -> Metadata:
    """Reads YAML that starts on `first_line` of its file. Raises Faulty, with the line of the fault."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or "cannot be read"
        raise Faulty(
            line, f"is not valid YAML ({problem})", 'write "key: value", quoted if it holds a colon'
        ) from error
    except RecursionError as error:
        raise Faulty(first_line, "is nested too deeply", "write one `key: value` a line") from error
    if node is None:
        return Metadata()
    if not isinstance(node, yaml.MappingNode):
        raise Faulty(first_line, "holds no keys", "write one `key: value` a line")
    lines: dict[str, int] = {}
    values: dict[str, object] = {}
    for key, value, line in _entries(node, first_line):
        if key in lines:
            raise Faulty(line, f"says `{key}` twice", "keep one of them")
        lines[key] = line
        if isinstance(value, list) or value not in UNKNOWN:
            values[key] = value
    return _validated(values, lines, first_line)


def from_options(options: Mapping[str, object]) -> Metadata:
    """What somebody said on a command line. Raises Faulty."""
    return _validated(options, {}, 0)


def _validated(values: Mapping[str, object], lines: Mapping[str, int], first_line: int) -> Metadata:
    try:
        return Metadata.model_validate(values)
    except ValidationError as error:
        raise _fault(error, lines, first_line) from error


def _entries(node: yaml.MappingNode, first_line: int) -> Iterator[tuple[str, Any, int]]:
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise Faulty(line, "has a key that is no word", "write `key: value`")
        if isinstance(value, yaml.ScalarNode):
            yield key.value, value.value.strip(), line
        elif isinstance(value, yaml.SequenceNode) and all(isinstance(v, yaml.ScalarNode) for v in value.value):
            yield key.value, [each.value.strip() for each in value.value], line
        else:
            raise Faulty(line, f"`{key.value}` is nested", "write one value, or a list of values")


def _fault(error: ValidationError, lines: Mapping[str, int], first_line: int) -> Faulty:
    first = error.errors(include_url=False, include_input=False)[0]
    key = str(first["loc"][0])
    line = lines.get(key, first_line)
    if first["type"] == "extra_forbidden":
        close = difflib.get_close_matches(key, Metadata.model_fields, n=1)
        hint = f"did you mean `{close[0]}`?" if close else "the keys are " + ", ".join(Metadata.model_fields)
        return Faulty(line, f"`{key}` is no key of an article", hint)
    what, _, mend = first["msg"].removeprefix("Value error, ").partition("; ")
    return Faulty(line, f"`{key}` is {what}", mend or "write one line of text, or a list where several fit")


class _Dumper(yaml.SafeDumper):
    """Writes lists in one line, and dates bare: every scalar is read back as text anyway."""


def _represent_list(dumper: yaml.SafeDumper, value: list[str]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    is_date = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'timestamp' if is_date else 'str'}", value)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)
