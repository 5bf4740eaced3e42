"""The vectors of a corpus, kept in the state folder: a passage is encoded once, and anew only when its text changes."""

import hashlib
import logging
import shutil
from functools import cache, partial
from pathlib import Path

from bot.core.corpus import Corpus
from bot.library.engine import Progress, silent
from bot.search import files
from bot.search.semantic import encoder, passage_text
from bot.search.semantic.comparing import ComparedCorpus, Encodes

log = logging.getLogger(__name__)

# What decides, besides the model, on the vectors of a passage.
MADE_BY = (Path(encoder.__file__), Path(passage_text.__file__))


class VectorCache:
    """Compares a corpus by one encoder, however it changes. `latest` is how it was last; from that the next is made.

    The vectors of one model are kept in the folder, in `place`; those of another one that were there go. `trouble` is
    why they could not be kept, if they could not.
    """

    def __init__(self, folder: Path, encodes: Encodes, told: Progress = silent) -> None:
        self._folder, self._told = folder, told
        self.place = folder / encodes.name
        self.trouble: str | None = None
        self.latest = self._opened(encodes)

    def compared(self, corpus: Corpus) -> ComparedCorpus:
        """The corpus with a vector for every passage. To encode one takes some milliseconds."""
        self.latest = self.latest.changed(corpus, partial(self._told, "encoding"), self._keep)
        return self.latest

    def _opened(self, encodes: Encodes) -> ComparedCorpus:
        try:
            arrays, facts, _ = files.load(self.place)
            if facts.get("made_by") == made_by():
                return ComparedCorpus.joined(encodes, arrays)
        except files.AbsentIndexError:
            pass
        except files.UnusableIndexError as reason:
            log.warning("%s; passages are encoded again", reason)
        return ComparedCorpus.empty(encodes)

    def _keep(self, compared: ComparedCorpus) -> None:
        try:
            files.save(self.place, compared.parted(), {"made_by": made_by()})
        except files.BusyIndexError as reason:
            self.trouble = str(reason)
        except OSError as error:
            self.trouble = f"the vectors cannot be saved in {self.place} ({error.strerror})"
            log.warning("%s", self.trouble)
        else:
            self.trouble = None
            log.info("%s texts have their vectors in %s", f"{compared.count:,}", self.place)
            self._drop_those_of_other_models()

    def _drop_those_of_other_models(self) -> None:
        for other in self._folder.iterdir():
            if other != self.place:
                shutil.rmtree(other, ignore_errors=True)


@cache
def made_by() -> str:
    """Names the code that vectors come from."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in MADE_BY)).hexdigest()[:12]
