"""Notes what is news in the corpus: articles that came, what others say now, and what has gone from a source."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime

from bot.core.changes.revisions import Changes, Contents, newcomers, renamed, sightings
from bot.core.corpus import Corpus


def note_news(
    corpus: Corpus,
    now: datetime,
    changes: Changes,
    contents: Mapping[str, str] | None = None,
    hashes: MutableMapping[str, str] | None = None,
) -> set[str]:
    """Notes each new article and each new wording; returns the names that others have taken over.

    A first load is no news, and neither is another name for the same words, or what a new reader makes of the same
    file: `contents` are the hashes of the files, by article. `hashes` are kept from one time to the next. May be
    interrupted, and may be called again, by several at once. Raises StoreError.
    """
    known = changes.hashes()
    was = renamed(corpus, known)
    names = [each.article for each in corpus.attributions]
    moments = newcomers(names, changes.first_seen(), was, now)
    # First loads have one moment, and are noted in one go: of half a load, the other half would be news.
    for moment in sorted(set(moments.values())):
        these = [name for name in moments if moments[name] == moment]
        changes.note_articles(these, moment, is_news=moment == now)
    changes.note_revisions(sightings(corpus, known, was, Contents(contents or {}, changes.contents()), hashes), now)
    return set(was.values())
