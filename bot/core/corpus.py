"""The articles as one value: by name, by passage, and what replaces what."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from bot.core.model import Article, Attribution, Passage, Reference, Scope
from bot.core.names import resolved, short_names
from bot.core.text import analysis


class Origin(NamedTuple):
    """What many articles have in common: their language, publisher and collection."""

    language: str
    publisher: str | None
    collection: str | None


def origin_of(known: Attribution) -> Origin:
    """That of an article."""
    return Origin(known.language, known.publisher, known.collection)


class Corpus:
    """An immutable set of articles, in order. Two articles never share an id.

    This one holds its articles in memory. One that keeps them elsewhere says anew how they are found (`articles`,
    `names`, `attributions`, `origins`, `passages`, `digests`, `article`, `some`, `naming`, `superseded`, `having`); all
    else follows from that.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = tuple(articles)
        self._by_id = {article.id: article for article in self._articles}
        if len(self._by_id) != len(self._articles):
            raise ValueError("two articles share an id")

    @property
    def articles(self) -> Sequence[Article]:
        """Every article, in order."""
        return self._articles

    @property
    def attributions(self) -> Sequence[Attribution]:
        """What is known of each article, in order."""
        return tuple(article.attribution for article in self._articles)

    @property
    def names(self) -> Sequence[str]:
        """The id of each article, in order."""
        return tuple(self._by_id)

    @property
    def passages(self) -> Sequence[Passage]:
        """Every passage, article by article."""
        return tuple(passage for article in self._articles for passage in article.passages)

    @cached_property
    def digests(self) -> tuple[str, ...]:
        """Names each article as it is, in order."""
        return tuple(digest_of(article) for article in self._articles)

    @cached_property
    def origins(self) -> Mapping[Origin, int]:
        """The languages, publishers and collections that articles have together, and how many articles each."""
        return Counter(origin_of(each) for each in self.attributions)

    @cached_property
    def revision(self) -> str:
        """Twelve hex digits that change whenever an article does, in its words or in what it says of itself."""
        return revision_of(self.digests)

    @cached_property
    def publishers(self) -> frozenset[str]:
        """Everybody who is known to have published an article."""
        return frozenset(known.publisher for known in self.attributions if known.publisher)

    def article(self, name: str) -> Article | None:
        """The article with this id, if the corpus has it."""
        return self._by_id.get(name)

    def some(self, names: Collection[str]) -> Sequence[Article]:
        """The articles with these ids that the corpus has, in order."""
        return [article for article in self._articles if article.id in names]

    def naming(self, reference: Reference) -> Sequence[Article]:
        """The articles whose `supersedes` names this, in order; `reference` has the full name."""
        return self._naming.get(reference, ())

    @property
    def superseded(self) -> Iterable[Reference]:
        """Every article and passage that a `supersedes` names."""
        return self._naming

    def having(self, word: str) -> Iterable[Passage]:
        """Passages in order, among them all that have this folded word."""
        return self.passages

    def around(self, reference: Reference, reach: int = 1) -> tuple[Passage, ...]:
        """The passage that is referred to, with up to `reach` passages before and after it."""
        article = self.article(reference.article)
        number = reference.paragraph or 1
        if article is None or article.passage(number) is None:
            return ()
        return article.passages[max(0, number - 1 - reach) : number + reach]

    def successors(self, passage: Passage, day: date, seen: Scope) -> list[Article]:
        """The articles within the scope whose word replaces this passage, or its whole article, by that day.

        The latest first (`latest_first`). An article of unknown date is taken to be in effect already.
        """
        own = passage.attribution.article
        if own not in self._replaced:
            return []
        return self._by_then([passage.reference, Reference(own)], own, day, seen)

    def successors_of_any(self, name: str, day: date, seen: Scope) -> list[Article]:
        """The same, of the article with this id and of any of its passages."""
        return self._by_then([each for each in self.superseded if each.article == name], name, day, seen)

    @cached_property
    def _replaced(self) -> frozenset[str]:
        """The articles that others replace, or parts of which they do."""
        return frozenset(each.article for each in self.superseded)

    def _by_then(self, references: Iterable[Reference], own: str, day: date, seen: Scope) -> list[Article]:
        by_then = [
            each
            for reference in references
            for each in self.naming(reference)
            if each.id != own and (each.effective or date.min) <= day and seen.admits(each.attribution)
        ]
        return latest_first(by_then)

    def as_written(self, word: str, seen: Scope) -> str:
        """A folded word as the articles within the scope write it: with its capitals where they have them."""
        for passage in self.having(word):
            if seen.admits(passage.attribution) and (found := analysis.as_written(word, passage.text)):
                return found
        return word

    @cached_property
    def _naming(self) -> dict[Reference, list[Article]]:
        naming: dict[Reference, list[Article]] = {}
        short = short_names(self._by_id)
        for article in self._articles:
            for reference in article.supersedes:
                meant = resolved(reference.article, self._by_id, short) or reference.article
                naming.setdefault(replace(reference, article=meant), []).append(article)
        return naming


def latest_first(articles: Iterable[Article]) -> list[Article]:
    """What replaces another of them before it, otherwise by the day from which it counts, the latest first.

    What has no date is no older than what has one, for all that anybody knows.
    """
    waiting = sorted(articles, key=lambda article: article.effective or date.max, reverse=True)
    ordered: list[Article] = []
    while waiting:
        last_words = (each for each in waiting if not any(_replaces(other, each) for other in waiting))
        ordered.append(next(last_words, waiting[0]))
        waiting.remove(ordered[-1])
    return ordered


def _replaces(later: Article, earlier: Article) -> bool:
    names = {reference.article for reference in later.supersedes}
    return later.id != earlier.id and any(earlier.id == name or earlier.id.endswith(f"/{name}") for name in names)


def digest_of(article: Article) -> str:
    """Names an article as it is: 32 hex digits, others for the least change."""
    return sha256(repr(article).encode()).hexdigest()[:32]


def revision_of(digests: Iterable[str]) -> str:
    """Names a corpus by the digests of its articles, in order: twelve hex digits."""
    return sha256("".join(digests).encode()).hexdigest()[:12]
