"""Counts, word by word, what became of a file: in a passage, in a context, left out with a reason, or lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.model import Article
from bot.documents.corpus.format import Described
from tests.documents.completeness.independent import words_in


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the words of a file: how many it has, which of them are lost, and which it never had."""

    words: int
    lost: Counter[str]
    made_up: Counter[str]

    def __add__(self, other: "Account") -> "Account":
        return Account(self.words + other.words, self.lost + other.lost, self.made_up + other.made_up)

    @property
    def share(self) -> float:
        """The part of the words that is lost, 0 to 1."""
        return self.lost.total() / (self.words or 1)


COUNTED = re.compile(r"\d+[.)]")
NOTHING = Account(0, Counter(), Counter())


def account(source: Counter[str], found: Described, anywhere: Counter[str] | None = None) -> Account:
    """Compares the words of a file, by an independent reader, with what ours made of it.

    A heading stands above many passages, and a lead-in above many items: context may say a word more often than the
    source, but not one that the source has not. `anywhere` are all words of the file, markup and addresses among them.
    """
    said = words_in("\n".join(_said(found.article)))
    context = words_in("\n".join(_context(found.article)))
    out = words_in("\n".join(each.text for each in found.left_out))
    lost = Counter({word: count - said[word] - context[word] - out[word] for word, count in source.items()})
    known = source + (anywhere or Counter())
    titled = words_in(found.article.attribution.title or "")  # which may be that of the file's name
    made_up = Counter({word: count for word, count in (said + context).items() if not known[word] + titled[word]})
    return Account(source.total(), +lost, made_up)


def _said(article: Article) -> Iterator[str]:
    for passage in article.passages:
        yield passage.text
        yield from (mark.text for mark in passage.marks)


def _context(article: Article) -> Iterator[str]:
    if article.attribution.title:
        yield article.attribution.title
    for passage in article.passages:
        context = passage.context
        yield from context.headings
        yield from filter(None, (context.lead_in, *context.parents, *context.row))
        # Whoever reads a list sees its items counted, whatever numbers stand in the file.
        if context.label and not COUNTED.fullmatch(context.label):
            yield context.label
