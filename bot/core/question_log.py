"""What was asked: openly in a channel, for that channel; in private or in vain, for the curators alone.

Questions of the same content words are one question. What is asked in private never reaches anybody by itself: the
curators are told of it once MIN_PEOPLE different people have asked it, without names, places or anybody's sentence, in
the words that all of them used (k-anonymity: Sweeney 2002). The same holds for gaps, wherever they were asked.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.answering import filters
from bot.core.model import Outcome
from bot.core.text import analysis

MIN_PEOPLE = 3
# Once is no news: it stands in the channel already.
MIN_REPEATS = 2
MOST_SHOWN = 5
MOST_LINKS = 3


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question that somebody asked. `person` and `place` are opaque ids; `link` leads to an open one in Slack."""

    words: str
    person: str | None
    place: str | None
    private: bool
    outcome: Outcome
    at: datetime
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Frequent:
    """A question that was asked openly in a place: in the words used most, how often, and links, the first first."""

    words: str
    times: int
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemandedTopic:
    """What several people asked: the content words that all of them used, and how many people they are."""

    words: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that was asked in vain when it was last asked, in all its wordings.

    `words`: the content words that all of them used. `question`: as most people typed it who asked it openly; where
    nobody did, its words. `people` asked it `times` times, from `since` to `last`.
    """

    words: tuple[str, ...]
    question: str
    people: int
    times: int
    since: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Gaps:
    """What was asked in vain, by the most people first; `hidden` were asked in private by too few to be told of."""

    shown: tuple[Gap, ...] = ()
    hidden: int = 0


Meaning = frozenset[str]
"""The terms of a question, whatever their order and number."""


def asked_openly(
    questions: Iterable[LoggedQuestion], place: str, since: datetime, until: datetime
) -> tuple[Frequent, ...]:
    """What was asked openly in this very place, more than once after `since` and by `until`: the most asked first."""
    here = [
        each
        for each in questions
        if not each.private and each.place == place and since < each.at <= until and each.outcome in _QUESTIONS
    ]
    found = []
    for group in _by_meaning(here).values():
        if len(group) >= MIN_REPEATS:
            group.sort(key=lambda each: (each.at, each.words))
            times = Counter(each.words for each in group)  # of equals, the first asked
            links = dict.fromkeys(each.link for each in group if each.link)
            found.append(Frequent(times.most_common(1)[0][0], len(group), tuple(links)[:MOST_LINKS]))
    return tuple(sorted(found, key=lambda each: (-each.times, each.words))[:MOST_SHOWN])


def gaps(questions: Iterable[LoggedQuestion], since: datetime, until: datetime) -> tuple[DemandedTopic, ...]:
    """What MIN_PEOPLE people or more asked in vain, openly or in private, if the third of them asked after `since`.

    A question that was answered when it was last asked is no gap any more.
    """
    return _wanted(questions, since, until, lambda group: group[-1].outcome is Outcome.NOT_COVERED)


def asked_in_private(
    questions: Iterable[LoggedQuestion], since: datetime, until: datetime
) -> tuple[DemandedTopic, ...]:
    """What MIN_PEOPLE people asked in private and got an answer to, if the third of them asked after `since`."""
    private = (each for each in questions if each.private)
    return _wanted(private, since, until, lambda group: group[-1].outcome is Outcome.ANSWERED)


def open_gaps(questions: Iterable[LoggedQuestion]) -> Gaps:
    """What is still asked in vain. What was asked in private alone is shown once MIN_PEOPLE people have asked it."""
    shown, hidden = [], 0
    for meaning, group in _by_meaning(each for each in questions if each.outcome in _QUESTIONS).items():
        group.sort(key=lambda each: (each.at, each.words))
        if group[-1].outcome is not Outcome.NOT_COVERED:
            continue
        people = len({each.person or each.words for each in group})
        openly = Counter(each.words for each in group if not each.private)
        if not openly and people < MIN_PEOPLE:
            hidden += 1
            continue
        words = _words_of_all(group, meaning)
        question = openly.most_common(1)[0][0] if openly else " ".join(words)
        shown.append(Gap(words, question, people, len(group), group[0].at, group[-1].at))
    return Gaps(tuple(sorted(shown, key=lambda each: (-each.people, -each.times, each.words))), hidden)


_QUESTIONS = frozenset({Outcome.ANSWERED, Outcome.NOT_COVERED})


def _wanted(
    questions: Iterable[LoggedQuestion],
    since: datetime,
    until: datetime,
    wanted: Callable[[Sequence[LoggedQuestion]], bool],
) -> tuple[DemandedTopic, ...]:
    """All that was ever asked counts, so that slow questions are not lost; each is told once, when it is the third."""
    by_then = [each for each in questions if each.at <= until and each.outcome in _QUESTIONS and each.person]
    found = []
    for meaning, group in _by_meaning(by_then).items():
        group.sort(key=lambda each: (each.at, each.words))
        first = {each.person: each.at for each in reversed(group)}
        if len(first) >= MIN_PEOPLE and sorted(first.values())[MIN_PEOPLE - 1] > since and wanted(group):
            found.append(DemandedTopic(_words_of_all(group, meaning), len(first)))
    return tuple(sorted(found, key=lambda each: (-each.people, each.words))[:MOST_SHOWN])


def _by_meaning(questions: Iterable[LoggedQuestion]) -> Mapping[Meaning, list[LoggedQuestion]]:
    groups: dict[Meaning, list[LoggedQuestion]] = defaultdict(list)
    for each in questions:
        meaning = frozenset(token.term for token in analysis.tokens(_words_of(each)))
        if meaning:
            groups[meaning].append(each)
    return groups


def _words_of(question: LoggedQuestion) -> str:
    return filters.read(question.words, question.at.date()).words


def _words_of_all(group: Iterable[LoggedQuestion], meaning: Meaning) -> tuple[str, ...]:
    """A word for each term, as most people write it, in the order in which people use them on average."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    places: Counter[str] = Counter()
    for words in sorted({(each.person or "", _words_of(each)) for each in group}):
        for at, token in enumerate(analysis.tokens(words[1])):
            written[token.term][analysis.fold(token.surface)] += 1
            places[token.term] += at
    order = sorted(meaning, key=lambda term: (places[term] / written[term].total(), term))
    return tuple(max(sorted(written[term]), key=written[term].__getitem__) for term in order)
