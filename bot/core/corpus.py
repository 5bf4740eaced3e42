"""The articles as one value: by name, by passage, and what replaces what."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from hashlib import sha256

from bot.core import analysis
from bot.core.model import Article, Passage, Reference, Scope


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

    def successors(self, passage: Passage, day: date, seen: Scope) -> list[Article]:
        """The articles within the scope whose word replaces this passage, or its whole article, by that day.

        The latest first. An article of unknown date is taken to be in effect already.
        """
        whole = Reference(passage.attribution.article)
        candidates = self._successors.get(passage.reference, []) + self._successors.get(whole, [])
        by_then = [each for each in candidates if (each.effective or date.min) <= day and seen.admits(each.attribution)]
        return sorted(by_then, key=lambda article: article.effective or date.min, reverse=True)

    @cached_property
    def revision(self) -> str:
        """Twelve hex digits that change whenever an article does, in its words or in what it says of itself."""
        digest = sha256()
        for article in self.articles:
            digest.update(repr(article).encode())
        return digest.hexdigest()[:12]

    def as_written(self, word: str, seen: Scope) -> str:
        """A folded word as the articles within the scope write it: with its capitals where they have them."""
        for passage in self.passages:
            if not seen.admits(passage.attribution):
                continue
            for match in analysis.WORD.finditer(passage.text):
                if analysis.fold(match.group()) == word:
                    return match.group()
        return word

    @cached_property
    def _successors(self) -> dict[Reference, list[Article]]:
        successors: dict[Reference, list[Article]] = {}
        for article in self.articles:
            for reference in article.supersedes:
                if reference.article != article.id:
                    successors.setdefault(reference, []).append(article)
        return successors
