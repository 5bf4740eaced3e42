"""An encoder without a model: one direction a letter; `asked` are the passages that it encoded. Satisfies Encodes."""

import numpy as np

from bot.search.semantic.vectors import Vector

WINDOW = 20  # characters


class CountingEncoder:
    """A text points where its letters do."""

    width = 26

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def question(self, words: str, /) -> Vector:
        counted = np.array([words.casefold().count(chr(letter)) for letter in range(97, 123)], np.float32)
        return counted / max(float(np.linalg.norm(counted)), 1.0)

    def passage(self, head: str, text: str) -> Vector:
        self.asked.append(text)
        parts = [text[start : start + WINDOW] for start in range(0, max(1, len(text)), WINDOW)]
        return np.stack([self.question(head + part) for part in parts])
