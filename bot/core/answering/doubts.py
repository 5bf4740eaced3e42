"""What keeps an answer from being firm, whatever its score, and what a weak one lacks.

A score says that the words meet. It does not see that one word of the question, the very one, is nowhere, or that much
of it is elsewhere; that an amount was asked for and the best passage has none; or that only titles have the question's
words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.answering.answer_types import AMOUNTS, Kind, as_said, kind_of, shows
from bot.core.answering.confidence import SHOWN, Covering, restated
from bot.core.model import Hit, Passage
from bot.core.text import analysis
from bot.core.text.analysis import Token

# The share of the question that must stand in the passage itself, or be its heading.
OWN, RESTATED = 0.25, 0.3
# Where the passages all lack this share of the question, they are about something else.
LACKING = 0.35
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against an answer.

    `unknown`: words that are asked for and that no passage has. `amount`: a kind of amount that is asked for and that
    the best passage does not show. `in_titles`: only titles and headings have much of the question. `lacking`: the
    weightiest words of the question that none of the first passages has, though others may, as they were typed;
    `elsewhere`: they are much of the question.
    """

    unknown: tuple[str, ...] = ()
    amount: Kind | None = None
    in_titles: bool = False
    lacking: tuple[str, ...] = ()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        """Whether they keep an answer from being firm."""
        return bool(self.unknown or self.amount or self.in_titles or self.elsewhere)


def doubts(
    question: str, tokens: Sequence[Token], missing: Iterable[str], covering: Covering, hits: Sequence[Hit]
) -> Doubts:
    """What is to be doubted about an answer from the first of these hits, of which there is at least one.

    `tokens` are the question's, `missing` the words of it, as typed, that no passage has.
    """
    shown = hits[:SHOWN]
    has = set[str]().union(*(covering.credits(hit) for hit in shown))
    lacking = {
        token.surface: covering.weights[token.term]
        for token in tokens
        if token.weight == 1 and not token.optional and token.term not in has
    }
    unknown = tuple(word for word in missing if word in lacking)
    named = sorted((word for word in lacking if word not in unknown), key=lambda word: -lacking[word])
    # What compares meanings finds what is said in other words, or in a passage of few.
    by_words = hits[0].similarity is None
    return Doubts(
        unknown=unknown if by_words else (),
        amount=_amount(question, hits[0].passage),
        in_titles=by_words and _only_in_titles(covering, hits[0].passage),
        lacking=tuple(named[:MOST_NAMED]),
        elsewhere=by_words and sum(lacking.values()) >= LACKING * covering.mass,
    )


def _amount(question: str, passage: Passage) -> Kind | None:
    kind, asked = kind_of(question), frozenset(analysis.words(question))
    if kind not in AMOUNTS or shows(kind, f"{passage.context.words}\n{as_said(passage)}", asked):
        return None
    return kind


def _only_in_titles(covering: Covering, passage: Passage) -> bool:
    context, title = passage.context, passage.attribution.title or ""
    own = "\n".join(filter(None, (context.lead_in, *context.parents, *context.row, passage.text)))
    held = sum(covering.weights[term] for term in sorted(covering.weights.keys() & analysis.which_terms(own)))
    if held >= OWN * covering.mass or covering.synonyms or covering.forms:
        return False
    return max(restated(covering, heading) for heading in (title, *context.headings)) < RESTATED
