"""What is wrong with corpus files, and who still has to hear of it.

The unit is a notice: the files that became faulty together. One post tells of it, whether it is one file or a whole
commit; the post changes as its files do, and says so when none of them is faulty any more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Protocol

from bot.core.requests import Kind

# What is kept of a file's faults: who mends the first ones looks at the file again anyhow.
MOST_FLAWS, LONGEST = 3, 200
# How many files a post names.
MOST_NAMED = 10


class Effect(StrEnum):
    """What becomes of a faulty file's article: it is left out, stays as it last was, or is still quoted."""

    LEFT_OUT = "left out"
    AS_IT_WAS = "as it was"
    IN_FORCE = "in force"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where (`line` counts from 1; 0 for the file as a whole), what, and the mend."""

    line: int
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with one file: the first flaws, and how many more there are."""

    effect: Effect
    flaws: tuple[Problem, ...]
    more: int = 0

    @classmethod
    def of(cls, effect: Effect, flaws: Iterable[Problem]) -> "FileProblem":
        """As much of it as is told."""
        every = list(flaws)
        kept = tuple(Problem(each.line, _cut(each.what), _cut(each.mend)) for each in every[:MOST_FLAWS])
        return cls(effect, kept, len(every) - len(kept))


@dataclass(frozen=True, slots=True)
class Notice:
    """Files that became faulty together, by their paths within the corpus folder.

    `id`: opaque. `version` counts from 1, and grows with each change. `faulty`: what is wrong with the files that are
    not mended yet; `mended`: the others, which may be gone as well.
    """

    id: str
    since: datetime
    version: int
    faulty: Mapping[str, FileProblem]
    mended: tuple[str, ...] = ()

    def after(self, changes: Mapping[str, FileProblem | None]) -> "Notice":
        """The notice after these of its files have changed; None stands for one without fault."""
        now = {path: changes.get(path, trouble) for path, trouble in self.faulty.items()}
        if now == self.faulty:
            return self
        faulty = {path: trouble for path, trouble in now.items() if trouble is not None}
        mended = (*self.mended, *(path for path in now if path not in faulty))
        return replace(self, version=self.version + 1, faulty=faulty, mended=mended)


def outstanding(notices: Iterable[Notice]) -> dict[str, FileProblem]:
    """What is wrong with each file of which it was told."""
    return {path: trouble for notice in notices for path, trouble in notice.faulty.items()}


def changed(
    notices: Sequence[Notice], changes: Mapping[str, FileProblem | None], name: str, now: datetime
) -> list[Notice]:
    """The notices that are new, or other than they were, after these files have changed.

    What is wrong with a file that is in none of them makes one new notice, with this name; a file that was mended
    and is faulty again is in none.
    """
    after = [(notice, notice.after(changes)) for notice in notices]
    known = outstanding(notices)
    new = {path: changes[path] for path in sorted(changes) if path not in known}
    faulty = {path: trouble for path, trouble in new.items() if trouble is not None}
    return [later for notice, later in after if later is not notice] + (
        [Notice(name, now, 1, faulty)] if faulty else []
    )


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What a post tells of a notice: the first files of each sort, and how many more there are."""

    version: int
    faulty: Mapping[str, FileProblem]
    more_faulty: int = 0
    mended: tuple[str, ...] = ()
    more_mended: int = 0
    kind: ClassVar[Kind] = Kind.FAULT

    @classmethod
    def of(cls, notice: Notice) -> "ProblemReport":
        # First those of which people still read what no file says any more.
        urgent = sorted(notice.faulty.items(), key=lambda each: each[1].effect is not Effect.AS_IT_WAS)
        faulty, mended = dict(urgent[:MOST_NAMED]), notice.mended[:MOST_NAMED]
        more = len(notice.faulty) - len(faulty), len(notice.mended) - len(mended)
        return cls(notice.version, faulty, more[0], mended, more[1])


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


class FileProblems(Protocol):
    """What curators are told of faulty corpus files. Safe between threads, and between processes on one database."""

    def notices(self) -> Sequence[Notice]:
        """Those that have not ended, the oldest first."""

    def note(self, changes: Mapping[str, FileProblem | None], name: str, now: datetime) -> None:
        """These files have changed (None: one has no fault any more). What is new becomes one notice with this name.

        What is known already changes nothing: of several who note the same at once, one makes the notice. A file
        without fault that is in no notice is no news either.
        """

    def end(self, name: str) -> None:
        """No file of it is faulty any more, and it is told. It stays where one is."""
