"""What is wrong with a file, as a value: bad data never raises, and never stops the other files."""

import errno
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import PolicybotError

# What the system says when it is our process, or the machine, that cannot open any more files.
SHORT = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where (`line` counts from 1; 0 for the file as a whole), what, and the mend."""

    file: Path
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.mend}"

    @property
    def place(self) -> str:
        """The file, with the line if it is known."""
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        # A file name need not be text; what is shown must be.
        return place.encode("utf-8", "backslashreplace").decode()


class Faulty(Exception):  # noqa: N818  # it carries a Fault; "FaultyError" would say it twice
    """Leaves a parser with the fault that it met, and `others` of the same file. The rooms' doors make values of it.

    `passing`: the same file may well be read at another moment, or by another installation.
    """

    def __init__(
        self, line: int, what: str, mend: str, others: Sequence["Faulty"] = (), *, passing: bool = False
    ) -> None:
        super().__init__(what)
        self.line, self.what, self.mend, self.others, self.passing = line, what, mend, others, passing

    def within(self, file: Path) -> Fault:
        """The fault, with the file it was met in."""
        return Fault(file, self.line, self.what, self.mend)

    def all_within(self, file: Path) -> list[Fault]:
        """All that was found in the file, by line."""
        found = [self.within(file), *(each.within(file) for each in self.others)]
        return sorted(found, key=lambda fault: fault.line)


class ShortOfFilesError(PolicybotError):
    """No file can be opened just now: nothing is wrong with any of them, and nothing can be said of them."""


def unreadable(error: OSError, mend: str) -> Faulty:
    """What is wrong with a file, or a folder, that the system does not give. Raises ShortOfFilesError."""
    if error.errno in SHORT:
        raise ShortOfFilesError(f"no more files can be opened just now ({error.strerror})") from error
    return Faulty(0, f"cannot be read ({error.strerror})", mend)


def read_text(file: Path, limit: int) -> str:
    """The text of a UTF-8 file, line ends as `\\n`, without a byte-order mark. Raises Faulty and ShortOfFilesError.

    `limit` is in bytes.
    """
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device never ends
            raise Faulty(0, "is no regular file", "put a file of text in its place")
        if found.st_size > limit:
            raise Faulty(0, f"is {found.st_size:,} bytes long", f"split it into files of at most {limit:,} bytes")
        raw = file.read_bytes()
    except OSError as error:
        raise unreadable(error, "check that it exists and may be read") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # `start` counts in what was decoded, which is the file without its byte-order mark.
        before = error.object[: error.start].decode("utf-8")
        raise Faulty(
            _with_plain_ends(before).count("\n") + 1,
            "is not UTF-8 text",
            "save it as UTF-8 (for example: iconv -f WINDOWS-1252 -t UTF-8)",
        ) from error
    text = _with_plain_ends(text)
    if "\0" in text:
        raise Faulty(text[: text.index("\0")].count("\n") + 1, "holds a NUL character", "save it as plain text")
    return text


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
