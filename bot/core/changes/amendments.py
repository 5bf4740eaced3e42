"""Which of the passages that an answer quotes read otherwise now."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from bot.core.answering.receipts import Receipt, pinned
from bot.core.changes import redlines
from bot.core.changes.redlines import Changed, Redline
from bot.core.changes.revisions import Revision
from bot.core.changes.rewording import Mark, Stretch
from bot.core.corpus import Corpus
from bot.core.model import Scope
from bot.core.requests import Kind

TOLD = "told of changes"
"""The outcome of a request after which a reply stands that tells of changes."""


@dataclass(frozen=True, slots=True)
class TellChanges:
    """Say under an answer that what it quotes has changed.

    `ts`, `thread` and `at` are those of the question; `receipt` is the answer's, `answered` when it was asked.
    """

    ts: str
    at: str
    receipt: str
    answered: datetime
    thread: str | None = None
    kind: ClassVar[Kind] = Kind.AMENDMENT


def quoted(receipt: Receipt) -> dict[str, dict[int, str]]:
    """What an answer quotes: by article, in the order of the answer, the texts of its passages by their numbers."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for each in json.loads(receipt.answer)["quotations"]:
        found[each["article"]].update({pin["paragraph"]: pin["text"] for pin in pinned(each)})
    return dict(found)


def amended(
    receipt: Receipt, revisions: Mapping[str, Sequence[Revision]], corpus: Corpus
) -> tuple[Changed, ...] | None:
    """What changed in the quoted passages up to the last revisions, article by article: empty if nothing did.

    Of a long passage only the stretch counts that was quoted, and its redline shows no more.

    `revisions`: all that the articles said that have changed since the answer, the oldest first, so that two replicas
    with corpora of different age say the same. `corpus`: what is known of the articles now. What is slight is no
    change, and neither is another place in the article; that a passage is gone is one.

    Of an article that is gone, or out of sight for those who read the answer, nothing is said: it may be out of reach
    for a while. None where that leaves nothing to say, not even that everything reads as quoted.
    """
    seen, is_complete = Scope(collections=receipt.collections), True
    spans = _spans(receipt)
    changed = []
    for name, passages in quoted(receipt).items():
        own = called_now(name, passages, revisions, corpus)
        article = corpus.article(own)
        lines = _changes(passages, revisions.get(own, ()))
        if article is None or not seen.admits(article.attribution):
            is_complete = False
        else:
            near = (_within(line, *spans[name, line.before], revisions[own][-1]) for line in lines)
            if told := tuple(filter(None, near)):
                changed.append(Changed(article.attribution, told))
    return tuple(changed) if changed or is_complete else None


def called_now(
    name: str, passages: Mapping[int, str], revisions: Mapping[str, Sequence[Revision]], corpus: Corpus
) -> str:
    """What an article is called now of which these passages were quoted.

    That is its old name, unless there is no such article any more and just one other that said all of this.
    """
    if corpus.article(name) is not None:
        return name
    said = (other for other, all_ in revisions.items() if any(_has(each, passages) for each in all_))
    others = [other for other in said if corpus.article(other) is not None]
    return others[0] if len(others) == 1 else name


def _spans(receipt: Receipt) -> dict[tuple[str, int | None], tuple[int, int]]:
    """From where to where a passage is quoted, in characters, by article and number."""
    found: dict[tuple[str, int | None], tuple[int, int]] = {}
    for each in json.loads(receipt.answer)["quotations"]:
        for pin in pinned(each):
            place = each["article"], pin["paragraph"]
            # Of a list, the items are quoted whole, and so is the paragraph that introduces them.
            text = pin["text"] if each.get("items") else each["text"]
            start = max(0, pin["text"].find(text))
            first, last = found.get(place, (start, 0))
            found[place] = min(first, start), max(last, start + len(text))
    return found


def _within(line: Redline, start: int, end: int, now: Revision) -> Redline | None:
    """What of a redline concerns these characters of the paragraph before; None if they read as they did."""
    before = line.text_before
    if before[start:end] != before and any(before[start:end] in text for text in now.paragraphs):
        return None
    whole, at, near = len(before), 0, list[Stretch]()
    replaces: bool | None = None  # whether what was removed just before stood within; None if nothing was
    for each in line.stretches:
        if each.mark is Mark.ADDED:
            is_inside = start < at < end or at == start == 0 or at == end == whole
            if is_inside if replaces is None else replaces:
                near.append(each)
            continue
        text = each.text[max(0, start - at) : max(0, end - at)]
        near += [replace(each, text=text)] if text else []
        at += len(each.text)
        replaces = bool(text) if each.mark is Mark.REMOVED else None
    if all(each.mark is Mark.KEPT or each.slight for each in near):
        return None
    return replace(line, stretches=tuple(near))


def _changes(passages: Mapping[int, str], revisions: Sequence[Revision]) -> tuple[Redline, ...]:
    """How these passages of one article changed, by their numbers."""
    if not revisions or set(passages.values()) <= set(revisions[-1].paragraphs):
        return ()
    # The other paragraphs count, too: they tell a passage that was joined with its neighbour from one that was
    # rewritten, and one that is gone from its likes that are still there.
    then = next((each for each in reversed(revisions) if _has(each, passages)), None)
    if then is None:
        # Quoted between two looks at the documents, or by a bot that was killed before it noted what it had read.
        numbers, texts = tuple(passages), tuple(passages.values())
        lines = redlines.compare(texts, revisions[-1].paragraphs)
        return tuple(replace(line, before=numbers[line.before - 1]) for line in lines if line.before is not None)
    lines = redlines.compare(then.paragraphs, revisions[-1].paragraphs)
    return tuple(line for line in lines if line.before in passages)


def _has(revision: Revision, passages: Mapping[int, str]) -> bool:
    there = revision.paragraphs
    return all(number <= len(there) and there[number - 1] == text for number, text in passages.items())
