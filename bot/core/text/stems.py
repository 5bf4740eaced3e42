"""What a word of a language is searched by: its stem (Snowball, https://snowballstem.org), or nothing for a stop word.

English words that Snowball takes for one ("important" and "import", "several" and "severance") are held apart by a
list, `over_stemmed.txt`.
"""

import threading
from functools import cache
from importlib import resources

import Stemmer

ENGLISH = "en"

# Articles, pronouns, auxiliaries, question words; in the last line the small talk of questions. Words that tell
# passages apart (not, over, under, before, after, until, more, most, other) are terms.
STOP_WORDS = frozenset(
    """
    a about also am an and any are aren't as at be because been being but by can can't cannot could did
    didn't do does doesn't doing don't done for from get got had has have having he her here hers herself
    him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let me may
    me might must my myself of on or our ours ourselves please shall she should so some such than that that's
    the their theirs them themselves then there there's these they this those to too very was we were what
    what's when where whether which while who whom whose why will with won't would you you're you've your
    yours yourself yourselves know
    tell want wanted wants wondering happen happened happens hi hello hey thanks thank
    """.split()
)
# Words of a question that say nothing of its subject. They are terms, but not missed where no passage has them.
FUNCTION_WORDS = STOP_WORDS | frozenset(
    """
    above across actual actually after again against ago almost alone along already although always amid among amongst
    another anybody anyhow anymore anyone anything anyway anywhere apart around aside ask asked asking away back
    basically became become becomes before behind below beneath beside besides between beyond both briefly came
    certain certainly come comes coming current currently despite during each either else elsewhere enough entirely
    especially etc even ever every everybody everyone everything everywhere exact exactly except explain fairly
    finally find following forever former further generally give given gives giving go goes going gone gonna gotta
    guess guys happening hardly hence hopefully indeed inside instead keep keeps kind kinda latter least less lest like
    likely literally lot lots made mainly make makes making many maybe mean meaning means meant meanwhile merely mine
    more moreover most mostly much near nearly need needed needs neither never nevertheless next nobody none
    nonetheless nor normally not nothing now nowadays nowhere obviously off often ok okay once one ones only onto
    otherwise ought out outside over overall own particular particularly per perhaps plus possibly precisely
    presumably pretty previously probably put quick quickly quite rather really regarding regardless right roughly
    said same saw say saying says see seem seems seen several show simply since somebody somehow someone something
    sometime sometimes somewhat somewhere soon sort sorta still suppose supposed supposedly sure surely take taken
    takes talk talking thereby therefore thereof thing things think thinking though thought through throughout thus
    till together told toward towards truly try trying typically under unless unlike until up upon us use used using
    usually various versus via vs wanna way ways well went whatever whatsoever whenever whereas whereby wherein
    wherever whichever whoever willing within without wonder yeah yep yes yet
    ain't couldn't hadn't hasn't haven't mustn't shouldn't wasn't weren't wouldn't
    """.split()
)
_local = threading.local()


def stem(folded: str, language: str = ENGLISH) -> str:
    """The term that a folded word of a language is searched by."""
    kept = _over_stemmed().get(folded) if language == ENGLISH else None
    return kept or _stemmer(_SNOWBALL[language]).stemWord(folded) or folded


_SNOWBALL = {ENGLISH: "english"}


@cache
def _over_stemmed() -> dict[str, str]:
    """The first word of a line is the term of every word on it."""
    text = resources.files(__package__).joinpath("over_stemmed.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {word: line[0] for line in lines for word in line}


def _stemmer(algorithm: str) -> Stemmer.Stemmer:
    # A PyStemmer object must not be shared between threads.
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__
    if algorithm not in stemmers:
        stemmers[algorithm] = Stemmer.Stemmer(algorithm)
    return stemmers[algorithm]
