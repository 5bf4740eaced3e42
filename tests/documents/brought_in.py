"""A folder brought in as `policybot add` does it, with the settings that are shipped."""

from pathlib import Path

from bot.documents.adding.adding import Result, add
from bot.documents.adding.corpus_writer import WRITE_OPTIONS, CorpusWriter, WriteOptions
from bot.documents.adding.survey import survey
from bot.documents.corpus.metadata import Metadata
from bot.library.places import roots_of
from bot.settings import Settings

NOTHING = Metadata()


def bring_in(
    source: Path | str, corpus: Path, options: WriteOptions = WRITE_OPTIONS, given: Metadata = NOTHING
) -> list[Result]:
    """Adds a file or folder to a corpus folder; what became of each file."""
    roots = roots_of(Settings(corpus=corpus, state=corpus.parent / f"{corpus.name}-state"))
    return list(add(survey([source]), CorpusWriter(roots, options), given))
