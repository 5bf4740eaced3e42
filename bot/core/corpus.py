"""The articles as one value: by name, by passage, and what replaces what."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from bot.core.model import Article, Passage, Reference


class Corpus:
    """An immutable set of articles, in order. Two articles never share an id."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = tuple(articles)
        self._by_id = {article.id: article for article in self.articles}
        if len(self._by_id) != len(self.articles):
            raise ValueError("two articles share an id")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage, article by article."""
        return tuple(passage for article in self.articles for passage in article.passages)

    def article(self, name: str) -> Article | None:
        """The article with this id, if the corpus has it."""
        return self._by_id.get(name)

    def around(self, reference: Reference, reach: int = 1) -> tuple[Passage, ...]:
        """The passage that is referred to, with up to `reach` passages before and after it."""
        article = self.article(reference.article)
        number = reference.paragraph or 1
        if article is None or article.passage(number) is None:
            return ()
        return article.passages[max(0, number - 1 - reach) : number + reach]

    def successor(self, passage: Passage) -> Article | None:
        """The article whose later word replaces this passage, or its whole article; the latest, if several."""
        article = Reference(passage.attribution.article)
        candidates = self._successors.get(passage.reference, []) + self._successors.get(article, [])
        return max(candidates, key=lambda article: article.attribution.published or date.min, default=None)

    @cached_property
    def _successors(self) -> dict[Reference, list[Article]]:
        successors: dict[Reference, list[Article]] = {}
        for article in self.articles:
            for reference in article.supersedes:
                if reference.article != article.id:
                    successors.setdefault(reference, []).append(article)
        return successors
