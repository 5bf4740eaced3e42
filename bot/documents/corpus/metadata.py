"""What is known of an article, as YAML: a corpus file's front matter, or the file beside a raw text.

Every scalar is read as the text that stands there, so that `title: 2021` stays "2021" and `yes` stays "yes".
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from bot.core.model import Reference, Standing
from bot.documents.faults import Faulty

UNKNOWN = {"~", "null", "Null", "NULL"}
LONGEST_TEXT = 100_000
LONGEST_LINE = 2_000
LONGEST_LIST = 100
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters could steer the terminal that shows them; surrogates cannot be written as UTF-8.
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def _line(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("a list; write one value")
    if len(value) > LONGEST_LINE:
        raise ValueError(f"longer than {LONGEST_LINE:,} characters; write less")
    if LINE_END.search(value):
        raise ValueError("more than one line; write it in one")
    if NO_TEXT.search(value):
        raise ValueError("not plain text; take the control characters out")
    return value


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not DATE.fullmatch(value):
        raise ValueError("not a date; write it as YYYY-MM-DD, or leave the line out if nobody knows it")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("no day of the calendar; write it as YYYY-MM-DD") from None


def _url(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("not a web address; write it with http:// or https://")
    return value


def _standing(value: object) -> object:
    if not isinstance(value, str) or value not in set(Standing):
        raise ValueError(f"not a standing; write one of {', '.join(Standing)}")
    return value


def _listed(value: object) -> object:
    if isinstance(value, list) and len(value) > LONGEST_LIST:
        raise ValueError(f"a list of more than {LONGEST_LIST} values; write fewer")
    return [value] if isinstance(value, str) else value


def _reference(value: object) -> object:
    if isinstance(value, Reference):
        return value
    match = re.fullmatch(r"([^#]*[^#\s])\s*(?:#([1-9][0-9]{0,5}))?", value) if isinstance(value, str) else None
    if not match:
        raise ValueError("not an article; write its file name without .md, or name#paragraph")
    return Reference(str(_line(match[1])), int(match[2]) if match[2] else None)


Line = Annotated[str, BeforeValidator(_line)]
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
    if len(text) > LONGEST_TEXT:
        raise Faulty(first_line, f"has {len(text):,} characters of keys and values", f"keep to {LONGEST_TEXT:,}")
    node = _composed(text, first_line)
    if node is None or (isinstance(node, yaml.ScalarNode) and _is_unknown(node)):
        return Metadata()
    if not isinstance(node, yaml.MappingNode):
        raise Faulty(first_line, "holds no keys", "write one `key: value` a line")
    lines: dict[str, int] = {}
    values: dict[str, object] = {}
    for key, value, line in _entries(node, first_line):
        if key in lines:
            raise Faulty(line, f"says `{key}` twice", "keep one of them")
        lines[key] = line
        # A key that says nothing counts only if it is no key of an article: then it is a fault.
        if value is not None or key not in Metadata.model_fields:
            values[key] = value
    return _validated(values, lines, first_line)


def from_options(options: Mapping[str, str | list[str]]) -> Metadata:
    """What somebody said on a command line; an empty option says nothing. Raises Faulty."""
    said: dict[str, object] = {}
    for key, value in options.items():
        if isinstance(value, str):
            said[key] = value.strip()
        else:
            said[key] = [each.strip() for each in value if each.strip()]
    return _validated({key: value for key, value in said.items() if value}, {}, 0)


def _composed(text: str, first_line: int) -> yaml.Node | None:
    mend = 'write "key: value", quoted if it holds a colon'
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise Faulty(
            line, "is not valid YAML (a character is not allowed)", "take the control characters out"
        ) from error
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise Faulty(line, f"is not valid YAML ({error.problem or 'cannot be read'})", mend) from error
    except (ValueError, OverflowError) as error:  # PyYAML lets out what an escape or number beyond all bounds does
        raise Faulty(first_line, "is not valid YAML (a number is too large)", mend) from error
    except RecursionError as error:
        raise Faulty(first_line, "is nested too deeply", "write one `key: value` a line") from error
    return node


def _validated(values: Mapping[str, object], lines: Mapping[str, int], first_line: int) -> Metadata:
    try:
        return Metadata.model_validate(values)
    except ValidationError as error:
        told = reversed(error.errors(include_url=False, include_input=False))
        by_key = {str(each["loc"][0]): each for each in told}  # of a list, its first fault will do
        first, *others = (_fault(each, lines, first_line) for each in reversed(by_key.values()))
        raise Faulty(first.line, first.what, first.mend, others) from error


def _entries(node: yaml.MappingNode, first_line: int) -> Iterator[tuple[str, Any, int]]:
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise Faulty(line, "has a key that is no word", "write `key: value`")
        if isinstance(value, yaml.ScalarNode):
            yield key.value, None if _is_unknown(value) else value.value.strip(), line
        elif isinstance(value, yaml.SequenceNode) and all(isinstance(v, yaml.ScalarNode) for v in value.value):
            yield key.value, [each.value.strip() for each in value.value if not _is_unknown(each)], line
        else:
            raise Faulty(line, f"`{key.value}` is nested", "write one value, or a list of values")


def _is_unknown(node: yaml.ScalarNode) -> bool:
    is_plain = node.style is None
    return not node.value.strip() or (is_plain and node.value in UNKNOWN)


def _fault(told: ErrorDetails, lines: Mapping[str, int], first_line: int) -> Faulty:
    key = str(told["loc"][0])
    line = lines.get(key, first_line)
    if told["type"] == "extra_forbidden":
        close = difflib.get_close_matches(key.casefold(), Metadata.model_fields, n=1)
        hint = f"did you mean `{close[0]}`?" if close else "the keys are " + ", ".join(Metadata.model_fields)
        return Faulty(line, f"`{key}` is no key of an article", hint)
    what, _, mend = told["msg"].removeprefix("Value error, ").partition("; ")
    return Faulty(line, f"`{key}` is {what}", mend or "write one line of text, or a list where several fit")


class _Dumper(yaml.SafeDumper):
    """Writes lists in one line, and dates bare: every scalar is read back as text anyway."""


def _represent_list(dumper: yaml.SafeDumper, value: list[str]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    kind = "timestamp" if DATE.fullmatch(value) else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", value)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)
