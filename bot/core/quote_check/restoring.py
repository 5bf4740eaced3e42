"""Articles with what stands beside their words put back, so that a quotation of it is found, and known for what it is.

What is struck out in a passage is put back where it stood, and the number of a clause before its first words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from bot.core.model import Article, Passage, Quotation
from bot.core.quote_check.verdicts import PARTED, Kind, Match, Op, merged


@dataclass(frozen=True, slots=True)
class _Aside:
    """Where words that were put back stand in a text, and what they are."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Restored:
    """A passage's text with the words beside it put back, and where these stand in it."""

    text: str
    asides: tuple[_Aside, ...]

    def own(self, at: int) -> int:
        """The place in the passage's own text that this place comes down to."""
        return at - sum(min(aside.end, at) - aside.start for aside in self.asides if aside.start < at)


class Labels(Enum):
    """How the numbers of clauses are put back: whole ("4.2.1 (a)"), as they stand at their place ("(a)"), or not."""

    WHOLE = "whole"
    LAST = "last"
    NONE = "none"


def labels_in(text: str) -> tuple[Labels, ...]:
    """How numbers of clauses have to be put back, so that a quotation of this text is found with them."""
    numbered = any(character.isdigit() or character in "(§" for character in text)
    return (Labels.WHOLE, Labels.LAST) if numbered else (Labels.NONE,)


def restored(articles: Iterable[Article], labels: Labels) -> Iterator[Article]:
    """Those of the articles that have words beside their own, with these put back into their passages' texts."""
    for article in articles:
        texts = [_restore(each, labels).text for each in article.passages]
        # Few articles have any, and to copy the others takes long.
        if any(text != each.text for text, each in zip(texts, article.passages, strict=True)):
            passages = zip(article.passages, texts, strict=True)
            yield replace(article, passages=tuple(replace(each, text=text) for each, text in passages))


def known_for_what_it_is(match: Match, article: Article, labels: Labels) -> Match | None:
    """A match in a restored article as one in the article itself, the words that were put back marked in `diff`.

    None where it holds none of these.
    """
    parts: list[Quotation] = []
    asides: list[_Aside] = []
    at = 0
    for part in match.quotations:
        passage = article.passage(part.passage.number)
        if passage is None:
            return None
        text = _restore(passage, labels)
        asides += [
            replace(aside, start=at + aside.start - part.start, end=at + aside.end - part.start)
            for aside in text.asides
            if aside.start < part.end and part.start < aside.end
        ]
        start, end = text.own(part.start), text.own(part.end)
        # Where all of it is struck out, it stands between two characters.
        start = max(0, min(start, len(passage.text) - 1))
        parts.append(replace(part, passage=passage, start=start, end=max(end, start + 1)))
        at += part.end - part.start + len(PARTED)
    diff = merged(_parted(match.diff, asides))
    if all(op.kind not in (Kind.STRUCK, Kind.LABEL) for op in diff):
        return None
    first, *on = parts
    return replace(match, passage=first.passage, start=first.start, end=first.end, on=tuple(on), diff=diff)


def _restore(passage: Passage, labels: Labels) -> _Restored:
    text, asides, taken = "", list[_Aside](), 0
    if passage.context.label and labels is not Labels.NONE:
        text = f"{passage.context.label if labels is Labels.WHOLE else passage.context.label.split()[-1]} "
        asides.append(_Aside(0, len(text), Kind.LABEL))
    for mark in sorted(passage.marks, key=lambda mark: mark.at):
        if mark.kind != "struck":
            continue
        before, after = passage.text[taken : mark.at], passage.text[mark.at :]
        text += before
        words = mark.text
        if not (before[-1:].isalnum() and after[:1].isalnum()):  # else it is struck out inside a word
            words = f"{_blank(before, words)}{words}{_blank(words, after)}"
        asides.append(_Aside(len(text), len(text) + len(words), Kind.STRUCK))
        text += words
        taken = mark.at
    return _Restored(text + passage.text[taken:], tuple(asides))


def _blank(left: str, right: str) -> str:
    """What has to stand between two stretches, so that their words stay apart."""
    return " " if left and right and not left[-1].isspace() and right[0].isalnum() else ""


def _parted(diff: Iterable[Op], asides: Iterable[_Aside]) -> Iterator[Op]:
    """The stretches of a restored text, with what was put back as stretches of their own."""
    start = 0
    for op in diff:
        if op.kind is Kind.ADDED:
            yield op
            continue
        at, end = start, start + len(op.text)
        for aside in asides:
            first, last = max(aside.start, at), min(aside.end, end)
            if first < last:
                yield Op(op.kind, op.text[at - start : first - start])
                yield Op(aside.kind, op.text[first - start : last - start])
                at = last
        yield Op(op.kind, op.text[at - start :])
        start = end
