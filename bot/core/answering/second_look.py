"""A second look at the first hits, for what BM25 does not see: how much of the question each has, whether it shows the
amount that is asked for, and how early in its document it stands.

Each is worth a share of the question's idf mass, added to the score. What they bring, and what else was tried, stands
in docs/answers.md.
"""

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from math import sqrt

from bot.core.answering.answer_types import AMOUNTS, Kind, as_said, kind_of, shows
from bot.core.answering.inquiry import Inquiry
from bot.core.model import Hit, Passage
from bot.core.text import analysis

LOOKED_AT = 30
# BM25 rewards a word that comes often; a passage that has each of the words once is more likely to answer. That counts
# for less in a question of more than WORDS, and not at all in a story or beside earlier questions: no passage has all.
COVERED = 0.8
WORDS = 5
# "How long?" is answered by a length of time. Of how often something is done, nearly every passage of a rule tells.
AMOUNT = 0.4
TELLING = AMOUNTS - {Kind.FREQUENCY}
# A document says first what matters most: its first passage has all of this, its fourth half.
EARLY = 0.1
# What a word means is told by the passage that says so.
DEFINED = 0.6
DEFINES = re.compile(
    r"\W*(?P<term>\w[^.;:]{0,80}?)\W*\s(?:(?:shall )?means?|(?:is|are) defined as|refers? to|bezeichnet|bedeutet"
    r"|désigne|signifie|significa)\b",
    re.IGNORECASE,
)


def second_look(inquiry: Inquiry, hits: Sequence[Hit]) -> list[Hit]:
    """The hits, best first, with scores that count what the first of them have.

    A row or an item whose range holds a number of the question is scored as one that has the number.
    """
    covering = inquiry.covering
    kind, asked = kind_of(inquiry.words), frozenset(analysis.words(inquiry.words))
    is_plain = all(token.weight == 1 for token in inquiry.tokens)
    covered = COVERED * min(1.0, WORDS / max(len(covering.weights), 1)) ** 2 if is_plain else 0.0

    def more(hit: Hit) -> float:
        in_range = sum(covering.weights[term] for term in covering.in_range(hit))
        amount = shows(kind, as_said(hit.passage), asked) if kind in TELLING else 0.0
        defined = kind is Kind.DEFINITION and _defines(hit.passage, covering.weights)
        early = 1 / sqrt(hit.passage.number)
        return in_range + covering.mass * (
            covered * covering.share(hit) + AMOUNT * amount + DEFINED * defined + EARLY * early
        )

    looked_at = [replace(hit, score=hit.score + more(hit)) for hit in hits[:LOOKED_AT]]
    return sorted(looked_at, key=lambda hit: -hit.score) + list(hits[LOOKED_AT:])


def _defines(passage: Passage, asked: Container[str]) -> bool:
    """Whether a passage says what something means that the question has all words of."""
    match = DEFINES.match(passage.text)
    terms = analysis.terms(match["term"], passage.attribution.language) if match else []
    return bool(terms) and all(term in asked for term in terms)
