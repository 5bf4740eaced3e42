"""What an answer rests on, so that it can be shown and made again later. A receipt names no person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from bot.core.answering.as_json import answer_as_json, context_as_json, marks_as_json
from bot.core.corpus import Corpus
from bot.core.model import Answer, Article, Question


@dataclass(frozen=True, slots=True)
class Receipt:
    """Question, terms, corpus and answer, and a hash of each quoted article's file.

    `collections` are those that were seen (None: all). `earlier` are questions that this one went on from.

    `answer` is the JSON text of the answer: the same revision gives the same text again, byte for byte.
    """

    id: str
    question: str
    day: date
    as_of: date | None
    collections: frozenset[str] | None
    revision: str
    terms: tuple[str, ...]
    answer: str
    articles: dict[str, str]
    earlier: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents that it quotes, in the order of its quotations."""
        return tuple(dict.fromkeys(each["article"] for each in json.loads(self.answer)["quotations"]))


@dataclass(frozen=True, slots=True)
class Again:
    """Whether the answer of a receipt came out again.

    `same`: to the last byte; None where nothing can be compared, because the corpus has changed since. `apart_from`:
    the notes but for which it is the same, because they come from what policybot no longer does. `reread`: the articles
    whose files are the same, and are read otherwise by now. `in_order`: the same was quoted in the same order, but a
    sentence encoder came to other figures. `lacks`: the sentence encoder that the answer was found with, where only
    that is another one now, or none; "" if it was found with none.
    """

    same: bool | None
    apart_from: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()
    in_order: bool = False
    lacks: str | None = None


def receipt_id(question: Question, day: date, revision: str, chosen: Sequence[str] = ()) -> str:
    """Twelve hex digits: the same for the same question on the same day from the same corpus, as far as it is seen.

    `chosen` is what curators chose for it, as `choices` names it.
    """
    seen = None if question.audience.collections is None else sorted(question.audience.collections)
    asked = [question.text, str(question.as_of), seen, day.isoformat(), revision, *question.earlier, *chosen]
    return sha256(json.dumps(asked).encode()).hexdigest()[:12]


def choices(answer: Answer) -> tuple[str, ...]:
    """Names what curators chose for an answer: other choices, another receipt."""
    return tuple(
        f"{','.join(str(each.reference) for each in quoted.passages)} {quoted.chosen.by} {quoted.chosen.on}"
        for quoted in answer.quotations
        if quoted.chosen
    )


def receipt_of(answer: Answer, day: date, hashes: dict[str, str]) -> Receipt:
    """The receipt of an answer; `hashes` gives each quoted article the hash of its file."""
    quoted = {quotation.attribution.article for quotation in answer.quotations}
    return Receipt(
        id=answer.receipt,
        question=answer.question.text,
        day=day,
        as_of=answer.question.as_of,
        collections=answer.question.audience.collections,
        revision=answer.revision,
        terms=answer.terms,
        answer=canonical(answer),
        articles={name: hashes[name] for name in sorted(quoted) if name in hashes},
        earlier=answer.question.earlier,
    )


def canonical(answer: Answer) -> str:
    """The answer as JSON text, the same bytes for the same answer."""
    return _text(answer_as_json(answer))


# How notes began that this version no longer writes, and older receipts have.
_RETIRED = ("The sources differ (",)


def same_apart_from(receipt: Receipt, again: Answer) -> tuple[str, ...]:
    """The notes of a receipt that this version no longer writes, if without them it has the answer that came again.

    () if there are none, or the answers differ in more than these.
    """
    kept = json.loads(receipt.answer)
    retired = tuple(note for note in kept["notes"] if note.startswith(_RETIRED))
    kept["notes"] = [note for note in kept["notes"] if note not in retired]
    return retired if _text(kept) == canonical(again) else ()


def same_but_for_figures(receipt: Receipt, again: Answer) -> bool:
    """Whether the same is quoted in the same order, though scores and confidence differ.

    So it may be where meanings were compared on another processor, whose arithmetic differs in the last digits.
    """
    return _without_figures(receipt.answer) == _without_figures(canonical(again))


def _without_figures(answer: str) -> str:
    return _text(json.loads(answer, object_hook=lambda told: {k: v for k, v in told.items() if k not in _FIGURES}))


_FIGURES = ("score", "confidence")


def read_otherwise(receipt: Receipt, corpus: Corpus) -> frozenset[str]:
    """The articles of which a quoted passage, or what it hangs on, does not stand in the corpus as it was quoted."""
    return frozenset(
        quoted["article"]
        for quoted in json.loads(receipt.answer)["quotations"]
        if not all(_stands(each, corpus.article(quoted["article"])) for each in pinned(quoted))
    )


def pinned(quoted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The passages that a quotation of a receipt pins: its number, words, context and marks of each."""
    keys = ("paragraph", "context", "marks")
    alone = {key: quoted[key] for key in keys if key in quoted} | {"text": quoted["passage"]}
    return quoted.get("items") or [alone]


def _stands(pin: Mapping[str, Any], article: Article | None) -> bool:
    passage = article.passage(pin["paragraph"]) if article else None
    if passage is None:
        return False
    now = {"text": passage.text, "context": context_as_json(passage.context), "marks": marks_as_json(passage)}
    return all(pin.get(key) == value for key, value in now.items())


def as_json(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain values."""
    return {
        "receipt": receipt.id,
        "question": receipt.question,
        "day": receipt.day.isoformat(),
        "as_of": receipt.as_of.isoformat() if receipt.as_of else None,
        "collections": None if receipt.collections is None else sorted(receipt.collections),
        "revision": receipt.revision,
        "terms": list(receipt.terms),
        "articles": receipt.articles,
        "earlier": list(receipt.earlier),
        "answer": json.loads(receipt.answer),
    }


def from_json(values: dict[str, Any]) -> Receipt:
    """Reads what `as_json` wrote. Raises KeyError or ValueError for anything else."""
    return Receipt(
        id=values["receipt"],
        question=values["question"],
        day=date.fromisoformat(values["day"]),
        as_of=date.fromisoformat(values["as_of"]) if values["as_of"] else None,
        collections=None if values["collections"] is None else frozenset(values["collections"]),
        revision=values["revision"],
        terms=tuple(values["terms"]),
        answer=_text(values["answer"]),
        articles=dict(values["articles"]),
        earlier=tuple(values.get("earlier", ())),
    )


def _text(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, sort_keys=True)
