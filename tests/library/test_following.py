"""A library without documents, of what another one has published and noted: a cluster and a store that remember."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.answering.policy import Policy
from bot.core.answering.synonyms import parse
from bot.core.changes.catalogue import HALF_HASH
from bot.core.corpus import Corpus, digest_of
from bot.core.errors import ConfigurationError, SearchError
from bot.core.model import Article, Question
from bot.core.ports import LEADING
from bot.doctor.corpus import check_following
from bot.documents.corpus.roots import Roots
from bot.library.engine import Indexer
from bot.library.following import NOT_YET, STEP, CorpusFollower, Noted
from bot.library.index_cache import IndexCache
from bot.library.inspecting import inspected, listed
from bot.library.library import Library
from bot.library.receipts import ReceiptCopies, put_on_record
from bot.library.refreshing import CorpusRefresher
from bot.service.corpus_changes import CorpusChanges
from bot.service.leading import Following
from bot.service.news import note_news
from bot.store.sql import open_store
from bot.wiring.looking import Looking, Notes
from tests.library.libraries import ANYTHING_GOES, QUESTION, TODAY, answer, bytes_of, told, write
from tests.small_articles import article
from tests.store.memory_store import MemoryChanges, MemoryLeases

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING, _ = parse("")


def noon() -> datetime:
    """A clock that stands still."""
    return NOON


@dataclass
class Revision:
    """The articles of one revision, and which of them were fetched; the cluster breaks down after `most`."""

    all: Sequence[Article]
    fetched: list[str]
    most: int

    @property
    def listed(self) -> Sequence[tuple[str, str]]:
        return [(each.id, digest_of(each)) for each in self.all]

    def articles(self, wanted: Iterable[tuple[str, str]]) -> Iterator[Article]:
        for name, _ in wanted:
            if len(self.fetched) == self.most:
                raise SearchError("the search cluster cannot be reached")
            self.fetched.append(name)
            yield next(each for each in self.all if each.id == name)


@dataclass
class PretendCluster:
    """What is published, by revision. Nobody can ask it while it `is_lost`, nor for more than `most` articles."""

    revisions: dict[str, Sequence[Article]] = field(default_factory=dict)
    fetched: list[str] = field(default_factory=list)
    is_lost: bool = False
    most: int = 1_000

    def revision(self, revision: str) -> Revision:
        if self.is_lost or revision not in self.revisions:
            raise SearchError("the search cluster cannot be reached")
        return Revision(self.revisions[revision], self.fetched, self.most)

    def article(self, name: str, digest: str) -> Article | None:
        if self.is_lost:
            raise SearchError("the search cluster cannot be reached")
        every = (each for articles in self.revisions.values() for each in articles)
        return next((each for each in every if (each.id, digest_of(each)) == (name, digest)), None)


class House:
    """A library with documents that leads, and what it publishes and notes."""

    def __init__(self, corpus: Path, state: Path) -> None:
        self.corpus, self.state = corpus, state
        self.cluster, self.leases, self.changes = PretendCluster(), MemoryLeases(), MemoryChanges()
        self.leader = Library(CorpusRefresher(Indexer(Roots.of(corpus), "postings")), NOTHING)
        self.leases.take(LEADING, "leader", NOON, NOON)

    def publish(self) -> None:
        now = self.leader.snapshot.corpus
        self.cluster.revisions[now.revision] = tuple(now.articles)

    def note(self) -> None:
        now = self.leader.snapshot
        note_news(now.corpus, NOON, self.changes, now.inventory.contents)

    def lead(self) -> None:
        """A look of the leader: it publishes, notes and tells what there is."""
        self.leader.refresh()
        self.publish()
        self.note()
        self.leases.tell(LEADING, 1, self.leader.snapshot.corpus.revision)

    def follower(self, step: int = STEP) -> Library:
        """A replica that starts with what is in its state folder."""
        roots = Roots(())
        cache = IndexCache(self.state, roots)
        follower = CorpusFollower(
            Indexer(roots, "postings"), cache, self.cluster, Noted(self.leases, self.changes), step
        )
        return Library(follower, NOTHING)

    def fetched(self) -> list[str]:
        """What was fetched since this was asked last."""
        found = list(self.cluster.fetched)
        self.cluster.fetched.clear()
        return found


@pytest.fixture
def house(corpus: Path, state: Path) -> House:
    return House(corpus, state)


@pytest.mark.parametrize("step", [2, 5_000], ids=["in steps", "at once"])
def test_who_follows_answers_as_the_leader_does_and_fetches_only_what_it_lacks(house: House, step: int) -> None:
    house.lead()
    follower = house.follower(step)
    assert told(follower, QUESTION) == told(house.leader, QUESTION)
    assert sorted(house.fetched()) == [f"leave-{number}" for number in range(5)]
    write(house.corpus, "leave-1", "Parents get 99 weeks of leave in case 1.")
    write(house.corpus, "a-first", "Parents of twins get 30 weeks.")
    (house.corpus / "leave-2.md").unlink()
    house.lead()
    assert follower.refresh()
    assert house.fetched() == ["a-first", "leave-1"]
    assert told(follower, QUESTION) == told(house.leader, QUESTION)
    assert not follower.refresh()


def test_a_restart_fetches_nothing_and_needs_no_cluster_and_no_leader(house: House) -> None:
    house.lead()
    before = told(house.follower(), QUESTION)
    house.fetched()
    house.cluster.is_lost = True
    assert told(house.follower(), QUESTION) == before
    assert house.fetched() == []


def test_who_has_got_nothing_yet_answers_nothing_rather_than_that_it_knows_nothing(house: House) -> None:
    follower = house.follower()
    for ask in (
        lambda: follower.answer(Question(QUESTION), Policy(), TODAY),
        lambda: follower.verify("Parents get 10 weeks of leave in case 0."),
        lambda: follower.corpus(Question(QUESTION).audience),
    ):
        with pytest.raises(SearchError, match="have not come"):
            ask()
    house.lead()
    follower.refresh()
    assert told(follower, QUESTION) == told(house.leader, QUESTION)


def test_who_was_interrupted_answers_from_no_part_and_fetches_the_rest_alone(house: House) -> None:
    house.lead()
    house.cluster.most = 3
    for _ in range(2):
        house.follower(step=2).refresher.save(at_once=True)
    with pytest.raises(SearchError, match="have not come"):
        house.follower(step=2).seen(None)
    house.cluster.most = 1_000
    house.fetched()
    assert told(house.follower(), QUESTION) == told(house.leader, QUESTION)
    assert house.fetched() == ["leave-2", "leave-3", "leave-4"]


def test_what_came_in_steps_is_whole_after_a_restart_however_little_the_last_step_brought(house: House) -> None:
    corpus = Corpus([article(f"a{number:03}", f"Zebra {number}.") for number in range(130)])
    house.cluster.revisions[corpus.revision] = corpus.articles
    house.leases.tell(LEADING, 1, corpus.revision)
    assert not house.follower(step=129).refresher.lacking
    house.cluster.is_lost = True
    assert house.follower().seen(None).corpus.revision == corpus.revision


def test_who_kept_something_waits_where_the_store_knows_nothing_of_it(house: House) -> None:
    house.lead()
    house.follower()
    house.leases = MemoryLeases()
    with pytest.raises(SearchError, match="have not come"):
        house.follower().seen(None)


def test_who_kept_just_what_is_told_after_all_is_ready_at_once(house: House) -> None:
    house.lead()
    house.follower()
    house.leases, house.changes = MemoryLeases(), MemoryChanges()
    follower, leader = house.follower(), Following(house.leases)
    looking = Looking(follower, leader, lambda: None, lambda: Notes(CorpusChanges(house.changes, None), None, ()), noon)
    looking.look()
    assert not follower.is_ready()
    house.leases.take(LEADING, "leader", NOON, NOON)
    house.lead()
    looking.look()
    assert told(follower, QUESTION) == told(house.leader, QUESTION)


def test_what_was_noted_and_cannot_be_fetched_is_not_taken_to_be_gone(house: House) -> None:
    house.lead()
    follower = house.follower()
    write(house.corpus, "leave-1", "Parents get 99 weeks of leave in case 1.")
    house.leader.refresh()
    house.note()  # as another version of the bot notes it, which publishes elsewhere
    with pytest.raises(SearchError, match="leave-1"):
        follower.refresher.current("leave-1")


def test_what_the_leader_has_noted_since_is_what_counts_and_what_it_has_not_is_gone(house: House) -> None:
    house.lead()
    follower = house.follower()
    write(house.corpus, "leave-1", "Parents get 99 weeks of leave in case 1.")
    (house.corpus / "leave-0.md").unlink()
    house.leader.refresh()
    house.publish()
    house.note()
    assert follower.refresher.current("leave-0") is None
    changed = follower.refresher.current("leave-1")
    assert changed is not None
    assert changed.passages[0].text == "Parents get 99 weeks of leave in case 1."
    assert follower.refresher.current("leave-2") == house.leader.snapshot.corpus.article("leave-2")
    given = follower.answer(Question(QUESTION), ANYTHING_GOES, TODAY)
    assert not {"leave-0", "leave-1"} & {each.attribution.article for each in given.quotations}


def test_while_the_cluster_is_lost_what_has_changed_is_not_taken_to_be_gone(house: House) -> None:
    house.lead()
    follower = house.follower()
    write(house.corpus, "leave-1", "Parents get 99 weeks of leave in case 1.")
    house.lead()
    house.cluster.is_lost = True
    assert not follower.refresh()
    with pytest.raises(SearchError):
        follower.refresher.current("leave-1")


def test_the_hash_of_a_file_is_the_leaders_and_the_file_stays_there(house: House) -> None:
    house.lead()
    follower, there = house.follower(), house.leader.refresher.copy_of("leave-1")
    found = follower.refresher.copy_of("leave-1")
    assert there is not None
    assert found is not None
    assert found.data is None
    assert there.has(found.hash)
    assert found.has(there.hash)


def test_a_receipt_gets_the_file_from_the_leader_unless_it_has_changed_since(house: House, state: Path) -> None:
    house.lead()
    follower = house.follower()
    with closing(open_store(state / "shared.db")) as store:
        given = put_on_record(answer(follower, QUESTION), follower, store.receipts)
        quoted = {each.attribution.article for each in given.quotations}
        file = write(house.corpus, min(quoted), "Another text.")
        ReceiptCopies(store.receipts, house.leader.refresher.copy_of).look(datetime.now(UTC))
        found = store.receipts.find(given.receipt)
        assert found is not None
        copies = {name: store.receipts.pinned(content_hash) for name, content_hash in found.articles.items()}
        assert copies == {name: bytes_of(house.leader, name) if name != file.stem else None for name in quoted}
        assert len(found.articles[file.stem]) == HALF_HASH


def test_the_doctor_says_what_is_lacking_and_where_faults_are_told(house: House) -> None:
    follower = house.follower().refresher
    (found,) = check_following(follower)
    assert (found.sound, found.says) == (False, NOT_YET)
    house.lead()
    (found,) = check_following(follower)
    assert found.sound
    assert house.leader.snapshot.corpus.revision in found.says
    write(house.corpus, "more", "Parents get no more.")
    house.lead()
    house.cluster.is_lost = True
    (found,) = check_following(follower)
    assert "cannot be reached" in found.says
    assert "this version" in found.remedy


def test_documents_are_listed_and_whose_file_is_asked_for_is_told_where_it_is(house: House) -> None:
    house.lead()
    follower = house.follower()
    assert [each.name for each in listed(follower)] == [each.name for each in listed(house.leader)]
    with pytest.raises(ConfigurationError, match="has no documents"):
        inspected("leave-1", follower)
