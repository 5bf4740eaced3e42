"""Checks blocks and views, and says what is wrong in Slack's words."""

import copy
import json
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from slack_playground.people import Json
from slack_playground.refusals import Refused
from slack_playground.shapes.blocks import MessageBlocks
from slack_playground.shapes.views import AnyView

BLOCK_TEXT_LIMIT = 13_000
"""Characters of text in all blocks of one chat.postMessage or chat.update. Slack does not document it."""
MARKDOWN_LIMIT = 12_000
VIEW_BYTES = 250_000

_SAYINGS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_too_long": lambda about: f"must be less than {about['max_length'] + 1} characters",
    "string_too_short": lambda about: f"must be more than {about['min_length'] - 1} characters",
    "too_long": lambda about: f"no more than {about['max_length']} items allowed",
    "too_short": lambda about: f"no fewer than {about['min_length']} items allowed",
    "literal_error": lambda about: "must be a valid enum value",
    "string_type": lambda about: "must be a string",
    "bool_type": lambda about: "must be a boolean",
    "int_type": lambda about: "must be an integer",
    "list_type": lambda about: "must provide an array",
    "model_type": lambda about: "must provide an object",
    "model_attributes_type": lambda about: "must provide an object",
    "dict_type": lambda about: "must provide an object",
}


def checked_blocks(blocks: Any, text_limit: int | None = BLOCK_TEXT_LIMIT) -> list[Json]:
    """A copy with the ids that Slack fills in. ``text_limit`` is None for response URLs, which have none.

    Raises Refused: invalid_blocks_format, invalid_blocks or msg_blocks_too_long.
    """
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    faults = _faults(MessageBlocks, {"blocks": blocks}) or list(_repeated_ids(blocks, "/blocks"))
    if faults:
        raise Refused("invalid_blocks", faults)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_LIMIT or (text_limit is not None and _characters(blocks) > text_limit):
        raise Refused("msg_blocks_too_long")
    return with_ids(blocks)


def checked_view(view: Any) -> Json:
    """A copy with the ids that Slack fills in. Raises Refused: view_too_large or invalid_arguments."""
    if not isinstance(view, dict):
        raise Refused("invalid_arguments", ["[ERROR] must provide an object [json-pointer:/view]"])
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    faults = _faults(AnyView, {"view": view}) or list(_repeated_ids(view["blocks"], "/view/blocks"))
    if faults:
        raise Refused("invalid_arguments", faults)
    return {**copy.deepcopy(view), "blocks": with_ids(view["blocks"])}


def with_ids(blocks: list[Json]) -> list[Json]:
    """A copy in which every block and every interactive element has an id."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for element in elements_of(block):
            if element["type"] != "image":
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return filled


def elements_of(block: Json) -> list[Json]:
    """What can be pressed or filled in within a block (and images beside it)."""
    if block["type"] in ("actions", "context_actions"):
        return list(block["elements"])
    return [block[place] for place in ("accessory", "element") if block.get(place)]


def _repeated_ids(blocks: list[Json], pointer: str) -> Iterator[str]:
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield f"[ERROR] block_id {name!r} already exists [json-pointer:{pointer}/{position}/block_id]"
        seen.update({name} if name else ())
        actions: set[str] = set()
        for element in elements_of(block):
            action = element.get("action_id")
            if action in actions:
                yield f"[ERROR] action_id {action!r} already exists [json-pointer:{pointer}/{position}]"
            actions.update({action} if action else ())


def _characters(value: Any) -> int:
    """The length of every text in some JSON, wherever it stands."""
    if isinstance(value, list):
        return sum(_characters(item) for item in value)
    if not isinstance(value, dict):
        return 0
    own = value.get("text")
    return (len(own) if isinstance(own, str) else 0) + sum(_characters(item) for item in value.values())


def _faults(shape: type[BaseModel], value: Json) -> list[str]:
    try:
        shape.model_validate(value)
    except ValidationError as error:
        return [_sentence(fault, value) for fault in error.errors(include_url=False)]
    except RecursionError:
        return ["[ERROR] nested too deeply [json-pointer:/]"]
    return []


def _sentence(fault: ErrorDetails, value: Json) -> str:
    about = fault.get("ctx", {})
    place = _pointer(fault["loc"], value)
    kind = fault["type"]
    if kind in ("missing", "extra_forbidden"):
        saying = "missing required field" if kind == "missing" else "invalid additional property"
        return f"[ERROR] {saying}: {fault['loc'][-1]} [json-pointer:{place.rpartition('/')[0]}]"
    if kind == "union_tag_invalid":
        return f"[ERROR] unsupported type: {about.get('tag')} [json-pointer:{place}/type]"
    if kind == "union_tag_not_found":
        return f"[ERROR] missing required field: type [json-pointer:{place}]"
    if kind == "slack":
        return f"[ERROR] {about['message']} [json-pointer:{place}{about['below']}]"
    saying = _SAYINGS[kind](about) if kind in _SAYINGS else fault["msg"]
    return f"[ERROR] {saying} [json-pointer:{place}]"


def _pointer(loc: tuple[int | str, ...], value: Any) -> str:
    """Pydantic's location as a JSON pointer: the names of union members in it are no part of the data."""
    pointer, at_new_value = "", True
    for step in loc:
        is_member_name = at_new_value and isinstance(value, dict) and value.get("type") == step
        if is_member_name:
            at_new_value = False
            continue
        pointer += "/" + str(step).replace("~", "~0").replace("/", "~1")
        value = _below(value, step)
        at_new_value = True
    return pointer


def _below(value: Any, step: int | str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
