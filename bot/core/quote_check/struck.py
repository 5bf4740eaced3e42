"""Articles with what is struck out in them put back, so that a quotation of it is found, and known for what it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.model import Article, Passage
from bot.core.quote_check.surroundings import sentence_around
from bot.core.quote_check.verdicts import Kind, Match, Op, merged
from bot.core.text.sentences import Span


@dataclass(frozen=True, slots=True)
class _Restored:
    """A passage's text with its struck words put back, and where these stand in it."""

    text: str
    struck: tuple[Span, ...]

    def visible(self, at: int) -> int:
        """The place in the passage's own text that this place comes down to."""
        return at - sum(min(end, at) - start for start, end in self.struck if start < at)


def restored(articles: Iterable[Article]) -> Iterator[Article]:
    """Those of the articles that strike words out, with these words put back into their passages' texts."""
    for article in articles:
        if any(mark.kind == "struck" for passage in article.passages for mark in passage.marks):
            passages = tuple(replace(passage, text=_restore(passage).text) for passage in article.passages)
            yield replace(article, passages=passages)


def known_for_struck(match: Match, article: Article) -> Match | None:
    """A match in a restored article as one in the article itself, its struck words marked as such in `diff`.

    None where it holds no struck words, or runs over several passages.
    """
    passage = article.passage(match.passage.number)
    if match.on or passage is None:
        return None
    text = _restore(passage)
    diff: list[Op] = []
    at = match.start
    for op in match.diff:
        diff += _parted(op, at, text.struck)
        at += len(op.text)
    if all(op.kind is not Kind.STRUCK for op in diff):
        return None
    start, end = text.visible(match.start), text.visible(match.end)
    begin, finish = sentence_around(passage.text, min(start, len(passage.text) - 1), max(end, 1))
    before, after = passage.text[begin:start], passage.text[end:finish]
    blank = Op(diff[-1].kind, _blank(text.text[: match.end], after))
    whole = merged([Op(Kind.AROUND, before), *diff, blank, Op(Kind.AROUND, after)])
    return replace(match, passage=passage, start=begin, end=finish, diff=whole)


def _restore(passage: Passage) -> _Restored:
    text, struck, taken = "", [], 0
    for mark in sorted(passage.marks, key=lambda mark: mark.at):
        if mark.kind != "struck":
            continue
        before, after = passage.text[taken : mark.at], passage.text[mark.at :]
        text += before
        words = mark.text
        if not (before[-1:].isalnum() and after[:1].isalnum()):  # else it is struck out inside a word
            words = f"{_blank(before, words)}{words}{_blank(words, after)}"
        struck.append((len(text), len(text) + len(words)))
        text += words
        taken = mark.at
    return _Restored(text + passage.text[taken:], tuple(struck))


def _blank(left: str, right: str) -> str:
    """What has to stand between two stretches, so that their words stay apart."""
    return " " if left and right and not left[-1].isspace() and right[0].isalnum() else ""


def _parted(op: Op, start: int, struck: Sequence[Span]) -> Iterator[Op]:
    """A stretch of the restored text that begins at `start`, with its struck parts as stretches of their own."""
    at, end = start, start + len(op.text)
    for first, last in ((max(first, at), min(last, end)) for first, last in struck):
        if first < last:
            if at < first:
                yield Op(op.kind, op.text[at - start : first - start])
            yield Op(Kind.STRUCK, op.text[first - start : last - start])
            at = last
    if at < end:
        yield Op(op.kind, op.text[at - start :])
