"""What was read from a page or a document, before it is an article: values that can be written down as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.documents import blocks
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
    """A reading that was written down, or the words of one in blocks. Raises ValueError, KeyError or TypeError."""
    if "blocks" in said:
        return _of_blocks(blocks.from_json(said))
    return Reading(
        {str(key): str(value) for key, value in said["known"].items()},
        tuple(_paragraph(*each) for each in said["paragraphs"]),
        tuple(_paragraph(*each) for each in said["dropped"]),
        tuple(str(note) for note in said["notes"]),
        str(said["unit"]),
    )


def _of_blocks(reading: blocks.Reading) -> Reading:
    # Who writes articles out of paragraphs cannot say yet what a row or an item is.
    said = [
        Paragraph(
            " ".join(filter(None, each.cells)) or each.text,
            each.line,
            each.level if each.kind is blocks.BlockKind.HEADING else 0,
        )
        for each in reading.blocks
    ]
    title = reading.known.get("title", "").casefold()
    kept = tuple(each for each in said if not each.level or each.text.casefold() != title)
    notes = list(reading.warnings)
    if reading.left_out:
        words = sum(len(each.text.split()) for each in reading.left_out)
        notes.insert(0, f"left out: {len(reading.left_out)} stretches, {words:,} words")
    return Reading(reading.known, kept, notes=tuple(notes), unit=reading.unit)


def _paragraph(text: object, line: object, level: object) -> Paragraph:
    if not isinstance(text, str) or not isinstance(line, int) or not isinstance(level, int):
        raise TypeError("no paragraph")
    return Paragraph(text, line, level)
