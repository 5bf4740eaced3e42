"""Who is reminded of which review: each person once a period, and never twice, whatever happens on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.core.corpus import Corpus
from bot.core.digests.requests import RemindOfReviews
from bot.core.model import Article
from bot.core.requests import Request
from bot.service.news import note_news
from bot.service.reviews import Recipients, ReviewReminders
from tests.small_articles import article, corpus
from tests.store.memory_store import MemoryStore

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAY, EVERY = timedelta(days=1), timedelta(days=30)


def due(name: str, owner: str | None = "U1", days: int = 0) -> Article:
    return replace(article(name, "Be kind."), owner=owner, review_by=(START + days * DAY).date())


@dataclass
class Rounds:
    """Looks on many days, and does what is handed in."""

    curators: tuple[str, ...] = ()
    in_digest: bool = False
    behind: dict[str, Sequence[str] | None] = field(default_factory=dict)
    blind: frozenset[str] = frozenset()
    store: MemoryStore = field(default_factory=MemoryStore)
    marks: set[str] = field(default_factory=set)
    told: list[tuple[int, str, tuple[str, ...]]] = field(default_factory=list)

    def replica(self) -> ReviewReminders:
        sees = lambda person, _: person not in self.blind  # noqa: E731
        recipients = Recipients(lambda owner: self.behind.get(owner, (owner,)), sees, self.curators, self.in_digest)
        return ReviewReminders(
            self.store.inbox, self.store.changes.to_review, self.marks.__contains__, recipients, EVERY
        )

    def look(self, reminders: ReviewReminders, here: Corpus, day: int, *, work: bool = True) -> None:
        now = START + day * DAY
        note_news(here, now, self.store.changes)
        reminders.look(here, now)
        while work and (claim := self.store.inbox.claim("w", now, now + DAY)):
            request: Request[RemindOfReviews] = claim.request
            reviews = [each for each in request.payload.reviews if each.mark(request.person or "") not in self.marks]
            if reviews:
                self.told.append((day, request.person or "", tuple(each.article for each in reviews)))
            self.marks |= {each.mark(request.person or "") for each in reviews}
            self.store.inbox.finish(claim, now, "reminded")


def test_an_owner_is_reminded_on_the_day_and_once_a_period_until_there_is_a_new_one() -> None:
    rounds = Rounds()
    reminders, here = rounds.replica(), corpus(due("rules", days=2), due("far", days=900))
    for day in range(70):
        rounds.look(reminders, here, day)
    assert rounds.told == [(2, "U1", ("rules",)), (32, "U1", ("rules",)), (62, "U1", ("rules",))]
    here = corpus(due("rules", days=900))
    for day in range(70, 140):
        rounds.look(reminders, here, day)
    assert len(rounds.told) == 3


def test_several_documents_of_a_person_come_in_one_message() -> None:
    rounds = Rounds(behind={"@team": ("U1", "U2")})
    rounds.look(rounds.replica(), corpus(due("a"), due("b"), due("c", "@team")), 0)
    assert rounds.told == [(0, "U1", ("a", "b", "c")), (0, "U2", ("c",))]


def test_restarts_replicas_and_days_without_slack_tell_nobody_twice() -> None:
    rounds, here = Rounds(), corpus(due("a"), due("b", days=1))
    first, second = rounds.replica(), rounds.replica()
    rounds.look(first, here, 0, work=False)
    rounds.look(second, here, 0, work=False)
    rounds.look(rounds.replica(), here, 1, work=False)
    rounds.look(rounds.replica(), here, 2)
    told = [name for _, _, names in rounds.told for name in names]
    assert sorted(told) == ["a", "b"]


def test_where_no_owner_can_be_reached_curators_are_unless_their_digest_tells_them() -> None:
    here = corpus(due("a", None), due("b", "Legal"), due("c", "U9"))
    rounds = Rounds(curators=("U5",), behind={"Legal": ()}, blind=frozenset({"U9"}))
    rounds.look(rounds.replica(), here, 0)
    assert rounds.told == [(0, "U5", ("a", "b", "c"))]
    rounds = Rounds(curators=("U5",), in_digest=True, behind={"Legal": ()}, blind=frozenset({"U9"}))
    rounds.look(rounds.replica(), here, 0)
    assert rounds.told == []


def test_who_slack_does_not_tell_now_is_asked_for_again() -> None:
    rounds, here = Rounds(behind={"ann@example.org": None}), corpus(due("a", "ann@example.org"))
    reminders = rounds.replica()
    rounds.look(reminders, here, 0)
    assert rounds.told == []
    rounds.behind["ann@example.org"] = ("U1",)
    rounds.look(reminders, here, 0)
    assert rounds.told == [(0, "U1", ("a",))]
