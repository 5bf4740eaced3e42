"""The one way from the bytes of a file to its blocks: which reader reads which kind of file.

    bytes → `read` (→ blocks) → `bot.documents.passages` (→ passages with their context) → the library

Markdown and text are read at once; every other format (`bot.documents.readers.formats`) by a reader in the sandbox.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from bot.documents.blocks import Reading
from bot.documents.faults import Faulty
from bot.documents.readers.formats import FORMATS

READER = "bot.documents.readers"
# Kinds that are read here, and the modules whose `read` reads them.
HERE = {"markdown": f"{READER}.markdown", "text": f"{READER}.text"}
KINDS: Mapping[str, str] = {
    **dict.fromkeys((".md", ".markdown", ".mdx", ".mdown", ".mkd"), "markdown"),
    **dict.fromkeys((".txt", ".text"), "text"),
    **{ending: kind for kind, known in FORMATS.items() for ending in known.endings},
}
# Endings that say how a file is made, and not what it is: what stands before them counts (leave.md.tmpl).
OUTER = frozenset((".tmpl", ".template", ".tpl", ".j2", ".jinja", ".njk", ".liquid", ".erb"))

Apart = Callable[[str, bytes], Reading]
"""Reads a kind of file in the sandbox. Raises Faulty."""


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a file, without and with only its ending."""

    stem: str
    ending: str


@lru_cache(maxsize=100_000)  # all that a look goes through, or none of it would be at hand at the next
def named(name: str) -> Named:
    """Parts a file's name, which may be a path: "hr/leave.md.tmpl" is "hr/leave" and ".md"."""
    folder, slash, last = name.rpartition("/")
    stem, ending = _parted(last)
    if ending in OUTER:
        stem, ending = _parted(stem)
    return Named(f"{folder}{slash}{stem}", ending)


def kind_of(name: str) -> str | None:
    """The kind of a file by its name: "markdown", "text", …; None if no reader reads it."""
    return KINDS.get(named(name).ending)


def read(name: str, data: bytes, apart: Apart | None = None) -> Reading:
    """What stands in a file of this name. `apart` reads what is not read here. Raises Faulty."""
    kind = kind_of(name)
    if kind in HERE:
        reading: Reading = import_module(HERE[kind]).read(data)
        return reading
    if kind is None or apart is None:
        ending = named(name).ending or "no ending"
        raise Faulty(0, f"is of a kind that is not read ({ending})", f"save it as one of {', '.join(sorted(KINDS))}")
    return apart(kind, data)


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    return (stem, f"{dot}{ending.lower()}") if stem else (name, "")
