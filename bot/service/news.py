"""Notes what is news in the corpus: articles that came, what others say now, and what has gone from a source."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.core.changes.catalogue import Catalogued, Known
from bot.core.changes.revisions import ALWAYS, Changes, Contents, hash_of, newcomers, renamed, sightings
from bot.core.corpus import Corpus
from bot.core.model import Article


def note_news(corpus: Corpus, now: datetime, changes: Changes, contents: Mapping[str, str] | None = None) -> set[str]:
    """Notes each new article and each new wording; returns the names that others have taken over.

    A first load is no news, and neither is another name for the same words, or what a new reader makes of the same
    file: `contents` are the hashes of the files, by article. Only what differs from the catalogue is read. May be
    interrupted, and may be called again, by several at once. Raises StoreError.
    """
    files, noted = contents or {}, changes.catalogue()
    names = zip(corpus.names, corpus.digests, strict=True)
    there = {name: Known(digest, files.get(name, "")) for name, digest in names}
    fresh = [name for name, known in there.items() if noted.get(name) != known]
    gone = noted.keys() - there.keys()
    if not fresh and not gone:
        return set()
    known = changes.hashes(fresh)
    hashes = {article.id: hash_of(article) for article in _read(corpus, [each for each in fresh if each not in known])}
    was = renamed(hashes, changes.saying(set(hashes.values())), there)
    seen = changes.first_seen([*fresh, *was.values()])
    is_first_load = len(fresh) == len(there) and seen.keys().isdisjoint(fresh)
    moments = newcomers(fresh, seen, was, ALWAYS if is_first_load else now)
    # First loads have one moment, and are noted in one go: of half a load, the other half would be news.
    for moment in sorted(set(moments.values())):
        these = [name for name in moments if moments[name] == moment]
        changes.note_articles(these, moment, is_news=moment == now)
    come: list[Catalogued] = []

    def passing() -> Iterator[Article]:
        for article in _read(corpus, fresh):
            come.append(Catalogued.of(article, there[article.id]))
            yield article

    both = Contents(files, changes.contents(fresh))
    changes.note_revisions(sightings(passing(), known, was, both), now)
    # Last, so that what was interrupted is noted again.
    changes.note_catalogue(come, gone)
    return set(was.values())


def _read(corpus: Corpus, names: Sequence[str]) -> Iterator[Article]:
    """Articles of the corpus, one at a time: all of them may be more than memory holds."""
    return (article for name in names if (article := corpus.article(name)))
