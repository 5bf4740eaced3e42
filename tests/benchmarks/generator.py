"""A made-up collection of any size, and questions to it: the same for the same seed.

Words follow the Zipf–Mandelbrot law (Mandelbrot 1953), the vocabulary grows with the square root of the text (Heaps'
law), and an article keeps coming back to some words of its own (burstiness), as articles do. The hundred and twenty
most frequent words play the stop words, which in English make up about half of a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

STOP_WORDS = 120
PASSAGES_AN_ARTICLE = 20
WORDS_A_PASSAGE = 60
OWN_WORDS = 40  # of an article
OWN_SHARE = 0.2  # of the words in an article's text are its own words
SHIFT, EXPONENT = 2.7, 1.12  # of the Zipf–Mandelbrot law

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages of about 60 words each, twenty to an article."""

    size: int
    seed: int = 20260101

    @property
    def vocabulary(self) -> list[str]:
        """Words by falling frequency."""
        count = STOP_WORDS + int(30 * (self.size * WORDS_A_PASSAGE) ** 0.5)
        return [f"w{number:x}" for number in range(count)]

    def passages(self) -> Iterator[list[str]]:
        """The passages in order, each a list of words; equal words are one object."""
        words = np.array(self.vocabulary, dtype=object)
        draw = self._draw()
        for article in range(-(-self.size // PASSAGES_AN_ARTICLE)):
            rng = self._rng(article)
            own = self._own_words(draw, article)
            count = min(PASSAGES_AN_ARTICLE, self.size - article * PASSAGES_AN_ARTICLE)
            lengths = np.clip(rng.lognormal(np.log(55), 0.45, count), 5, 400).astype(int)
            numbers = draw(rng, int(lengths.sum()))
            bursts = rng.random(len(numbers)) < OWN_SHARE
            numbers[bursts] = own[(rng.random(int(bursts.sum())) ** 2 * len(own)).astype(int)]
            text = words[numbers].tolist()
            ends = np.cumsum(lengths).tolist()
            for start, end in zip([0, *ends], ends, strict=False):
                yield text[start:end]

    def questions(self, count: int, *, stop_words: bool) -> list[list[str]]:
        """Questions of 3 to 12 words, none of them of stop words alone; without stop words they are as long.

        About half of the content words are such as one article keeps coming back to.
        """
        words = self.vocabulary
        draw = self._draw()
        rng = np.random.default_rng((self.seed, 1))
        questions: list[list[str]] = []
        while len(questions) < count:
            own = self._own_words(draw, int(rng.integers(-(-self.size // PASSAGES_AN_ARTICLE))))
            length = int(rng.integers(3, 13))
            drawn = draw(rng, length if stop_words else 20 * length)
            numbers = drawn if stop_words else drawn[drawn >= STOP_WORDS][:length]
            swapped = (numbers >= STOP_WORDS) & (rng.random(len(numbers)) < 0.5)
            numbers[swapped] = own[(rng.random(int(swapped.sum())) ** 2 * len(own)).astype(int)]
            if (numbers >= STOP_WORDS).any():
                questions.append([words[number] for number in numbers])
        return questions

    def _rng(self, article: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, 2, article))

    def _own_words(self, draw: "Draw", article: int) -> Numbers:
        rng = np.random.default_rng((self.seed, 3, article))
        found = draw(rng, 8 * OWN_WORDS)
        return found[found >= STOP_WORDS][:OWN_WORDS]

    def _draw(self) -> "Draw":
        return Draw(len(self.vocabulary))


class Draw:
    """Draws word numbers, from 0, by the Zipf–Mandelbrot law."""

    def __init__(self, vocabulary: int) -> None:
        self._cumulated = np.cumsum(1 / (np.arange(vocabulary) + SHIFT) ** EXPONENT)

    def __call__(self, rng: np.random.Generator, count: int) -> Numbers:
        drawn: Numbers = np.searchsorted(self._cumulated, rng.random(count) * self._cumulated[-1]).astype(np.int64)
        return drawn
