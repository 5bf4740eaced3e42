"""Blocks and views for the tests, as small as they may be."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def quotation(text: str) -> Json:
    quote = {"type": "rich_text_quote", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [quote]}


def button(text: str = "Show", action_id: str = "show", value: str = "1") -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements or (button(),))}


def text_field(**more: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "question"}
    return {"type": "input", "block_id": "ask", "label": plain("Question"), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    shape = {"type": "modal", "title": plain("Ask"), "submit": plain("Send"), "callback_id": "ask"}
    return {**shape, "blocks": list(blocks or (text_field(),)), **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks or (section("Welcome"),))}
