"""Pinned answers: passages that a curator ties to a question. They come first, as long as they stand as they did then.

A pin answers its question and what asks the same in other words. That is told conservatively: by the same content
words, or by nearly all of many, where no name and no number differs.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from bot.core.answering.confidence import names
from bot.core.answering.going_on import parts_of
from bot.core.answering.marking import Asked
from bot.core.answering.quoting import quote, still_stands
from bot.core.answering.receipts import Receipt, pinned
from bot.core.answering.timeline import AsOfView, validity
from bot.core.corpus import Corpus
from bot.core.model import Article, Chosen, Hit, Passage, Quotation, Scope
from bot.core.text import analysis

# Of two questions with so many content words together, so large a share may be common to be one question.
ENOUGH_WORDS, SAME = 5, 0.8


@dataclass(frozen=True, slots=True)
class Pin:
    """Passages of an article, by their numbers, for a question and its rewordings.

    `words` is a hash of what they said then (`hash_of`); `by` is the name in which they were chosen, `on` the day;
    `collection` is that of the article then.
    """

    id: str
    questions: tuple[str, ...]
    article: str
    paragraphs: tuple[int, ...]
    words: str
    by: str
    on: date
    collection: str | None = None


class PinState(StrEnum):
    """How a pinned passage stands today. All but STANDS want a look, and are not shown as chosen."""

    STANDS = "stands"
    CHANGED = "has changed"
    GONE = "is gone"
    REPLACED = "was replaced by a later document"
    NOT_IN_FORCE = "is not in force"


def hash_of(passages: Iterable[Passage]) -> str:
    """Names what passages say: 32 hex digits."""
    return _hash(passage.text for passage in passages)


def state_of(pin: Pin, corpus: Corpus, day: date) -> tuple[PinState, tuple[Passage, ...]]:
    """How a pin stands in a corpus on a day, and its passages, wherever they stand in their article by now."""
    article = corpus.article(pin.article)
    if article is None:
        return PinState.GONE, ()
    passages = _passages(pin, article)
    if not passages:
        return PinState.CHANGED, ()
    view = AsOfView(corpus, day, Scope())
    if any(view.successors(passage) for passage in passages):
        return PinState.REPLACED, passages
    in_force = all(view.is_in_force(passage) for passage in passages)
    return (PinState.STANDS if in_force else PinState.NOT_IN_FORCE), passages


def _passages(pin: Pin, article: Article) -> tuple[Passage, ...]:
    """The passages of the article that say what was chosen: at their place, or else at the only other one."""
    there = tuple(filter(None, map(article.passage, pin.paragraphs)))
    if len(there) == len(pin.paragraphs) and hash_of(there) == pin.words:
        return there
    count = len(pin.paragraphs)
    runs = (article.passages[at : at + count] for at in range(len(article.passages) - count + 1))
    same = [run for run in runs if hash_of(run) == pin.words]
    return same[0] if len(same) == 1 else ()


def matching(question: str, pins: Iterable[Pin]) -> list[Pin]:
    """The pins that answer a question, the nearest first; of equally near ones the latest."""
    scored = [(max(same(question, each) for each in pin.questions), pin) for pin in pins if pin.questions]
    found = [(near, pin) for near, pin in scored if near]
    return [pin for _, pin in sorted(found, key=lambda each: (each[0], each[1].on, each[1].id), reverse=True)]


def same(question: str, other: str) -> float:
    """How surely two questions ask the same, 0 (not at all) to 1."""
    one, two = frozenset(analysis.terms(question)), frozenset(analysis.terms(other))
    together, apart = one | two, one ^ two
    if not together:
        return 0.0
    if not apart:
        return 1.0
    share = len(one & two) / len(together)
    is_near = len(together) >= ENOUGH_WORDS and share >= SAME and not apart & (names(question) | names(other))
    return share if is_near and not any(char.isdigit() for term in apart for char in term) else 0.0


def quotation_of(pin: Pin, passages: Sequence[Passage], article: Article, asked: Asked, day: date) -> Quotation | None:
    """What a pin quotes, as chosen; None if it does not stand in the article as it is at this moment."""
    first = passages[0]
    if len(passages) == 1:
        quotation = quote(Hit(first, 0.0), asked)
    else:
        quotation = Quotation(first, 0, len(first.text), run=tuple(passages))
    if not still_stands(quotation, article):
        return None
    standing = validity(first, AsOfView(Corpus((article,)), day, Scope()))
    return replace(quotation, validity=standing, chosen=Chosen(pin.by, pin.on))


def pins_of(receipt: Receipt) -> tuple[Pin, ...]:
    """What curators had chosen when an answer was given, as its receipt has it: to give the same answer again."""
    questions = (receipt.question, *parts_of(receipt.question, receipt.day))
    found = []
    for number, quoted in enumerate(json.loads(receipt.answer)["quotations"]):
        if chosen := quoted.get("chosen"):
            passages = pinned(quoted)
            words = _hash(each["text"] for each in passages)
            numbers = tuple(each["paragraph"] for each in passages)
            day = date.fromisoformat(chosen["on"])
            found.append(Pin(str(number), questions, quoted["article"], numbers, words, chosen["by"], day))
    return tuple(found)


def _hash(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode()).hexdigest()[:32]
