"""Which of the passages that an answer quotes read otherwise now."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from bot.core import redlines
from bot.core.corpus import Corpus
from bot.core.digests import Changed
from bot.core.model import Scope
from bot.core.receipts import Receipt
from bot.core.redlines import Redline
from bot.core.revisions import Revision

TOLD = "told of changes"
"""The outcome of a request after which a reply stands that tells of changes."""


def quoted(receipt: Receipt) -> dict[str, dict[int, str]]:
    """What an answer quotes: by article, in the order of the answer, the texts of its passages by their numbers."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for each in json.loads(receipt.answer)["quotations"]:
        found[each["article"]][each["paragraph"]] = each["passage"]
    return dict(found)


def amended(
    receipt: Receipt, revisions: Mapping[str, Sequence[Revision]], corpus: Corpus
) -> tuple[Changed, ...] | None:
    """What changed in the quoted passages up to the last revisions, article by article: empty if nothing did.

    `revisions`: all that the articles said that have changed since the answer, the oldest first, so that two replicas
    with corpora of different age say the same. `corpus`: what is known of the articles now. What is slight is no
    change, and neither is another place in the article; that a passage is gone is one.

    Of an article that is gone, or out of sight for those who read the answer, nothing is said: it may be out of reach
    for a while. The same goes for a passage that no revision has as it was quoted. None where that leaves nothing to
    say, not even that everything reads as quoted.
    """
    seen, is_complete = Scope(collections=receipt.collections), True
    changed = []
    for name, passages in quoted(receipt).items():
        article = corpus.article(name)
        lines = _changes(passages, revisions.get(name, ()))
        if article is None or lines is None or not seen.admits(article.attribution):
            is_complete = False
        elif lines:
            changed.append(Changed(article.attribution, lines))
    return tuple(changed) if changed or is_complete else None


def _changes(passages: Mapping[int, str], revisions: Sequence[Revision]) -> tuple[Redline, ...] | None:
    """How these passages of one article changed, by their numbers; None if no revision has them."""
    if not revisions or set(passages.values()) <= set(revisions[-1].paragraphs):
        return ()
    # The other paragraphs count, too: they tell a passage that was joined with its neighbour from one that was
    # rewritten, and one that is gone from its likes that are still there.
    then = next((each for each in reversed(revisions) if _has(each, passages)), None)
    if then is None:
        return None
    lines = redlines.compare(then.paragraphs, revisions[-1].paragraphs)
    return tuple(line for line in lines if line.before in passages)


def _has(revision: Revision, passages: Mapping[int, str]) -> bool:
    there = revision.paragraphs
    return all(number <= len(there) and there[number - 1] == text for number, text in passages.items())
