"""An index as it would be on other machines: it gives away no more than the port asks for, and counts the calls."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from bot.core.corpus import Corpus
from bot.core.lookup import Consulted, Found, Lookup
from bot.core.model import Article, Passage, Scope
from bot.core.ports import PassageIndex
from bot.search.embedded import EmbeddedIndex
from bot.search.okapi import OkapiIndex


class DistantIndex:
    """Answers as the index of these articles, in excerpts; `calls` are those that each question costs."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._corpus = Corpus(articles)
        self._index: PassageIndex = EmbeddedIndex(self._corpus, OkapiIndex(self._corpus.passages))
        self.calls: list[str] = []

    @property
    def revision(self) -> str:
        return self._index.revision

    def languages(self, seen: Scope) -> tuple[str, ...]:
        return self._index.languages(seen)

    def consult(self, lookup: Lookup) -> Consulted:
        self.calls.append("consult")
        consulted = self._index.consult(lookup)
        near = {word: df for word, df in consulted.vocabulary.items() if len(word) > 1}
        return replace(consulted, vocabulary=near, candidates=consulted)

    def sharing(self, words: Collection[str]) -> Sequence[Article]:
        self.calls.append("sharing")
        return self._index.sharing(words)

    def complete(self, lookup: Lookup, consulted: Consulted) -> Found:
        self.calls.append("complete")
        found = self._index.complete(lookup, consulted)
        hits = [hit.passage for hit in found.hits]
        needed = dict.fromkeys(hit.attribution.article for hit in hits)
        waiting = list(needed)
        while waiting:
            name = waiting.pop()
            replacing = [
                each.id for each in self._corpus.articles if any(ref.article == name for ref in each.supersedes)
            ]
            waiting += [each for each in replacing if each not in needed]
            needed |= dict.fromkeys(replacing)
        articles = (each for each in self._corpus.articles if each.id in needed)
        return Found(found.hits, Corpus(_excerpt(each, hits) for each in articles))


def _excerpt(article: Article, hits: Iterable[Passage]) -> Article:
    own = {hit.number for hit in hits if hit.attribution.article == article.id}
    numbers = {1} | own | {number - 1 for number in own}
    return replace(article, passages=tuple(each for each in article.passages if each.number in numbers))
