"""A document of the corpus: its file, and what is said beside it → its article."""

import hashlib
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.core.changes.catalogue import HALF_HASH
from bot.core.model import Article
from bot.documents.corpus import metadata
from bot.documents.corpus.listing import UNSHOWABLE, beside
from bot.documents.corpus.metadata import Metadata
from bot.documents.corpus.roots import Root, Roots
from bot.documents.faults import Faulty, unreadable

if TYPE_CHECKING:
    from bot.documents.corpus.format import Described

LARGEST_FILE = 50_000_000
LARGEST_BESIDE = 100_000


@dataclass(frozen=True, slots=True)
class Written:
    """What lies on the disk of a document: the bytes of its file, and of the YAML file beside it (none if empty)."""

    data: bytes
    beside: bytes = b""
    named: Path | None = None

    @property
    def hash(self) -> str:
        """Names both: HALF_HASH hex digits of the file, and as many of what is beside it, if anything is."""
        both = (self.data, self.beside) if self.beside else (self.data,)
        return "".join(hashlib.sha256(each).hexdigest()[:HALF_HASH] for each in both)

    def said(self) -> Metadata:
        """What is said beside the file. Raises Faulty."""
        if not self.beside:
            return Metadata()
        try:
            return metadata.parse(self.beside.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise Faulty(
                0, f"has a file beside it, {self._beside}, that is not UTF-8 text", "save it as UTF-8"
            ) from error
        except Faulty as fault:
            where = f"{self._beside}, line {fault.line}" if fault.line else self._beside
            raise Faulty(0, f"has a file beside it, {where}: {fault.what}", fault.mend) from fault

    @property
    def _beside(self) -> str:
        return self.named.name if self.named else ""


def written(file: Path) -> Written:
    """What lies on the disk of a document now. Raises Faulty."""
    if UNSHOWABLE.search(file.name):
        raise Faulty(0, "has a file name that cannot be shown", "rename it: documents are cited by their name")
    data = bytes_of(file, LARGEST_FILE)
    named = beside(file)
    return Written(data, bytes_of(named, LARGEST_BESIDE) if named else b"", named)


def bytes_of(file: Path, limit: int) -> bytes:
    """What stands in a regular file of at most so many bytes. Raises Faulty."""
    try:
        found = file.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for, a device never ends
            raise Faulty(0, "is no regular file", "put a file in its place")
        if found.st_size > limit:
            raise Faulty(0, f"is {found.st_size:,} bytes long", f"split it into files of at most {limit:,} bytes")
        return file.read_bytes()
    except OSError as error:
        raise unreadable(error, "check that it exists and may be read") from error


def read(roots: Roots, path: str, name: str) -> Article:
    """The article of the document at a path, under a name. Raises Faulty."""
    return article_of(roots, path, name, written(roots.file(path)))


def article_of(roots: Roots, path: str, name: str, found: Written) -> Article:
    """The article that was written at a path. Raises Faulty."""
    at_hand = roots.at_hand.get((path, name, found.hash)) if roots.at_hand else None
    return at_hand or described_at(roots, path, name, found.data, found.said()).article


def described_at(roots: Roots, path: str, name: str, data: bytes, said: Metadata) -> "Described":
    """The article of a document at a path that says this, and how it came about. Raises Faulty.

    `said` is what is said beside its file.
    """
    from bot.documents.corpus import format as corpus_format  # noqa: PLC0415  # who reads nothing needs no parser

    root, within = roots.split(path)
    described = corpus_format.described(name, roots.read(within, data), said, root.given_to(within))
    if described.article.attribution.url or not root.link:
        return described
    origins = {**described.origins, "url": corpus_format.SOURCE}
    return replace(described, article=_linked(described.article, within, root), origins=origins)


def over(known: Metadata, better: Metadata) -> Metadata:
    """What is known, with what is known better in its place."""
    return known.model_copy(update={key: getattr(better, key) for key in better.model_fields_set})


def _linked(article: Article, path: str, root: Root) -> Article:
    """The same with its web address, by the pattern of its source."""
    whole = f"{root.below}{path}"
    stem = whole.rpartition(".")[0] or whole
    url = root.link
    for key, value in {"path": quote(whole), "name": quote(stem), "commit": root.commit_of(path)}.items():
        url = url.replace(f"{{{key}}}", value)
    attribution = replace(article.attribution, url=url)
    passages = tuple(replace(passage, attribution=attribution) for passage in article.passages)
    return replace(article, attribution=attribution, passages=passages)
