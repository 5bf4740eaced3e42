"""Which engine ranks: rank-bm25 for hundreds of passages, posting lists for thousands, with the same scores."""

from collections.abc import Sequence
from typing import Literal

from bot.core.model import Passage
from bot.core.ports import PassageIndex
from bot.search.okapi import OkapiIndex
from bot.search.posting_passages import PostingPassageIndex

Engine = Literal["auto", "okapi", "postings"]

# rank-bm25 looks at every passage for every word: about 8 ms a question at two thousand, and ever more from there.
MANY = 2_000


def build_index(passages: Sequence[Passage], engine: Engine) -> PassageIndex:
    """An index of the passages by the engine that is asked for; `auto` chooses by their number."""
    if engine == "okapi" or (engine == "auto" and len(passages) < MANY):
        return OkapiIndex(passages)
    return PostingPassageIndex(passages)
