"""The folders of the corpus, as the settings name them, and how the files in them are read."""

from functools import partial
from pathlib import Path

from bot.core.errors import ConfigurationError
from bot.documents.corpus.kept_readings import KeptReadings
from bot.documents.corpus.reading import read_file, without_boilerplate
from bot.documents.corpus.roots import Root, Roots
from bot.documents.faults import Faulty, read_text
from bot.documents.readers.text import Boilerplate, parse_boilerplate
from bot.library.shelf import Shelf
from bot.library.shipped import at_home
from bot.library.sources import source_roots
from bot.settings import Settings

LARGEST_CONFIG = 1_000_000
READINGS = "readings.db"
# The folder in the state folder for what curators chose and wrote; in it the files that they wrote.
CURATED, WRITTEN = "curated", "written"
NO_DOCUMENTS = "this replica follows another one and has no documents (opensearch.follow); do that where it has them"
OF_CURATORS = "written-answers"
"""What the documents that curators write have as their source."""


def demand_documents(settings: Settings) -> None:
    """Raises ConfigurationError where another replica has the documents."""
    if settings.opensearch.follow:
        raise ConfigurationError(NO_DOCUMENTS)


def roots_of(settings: Settings) -> Roots:
    """The folders of the corpus, its own first; what is read of their files is kept in the state folder.

    Raises ConfigurationError where another replica has them.
    """
    demand_documents(settings)
    kept = KeptReadings(settings.state / READINGS, read_file)
    in_folders = {folder.strip("/"): each.name for each in settings.collections for folder in each.folders}
    own = Root(settings.corpus, may_lack=bool(settings.sources), collections=in_folders)
    written = Root(settings.state / CURATED / WRITTEN, OF_CURATORS, may_lack=True)
    read = without_boilerplate(kept, read_boilerplate(settings.boilerplate))
    return Roots((own, *source_roots(settings), written), read, shelf=partial(Shelf, settings.state))


def read_boilerplate(file: Path) -> Boilerplate:
    """The patterns of what raw texts are freed from. Raises ConfigurationError."""
    try:
        return parse_boilerplate(read_text(at_home(file), LARGEST_CONFIG))
    except Faulty as fault:
        raise ConfigurationError(str(fault.within(file))) from fault
