"""The terms that a question is searched by: its words, other forms of them, and other words for them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.answering.emphasis import asked_pairs, emphasized
from bot.core.answering.filters import ParsedQuestion
from bot.core.answering.synonyms import EXPANSION_WEIGHT, Expansion, Synonyms
from bot.core.lookup import Consulted
from bot.core.model import Query, Scope
from bot.core.text import analysis
from bot.core.text.analysis import Form, Token
from bot.core.text.languages import ENGLISH, function_words, language_of

PREFERRED = 0.5
"""What a word in quotation marks weighs more; their pairs count twice. docs/answers.md has what that is worth."""


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """What to search for: the words of a question, other forms of them, other words for them, and what is quoted.

    `languages` are those of the articles that may be seen; `language`, one of these, is what the words are analysed
    by. `idle` are folded words that nobody misses, in the language that the asker writes, whatever the articles' are.
    """

    tokens: tuple[Token, ...]
    forms: tuple[Form, ...]
    expansions: tuple[Expansion, ...]
    left_alone: frozenset[str]
    language: str
    languages: tuple[str, ...]
    idle: frozenset[str]
    quoted: tuple[tuple[str, ...], ...] = ()

    def query(self, scope: Scope) -> Query:
        """The asker's terms and the pairs of them; what is quoted weighs more, other forms and words less."""
        preferred = frozenset(term for phrase in self.quoted for term in phrase)
        own = [(token.term, token.weight + PREFERRED * (token.term in preferred)) for token in self.tokens]
        counts = {token.term: token.weight for token in reversed(self.tokens)}
        rows = [*((each.of, each.terms) for each in self.forms), *((each.of, each.terms) for each in self.expansions)]
        others = [
            (term, EXPANSION_WEIGHT * max((counts.get(one, 1.0) for one in of), default=1.0))
            for of, row in rows
            for term in row
        ]
        weighed = (*own, *others)
        once_more = [pair for phrase in self.quoted for pair in analysis.pairs(phrase)]
        terms, weights = tuple(term for term, _ in weighed), tuple(weight for _, weight in weighed)
        return Query(terms, weights, scope, (*asked_pairs(self.tokens), *once_more))

    def as_written(self, consulted: Consulted) -> "QuestionTerms":
        """The same in the forms that passages have: W-2 becomes W2 where nobody writes the hyphen.

        Without those that nobody has and nobody misses: function words, names of publishers.
        """
        df, tokens = consulted.df, list(self.tokens)
        for form in self.forms:
            if not all(map(df.get, form.of)) and all(map(df.get, form.terms)):
                _replace(tokens, form)
        own = {token.term for token in tokens}
        beside = (form for form in self.forms if not form.instead and own.issuperset(form.of))
        return replace(
            self,
            tokens=tuple(
                token for token in tokens if token.term in consulted.known or not self._is_idle(token, consulted)
            ),
            forms=tuple(form for form in beside if all(map(df.get, form.terms))),
        )

    def _is_idle(self, token: Token, consulted: Consulted) -> bool:
        return token.optional or token.term in consulted.publishing or analysis.fold(token.surface) in self.idle

    def respelt(self, used: Mapping[str, str], synonyms: Synonyms) -> "QuestionTerms":
        """The same with known words in place of misspelt ones."""
        tokens, forms = list[Token](), list(self.forms)
        for token in self.tokens:
            if token.surface in used:
                known = analysis.analysed(used[token.surface], self.language)
                tokens += (replace(each, weight=token.weight) for each in known.tokens)
                forms += (*known.forms, *_in_other_languages(known.tokens, self.language, self.languages))
            else:
                tokens.append(token)
        expansions = synonyms.of(self.language).expansions(tokens, self.left_alone)
        return replace(self, tokens=tuple(tokens), forms=tuple(forms), expansions=expansions)


def terms_of(
    request: ParsedQuestion, earlier: Sequence[str], synonyms: Synonyms, languages: Sequence[str]
) -> QuestionTerms:
    """The terms of a question, after earlier ones that it goes on from, to articles in these languages."""
    language = language_of(request.words, languages or (ENGLISH,))
    asked = emphasized(request.words, earlier, _named(request), language)
    exact = (*request.exact, *request.excluded)
    left_alone = frozenset(term for words in exact for term in analysis.terms(words, language))
    quoted = [] if request.only_phrases else [analysis.tokens(phrase, language) for phrase in request.phrases]
    return QuestionTerms(
        asked.tokens,
        (*asked.forms, *_in_other_languages(asked.tokens, language, languages)),
        synonyms.of(language).expansions(asked.tokens, left_alone),
        left_alone,
        language,
        tuple(languages),
        function_words(language_of(request.words)),
        tuple(tuple(token.term for token in phrase) for phrase in quoted),
    )


def _named(request: ParsedQuestion) -> frozenset[str]:
    """The words of phrases that have nothing but stop words, so that these are asked for themselves."""
    said = [analysis.words(each) for each in (*request.phrases, *request.exact)]
    return frozenset(word for each in said if analysis.STOP_WORDS.issuperset(each) for word in each)


def _in_other_languages(tokens: Sequence[Token], own: str, languages: Sequence[str]) -> Iterator[Form]:
    """The terms of the same words in the articles' other languages: a short question tells little of its own."""
    for language in (each for each in languages if each != own):
        for token in tokens:
            other = tuple(each.term for each in analysis.tokens(token.surface, language))
            if other and other != (token.term,):
                yield Form((token.term,), other)


def _replace(tokens: list[Token], form: Form) -> None:
    """Puts the terms of a form in the place of those that it stands for, wherever they stand."""
    length = len(form.of)
    for at in range(len(tokens) - length, -1, -1):
        if tuple(token.term for token in tokens[at : at + length]) == form.of:
            tokens[at : at + length] = [replace(tokens[at], term=term) for term in form.terms]
