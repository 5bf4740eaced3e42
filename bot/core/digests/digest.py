"""What a digest says. No clock and no store in here: what happened comes in as values."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from heapq import nlargest
from types import MappingProxyType

from bot.core import question_log
from bot.core.answering.quoting import quote_lead
from bot.core.changes import redlines, withdrawals
from bot.core.changes.redlines import Changed, Redline
from bot.core.changes.revisions import Revision
from bot.core.changes.withdrawals import Withdrawal
from bot.core.corpus import Corpus
from bot.core.digests.reviews import EVERY, reminder_day
from bot.core.digests.watching import Watch
from bot.core.model import Article, Attribution, Audience, Context, Passage, Quotation, Scope
from bot.core.question_log import DemandedTopic, Frequent, LoggedQuestion

# How many of the newest documents are searched for one that shows what a digest is like.
SAMPLED = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a digest is for.

    `audience`: the place that reads it, and what may be seen there. `curators`: nobody but curators reads it: they are
    told of reviews, and again after `remind`; `called` names an owner. `zone`: whose days count. `watch`: tell only of
    what matches `about`.
    """

    audience: Audience = field(default_factory=Audience)
    curators: bool = False
    remind: timedelta = EVERY
    called: Callable[[str], str] = str
    zone: tzinfo = UTC
    about: str | None = None
    watch: Watch | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What happened by a moment: the revisions of each article by its id, the oldest first, what was asked, and which
    documents are gone; of these the last paragraphs, as far as they were kept.
    """

    until: datetime
    revisions: Mapping[str, Sequence[Revision]] = field(default_factory=lambda: MappingProxyType({}))
    questions: Sequence[LoggedQuestion] = ()
    withdrawn: Sequence[Withdrawal] = ()
    last_words: Mapping[str, Sequence[str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a later word replaces: an article, or one paragraph of it; and from which day on, if that is known."""

    earlier: Attribution
    paragraph: int | None
    later: Attribution
    on: date | None


@dataclass(frozen=True, slots=True)
class Review:
    """An article that is due for review, and its owner as curators read it."""

    attribution: Attribution
    owner: str | None
    due: date


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened after `since` and by `until`, by the clocks of the reader; each part may be empty.

    `leads`: new articles, by their first sentences. `watched`: passages of new articles that match `about`, with the
    sentence that does. `changed`: in a watch, only the paragraphs that match, or did. `asked`: openly, in this place.
    `withdrawn`: documents that their source no longer has. `gaps` and `asked_in_private`: for curators alone.
    """

    since: datetime
    leads: tuple[Quotation, ...]
    until: datetime
    about: str | None = None
    watched: tuple[Quotation, ...] = ()
    changed: tuple[Changed, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    reviews: tuple[Review, ...] = ()
    asked: tuple[Frequent, ...] = ()
    gaps: tuple[DemandedTopic, ...] = ()
    asked_in_private: tuple[DemandedTopic, ...] = ()
    withdrawn: tuple[Attribution, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        told = (self.leads, self.watched, self.changed, self.replaced, self.reviews, self.asked, self.gaps)
        return any(told) or bool(self.asked_in_private) or bool(self.withdrawn)


def compose(
    corpus: Corpus, first_seen: Mapping[str, datetime], since: datetime, record: Record, reader: Reader
) -> Digest:
    """What a reader is told of the time after `since` up to the end of the record, in corpus order.

    An article that nobody noted yet is left to the digest after it is.
    """
    span = _Span(since.astimezone(reader.zone), record.until.astimezone(reader.zone))
    scope = Scope(collections=reader.audience.collections)
    noted = (each for each in corpus.articles if each.id in first_seen and first_seen[each.id] <= span.until)
    visible = [each for each in noted if scope.admits(each.attribution)]
    new = [each for each in visible if first_seen[each.id] > span.since]
    fresh = {article.id for article in new}
    changed = _changed([each for each in visible if each.id not in fresh], record.revisions, span)
    gone = [each for each in withdrawals.told(record.withdrawn, since, record.until) if scope.admits(each)]
    if reader.watch:
        named = tuple(each for each in gone if _is_watched(reader.watch, each, record.last_words))
        empty = Digest(span.since, (), span.until, reader.about, withdrawn=named)
        return _watched(reader.watch, new, changed, empty)
    place, asked = reader.audience.place, record.questions
    return Digest(
        since=span.since,
        until=span.until,
        leads=tuple(quote_lead(article) for article in new),
        changed=tuple(change for _, change in changed),
        replaced=_replaced(visible, fresh, span),
        reviews=_reviews(visible, span, reader) if reader.curators else (),
        asked=question_log.asked_openly(asked, place, since, record.until) if place else (),
        gaps=question_log.gaps(asked, since, record.until) if reader.curators else (),
        asked_in_private=question_log.asked_in_private(asked, since, record.until) if reader.curators else (),
        withdrawn=tuple(gone),
    )


def _is_watched(watch: Watch, gone: Attribution, last_words: Mapping[str, Sequence[str]]) -> bool:
    """Whether what is gone was about a subject, by its name or its last words."""
    texts = (gone.label, *last_words.get(gone.article, ()))
    return any(watch(Passage(gone, number, text)) for number, text in enumerate(texts, 1))


def sample(corpus: Corpus, now: datetime, reader: Reader) -> Digest:
    """What a digest would look like: one that tells of the newest document that has anything for this reader.

    Empty where there is none among the SAMPLED newest.
    """
    scope = Scope(collections=reader.audience.collections)
    visible = (known for known in corpus.attributions if scope.admits(known))
    newest = [known.article for known in nlargest(SAMPLED, visible, key=_day)]
    some = Corpus(corpus.some(newest))
    told = compose(some, dict.fromkeys(newest, now), now - timedelta(days=1), Record(now), reader)
    for name in newest:
        leads, watched = (
            tuple(each for each in quotations if each.attribution.article == name)[:1]
            for quotations in (told.leads, told.watched)
        )
        if leads or watched:
            return Digest(told.since, leads, told.until, told.about, watched=watched)
    return Digest(told.since, (), told.until, told.about)


def _day(known: Attribution) -> date:
    return known.updated or known.published or date.min


@dataclass(frozen=True, slots=True)
class _Span:
    """A stretch of time, by the clocks of the reader: `since` is outside, `until` inside."""

    since: datetime
    until: datetime

    def has_day(self, day: date) -> bool:
        """Whether the day began in it: so each day falls into one digest."""
        return self.since.date() < day <= self.until.date()


def _changed(
    known: Sequence[Article], revisions: Mapping[str, Sequence[Revision]], span: _Span
) -> list[tuple[Article, Changed]]:
    """The articles that say something else at the end of the span than at its beginning."""
    found = []
    for article in known:
        then = _last(revisions.get(article.id, ()), span.since)
        now = _last(revisions.get(article.id, ()), span.until)
        lines = redlines.compare(then.paragraphs, now.paragraphs) if then and now else ()
        if lines:
            found.append((article, Changed(article.attribution, lines)))
    return found


def _last(revisions: Sequence[Revision], moment: datetime) -> Revision | None:
    return next((each for each in reversed(revisions) if each.seen <= moment), None)


def _watched(watch: Watch, new: Sequence[Article], changed: Sequence[tuple[Article, Changed]], empty: Digest) -> Digest:
    """The passages of new articles that match, and the changes of paragraphs that do, or did."""
    found = tuple(filter(None, (watch(passage) for article in new for passage in article.passages)))
    matching = []
    for article, change in changed:
        lines = tuple(line for line in change.redlines if _matches(line, article, watch))
        if lines:
            matching.append(Changed(change.attribution, lines))
    return replace(empty, watched=found, changed=tuple(matching))


def _matches(line: Redline, article: Article, watch: Watch) -> bool:
    place = article.passage(line.after or 0)
    context = place.context if place else Context()
    versions = ((line.before, line.text_before), (line.after, line.text_after))
    return any(
        watch(Passage(article.attribution, number, text, context)) for number, text in versions if number and text
    )


def _replaced(visible: Sequence[Article], new: Set[str], span: _Span) -> tuple[Replaced, ...]:
    """What was replaced within the span: by an article that is new and in effect, or that came into effect."""
    known = {article.id: article for article in visible}
    found = []
    for later in visible:
        in_effect = later.effective is None or later.effective <= span.until.date()
        if not in_effect or not (later.id in new or (later.effective and span.has_day(later.effective))):
            continue
        for reference in later.supersedes:
            earlier = known.get(reference.article)
            if earlier is not None and earlier is not later:
                found.append(Replaced(earlier.attribution, reference.paragraph, later.attribution, later.effective))
    return tuple(found)


def _reviews(visible: Sequence[Article], span: _Span, reader: Reader) -> tuple[Review, ...]:
    """The articles whose review falls due within the span, or has been overdue for a whole number of periods."""
    due = [
        Review(each.attribution, reader.called(each.owner) if each.owner else None, each.review_by)
        for each in visible
        if each.review_by
        and (day := reminder_day(each.review_by, span.until.date(), reader.remind))
        and span.has_day(day)
    ]
    return tuple(sorted(due, key=lambda review: review.due))
