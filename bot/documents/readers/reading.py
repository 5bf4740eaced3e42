"""What was read from a page or a document, before it is an article: values that can be written down as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.documents.readers.text import Paragraph


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a source. `known`: the keys of an article that the source itself declares, as text.

    `dropped` are paragraphs that stand in its midst and do not belong to it; `notes` are sentences about what was done
    on the way; `unit` is what `Paragraph.line` counts ("line", "block", "page").
    """

    known: Mapping[str, str] = field(default_factory=dict)
    paragraphs: tuple[Paragraph, ...] = ()
    dropped: tuple[Paragraph, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = "line"

    def as_json(self) -> dict[str, Any]:
        """Plain values, which `from_json` reads back."""
        return {
            "known": dict(self.known),
            "paragraphs": [[each.text, each.line, each.level] for each in self.paragraphs],
            "dropped": [[each.text, each.line, each.level] for each in self.dropped],
            "notes": list(self.notes),
            "unit": self.unit,
        }


def from_json(said: Mapping[str, Any]) -> Reading:
    """A reading that was written down. Raises ValueError, KeyError or TypeError if it is none."""
    return Reading(
        {str(key): str(value) for key, value in said["known"].items()},
        tuple(_paragraph(*each) for each in said["paragraphs"]),
        tuple(_paragraph(*each) for each in said["dropped"]),
        tuple(str(note) for note in said["notes"]),
        str(said["unit"]),
    )


def _paragraph(text: object, line: object, level: object) -> Paragraph:
    if not isinstance(text, str) or not isinstance(line, int) or not isinstance(level, int):
        raise TypeError("no paragraph")
    return Paragraph(text, line, level)
