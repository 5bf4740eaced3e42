"""Pages and PDFs read in this process: as `read_apart`, which takes one of its own, for tests of other things."""

from collections.abc import Mapping

from bot.documents.readers.formats import reader_of
from bot.documents.readers.reading import Reading, from_json


def read_here(kind: str, data: bytes, options: Mapping[str, str]) -> Reading:
    return from_json(reader_of(kind)(data, options))
