"""What kind of answer a question asks for, and whether a sentence shows one."""

import re
from collections.abc import Set
from enum import StrEnum

from bot.core.text import analysis


class Kind(StrEnum):
    """What a question asks for."""

    DURATION = "duration"
    NUMBER = "number"
    MONEY = "money"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    DEFINITION = "definition"
    OTHER = "other"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# In this order: the first that fits decides. Matched against the folded words of the question, parted by blanks.
_ASKS = (
    (
        Kind.DURATION,
        _any(
            r"\bhow (?:long|old)\b",
            r"\bhow (?:many|much) (?:years|months|weeks|days|hours|minutes|time)\b",
            r"\bwhat (?:is the )?(?:duration|length of time|age)\b",
        ),
    ),
    (
        Kind.NUMBER,
        _any(
            r"\bhow (?:many|large|big|tall|high|far|fast|deep|wide|heavy|often|hot|cold|frequently|small)\b",
            r"\bwhat (?:(?:is|was) the )?(?:number|population|percent)",
        ),
    ),
    (
        Kind.MONEY,
        _any(
            r"\bhow much\b",
            r"\bwhat (?:is|was|does|do|are)\b.{0,30}\b(?:cost|price|fee|salary|income|percentage|amount|rate)\b",
        ),
    ),
    (Kind.TIME, _any(r"\bwhen\b", r"\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade|time)\b")),
    (
        Kind.PLACE,
        _any(
            r"\bwhere\b",
            r"\b(?:what|which) (?:\w+ )?(?:countr(?:y|ies)|cit(?:y|ies)|states?|places?|location|county|continent"
            r"|region|town|island|river|province|area)\b",
        ),
    ),
    (
        Kind.PERSON,
        _any(
            r"\bwho(?:se|m)?\b",
            r"\bname of\b",
            r"\b(?:what|which) (?:\w+ )?(?:person|man|woman|people|king|queen|president|author|actor|actress|team"
            r"|company|scientist|group|organization|name|scholar|leader|ruler|emperor|philosopher)\b",
        ),
    ),
    (
        Kind.REASON,
        _any(r"\bwhy\b", r"\bwhat (?:(?:is|was|were|are) )?(?:the )?(?:reason|purpose|caus(?:e|es|ed))\b"),
    ),
    (
        Kind.OTHER,
        _any(r"^(?:is|are|was|were|do|does|did|can|could|may|must|should|will|would|has|have|am)\b"),
    ),
    (
        Kind.DEFINITION,
        _any(
            r"^what\b.*\bmeans?\b",
            r"^what(?:'s| is| are| was| were) (?:an? |the )?\w+(?: \w+){0,2}$",
            r"^define\b",
            r"\bdefinition\b",
        ),
    ),
)

_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?"
    r"|billions?|trillion|dozen|half|third|quarter|twice|once|several)"
)
_SHOWS = {
    Kind.DURATION: re.compile(
        rf"(?:\d|\b(?:{_NUMBER_WORD}|an?|few|many))[ -]*"
        r"(?:second|minute|hour|day|week|month|year|decade|centur(?:y|ie))s?\b"
        r"|\buntil\b|\bpermanent|\bindefinite|\bfor life\b",
        re.IGNORECASE,
    ),
    Kind.NUMBER: re.compile(rf"\w*\d[\w.,]*|\b{_NUMBER_WORD}\b", re.IGNORECASE),
    Kind.MONEY: re.compile(r"[$€£¥%]|\bper ?cent|\b(?:dollars?|euros?|pounds?|usd|eur|fee|free)\b|\d", re.IGNORECASE),
    Kind.TIME: re.compile(
        r"\b(?:1\d{3}|20\d{2})s?\b|\b(?:january|february|march|april|june|july|august|september|october|november"
        r"|december)\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bmay \d|\bcentury\b|\b\d{1,2}/\d{1,2}\b"
        r"|\b\d+ ?(?:bce?|ad|ce)\b",
        re.IGNORECASE,
    ),
    Kind.PLACE: re.compile(
        r"\b(?:in|at|near|from|to|of|on|into|outside|between|through|across|around|throughout|along|within|north|south"
        r"|east|west) (?:the )?(?:[a-z]+ )?[A-Z]\w+"
    ),
    Kind.PERSON: re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w'’.-]*"),
    Kind.REASON: re.compile(
        r"\b(?:because|since|due to|so that|in order to|as a result|therefore|thus|reasons?|caus(?:e|es|ed|ing)"
        r"|owing to|leads? to|led to|to (?:avoid|prevent|protect|ensure|reduce|allow|make|help|keep)"
        r"|result(?:s|ed|ing)? (?:in|from)|why)\b",
        re.IGNORECASE,
    ),
}
# What shows these must not stand in the question already: "Who is Ada?" is not answered by "Ada".
_MUST_BE_NEW = frozenset({Kind.NUMBER, Kind.TIME, Kind.PLACE, Kind.PERSON})


def kind_of(question: str) -> Kind:
    """What the question asks for; the first pattern that fits decides."""
    folded = " ".join(analysis.words(question))
    return next((kind for kind, pattern in _ASKS if pattern.search(folded)), Kind.OTHER)


def shows(kind: Kind, sentence: str, asked: Set[str]) -> float:
    """How far a sentence shows an answer of that kind, 0 to 1. `asked` are the folded words of the question."""
    pattern = _SHOWS.get(kind)
    if pattern is None:
        return 0.0
    found = [match[0] for match in pattern.finditer(sentence)]
    if kind in _MUST_BE_NEW:
        found = [piece for piece in found if not set(analysis.words(piece)[-1:]) <= asked | analysis.STOP_WORDS]
    return min(len(found), 2) / 2 if kind is Kind.PERSON else float(bool(found))
