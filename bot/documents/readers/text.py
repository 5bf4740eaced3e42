"""Raw text → paragraphs, without what a web page leaves behind (appeals, credits, comment forms)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.documents.faults import Faulty

SENTENCE_END = re.compile(r"""[.!?…:;。！？]["'”’»)\]」』]*$""")
LONG_LINE = 160
LONGEST_BOILERPLATE = 2_000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a raw text, exactly as it stands there; `line` (from 1) is where it starts.

    `level` is 1 to 6 where the source itself calls it a heading, else 0.
    """

    text: str
    line: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Patterns of lines that belong to a web page and not to its article."""

    patterns: tuple[re.Pattern[str], ...]

    def match(self, text: str) -> bool:
        """Whether the paragraph is a leaving as a whole, or each of its lines is. White space counts as one blank.

        What is longer than LONGEST_BOILERPLATE is none: so a pattern's work is bounded, whatever it says.
        """
        if len(text) > LONGEST_BOILERPLATE:
            return False
        return self._find(text) or ("\n" in text and all(self._find(line) for line in text.split("\n")))

    def _find(self, text: str) -> bool:
        line = " ".join(text.split())
        return any(pattern.search(line) for pattern in self.patterns)


def parse_boilerplate(text: str) -> Boilerplate:
    """Reads one regular expression a line; `#` starts a comment line. Case is ignored. Raises Faulty."""
    patterns = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                patterns.append(re.compile(line.strip(), re.IGNORECASE))
            except (re.error, OverflowError, RecursionError) as error:
                raise Faulty(number, f"is no regular expression ({error})", "mend it, or put # before it") from error
    return Boilerplate(tuple(patterns))


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a raw text: one a line, or parted by blank lines, whichever the text uses.

    Not one character of a paragraph is altered; only white space around it is left out.
    """
    lines = text.split("\n")
    if one_a_line(lines):
        groups = [[number] for number, line in enumerate(lines) if line.strip()]
    else:
        groups = _blocks(lines)
    return [Paragraph("\n".join(lines[n] for n in group).strip(), group[0] + 1) for group in groups]


def one_a_line(lines: Sequence[str]) -> bool:
    """Whether each line is a paragraph of its own.

    Where lines follow each other without a blank line between, they are paragraphs if most of them end like
    a sentence or are too long to have been wrapped by hand.
    """
    followed = [line.rstrip() for line, after in pairwise(lines) if line.strip() and after.strip()]
    whole = sum(len(line) > LONG_LINE or bool(SENTENCE_END.search(line)) for line in followed)
    return 2 * whole >= len(followed)


def sift(found: Sequence[Paragraph], boilerplate: Boilerplate) -> tuple[list[Paragraph], list[Paragraph]]:
    """Parts paragraphs into what stays and what is dropped, each in order."""
    kept: list[Paragraph] = []
    dropped: list[Paragraph] = []
    for paragraph in found:
        (dropped if boilerplate.match(paragraph.text) else kept).append(paragraph)
    return kept, dropped


def _blocks(lines: Sequence[str]) -> list[list[int]]:
    blocks: list[list[int]] = [[]]
    for number, line in enumerate(lines):
        if line.strip():
            blocks[-1].append(number)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]
