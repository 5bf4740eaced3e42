"""What a person does with an element: presses it, picks from it, types into it."""

from typing import Any

from slack_playground.people import Json
from slack_playground.refusals import Impossible
from slack_playground.shapes.checking import elements_of

_FIELDS = {
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
}
_LISTS = ("selected_options", "selected_users", "selected_conversations", "selected_channels")


def find_element(blocks: list[Json], action_id: str, value: Any = None) -> tuple[Json, Json]:
    """The block and the element with this action_id; among several, the one with this value."""
    found = [(block, one) for block in blocks for one in elements_of(block) if one.get("action_id") == action_id]
    exact = [(block, one) for block, one in found if value is not None and one.get("value") == value]
    if not found:
        there = sorted({str(one.get("action_id")) for block in blocks for one in elements_of(block)})
        raise Impossible(f"nothing to press called {action_id!r}; there is: {', '.join(there) or 'nothing'}")
    return (exact or found)[0]


def choose(element: Json, value: Any) -> Json:
    """What an action says about the choice. ``value``: an option's value, a date, an id, a text, or a list."""
    kind = element["type"]
    if kind in ("button", "icon_button"):
        if value is not None and value != element.get("value"):
            raise Impossible(f"the button says {element.get('value')!r}, not {value!r}")
        return {"value": element["value"]} if "value" in element else {}
    if kind == "feedback_buttons":
        return _feedback(element, value)
    if kind == "overflow":
        return {"selected_option": _option(element, value)}
    if kind in _FIELDS:
        return {_FIELDS[kind][0]: _picked(element, _FIELDS[kind][0], value)}
    raise Impossible(f"a {kind} cannot be pressed")


def state_of(blocks: list[Json], values: dict[str, Any] | None = None) -> Json:
    """``state.values``: what each field holds, keyed by block_id and action_id.

    ``values`` are keyed by action_id or block_id; fields without one keep their initial value.
    Raises Impossible for values without a field, and where Slack would ask to complete a required field.
    """
    given = dict(values or {})
    state: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] not in _FIELDS:
                continue
            name, initial = _FIELDS[element["type"]]
            key = element["action_id"] if element["action_id"] in given else block["block_id"]
            held = _picked(element, name, given.pop(key)) if key in given else element.get(initial)
            if held is None and name in _LISTS:
                held = []
            if values is not None and block["type"] == "input":
                _must_hold(block, element, held)
            state.setdefault(block["block_id"], {})[element["action_id"]] = {
                "type": element["type"],
                name: held,
            }
    if given:
        raise Impossible(f"no field called {', '.join(map(repr, given))}")
    return {"values": state}


def _must_hold(block: Json, element: Json, held: Any) -> None:
    label = block["label"]["text"]
    if not held and not block.get("optional"):
        raise Impossible(f"{label!r} must be filled in")
    if isinstance(held, str) and element["type"] == "plain_text_input":
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if held and not least <= len(held) <= most:
            raise Impossible(f"{label!r} takes {least} to {most} characters")


def _picked(element: Json, name: str, value: Any) -> Any:
    if name == "selected_option":
        return None if value is None else _option(element, value)
    if name == "selected_options":
        return [_option(element, one) for one in value]
    return value


def _option(element: Json, value: Any) -> Json:
    grouped = [one for group in element.get("option_groups", []) for one in group["options"]]
    for option in [*element.get("options", []), *grouped]:
        if option["value"] == value:
            return dict(option)
    raise Impossible(f"no option {value!r} in {element.get('action_id')!r}")


def _feedback(element: Json, value: Any) -> Json:
    for name in ("positive_button", "negative_button"):
        button = element[name]
        if value in (button["value"], name.removesuffix("_button")):
            return {"value": button["value"], "text": button["text"]}
    raise Impossible(f"no feedback button {value!r}")
