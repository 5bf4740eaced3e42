"""Writes a made-up corpus of any size, the same for the same size: python -m tests.benchmarks.corpus FOLDER

The words of `generator` become words that can be spoken, so that they are cut, folded and stemmed as words are; the
hundred and twenty most frequent become English stop words. Twenty paragraphs make an article, a hundred articles a
folder. Some articles have no title or no date, and some replace a paragraph of an earlier one.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice, product
from pathlib import Path

from bot.core.text import analysis
from tests.benchmarks.generator import PASSAGES_AN_ARTICLE, STOP_WORDS, Collection

ARTICLES_A_FOLDER = 100
PUBLISHERS = ("The Gazette", "Policy Weekly", "Ministry of Works", "An Example Company")
TOPICS = ("leave", "travel", "privacy", "procurement", "safety", "pay", "research")
_SYLLABLES = ["".join(each) for each in product("bdfgklmnprstvz", "aeiou")]
_FEW = len(_SYLLABLES) ** 2  # words of two syllables that there are


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--paragraphs", type=int, default=100_000)
    given = parser.parse_args()
    print(f"{write(given.folder, given.paragraphs):,} articles in {given.folder}")
    print(f"ask for example: {questions(given.paragraphs, 1)[0]}")


def write(folder: Path, paragraphs: int) -> int:
    """Writes a corpus of so many paragraphs; returns how many articles it has."""
    source = Collection(paragraphs).passages()
    number = 0
    while own := list(islice(source, PASSAGES_AN_ARTICLE)):
        place = folder / f"part-{number // ARTICLES_A_FOLDER:04}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name(number)}.md").write_text(article(number, own), encoding="utf-8")
        number += 1
    return number


def name(number: int) -> str:
    """An article's name by its number, from 0."""
    return f"article-{number:06}"


def article(number: int, passages: Sequence[Sequence[str]]) -> str:
    """A corpus file."""
    draw = random.Random(number)  # noqa: S311  # it is to be the same every time
    known = [f"publisher: {draw.choice(PUBLISHERS)}", f"topics: [{', '.join(draw.sample(TOPICS, 2))}]"]
    if number % 10:
        known.append(f"title: {' '.join(map(spoken, passages[0][:6])).capitalize()}")
    if number % 7:
        known.append(f"published: {date(2000, 1, 1) + timedelta(days=number % 9000)}")
    if number % 50 == 49:
        known.append(f"supersedes: [{name(number - draw.randrange(1, 40))}#1]")
    body = "\n\n".join(" ".join(sentences(each)) for each in passages)
    return "\n".join(["---", *known, "---", "", body, ""])


def sentences(words: Sequence[str]) -> Iterator[str]:
    """The words, a sentence for each fifteen of them."""
    for start in range(0, len(words), 15):
        yield " ".join(map(spoken, words[start : start + 15])).capitalize() + "."


def questions(paragraphs: int, count: int) -> list[str]:
    """Questions to a corpus of so many paragraphs."""
    asked = Collection(paragraphs).questions(count, stop_words=True)
    return [" ".join(map(spoken, words)).capitalize() + "?" for words in asked]


@cache
def spoken(word: str) -> str:
    """The word that stands for a generated one: two generated words never become the same."""
    number = int(word[1:], 16)
    if number < STOP_WORDS:
        return _ENGLISH[number]
    number -= STOP_WORDS
    digits, length = [], 2 if number < _FEW else 3
    for _ in range(length):
        number, digit = divmod(number, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits) + "k"


_ENGLISH = sorted(word for word in analysis.STOP_WORDS if "'" not in word)[:STOP_WORDS]


if __name__ == "__main__":
    main()
