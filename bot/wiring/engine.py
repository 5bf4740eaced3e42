"""Which engine ranks: rank-bm25 for hundreds of passages, posting lists for thousands, with the same scores."""

from collections.abc import Sequence
from typing import Literal

from bot.core.model import Passage
from bot.core.ports import PassageIndex

Engine = Literal["auto", "okapi", "postings"]

# rank-bm25 looks at every passage for every word: about 8 ms a question at two thousand, and ever more from there.
MANY = 2_000


def is_large(passages: int, engine: Engine) -> bool:
    """Whether posting lists rank so many passages; `auto` chooses by their number."""
    return engine == "postings" or (engine == "auto" and passages >= MANY)


def build_index(passages: Sequence[Passage], engine: Engine) -> PassageIndex:
    """An index of the passages by the engine that is asked for."""
    # Each brings libraries that the other does without.
    if is_large(len(passages), engine):
        from bot.search.posting_passages import PostingPassageIndex  # noqa: PLC0415

        return PostingPassageIndex(passages)
    from bot.search.okapi import OkapiIndex  # noqa: PLC0415

    return OkapiIndex(passages)
