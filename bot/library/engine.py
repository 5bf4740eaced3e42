"""Which engine ranks: rank-bm25 for hundreds of passages, posting lists for thousands, with the same scores."""

from typing import Literal

from bot.core.corpus import Corpus
from bot.search.embedded import EmbeddedIndex

Engine = Literal["auto", "okapi", "postings"]

# Passages. Of a thousand rank-bm25 makes its index within a tenth of a second and answers within a millisecond; from
# there on a kept index opens sooner than a new one is made (docs/performance.md).
MANY = 1_000


def is_large(passages: int, engine: Engine) -> bool:
    """Whether posting lists rank so many passages; `auto` chooses by their number."""
    return engine == "postings" or (engine == "auto" and passages >= MANY)


def build_index(corpus: Corpus, engine: Engine) -> EmbeddedIndex:
    """An index of the corpus by the engine that is asked for."""
    passages = corpus.passages
    # Each brings libraries that the other does without.
    if is_large(len(passages), engine):
        from bot.search.posting_passages import PostingPassageIndex  # noqa: PLC0415

        return EmbeddedIndex(corpus, PostingPassageIndex(passages))
    from bot.search.okapi import OkapiIndex  # noqa: PLC0415

    return EmbeddedIndex(corpus, OkapiIndex(passages))
