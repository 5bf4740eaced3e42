"""The text of blocks that a person reads, in plain characters: what tests count and compare."""

from slack_playground.people import Json
from slack_playground.reading import lines_of


def visible_text(blocks: list[Json]) -> str:
    """Every line that people read, in order, without buttons and fields; markup and entities are resolved.

    What keeps the number of a paragraph at its sign is a blank like others.
    """
    lines = (line.text for line in lines_of(blocks) if line.kind not in ("buttons", "divider"))
    return "\n".join(lines).replace("¶\u00a0", "¶ ")


def visible_buttons(blocks: list[Json]) -> list[str]:
    """What stands on the buttons and menus, in order."""
    return [span.text[1:-1] for line in lines_of(blocks) if line.kind == "buttons" for span in line.spans]
