"""How much each word of a question counts: those that ask in full; a story around them, and earlier questions, less.

People tell what happened before they ask ("I quit yesterday and … When do I get my last pay?"), and ask on in few
words ("and for part-timers?"). What the weights are worth, and on what they were tuned, stands in docs/answers.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.core.text import analysis
from bot.core.text.analysis import Analysed, Token
from bot.core.text.languages import ENGLISH
from bot.core.text.sentences import sentences

STORY, EARLIER = 0.45, 0.4
# From so many different terms on a question is a story, and so many at least a clause must have to be what is asked.
LONG, ASKED = 10, 3
# A question that begins so stands alone.
ALONE = "+"

_CLAUSE = re.compile(r"(?:[,;:–—]|\s-)\s+(?=\S)|\s+(?=(?:and|so|but)\s)", re.IGNORECASE)
_BEFORE_IT_ASKS = r"(?:(?:and|so|but|also|then|ok|okay|well|hi|hello|please|now|or|because)[ ,]+)*"
# Who tells what happened tells it of themselves; a long question about a rule does not.
_TELLS = re.compile(
    r"\b(?:i|we|my|our|me|us|mine|ours|(?:i|we)['’](?:m|ve|d|ll|re)|ich|wir|mein\w*|unser\w*|mir|mich|je|j['’]\w+|nous"
    r"|mon|ma|mes|notre|nos|yo|mi|mis|nosotros|nuestr\w+)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"{_BEFORE_IT_ASKS}(?:who|whom|whose|what|what['’]s|when|where|which|why|how|can|could|may|might|must|shall|should"
    r"|will|would|do|does|did|don['’]t|doesn['’]t|is|are|am|was|were|has|have|had|isn['’]t|aren['’]t|won['’]t|any"
    r"|tell|explain|wondering|i(?:['’]d| would) like to know|i (?:want|need) to know|i(?:['’]m| am)? wonder(?:ing)?)\b",
    re.IGNORECASE,
)
# How people ask what a word means, though no definition says so.
_FRAME = re.compile(
    r"\W*((?:so |and )?(?:what|who|which)\b(?:\s\w+){0,2}?)\s"
    r"((?:counts?|qualif(?:y|ies)|classed|considered|meant|regarded|treated)\s(?:as|by|to be))\s",
    re.IGNORECASE,
)


def emphasized(
    question: str, earlier: Sequence[str] = (), named: Collection[str] = (), language: str = ENGLISH
) -> Analysed:
    """The words of a question and, after them, those of earlier ones that it goes on from, each with its weight.

    What is not asked counts once, however often it is told. `named` are stop words that are asked for themselves.
    """
    parts = [*_framed(_told(question)), *((EARLIER, each) for each in earlier)]
    read = [(weight, analysis.analysed(text, language, named)) for weight, text in parts]
    known = {token.term for weight, part in read if weight == 1 for token in part.tokens}
    tokens = list[Token]()
    for weight, part in read:
        for token in part.tokens:
            if weight == 1:
                tokens.append(token)
            elif token.term not in known:
                known.add(token.term)
                # Nobody misses a word that was asked about earlier.
                tokens.append(replace(token, weight=weight, optional=token.optional or weight == EARLIER))
    return Analysed(tuple(tokens), tuple(form for _, part in read for form in part.forms))


def asked_pairs(tokens: Iterable[Token]) -> list[str]:
    """The pairs of terms that stand next to each other in what is asked."""
    return analysis.pairs([token.term for token in tokens if token.weight == 1])


def asked_part(question: str) -> str:
    """The question without the story around it."""
    return " ".join(part for weight, part in _told(question) if weight == 1)


def asks(text: str) -> bool:
    """Whether something in a text asks: it ends with a question mark, or begins as questions do."""
    return any(_asks(text[start:end]) for start, end in sentences(text))


def stands_alone(question: str) -> bool:
    """Whether the asker says that a question does not go on from earlier ones."""
    return question.lstrip().startswith(ALONE)


def _told(question: str) -> list[tuple[float, str]]:
    """The parts of a question in order, each with its weight; all of a short one asks."""
    if _different(question) < LONG:
        return [(1.0, question)]
    clauses = [clause for clause in _clauses(question) if _different(clause)]
    asking = [number for number, clause in enumerate(clauses) if _asks(clause)]
    last = asking[-1] if asking else len(clauses) - 1
    if not any(_TELLS.search(clause) for number, clause in enumerate(clauses) if number != last):
        return [(1.0, question)]
    return [(1.0 if number == last else STORY, clause) for number, clause in enumerate(clauses)]


def _framed(parts: Iterable[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """The same with what only asks for a meaning ("counts as") apart, as little as what is told."""
    for weight, text in parts:
        frame = _FRAME.match(text)
        yield weight, f"{frame[1]} {text[frame.end() :]}" if frame else text
        if frame:
            yield weight * STORY, frame[2]


def _clauses(question: str) -> list[str]:
    """Sentences, parted before each clause that asks by itself."""
    found = []
    for start, end in sentences(question):
        sentence: list[str] = []
        for clause in _CLAUSE.split(question[start:end]):
            if sentence and not (_asks(clause) and _different(clause) >= ASKED):
                sentence[-1] += f" {clause}"
            else:
                sentence.append(clause)
        found += sentence
    return found


def _asks(clause: str) -> bool:
    return clause.rstrip().endswith("?") or _ASKS.match(clause.lstrip()) is not None


def _different(text: str) -> int:
    return len({token.term for token in analysis.tokens(text)})
