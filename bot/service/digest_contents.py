"""What a digest tells: who reads it, the articles that they may see, and what is noted of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.access import Access
from bot.core.answering.synonyms import Synonyms
from bot.core.changes.revisions import ALWAYS, Changes
from bot.core.corpus import Corpus
from bot.core.digests import digest
from bot.core.digests.digest import Digest, Reader, Record
from bot.core.digests.reviews import EVERY
from bot.core.digests.subscriptions import Subscription
from bot.core.digests.watching import Watch, watch
from bot.core.model import Audience
from bot.core.ports import PassageIndex
from bot.core.question_log import LoggedQuestion


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of one moment, and how they are searched."""

    corpus: Corpus
    index: PassageIndex
    synonyms: Synonyms

    def watch(self, about: str, audience: Audience, today: date) -> Watch:
        """Which passages match a subject."""
        return watch(about, audience, self.index, self.synonyms, today)


@dataclass(frozen=True, slots=True)
class DigestContents:
    """Makes digests.

    `articles` gives those of this moment that an audience may see; `asked`, what was asked after a moment, in one place
    or (None) anywhere. `curators_channel` is told what curators should look at; `called` says how an owner is named,
    `remind` how often an overdue review is told, `access` what may be seen where.
    """

    changes: Changes
    articles: Callable[[Audience], Articles]
    asked: Callable[[datetime, str | None], Sequence[LoggedQuestion]]
    curators_channel: str | None = None
    called: Callable[[str], str] = str
    remind: timedelta = EVERY
    access: Access = field(default_factory=Access)

    def compose(
        self,
        subscription: Subscription,
        since: datetime,
        until: datetime,
        *,
        elsewhere: bool = False,
        seen_by: str | None = None,
    ) -> Digest:
        """What is to be told to a subscription of the time after `since` and by `until`; `seen_by` limits it to what
        this person may see.
        """
        reader, articles = self._seen(subscription, until, elsewhere=elsewhere, seen_by=seen_by)
        withdrawn = self.changes.withdrawn(since)
        words = self.changes.words_of([each.document.article for each in withdrawn], until)
        record = Record(until, self.changes.revisions(since), self._questions(reader, since), withdrawn, words)
        concerned = self._concerned(articles.corpus, since, record, reader)
        return digest.compose(concerned, self.changes.first_seen(concerned.names), since, record, reader)

    def sample(
        self, subscription: Subscription, now: datetime, *, elsewhere: bool = False, seen_by: str | None = None
    ) -> Digest:
        """What its digests look like, where there is nothing new to show; for the same eyes as a preview."""
        reader, articles = self._seen(subscription, now, elsewhere=elsewhere, seen_by=seen_by)
        return digest.sample(articles.corpus, now, reader)

    def _concerned(self, corpus: Corpus, since: datetime, record: Record, reader: Reader) -> Corpus:
        """The articles that a digest may have to tell of, and those that they replace."""
        first, last = (moment.astimezone(reader.zone).date() for moment in (since, record.until))
        names = {*self.changes.newly_seen(since, record.until), *record.revisions}
        names.update(self.changes.replacing(first, last))
        if reader.curators:
            names.update(self.changes.to_review(last))
        replaced = {each.article for article in corpus.some(names) for each in article.supersedes}
        return Corpus(corpus.some(names | replaced))

    def _seen(
        self, subscription: Subscription, until: datetime, *, elsewhere: bool, seen_by: str | None
    ) -> tuple[Reader, Articles]:
        """Who reads a digest, and the articles that they may see."""
        reader = self._reader(subscription, elsewhere=elsewhere)
        if seen_by is not None and not subscription.is_direct:
            seen = self.access.both(seen_by, subscription.place, is_there=True)
            reader = replace(reader, audience=replace(reader.audience, collections=seen))
        articles = self.articles(reader.audience)
        if subscription.about is not None:
            found = articles.watch(subscription.about, reader.audience, until.astimezone(reader.zone).date())
            reader = replace(reader, about=subscription.about, watch=found)
        return reader, articles

    def _questions(self, reader: Reader, since: datetime) -> Sequence[LoggedQuestion]:
        if reader.watch or reader.audience.place is None:
            return ()
        return self.asked(ALWAYS, None) if reader.curators else self.asked(since, reader.audience.place)

    def _reader(self, subscription: Subscription, *, elsewhere: bool) -> Reader:
        """Whoever reads a place is told what was asked there; its one reader alone, what they own."""
        place, person = subscription.place, subscription.person
        is_theirs = subscription.is_direct and person is not None
        if elsewhere and person is not None and not is_theirs:
            audience = Audience(None, None, self.access.both(person, place))
        elif is_theirs:
            audience = replace(self.access.audience(person, place), place=None)
        else:
            audience = replace(self.access.audience(None, place), place=None if elsewhere else place)
        return Reader(
            audience=audience,
            curators=place == self.curators_channel and not elsewhere,
            remind=self.remind,
            called=self.called,
            zone=ZoneInfo(subscription.rhythm.zone),
        )
