"""Where in a relevant passage the answer stands, and whether a mark hits it."""

import re
from dataclasses import dataclass

from bot.core.model import Passage
from bot.core.text import analysis
from bot.core.text.sentences import Span, sentences
from bot.evaluation.collection import Asked, Collection


@dataclass(frozen=True, slots=True)
class Target:
    """The passage in which a mark is judged, the stretches that answer there, and strings that answer."""

    passage: Passage
    spans: tuple[Span, ...]
    answers: tuple[str, ...]

    def is_hit_by(self, sentence: Span) -> bool:
        """Whether a sentence overlaps a stretch that answers, or contains a string that does."""
        text = _folded(self.passage.text[slice(*sentence)])
        return any(_overlap(sentence, span) for span in self.spans) or any(each in text for each in self.answers)


def target_of(question: Asked, collection: Collection) -> Target | None:
    """The first relevant passage, in the order of the judgements, in which the question's gold stands.

    Gold in nothing but a heading makes a target that no mark hits: headings are not quoted. None where the gold
    stands nowhere: then no mark is asked for.
    """
    if not question.is_judged:
        return None
    in_heading = None
    for name in question.relevant:
        passage = collection.passages.get(name)
        if passage is None:
            continue
        golden = [gold.text for gold in question.gold if gold.passage in (None, name)]
        above = f"{passage.context.words}\n" if passage.context.words else ""
        found = [span for text in golden for span in _found(text, above + passage.text)]
        spans = tuple((max(0, start - len(above)), end - len(above)) for start, end in found if end > len(above))
        folded = _folded(passage.text)
        answers = tuple(each for each in map(_folded, question.answers) if each in folded)
        if spans or answers:
            return Target(passage, spans, answers)
        if found or any(each in _folded(above) for each in map(_folded, question.answers)):
            in_heading = in_heading or Target(passage, (), ())
    return in_heading


def first_sentence(text: str, mark: Span) -> Span:
    """The first single sentence that a mark touches, so that marking more is never worth more.

    Raises ValueError if the mark is no stretch of the text, or holds white space alone.
    """
    if 0 <= mark[0] < mark[1] <= len(text):
        for sentence in sentences(text):
            if _overlap(sentence, mark):
                return sentence
    raise ValueError(f"{mark[0]}:{mark[1]} marks nothing in a text of {len(text)} characters")


def _found(words: str, text: str) -> list[Span]:
    """Every place where the words stand, whatever white space parts them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [match.span() for match in re.finditer(pattern, text)]


def _overlap(left: Span, right: Span) -> bool:
    return left[0] < right[1] and right[0] < left[1]


def _folded(text: str) -> str:
    return " ".join(analysis.fold(text).split())
