"""The languages that texts are told apart by, their function words, and which of them a text is in.

A text is taken for the language whose function words it has most of; one that few languages have tells more than one
that many have, but English ones tell as much as any. Without any it is taken for English. Scripts that leave no blanks
between words need no language: they are searched by pairs of letters.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import resources

from bot.core.text.folding import fold
from bot.core.text.writing import cleaned, folded_words

ENGLISH = "en"
# Snowball's algorithm for each: https://snowballstem.org/algorithms/. Ukrainian has none, so its words are not stemmed.
ALGORITHMS = {
    ENGLISH: "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "hu": "hungarian",
    "pl": "polish", "ro": "romanian", "ru": "russian", "uk": None, "el": "greek", "tr": "turkish", "ar": "arabic",
}  # fmt: skip
_OTHER_CODES = {"nb": "no", "nn": "no"}
# Where not one function word tells.
_SCRIPTS = {"ru": re.compile("[а-яё]"), "el": re.compile("[α-ω]"), "ar": re.compile("[\u0620-\u064a]")}
# One word that more than three languages have tells nothing.
TELLING = 0.3
# Of languages that are alike, the function words of one tell so much of another.
NEARLY = 0.5
# How many characters of a text are enough to tell its language.
ENOUGH = 5_000

# Articles, pronouns, auxiliaries, question words; in the last line the small talk of questions. Words that tell
# passages apart (not, over, under, before, after, until, more, most, other) are terms.
STOP_WORDS = frozenset(
    """
    a about also am an and any are aren't as at be because been being but by can can't cannot could did
    didn't do does doesn't doing don't done for from get got had has have having he her here hers herself
    him himself his how however i i'd i'll i'm i've if in into is isn't it it's its itself just let may me
    might must my myself of on or our ours ourselves please shall she should so some such than that that's
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


def code_of(written: str) -> str | None:
    """The language that a tag names ("de-AT", "pt_BR"), if it is one of ours."""
    code = re.split(r"[-_]", written.strip().lower())[0]
    code = _OTHER_CODES.get(code, code)
    return code if code in ALGORITHMS else None


@cache
def stop_words(language: str) -> frozenset[str]:
    """The folded words of a language that are no terms."""
    return STOP_WORDS if language == ENGLISH else _others()[language]


@cache
def function_words(language: str) -> frozenset[str]:
    """The folded words of a language that nobody misses."""
    return FUNCTION_WORDS if language == ENGLISH else _others()[language]


def language_of(text: str, among: Collection[str] = ALGORITHMS) -> str:
    """The language of a text, one of these; the first of them, or English if it is one, if nothing tells."""
    usual = ENGLISH if ENGLISH in among or not among else next(iter(among))
    told = _told_by(text)
    best = max(
        (each for each in among if told.get(each, 0.0) >= TELLING),
        key=lambda each: (told[each], each == usual),
        default=None,
    )
    return best or next((each for each, script in _SCRIPTS.items() if each in among and script.search(text)), usual)


def believed(written: str, text: str) -> str | None:
    """The language that a tag names, if it is one of ours and the words of the text do not tell another.

    Sites and programs name one language for whatever is written with them.
    """
    code = code_of(written)
    told = _told_by(text)
    best = max(told.values(), default=0.0)
    return code if code and (best < TELLING or told.get(code, 0.0) >= best * NEARLY) else None


def _told_by(text: str) -> dict[str, float]:
    """How much the function words of a text tell of each language."""
    told: dict[str, float] = {}
    speakers = _speakers()
    for word, count in Counter(folded_words(cleaned(text[:ENOUGH]))).items():
        for part in word.split("'") if "'" in word else (word,):
            for language, tells in speakers.get(part, ()):
                told[language] = told.get(language, 0.0) + count * tells
    return told


@cache
def _speakers() -> Mapping[str, Sequence[tuple[str, float]]]:
    """The languages that have a function word, and how much it tells of each. A letter is none: O'Brien, plan B."""
    found: dict[str, list[str]] = {}
    for language in ALGORITHMS:
        for word in (each for each in function_words(language) if len(each) > 1):
            found.setdefault(word, []).append(language)
    return {
        word: [(language, 1 if language == ENGLISH else 1 / len(languages)) for language in languages]
        for word, languages in found.items()
    }


@cache
def _others() -> Mapping[str, frozenset[str]]:
    listed = resources.files(__package__).joinpath("function_words.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in listed.splitlines() if not line.startswith("#"))
    return {row[0]: frozenset(map(fold, row[1:])) for row in rows}
