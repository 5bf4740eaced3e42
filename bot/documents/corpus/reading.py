"""How the files of a corpus are read: by the reader of their kind, hostile kinds apart from everything else."""

from collections.abc import Callable
from dataclasses import replace

from bot.documents.blocks import LeftOut, Omission, Reading, from_json
from bot.documents.faults import Faulty
from bot.documents.readers import registry, sandbox
from bot.documents.readers.text import Boilerplate

ReadFile = Callable[[str, bytes], Reading]
"""The name of a file and its bytes → what stands in it. Raises Faulty."""


def read_file(name: str, data: bytes) -> Reading:
    """What stands in a file of this name. Raises Faulty."""
    return registry.read(name, data, _apart)


def _apart(kind: str, data: bytes) -> Reading:
    try:
        return from_json(sandbox.call(kind, data, {}))
    except (ValueError, KeyError, TypeError) as error:
        raise Faulty(0, "brings down the program that reads it", sandbox.SIMPLER) from error


def without_boilerplate(read: ReadFile, boilerplate: Boilerplate) -> ReadFile:
    """Reads files, and leaves out of plain texts what web pages leave behind in them: what the patterns match."""

    def cleaned(name: str, data: bytes) -> Reading:
        reading = read(name, data)
        if registry.kind_of(name) != "text":
            return reading
        kept = tuple(block for block in reading.blocks if not boilerplate.match(block.text))
        dropped = (
            LeftOut(Omission.BOILERPLATE, block.text, block.line) for block in reading.blocks if block not in kept
        )
        return replace(reading, blocks=kept, left_out=(*reading.left_out, *dropped))

    return cleaned
