"""Files, folders and web addresses → documents of the corpus. What becomes of each comes back as a value.

Nothing is asked, nothing guessed, and nothing stops the others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.documents.adding.corpus_writer import Added, CorpusWriter
from bot.documents.adding.drafting import Draft, draft_of_address, draft_of_file
from bot.documents.adding.survey import Item, Survey
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.reading import ReadFile, read_file
from bot.documents.faults import Fault, Faulty
from bot.documents.readers.formats import LACKING
from bot.documents.web.fetched import Fetch, Trouble

Result = Added | Fault | Trouble


def _tell_nobody(done: int, total: int) -> None:
    """What progress is told to where nobody watches."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in. `fetch` gets what stands at a web address; without it, addresses are refused.

    `read` reads files; `told` is told how many sources of how many are done.
    """

    fetch: Fetch | None = None
    read: ReadFile = read_file
    told: Callable[[int, int], object] = _tell_nobody


WAYS = Ways()


def add(found: Survey, writer: CorpusWriter, given: Metadata, ways: Ways = WAYS) -> Iterator[Result]:
    """Makes each source of a survey a document, one by one; then says what could not be read.

    `given` goes before what the YAML file beside a source says, and that before what the source says of itself.
    """
    total = len(found.items)
    for done, item in enumerate(found.items):
        ways.told(done, total)
        try:
            draft = _drafted(item, ways)
            yield draft if isinstance(draft, Trouble) else writer.put(draft, given)
        except Faulty as fault:
            source = item.source
            yield Trouble(source, fault.what, fault.mend) if isinstance(source, str) else fault.within(source)
    ways.told(total, total)
    yield from found.unread


class Lacking:
    """Gathers what cannot be read for want of a package: for a hundred files, one sentence is enough."""

    def __init__(self) -> None:
        self._gathered: dict[str, list[str]] = {}

    def takes(self, trouble: Fault | Trouble) -> bool:
        """Takes a trouble in, if it is of this kind."""
        if not trouble.what.startswith(LACKING):
            return False
        self._gathered.setdefault(f"{trouble.what}; {trouble.mend}", []).append(str(trouble))
        return True

    def sentences(self) -> list[str]:
        """A sentence for each package that is missing."""
        return [
            gathered[0] if len(gathered) == 1 else f"{len(gathered)} sources {says}"
            for says, gathered in self._gathered.items()
        ]


def _drafted(item: Item, ways: Ways) -> Draft | Trouble:
    if isinstance(item.source, Path):
        return draft_of_file(item)
    if ways.fetch is None:
        raise Faulty(0, "is a web address, and nothing is fetched here", "save the page, and add the file")
    return draft_of_address(item.source, ways.fetch, ways.read)
