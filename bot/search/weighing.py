"""How an engine weighs passages, whichever it is: BM25's parameters, and what each field is worth.

`okapi` says what the fields are; what each is worth, and what was tried and dropped, stands in docs/answers.md.
"""

import hashlib
from collections.abc import Sequence

from bot.core.model import Passage

K1, B = 1.0, 0.8
HEADINGS, PAIRS, ARTICLES = 0.5, 0.4, 0.5


def revision_of(passages: Sequence[Passage]) -> str:
    """Twelve hex digits that change whenever a passage or what is cited with it changes."""
    digest = hashlib.sha256()
    for passage in passages:
        digest.update(repr(passage).encode())
    return digest.hexdigest()[:12]
