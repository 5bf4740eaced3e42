"""A corpus in a real cluster, beside the contract that it has in common with every engine."""

import json
import uuid
from dataclasses import replace
from datetime import date

import pytest

from bot.core.corpus import Corpus
from bot.core.errors import SearchError
from bot.core.model import Article, Scope
from tests.opensearch.indexes import HOSTS, connection, needs_cluster
from tests.search.test_contract import BUILDS, consulted, hits_of, lookup
from tests.small_articles import article

if HOSTS:
    from bot.search.opensearch.health import health
    from bot.search.opensearch.index import OpenSearchIndex
    from bot.search.opensearch.lease import LEASE_SECONDS
    from bot.search.opensearch.publishing import Layout, Publisher
    from bot.search.opensearch.revision import RevisionInCluster

pytestmark = needs_cluster

MANY = [article(f"a{number}", f"The zebra number {number} rests.", "Camels work.") for number in range(60)]


class Place:
    """A cluster with nothing of ours in it, and a clock that a test sets."""

    def __init__(self) -> None:
        self.prefix, self.moment = f"tests-{uuid.uuid4().hex[:8]}", 1_000_000.0
        self.publisher = self.another()

    def another(self) -> "Publisher":
        """As another process would publish."""
        layout = Layout(self.prefix, 1, 0)
        return Publisher(connection(), layout, "made", wait=self.sleep, now=lambda: self.moment)

    def sleep(self, seconds: float) -> None:
        self.moment += seconds

    def index(self, articles: list[Article]) -> "OpenSearchIndex":
        corpus = Corpus(articles)
        place = RevisionInCluster(self.publisher, corpus)
        place.publish()
        return OpenSearchIndex(connection(), place, corpus)

    def indexes(self, kind: str) -> set[str]:
        return set(connection().call("GET", f"/{self.prefix}-made-{kind}-*"))


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_change_makes_a_small_index_beside_the_base(place: Place) -> None:
    place.index(MANY)
    changed = [*MANY[1:], article("new", "A new zebra.")]
    index = place.index(changed)
    assert (len(place.indexes("base")), len(place.indexes("changes"))) == (1, 1)
    (name,) = place.indexes("changes")
    assert connection().search(name, json.dumps({"size": 0, "track_total_hits": True}))["hits"]["total"]["value"] == 2
    assert hits_of(index, lookup("zebra", k=99)) == hits_of(BUILDS["okapi"](changed), lookup("zebra", k=99))


def test_many_changes_make_a_new_base(place: Place) -> None:
    place.index(MANY)
    place.index([replace(each, owner="Somebody") for each in MANY])
    assert (len(place.indexes("base")), len(place.indexes("changes"))) == (2, 0)


@pytest.mark.parametrize("age", [0, 2_000_000_000], ids=["published just now", "published long ago"])
@pytest.mark.parametrize("changed", [10, 60], ids=["few changes", "a new base"])
def test_who_answers_from_an_older_revision_goes_on_to_do_so(place: Place, age: int, changed: int) -> None:
    old = place.index(MANY)
    before = hits_of(old, lookup("zebra"))
    place.moment += age
    place.index([replace(each, owner="Somebody") if at < changed else each for at, each in enumerate(MANY)])
    assert hits_of(old, lookup("zebra")) == before


def test_revisions_that_nobody_can_be_asking_any_more_go(place: Place) -> None:
    first = place.index(MANY)
    for number in range(6):
        place.moment += 1_000_000_000
        place.index(MANY[number + 1 :])
    assert len(place.indexes("changes")) == 3
    assert len(hits_of(first, lookup("zebra", k=99))) == 60  # the base's own revision stays with it


def test_a_revision_that_is_published_is_found_by_another_process(place: Place) -> None:
    place.index(MANY)
    found = place.another().publish(Corpus(MANY))
    assert found.indexes == tuple(place.indexes("base"))


@pytest.mark.parametrize(("lasts", "waited"), [(30, 30), (3_600, 60)], ids=["its clock is right", "ahead"])
def test_who_publishes_at_the_same_time_as_another_waits_for_it(place: Place, lasts: int, waited: int) -> None:
    revision = Corpus(MANY).revision
    path = f"/{place.prefix}-publishing/_doc/made-{revision}"
    connection().call("PUT", f"/{place.prefix}-publishing")
    connection().call("PUT", path, json.dumps({"owner": "another", "until": place.moment + lasts}))
    began = place.moment
    place.index(MANY)  # by then the other one has said nothing for too long
    assert waited <= place.moment - began <= waited + 10


def test_what_is_not_published_cannot_be_asked_yet(place: Place) -> None:
    corpus = Corpus(MANY)
    index = OpenSearchIndex(connection(), RevisionInCluster(place.publisher, corpus), corpus)
    with pytest.raises(SearchError, match="not in the search cluster yet"):
        index.consult(lookup("zebra"))


def test_an_index_that_is_taken_away_is_missed_and_can_be_published_again(place: Place) -> None:
    index = place.index(MANY)
    before = hits_of(index, lookup("zebra"))
    for name in place.indexes("base"):
        connection().call("DELETE", f"/{name}")
    for _ in range(2):
        with pytest.raises(SearchError):
            hits_of(index, lookup("camel"))
    index.place.publish()
    assert hits_of(index, lookup("zebra")) == before


@pytest.mark.parametrize("kind", ["base", "changes"])
def test_a_revision_that_lost_one_of_its_indexes_is_not_there_and_is_published_whole(place: Place, kind: str) -> None:
    place.index(MANY)
    changed = [article("new", "A new zebra."), *MANY[1:]]
    index = place.index(changed)
    before = hits_of(index, lookup("zebra", k=99))
    for name in place.indexes(kind):
        connection().call("DELETE", f"/{name}")
    for _ in range(2):
        with pytest.raises(SearchError):
            hits_of(index, lookup("camel"))
    index.place.publish()
    assert hits_of(index, lookup("zebra", k=99)) == before == hits_of(BUILDS["okapi"](changed), lookup("zebra", k=99))


def test_a_revision_that_two_publish_at_once_stands_there_once(place: Place) -> None:
    def publish_first(_: int, __: int) -> None:
        place.moment += LEASE_SECONDS + 1  # so that the other one takes over
        another.publish(Corpus(MANY))

    another = place.another()
    place.publisher.publish(Corpus(MANY), publish_first)
    found = place.another().find(Corpus(MANY).revision)
    assert found is not None
    assert len(found.indexes) == 1


def test_what_is_answered_from_stays_whoever_asks_for_however_many_earlier_days(place: Place) -> None:
    place.index(MANY)
    now, follower = Corpus(MANY[1:]), place.another()
    index = place.index(MANY[1:])
    before = hits_of(index, lookup("zebra"))
    for number in range(5):
        place.moment += 1_000_000_000
        follower.publish(Corpus(MANY[number + 2 :]), beside=now.revision)
    assert hits_of(index, lookup("zebra")) == before
    assert place.another().find(now.revision) is not None


def test_who_sees_a_part_alone_gets_what_an_index_of_that_part_gives(place: Place) -> None:
    mixed = [
        replace(each, attribution=replace(each.attribution, collection="hr" if number % 3 else None))
        for number, each in enumerate(MANY)
    ]
    mixed = [
        replace(each, passages=tuple(replace(passage, attribution=each.attribution) for passage in each.passages))
        for each in mixed
    ]
    some = [each for each in mixed if each.attribution.collection == "hr"]
    index = place.index(mixed).seen_by(Corpus(some), frozenset({"hr"}))
    alone = BUILDS["okapi"](some)
    asked = lookup("zebra", "number", "work", k=99)
    assert hits_of(index, asked) == hits_of(alone, asked)
    assert index.revision == alone.revision
    assert index.consult(asked).df == alone.consult(asked).df


def test_a_window_that_is_too_small_is_asked_for_anew(place: Place) -> None:
    long = [
        article(f"b{number}", "The zebra rests " + "here and there " * (number % 40), "Camels.")
        for number in range(400)
    ]
    asked = lookup("zebra", "rest", "there", k=30)
    assert hits_of(place.index(long), asked) == hits_of(BUILDS["okapi"](long), asked)


def test_a_word_that_only_others_may_see_is_corrected_among_those_that_may_be_seen(place: Place) -> None:
    hidden = article("law", "A zebbra rests.", collection="law")
    seen = article("hr", "A zebra rests.", collection="hr")
    index = place.index([seen, hidden]).seen_by(Corpus([seen]), frozenset({"hr"}))
    assert consulted(index, "zebbra").vocabulary.get("zebra") == 1
    assert "zebbra" not in consulted(index, "zebbra").vocabulary


def test_dates_are_filtered_in_the_cluster(place: Place) -> None:
    these = [article("a", "zebra", published=date(1999, 12, 31)), article("b", "zebra", published=date(2000, 1, 1))]
    scope = Scope(since=date(2000, 1, 1))
    assert [hit.passage.attribution.article for hit in hits_of(place.index(these), lookup("zebra", scope=scope))] == [
        "b"
    ]


def test_a_node_tells_how_the_cluster_is(place: Place) -> None:
    assert (health(connection(), place.prefix).unassigned, health(connection(), place.prefix).lost) == (0, False)
    place.index(MANY)
    found = health(connection(), place.prefix)
    assert (found.managed, found.unassigned, found.lost) == (True, 0, False)
    assert found.version.startswith("2.")
    assert found.data_nodes > 0
    (name,) = place.indexes("base")
    connection().call("PUT", f"/{name}/_settings", json.dumps({"index": {"number_of_replicas": 5}}))
    assert health(connection(), place.prefix).unassigned > 0
