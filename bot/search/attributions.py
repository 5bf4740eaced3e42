"""What a question's filters, and what it says of publishers and dates, mean among the articles of a corpus."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.core.answering.filters import matching
from bot.core.corpus import Corpus, Origin
from bot.core.lookup import Lookup
from bot.core.model import Attribution, Scope
from bot.core.text import analysis

SCOPES_AT_HAND = 64  # whose publishers' names are known


@dataclass(frozen=True, slots=True)
class Dates:
    """Whether any article that the asker may see has a date, and how many only their unknown date keeps out."""

    dated: bool = False
    undated: int = 0


class Attributions:
    """What is known of the articles of a corpus, for every engine."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.publishing = lru_cache(maxsize=SCOPES_AT_HAND)(self._terms_of_publishers)

    def narrowed(self, lookup: Lookup) -> Scope:
        """The query's scope, narrowed to the publishers and topics that the filters name."""
        scope = lookup.query.scope
        # Most questions have no such filter, and then nobody looks through the articles.
        known = self._known(lookup.seen) if lookup.sources or lookup.topics else []
        if lookup.sources:
            publishers = {each.publisher for each in known if each.publisher}
            scope = replace(scope, publishers=matching(publishers, lookup.sources))
        if lookup.topics:
            topics = {topic for each in known for topic in each.topics}
            scope = replace(scope, topics=matching(topics, lookup.topics))
        return scope

    def dates(self, scope: Scope, seen: Scope) -> Dates:
        """What there is to say of dates, where a scope asks for them."""
        if not (scope.since or scope.before):
            return Dates()
        known, anytime = self._known(seen), replace(scope, since=None, before=None)
        undated = sum(each.published is None and anytime.admits(each) for each in known)
        return Dates(any(each.published for each in known), undated)

    def languages(self, seen: Scope) -> tuple[str, ...]:
        """The languages of the articles within a scope of collections: that of most of them first."""
        articles = Counter[str]()
        for origin, many in self._origins(seen):
            articles[origin.language] += many
        return tuple(sorted(articles, key=lambda language: (-articles[language], language)))

    def _terms_of_publishers(self, seen: Scope) -> frozenset[str]:
        names = {(origin.publisher, origin.language) for origin, _ in self._origins(seen) if origin.publisher}
        return frozenset(term for name, language in names for term in analysis.terms(name, language))

    def _origins(self, seen: Scope) -> Iterator[tuple[Origin, int]]:
        for origin, many in self._corpus.origins.items():
            if seen.collections is None or origin.collection in seen.collections:
                yield origin, many

    def _known(self, seen: Scope) -> Sequence[Attribution]:
        return [each for each in self._corpus.attributions if seen.admits(each)]
