"""The keys and values of YAML that was written for us, with their lines; and such YAML written.

Every scalar is read as the text that stands there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from bot.documents.faults import Faulty
from bot.documents.yaml_nodes import composed

UNKNOWN = {"~", "null", "Null", "NULL"}
LONGEST_TEXT = 100_000
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Value = str | list[str]


def keys_of(text: str, first_line: int, ours: frozenset[str]) -> tuple[dict[str, Value], dict[str, int]]:
    """The keys that say something, and the line of each. Raises Faulty.

    `ours` are the keys that must not be nested; of others that are, nothing is said.
    """
    if len(text) > LONGEST_TEXT:
        raise Faulty(first_line, f"has {len(text):,} characters of keys and values", f"keep to {LONGEST_TEXT:,}")
    node = _composed(text, first_line)
    if node is None or (isinstance(node, yaml.ScalarNode) and _is_unknown(node)):
        return {}, {}
    if not isinstance(node, yaml.MappingNode):
        raise Faulty(first_line, "holds no keys", "write one `key: value` a line")
    lines: dict[str, int] = {}
    values: dict[str, Value] = {}
    for key, value, line in _entries(node, first_line, ours):
        if key in lines:
            raise Faulty(line, f"says `{key}` twice", "keep one of them")
        lines[key] = line
        if value is not None:
            values[key] = value
    return values, lines


def dumped(plain: Mapping[str, Any]) -> str:
    """Keys and values as YAML, lists in one line."""
    return yaml.dump(dict(plain), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)


def _composed(text: str, first_line: int) -> yaml.Node | None:
    mend = 'write "key: value", quoted if it holds a colon'
    try:
        return composed(text)
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


def _entries(node: yaml.MappingNode, first_line: int, ours: frozenset[str]) -> Iterator[tuple[str, Value | None, int]]:
    for key, value in node.value:
        line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise Faulty(line, "has a key that is no word", "write `key: value`")
        if isinstance(value, yaml.ScalarNode):
            yield key.value, None if _is_unknown(value) else value.value.strip(), line
        elif isinstance(value, yaml.SequenceNode) and all(isinstance(v, yaml.ScalarNode) for v in value.value):
            yield key.value, [each.value.strip() for each in value.value if not _is_unknown(each)], line
        elif key.value in ours:
            raise Faulty(line, f"`{key.value}` is nested", "write one value, or a list of values")
        else:
            yield key.value, None, line


def _is_unknown(node: yaml.ScalarNode) -> bool:
    is_plain = not node.style  # None, or "" from libyaml
    return not node.value.strip() or (is_plain and node.value in UNKNOWN)


class _Dumper(yaml.SafeDumper):
    """Writes lists in one line, and dates bare: every scalar is read back as text anyway."""


def _represent_list(dumper: yaml.SafeDumper, value: list[str]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    kind = "timestamp" if DATE.fullmatch(value) else "str"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", value)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(str, _represent_text)
