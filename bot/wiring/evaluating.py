"""The project's own ranking, marking and confidence, put before a test collection."""

import hashlib
from functools import partial
from pathlib import Path

from bot.evaluation.measuring import Progress, measure
from bot.evaluation.our_system import OurSystem
from bot.evaluation.reading import read
from bot.evaluation.report import Report
from bot.library.engine import build_index
from bot.library.keeping_up import comparing
from bot.library.library import read_synonyms, today
from bot.settings import Settings


def evaluate(folder: Path, settings: Settings, progress: Progress) -> Report:
    """Measures the answers on a collection in the BEIR layout. Raises ConfigurationError."""
    collection = read(folder)
    compare = comparing(settings, vectors_of(collection.name))
    build = partial(build_index, engine=settings.search.engine, compare=compare)
    ours = OurSystem(collection.articles, read_synonyms(settings.synonyms), build, today())
    return measure(collection, ours, progress)


def vectors_of(collection: str) -> str:
    """Names the place where the vectors of a test collection are kept."""
    return f"test {hashlib.sha256(collection.encode(errors='surrogatepass')).hexdigest()[:12]}"
