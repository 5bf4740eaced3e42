"""The code blocks of the README and of every page in `docs`."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"(?:^`(?P<file>[\w./-]+)`[^\n]*:\n\n)?^ *```(?P<language>\w*)\n(?P<text>.*?)^ *```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the name of the file whose content it shows, if it is one."""

    language: str
    text: str
    file: str

    @property
    def commands(self) -> Iterator[list[str]]:
        """The words of each command. Where some lines begin with a dollar, the others are what those print."""
        lines = self.text.replace("\\\n", " ").split("\n")
        if any(line.startswith("$ ") for line in lines):
            lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        yield from filter(None, (shlex.split(line, comments=True) for line in lines))


def blocks_of(page: Path) -> list[Block]:
    """All blocks of a page, in their order."""
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(each["language"], _flush(each["text"]), each["file"] or "") for each in found]


def _flush(text: str) -> str:
    """Without the blanks by which the whole block is moved into a list."""
    lines = text.split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)
