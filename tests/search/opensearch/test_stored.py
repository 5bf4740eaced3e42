"""What a replica without files takes from the cluster: the articles of a revision, in their order, and one by one."""

from dataclasses import replace

import pytest

from bot.core.corpus import Corpus
from bot.core.errors import SearchError
from bot.core.model import Article
from tests.opensearch.indexes import HOSTS, needs_cluster
from tests.search.opensearch.test_cluster import MANY, Place
from tests.small_articles import article

if HOSTS:
    from bot.search.opensearch.articles import article_in, revision_in

pytestmark = needs_cluster

NEW = article("new", "A new zebra.")


@pytest.mark.parametrize(
    "then",
    [
        MANY,
        [NEW, *MANY],
        [*MANY[:20], NEW, *MANY[21:], article("last", "The last zebra.")],
        [*MANY[1:], MANY[0]],
        [*MANY[10:14], *MANY[:10], replace(MANY[15], owner="Somebody"), *MANY[16:]],
        [article(f"b{number}", "Others.") for number in range(50)],
    ],
    ids=["the base alone", "one before all", "some between", "one has moved", "some have moved", "another base"],
)
def test_the_articles_of_a_revision_come_in_the_order_in_which_they_were_published(then: list[Article]) -> None:
    place = Place()
    place.index(MANY)
    place.index(then)
    found = revision_in(place.another(), Corpus(then).revision)
    assert [digest for _, digest in found.listed] == list(Corpus(then).digests)
    assert list(found.articles(found.listed[3:9])) == then[3:9]


def test_an_article_is_found_by_its_digest_in_whichever_revision_it_stands() -> None:
    place = Place()
    place.index(MANY)
    changed = replace(MANY[3], owner="Somebody")
    place.index([*MANY[:3], changed, *MANY[4:]])
    for each in (MANY[3], changed):
        assert article_in(place.another(), each.id, Corpus([each]).digests[0]) == each
    assert article_in(place.another(), changed.id, "unheard of") is None


def test_a_revision_that_is_not_there_is_said_to_need_the_same_version() -> None:
    with pytest.raises(SearchError, match="same version"):
        revision_in(Place().publisher, "unheard of")
