"""What curators look at: how many questions were answered, what was asked in vain, and which documents want a look."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import fmean

from bot.core.corpus import Corpus
from bot.core.curation.feedback import Marked
from bot.core.model import Article, Outcome, Scope, Standing
from bot.core.question_log import Gaps, LoggedQuestion

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given: how sure it was, from 0 to 1, whether it said that it is weak, and what it quoted."""

    confidence: float
    weak: bool
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The questions of a week, from Monday on. `confidence` is the mean of what was answered; None for nothing."""

    begins: date
    questions: int
    answered: int
    weak: int
    confidence: float | None

    @property
    def share(self) -> float | None:
        """Which share of the questions was answered; None for no question."""
        return self.answered / self.questions if self.questions else None


@dataclass(frozen=True, slots=True)
class Stale:
    """A document that is quoted although it wants a look: how often, and why."""

    article: str
    label: str
    quoted: int
    why: str


@dataclass(frozen=True, slots=True)
class Lacking:
    """A document of which something is not known: its title, a date, an owner."""

    article: str
    label: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A document whose review is overdue, and since when."""

    article: str
    label: str
    since: date
    owner: str | None


@dataclass(frozen=True, slots=True)
class Unhelpful:
    """An answer that did not help, and what was asked."""

    question: str
    marked: Marked


@dataclass(frozen=True, slots=True)
class Report:
    """All of it, for a time. `waiting`: how many questions wait for a curator; `to_review`: how many pins want a look.

    None of it names who asked.
    """

    since: date
    until: date
    weeks: tuple[Week, ...] = ()
    gaps: Gaps = field(default_factory=Gaps)
    unhelpful: tuple[Unhelpful, ...] = ()
    stale: tuple[Stale, ...] = ()
    lacking: tuple[Lacking, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    waiting: int = 0
    to_review: int = 0

    @property
    def questions(self) -> int:
        return sum(week.questions for week in self.weeks)

    @property
    def answered(self) -> int:
        return sum(week.answered for week in self.weeks)


def weeks(
    asked: Iterable[tuple[LoggedQuestion, str]], given: Mapping[str, Given], since: date, until: date
) -> tuple[Week, ...]:
    """The weeks of that time, those without a question among them; each question comes with its receipt."""
    first = since - timedelta(days=since.weekday())
    by_week: dict[date, list[tuple[LoggedQuestion, str]]] = {}
    for question, receipt in asked:
        day = question.at.date()
        if since <= day <= until and question.outcome in {Outcome.ANSWERED, Outcome.NOT_COVERED}:
            by_week.setdefault(day - timedelta(days=day.weekday()), []).append((question, receipt))
    begins = [first + WEEK * number for number in range((until - first).days // 7 + 1)]
    return tuple(_week(each, by_week.get(each, []), given) for each in begins)


def _week(begins: date, asked: Sequence[tuple[LoggedQuestion, str]], given: Mapping[str, Given]) -> Week:
    answered = [receipt for question, receipt in asked if question.outcome is Outcome.ANSWERED]
    known = [given[receipt] for receipt in answered if receipt in given]
    confidence = fmean(each.confidence for each in known) if known else None
    return Week(begins, len(asked), len(answered), sum(each.weak for each in known), confidence)


def stale(answers: Iterable[Given], corpus: Corpus, today: date) -> tuple[Stale, ...]:
    """The documents that were quoted and want a look, the most quoted first."""
    quoted = Counter(article for answer in answers for article in answer.articles)
    found = []
    for name, times in quoted.most_common():
        article = corpus.article(name)
        if article and (why := _why_stale(article, corpus, today)):
            found.append(Stale(name, article.attribution.label, times, why))
    return tuple(found)


def _why_stale(article: Article, corpus: Corpus, today: date) -> str:
    if article.in_force_until and article.in_force_until < today:
        return f"no longer in force since {article.in_force_until}"
    if corpus.successors_of_any(article.id, today, Scope()):
        return "replaced, in whole or in part"
    if article.review_by and article.review_by < today:
        return f"review due since {article.review_by}"
    return ""


def lacking(corpus: Corpus) -> tuple[Lacking, ...]:
    """The documents without a title, a date or an owner; examples are nobody's."""
    found = []
    for article in corpus.articles:
        known = article.attribution
        named = {"title": known.title, "date": known.updated or known.published, "owner": article.owner}
        lacks = tuple(name for name, value in named.items() if not value)
        if lacks and known.standing is not Standing.EXAMPLE:
            found.append(Lacking(article.id, known.label, lacks))
    return tuple(sorted(found, key=lambda each: (-len(each.lacks), each.article)))


def overdue(corpus: Corpus, today: date) -> tuple[Overdue, ...]:
    """The documents whose review is overdue, the longest first."""
    found = [
        Overdue(each.id, each.attribution.label, each.review_by, each.owner)
        for each in corpus.articles
        if each.review_by and each.review_by < today
    ]
    return tuple(sorted(found, key=lambda each: (each.since, each.article)))
