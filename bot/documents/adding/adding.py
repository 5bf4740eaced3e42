"""Raw texts, pages, PDFs and web addresses → corpus files. What becomes of each comes back as a value.

Nothing is asked, nothing guessed, and nothing stops the others.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.documents.adding.corpus_writer import WRITE_OPTIONS, Added, CorpusWriter, Fate, WriteOptions
from bot.documents.adding.drafting import Draft, Read, article_name, draft_of_address, draft_of_file, read_apart
from bot.documents.adding.sources import MOST, Most, Source, meant
from bot.documents.corpus.metadata import Metadata
from bot.documents.faults import Fault, Faulty
from bot.documents.readers.text import Boilerplate
from bot.documents.web.fetched import Fetch, Trouble

__all__ = ["Added", "Fate", "Ways", "WriteOptions", "add", "article_name"]


def _tell_nobody(done: int, total: int) -> None:
    """What progress is told to where nobody watches."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways in, and the limits. `fetch`: gets what stands at a web address; without it, addresses are refused.

    `read`: reads pages and PDFs. `told`: is told how many sources of how many are done.
    """

    how: WriteOptions = WRITE_OPTIONS
    most: Most = MOST
    fetch: Fetch | None = None
    read: Read = read_apart
    told: Callable[[int, int], object] = _tell_nobody


WAYS = Ways()


def add(
    sources: Iterable[Source], corpus: Path, given: Metadata, boilerplate: Boilerplate, ways: Ways = WAYS
) -> Iterator[Added | Fault | Trouble]:
    """Makes each source an article of the corpus, one by one; a folder stands for what is in it.

    `given` goes before what the YAML file of the same name says, and that before what a page says of itself. An article
    that the corpus has already stays where it is, and as it is if its content is another one, unless it may be
    replaced. What is there under another name is not added twice.
    """
    shelf = CorpusWriter(corpus, boilerplate, ways.how)
    everything = meant(list(sources), ways.most)
    total = len(everything.sources)
    for done, source in enumerate(everything.sources):
        ways.told(done, total)
        try:
            draft = _drafted(source, ways)
            yield draft if isinstance(draft, Trouble) else shelf.put(draft, given)
        except Faulty as fault:
            yield Trouble(source, fault.what, fault.mend) if isinstance(source, str) else fault.within(source)
    ways.told(total, total)
    yield from everything.faults


def _drafted(source: Source, ways: Ways) -> Draft | Trouble:
    if isinstance(source, Path):
        return draft_of_file(source, ways.read)
    if ways.fetch is None:
        raise Faulty(0, "is a web address, and nothing is fetched here", "save the page, and add the file")
    return draft_of_address(source, ways.fetch, ways.read)
