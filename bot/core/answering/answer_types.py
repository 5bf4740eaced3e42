"""What kind of answer a question asks for, and whether a passage or a sentence shows one."""

import re
from collections.abc import Set
from enum import StrEnum
from functools import lru_cache

from bot.core.answering.emphasis import asked_part
from bot.core.model import CELL_SEPARATOR, Passage
from bot.core.text import analysis


class Kind(StrEnum):
    """What a question asks for."""

    FREQUENCY = "frequency"
    DURATION = "duration"
    CLOCK = "time of day"
    SHARE = "share"
    MONEY = "money"
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    PERSON = "person"
    REASON = "reason"
    DEFINITION = "definition"
    OTHER = "other"


AMOUNTS = frozenset({Kind.FREQUENCY, Kind.DURATION, Kind.CLOCK, Kind.SHARE, Kind.MONEY, Kind.NUMBER})
"""What can hardly be told without a number: a passage without one does not answer, whatever words it shares."""


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?"
    r"|billions?|trillion|dozen|half|third|quarter|twice|once|several)"
)
_UNIT = (
    r"(?:second|minute|hour|(?:business |working |calendar |consecutive )?day|week|workweek|workday|fortnight|month"
    r"|quarter|year|pay period|decade|centur(?:y|ie))s?"
)
_MONTH = r"(?:january|february|march|april|june|july|august|september|october|november|december)"
_COSTS = (
    r"(?:cost|price|fee|salar(?:y|ie)|wage|income|fine|penalt(?:y|ie)|budget|bonus|charge[ds]?|owe|pay(?! period))s?"
)
# What one does with money, where "how much" stands before no other thing.
_SPENDS = r"(?:claim|spend|expense|earn|deduct|donate|reimburse|refund|(?:be |get )?(?:reimbursed|refunded|paid))"

_HOURS = r"\bopening hours\b|\b(?:what|which) (?:\w+ ){1,3}(?:working|office|business|core) hours\b"

# In this order: the first that fits decides. Matched against the folded words of the question, parted by blanks.
_ASKS = (
    (
        Kind.DEFINITION,
        _any(
            r"^(?:what|who|which)\b.*\b(?:counts?|qualif(?:y|ies)|classed|considered|meant|regarded|treated)"
            r" (?:as|by|to be)\b",
            r"^what do(?:es)? .* mean$",
        ),
    ),
    (Kind.FREQUENCY, _any(r"\bhow (?:often|frequently|regularly)\b", r"\bhow many times\b")),
    (Kind.CLOCK, _any(r"\b(?:what|which) time\b", r"\bhow late\b", _HOURS)),
    (
        Kind.DURATION,
        _any(
            r"\bhow (?:long|old|soon|quickly|fast|early)\b",
            r"\bhow far (?:ahead|in advance|before)\b",
            rf"\bhow (?:many|much) (?:\w+ ){{0,2}}{_UNIT}\b",
            r"\bhow much (?:time|notice)\b",
            r"\b(?:what|which) (?:(?:is|was|s) )?(?:the )?(?:\w+ )?"
            r"(?:duration|length of time|age|time limit|notice period|period)\b",
            r"\bdeadline\b",
            r"\bby when\b",
        ),
    ),
    (Kind.SHARE, _any(r"\b(?:what|which) (?:(?:is|was|s) )?(?:the )?(?:share|percentage|percent|proportion)\b")),
    (
        Kind.MONEY,
        _any(
            r"\bhow (?:expensive|much money)\b",
            rf"\bhow (?:high|large|big) (?:is|are|was|were|can|may) (?:the |an? )?(?:\w+ )?{_COSTS}\b",
            rf"\bwhat (?:(?:is|are|was|were|s|does|do|did|will|would)\b.{{0,30}}\b|(?:\w+ )?){_COSTS}\b",
            rf"\bhow much\b.{{0,30}}\b{_COSTS}\b",
            rf"\bhow much (?:can|could|may|might|must|should|will|would|do|does|did|is|are) (?:\w+ ){{1,3}}{_SPENDS}\b",
        ),
    ),
    (
        Kind.NUMBER,
        _any(
            r"\bhow (?:many|much|large|big|tall|high|far|deep|wide|heavy|hot|cold|small)\b",
            r"\bwhat (?:(?:is|was|s) )?(?:the )?(?:\w+ )?(?:number|population|amount|limit|size|rate|length)\b",
            r"\bwhat (?:(?:is|are|s) )?(?:the )?(?:maximum|minimum)\b",
        ),
    ),
    (Kind.TIME, _any(r"\bwhen\b", r"\b(?:what|which) (?:\w+ )?(?:year|date|day|month|century|decade)\b")),
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

_DURATION = (
    rf"\b(?:\d[\d.,]{{0,20}}|{_NUMBER_WORD}|an?|few|many|each|every|next|same|following)(?:[ -]*\(\d+\))?[ -]*{_UNIT}\b"
    r"|\bage[ds]? (?:of )?\d|\d (?:or|and) (?:older|over)\b"
    r"|\buntil\b|\bpermanent|\bindefinite|\bfor life\b|\bimmediately\b|\bat once\b"
)
# No name with a digit in it, no number of a section or clause.
_FIGURE = r"(?<![\w.])(?!^(?:\d+\.)+(?:\s|$)|^\d+\)|\d+(?:\.\d+){2})\d[\d,]*(?:\.\d+)?[a-z]{0,3}\b"
_NO_NUMBER = (
    r"(?!\bone (?:of|another|must|may|can|should)\b|\bthird[ -]part|\bhalf[ -]way)(?<!\bno )(?<!\bthe )(?<!\bthis )"
)
_CURRENCY = r"[$€£¥]"
_AMOUNT = r"\d[\d.,]{0,20}"
_SUM = re.compile(rf"{_CURRENCY} ?{_AMOUNT}(?: ?[-–] ?{_CURRENCY}?{_AMOUNT})?|{_AMOUNT} ?(?:{_CURRENCY}|%|per ?cent\b)")
_CLOCK = r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\b|o['’]clock)|\b\d{1,2}:\d\d\b|\bnoon\b|\bmidnight\b"
# In brackets, or as the last word.
_UNIT_IN_HEAD = re.compile(
    rf"\((?:in )?({_UNIT}|{_CURRENCY}|usd|eur|gbp|chf|euros?|dollars?|pounds?|%|per ?cent)\)"
    r"|\b(minutes|hours|days|weeks|months|years|euros|dollars|pounds)$",
    re.IGNORECASE,
)
_SHOWS = {
    Kind.FREQUENCY: _any(
        rf"\b(?:once|twice|(?:\d+|{_NUMBER_WORD}) times)\b",
        rf"\b(?:every|each|per|an?) (?:[\w-]+ ){{0,2}}{_UNIT}\b",
        r"\b(?:dai|week|month|quarter|year|annual|hour)ly\b|\bannual\b|\bat any time\b|\bas often as\b",
    ),
    Kind.DURATION: _any(_DURATION),
    Kind.CLOCK: _any(_CLOCK),
    Kind.SHARE: _any(r"\d ?(?:%|per ?cent)", r"\bhalf\b|\bone[- ](?:third|half|quarter)\b", r"\b\d+/\d+\b"),
    Kind.MONEY: _any(
        rf"{_CURRENCY} ?\d",
        rf"\d ?(?:{_CURRENCY}|%|(?:dollars?|euros?|pounds?|cents?|usd|eur|gbp|chf|per ?cent)\b)",
        r"\bfree\b",
    ),
    Kind.NUMBER: re.compile(rf"{_FIGURE}|{_NO_NUMBER}\b{_NUMBER_WORD}\b", re.IGNORECASE | re.MULTILINE),
    Kind.TIME: _any(
        rf"\b(?:1\d{{3}}|20\d{{2}})s?\b|\b{_MONTH}\b|\bmay \d|\bcentury\b",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        r"\b\d{1,2}/\d{1,2}\b|\b\d+ ?(?:bce?|ad|ce)\b",
    ),
    Kind.PLACE: re.compile(
        r"\b(?:in|at|near|from|to|of|on|into|outside|between|through|across|around|throughout|along|within|north|south"
        r"|east|west) (?:the )?(?:[a-z]+ )?[A-Z]\w+"
    ),
    Kind.PERSON: re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w'’.-]*"),
    Kind.REASON: _any(
        r"\b(?:because|since|due to|so that|in order to|as a result|therefore|thus|reasons?|caus(?:e|es|ed|ing)"
        r"|owing to|leads? to|led to|to (?:avoid|prevent|protect|ensure|reduce|allow|make|help|keep)"
        r"|result(?:s|ed|ing)? (?:in|from)|why)\b",
    ),
}
# What shows these must not stand in the question already: "Who is Ada?" is not answered by "Ada".
_MUST_BE_NEW = frozenset({Kind.DURATION, Kind.SHARE, Kind.MONEY, Kind.NUMBER, Kind.TIME, Kind.PLACE, Kind.PERSON})


@lru_cache(maxsize=256)
def kind_of(question: str) -> Kind:
    """What the question asks for, whatever story is told around it; the first pattern that fits decides."""
    folded = " ".join(analysis.words(asked_part(question)))
    return next((kind for kind, pattern in _ASKS if pattern.search(folded)), Kind.OTHER)


def shows(kind: Kind, sentence: str, asked: Set[str]) -> float:
    """How far a sentence shows an answer of that kind, 0 to 1. `asked` are the folded words of the question."""
    if kind is Kind.NUMBER and "many" in asked:  # how many there are of something, no sum of money tells
        sentence = _SUM.sub(" ", sentence)
    found = _shown(kind, sentence)
    if kind in _MUST_BE_NEW and found:
        said = asked | analysis.STOP_WORDS
        found = tuple(words for words in found if not words <= said)
    return min(len(found), 2) / 2 if kind is Kind.PERSON else float(bool(found))


def as_said(passage: Passage) -> str:
    """The text; of a row, each cell before the head of its column, as one would say it: "29 days of leave"."""
    heads, cells = passage.context.row, passage.text.split(CELL_SEPARATOR)
    if len(heads) != len(cells):
        return passage.text
    return "; ".join(f"{cell} {_unit_in(head)}{head}" for cell, head in zip(cells, heads, strict=True))


def _unit_in(head: str) -> str:
    """The unit that the head of a column names for its cells: "EUR " of "Fee (EUR)"."""
    unit = _UNIT_IN_HEAD.search(head)
    return f"{unit[1] or unit[2]} " if unit else ""


# The same passages are found again and again.
@lru_cache(maxsize=4_096)
def _shown(kind: Kind, sentence: str) -> tuple[frozenset[str], ...]:
    """What of a sentence shows an answer of that kind: the words of each that a question must not have already.

    Of an amount they are all that it has, of a name its last one.
    """
    pattern = _SHOWS.get(kind)
    found = [analysis.words(match[0]) for match in pattern.finditer(sentence)] if pattern else []
    return tuple(frozenset(words if kind in AMOUNTS else words[-1:]) for words in found)
