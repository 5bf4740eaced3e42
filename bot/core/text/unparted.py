"""Chinese, Japanese, Korean, Thai and others that leave no blanks between words: they are searched by pairs of letters.

Of a pair that no passage has, nobody knows whether it is a word. It is missed unless it holds a function word or
joins the end of one word to the beginning of the next.
"""

from collections.abc import Iterable
from itertools import pairwise

from bot.core.text.writing import UNPARTED, clusters

# Particles, pronouns and question words of Chinese, and what Korean words end in.
_CHINESE = frozenset(
    "的了吗呢吧啊呀是有在和与及或也都就我你您他她它们这那哪谁什么怎样几多少何时请为因所能会要把被给对可以"
)
_KOREAN = frozenset("은는이가을를의에도로와과만나요까다니")
_THAI = "มีของที่ได้ไหมกี่คืออะไรเท่าไหร่เท่าไรหรือและในการเป็นให้ไม่จะฉันเราอย่างไรเมื่อไหร่ใครไปมาวันครับค่ะ"


def pairs(stretch: str) -> list[str]:
    """Each two letters that follow each other, with their marks; a lone letter by itself."""
    letters = clusters(stretch)
    return [one + other for one, other in pairwise(letters)] if len(letters) > 1 else letters


def is_little(pair: str) -> bool:
    """Whether a pair of letters may well be no word."""
    letters = frozenset(pair)
    hiragana = any("\u3041" <= letter <= "\u309f" for letter in letters)
    return hiragana or not letters.isdisjoint(_CHINESE | _KOREAN) or pair in _THAI


def joined(words: Iterable[str]) -> list[str]:
    """Words, and pairs that overlap as one: 病假 and 假单 are 病假单."""
    row: list[str] = []
    for word in words:
        one, *other = clusters(word) if UNPARTED.fullmatch(word) else [""]
        if other and row and UNPARTED.fullmatch(row[-1]) and clusters(row[-1])[-1] == one:
            row[-1] += "".join(other)
        else:
            row.append(word)
    return row
