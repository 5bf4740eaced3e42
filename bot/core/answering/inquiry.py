"""What a question asks for, worked out before anything is ranked: where to look, for which words, and as of when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import islice

from bot.core.answering import filters, spelling, wording
from bot.core.answering.confidence import Covering, idf, names
from bot.core.answering.emphasis import stands_alone
from bot.core.answering.filters import ParsedQuestion
from bot.core.answering.going_on import goes_on
from bot.core.answering.question_terms import QuestionTerms, terms_of
from bot.core.answering.synonyms import MOST, Expansion, Synonyms
from bot.core.lookup import Consulted, Lookup, Strictness
from bot.core.model import Correction, Passage, Query, Question, Scope
from bot.core.ports import PassageIndex
from bot.core.text import analysis
from bot.core.text.analysis import Form, Token
from bot.core.text.unparted import joined

CONSIDERED = 30
"""So many hits are looked at, to answer from the best of them."""
# Each takes hundredths of a second in a large corpus, and nobody misspells so many.
MOST_LOOKED_UP = 20


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question, ready to be searched.

    `language` is what its words are analysed by; `tokens` are its words after corrections, and those of earlier
    questions that it goes on from; `weights` the idf of their terms, each times what it counts for; `missing` its own
    words, as typed, that no article that the asker may see has, in any spelling that is known; `forms` are other ways
    to write them, which passages have as well; `notes` are sentences for the asker. `lookup` and `consulted` are what
    `PassageIndex.complete` needs. `goes_on`: it was read with earlier questions.
    """

    request: ParsedQuestion
    language: str
    tokens: tuple[Token, ...]
    weights: Mapping[str, float]
    corrections: tuple[Correction, ...]
    forms: tuple[Form, ...]
    expansions: tuple[Expansion, ...]
    missing: tuple[str, ...]
    as_of: date | None
    notes: tuple[str, ...]
    lookup: Lookup
    consulted: Consulted
    goes_on: bool = False

    @property
    def words(self) -> str:
        """The question's own words, without filters and with corrections."""
        return self.lookup.words

    @property
    def query(self) -> Query:
        """The asker's terms and the pairs of them; expansions weigh less."""
        return self.lookup.query

    @property
    def scope(self) -> Scope:
        """Where to look."""
        return self.consulted.scope

    @property
    def covering(self) -> Covering:
        """What a passage can cover of the question, other words for its own among it."""
        return Covering(
            self.weights,
            tuple((each.of, each.terms) for each in self.expansions),
            tuple((each.of, each.terms) for each in self.forms),
        )

    @property
    def limits(self) -> tuple[str, ...]:
        """A sentence for the asker about the words that a passage must have, or must not."""
        told = wording.only_looked_for(_wanted(self.request), self.request.excluded)
        return (told,) if told else ()

    def admits(self, passage: Passage) -> bool:
        """Whether a passage is in scope, has every exact word, and none of the excluded ones."""
        return self.scope.admits(passage.attribution) and self.lookup.strictness.admits(passage)


def inquire(question: Question, index: PassageIndex, synonyms: Synonyms, today: date, k: int = CONSIDERED) -> Inquiry:
    """Works out what a question asks for; `k` hits are wanted. Never raises for what a person may type."""
    earlier = _earlier(question, today)
    languages = index.languages(Scope(collections=question.audience.collections))

    def begun(request: ParsedQuestion, as_of: date | None) -> _Begun:
        past = as_of if as_of and as_of < today else None
        terms = terms_of(request, earlier, synonyms, languages)
        lookup = _lookup(question, request, past, terms, k)
        return _Begun(request, as_of, past, terms, lookup, index.consult(lookup))

    request = filters.read(question.text, today)
    as_of = question.as_of or request.as_of
    now = begun(request, as_of if as_of != today else None)  # every question is about today
    not_followed: list[str] = []
    if now.as_of and not question.as_of and not now.consulted.dated:
        # Where no article has a date, none can be asked about a day: what names it is a word like others.
        not_followed = [wording.without_dates(request.as_of_words or "")]
        now = begun(filters.read(question.text, today, dated=False), None)
    now = replace(now, terms=now.terms.as_written(now.consulted))
    used = _corrected(now.terms.tokens, now.request, now.consulted)
    if used:
        terms = now.terms.respelt(used, synonyms)
        lookup = _lookup(question, now.request, now.past, terms, k)
        consulted = index.consult(replace(lookup, corrected=tuple(used.values())))
        now = replace(now, terms=terms.as_written(consulted), lookup=lookup, consulted=consulted)
    return _inquiry(now, used, earlier, not_followed)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A question on its way; `past` is the day that it is about if that is over."""

    request: ParsedQuestion
    as_of: date | None
    past: date | None
    terms: QuestionTerms
    lookup: Lookup
    consulted: Consulted


def _inquiry(begun: _Begun, used: Mapping[str, str], earlier: Sequence[str], not_followed: Sequence[str]) -> Inquiry:
    """The whole of it. `used` are the known words for misspelt ones, `not_followed` what is said of words left out."""
    request, consulted = begun.request, begun.consulted
    terms = replace(begun.terms, expansions=_known(begun.terms.expansions, consulted))
    weights = {
        token.term: token.weight * idf(consulted.df[token.term], consulted.size) for token in reversed(terms.tokens)
    }
    corrections = tuple(Correction(typed, consulted.written[known]) for typed, known in used.items())
    lookup = replace(
        begun.lookup,
        query=terms.query(begun.lookup.query.scope),
        words=_in_known_words(request, corrections),
        mass=sum(weights.values()),
    )
    return Inquiry(
        request=request,
        language=terms.language,
        tokens=terms.tokens,
        weights=weights,
        corrections=corrections,
        forms=terms.forms,
        expansions=terms.expansions,
        missing=_missing(terms.tokens, consulted),
        as_of=begun.as_of,
        notes=(*request.faults, *not_followed, *_notes(request, earlier, begun.as_of, begun.past, consulted)),
        lookup=lookup,
        consulted=consulted,
        goes_on=bool(earlier),
    )


def _earlier(question: Question, today: date) -> tuple[str, ...]:
    """The words of the earlier questions that this one goes on from, filters aside.

    None where it says that it stands alone, or asks a whole question about somebody or something not named before.
    """
    if not question.earlier or stands_alone(question.text):
        return ()
    words = tuple(filters.read(each, today).words for each in question.earlier)
    before = {term for each in words for term in analysis.terms(each)}
    named_anew = any(term.isalpha() for term in names(question.text) - before)
    return () if named_anew and not goes_on(question.text) else words


def _lookup(question: Question, request: ParsedQuestion, past: date | None, terms: QuestionTerms, k: int) -> Lookup:
    seen = Scope(collections=question.audience.collections)
    before = request.before
    if past:
        before = min(filter(None, (before, past + timedelta(days=1))))
    return Lookup(
        query=terms.query(replace(seen, since=request.since, before=before)),
        seen=seen,
        sources=request.sources,
        topics=request.topics,
        strictness=_strictness(request),
        typed=tuple(dict.fromkeys(token.surface for token in terms.tokens)),
        k=k,
    )


def _wanted(request: ParsedQuestion) -> tuple[str, ...]:
    """What a passage must have: quotation marks ask for that only where nothing else is asked for."""
    return (*request.phrases, *request.exact) if request.only_phrases else request.exact


def _strictness(request: ParsedQuestion) -> Strictness:
    wanted = _wanted(request)
    return Strictness(
        tuple(tuple(analysis.words(each)) for each in wanted),
        tuple(tuple(analysis.words(each)) for each in request.excluded),
    )


def _known(expansions: Sequence[Expansion], consulted: Consulted) -> tuple[Expansion, ...]:
    """The expansions that passages have all terms of, at most MOST."""
    return tuple(each for each in expansions if all(consulted.df[term] for term in each.terms))[:MOST]


def _corrected(tokens: Sequence[Token], request: ParsedQuestion, consulted: Consulted) -> dict[str, str]:
    """The known word for each misspelt one, as typed."""
    exact = frozenset(term for word in request.exact for term in analysis.terms(word))
    unknown = (token.surface for token in tokens if token.term not in exact and not consulted.df[token.term])
    typed = islice(dict.fromkeys(unknown), MOST_LOOKED_UP)
    suggested = {word: spelling.suggest(word, consulted.vocabulary) for word in typed}
    return {word: known for word, known in suggested.items() if known is not None}


def _in_known_words(request: ParsedQuestion, corrections: Sequence[Correction]) -> str:
    used = {correction.typed: correction.used for correction in corrections}
    return analysis.WORD.sub(lambda word: used.get(word.group(), word.group()), request.words)


def _missing(tokens: Sequence[Token], consulted: Consulted) -> tuple[str, ...]:
    """The words that nobody knows, as typed, each once."""
    first: dict[str, str] = {}
    for token in tokens:
        if token.term not in consulted.known:
            first.setdefault(token.term, token.surface)
    return tuple(joined(first.values()))


def _notes(
    request: ParsedQuestion, earlier: Sequence[str], as_of: date | None, past: date | None, consulted: Consulted
) -> list[str]:
    notes = [wording.read_with(earlier[-1])] if earlier else []
    if consulted.scope.publishers == frozenset():
        notes.append(wording.no_such("publisher", request.sources))
    if consulted.scope.topics == frozenset():
        notes.append(wording.no_such("topic", request.topics))
    if as_of:
        notes.append(wording.as_of(as_of, consulted.undated) if past else wording.as_of_later(as_of))
    if not consulted.size:
        notes.append(wording.NOTHING_THAT_OLD if past else wording.NONE_FITS)
    return notes
