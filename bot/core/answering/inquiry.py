"""What a question asks for, worked out before anything is ranked: where to look, for which words, and as of when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.answering import filters, spelling, wording
from bot.core.answering.confidence import idf
from bot.core.answering.filters import ParsedQuestion
from bot.core.answering.synonyms import EXPANSION_WEIGHT, Expansion, Synonyms
from bot.core.corpus import Corpus
from bot.core.model import Attribution, Correction, Passage, Query, Question, Scope
from bot.core.ports import PassageIndex
from bot.core.text import analysis
from bot.core.text.analysis import Token


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, ready to be searched.

    `tokens` are its words after corrections, `weights` the idf of their terms; `missing` its words, as typed, that no
    article that the asker may see has, in any spelling that is known; `notes` are sentences for the asker.
    """

    request: ParsedQuestion
    scope: Scope
    tokens: tuple[Token, ...]
    weights: Mapping[str, float]
    corrections: tuple[Correction, ...]
    expansions: tuple[Expansion, ...]
    missing: tuple[str, ...]
    as_of: date | None
    notes: tuple[str, ...]

    @property
    def words(self) -> str:
        """The question's own words, without filters and with corrections."""
        used = {correction.typed: correction.used for correction in self.corrections}
        return analysis.WORD.sub(lambda word: used.get(word.group(), word.group()), self.request.words)

    @property
    def query(self) -> Query:
        """The asker's terms and the pairs of them; expansions weigh less."""
        own = tuple(token.term for token in self.tokens)
        more = [(term, EXPANSION_WEIGHT) for each in self.expansions for term in each.terms]
        return Query(
            terms=own + tuple(term for term, _ in more),
            weights=(1.0,) * len(own) + tuple(weight for _, weight in more),
            scope=self.scope,
            pairs=tuple(analysis.pairs(own)),
        )

    @property
    def is_strict(self) -> bool:
        """Whether `admits` may turn a passage away."""
        return bool(self.request.phrases or self.request.excluded or self.request.exact)

    def admits(self, passage: Passage) -> bool:
        """Whether a passage is in scope, has every quoted phrase and exact word, and none of the excluded ones."""
        if not self.scope.admits(passage.attribution):
            return False
        there = analysis.words(passage.text)
        wanted = (*self.request.phrases, *self.request.exact)
        return all(_stands(analysis.words(each), there) for each in wanted) and not any(
            _stands(analysis.words(each), there) for each in self.request.excluded
        )


def inquire(question: Question, corpus: Corpus, index: PassageIndex, synonyms: Synonyms) -> Inquiry:
    """Works out what a question asks for. Never raises for what a person may type."""
    request = filters.read(question.text)
    as_of = question.as_of or (request.as_of if request.as_of and _has_dates(question, corpus) else None)
    scope, notes = _scope(question, request, as_of, corpus)
    exact = frozenset(term for word in request.exact for term in analysis.terms(word))
    tokens, corrections = _corrected(analysis.tokens(request.words), exact, corpus, index, scope)
    size = index.size(scope)
    if not size:
        notes.append(wording.NOTHING_THAT_OLD if as_of else wording.NONE_FITS)
    seen = Scope(collections=question.audience.collections)
    dfs = {token.term: index.df(token.term, scope) for token in tokens}
    excluded = frozenset(term for words in request.excluded for term in analysis.terms(words))
    expansions = synonyms.expansions(tokens, exact | excluded, lambda term: index.df(term, scope) > 0)
    return Inquiry(
        request=request,
        scope=scope,
        tokens=tokens,
        weights={term: idf(df, size) for term, df in dfs.items()},
        corrections=corrections,
        expansions=expansions,
        missing=_missing(tokens, lambda term: index.df(term, seen) > 0),
        as_of=as_of,
        notes=(*request.faults, *notes),
    )


def _scope(question: Question, request: ParsedQuestion, as_of: date | None, corpus: Corpus) -> tuple[Scope, list[str]]:
    seen = Scope(collections=question.audience.collections)
    # Most questions have no filter, and then nobody looks through the articles.
    known = _known(corpus, seen) if request.sources or request.topics or as_of else []
    notes = []
    scope = replace(seen, since=request.since, before=request.before)
    if request.sources:
        publishers = filters.matching({each.publisher for each in known if each.publisher}, request.sources)
        scope = replace(scope, publishers=publishers)
        if not publishers:
            notes.append(wording.no_such("publisher", request.sources))
    if request.topics:
        topics = filters.matching({topic for each in known for topic in each.topics}, request.topics)
        scope = replace(scope, topics=topics)
        if not topics:
            notes.append(wording.no_such("topic", request.topics))
    if as_of:
        after = as_of + timedelta(days=1) if as_of < date.max else as_of
        scope = replace(scope, before=min(filter(None, (request.before, after))))
        notes.append(wording.as_of(as_of, _undated(known, scope)))
    return scope, notes


def _has_dates(question: Question, corpus: Corpus) -> bool:
    """Whether "as of" in a question can mean anything: where no article has a date, its words are words."""
    return any(each.published for each in _known(corpus, Scope(collections=question.audience.collections)))


def _known(corpus: Corpus, seen: Scope) -> list[Attribution]:
    return [each for each in corpus.attributions if seen.admits(each)]


def _undated(known: Sequence[Attribution], scope: Scope) -> int:
    """How many articles only their unknown date keeps out of the scope."""
    anytime = replace(scope, since=None, before=None)
    return sum(each.published is None and anytime.admits(each) for each in known)


def _corrected(
    tokens: Sequence[Token], exact: frozenset[str], corpus: Corpus, index: PassageIndex, scope: Scope
) -> tuple[tuple[Token, ...], tuple[Correction, ...]]:
    corrected: list[Token] = []
    corrections: list[Correction] = []
    for token in tokens:
        used = None
        if token.term not in exact and not index.df(token.term, scope):
            used = spelling.suggest(token.surface, index.vocabulary(scope))
        if used is None:
            corrected.append(token)
        else:
            corrected += analysis.tokens(used)
            corrections.append(Correction(token.surface, corpus.as_written(used, scope)))
    return tuple(corrected), tuple(dict.fromkeys(corrections))


def _missing(tokens: Sequence[Token], known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words that nobody knows, as typed, each once."""
    first: dict[str, str] = {}
    for token in tokens:
        if not known(token.term):
            first.setdefault(token.term, token.surface)
    return tuple(first.values())


def _stands(words: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the words stand in the text one after the other."""
    length = len(words)
    return length > 0 and any(
        text[at] == words[0] and list(text[at : at + length]) == list(words) for at in range(len(text) - length + 1)
    )
