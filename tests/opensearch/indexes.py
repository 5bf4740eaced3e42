"""Indexes of small corpora in a real cluster, for the contract of every engine."""

import os
import time
import uuid
from collections.abc import Iterable
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pytest

from bot.core.corpus import Corpus
from bot.core.model import Article
from bot.core.ports import PassageIndex

if TYPE_CHECKING:
    from bot.search.opensearch.connecting import Connection

# Every so many builds.
A_BASE = 4
_built = count()
HOSTS = [each for each in os.environ.get("POLICYBOT_TEST_OPENSEARCH", "").split(",") if each]
needs_cluster = pytest.mark.skipif(not HOSTS, reason="no OpenSearch cluster; `make clustered` starts one for the tests")


def build(articles: Iterable[Article]) -> PassageIndex:
    """The index of these articles: a base now and then, else changes to one, where these are few."""
    return _publish(articles, uuid.uuid4().hex[:8] if next(_built) % A_BASE == 0 else _made_by())


@cache
def connection() -> "Connection":
    """To the cluster of the tests."""
    from bot.search.opensearch.connecting import Access, Connection  # noqa: PLC0415  # not everywhere installed

    return Connection(Access(HOSTS))


def _publish(articles: Iterable[Article], made_by: str) -> PassageIndex:
    from bot.search.opensearch.index import OpenSearchIndex  # noqa: PLC0415
    from bot.search.opensearch.publishing import Layout, Publisher  # noqa: PLC0415
    from bot.search.opensearch.revision import RevisionInCluster  # noqa: PLC0415

    to_cluster, corpus = connection(), Corpus(articles)
    # By a clock that is ahead all but the latest revisions are old, and go.
    publisher = Publisher(to_cluster, Layout("tests", 1, 0), made_by, now=lambda: time.time() + 10_000)
    place = RevisionInCluster(publisher, corpus)
    place.publish()
    return OpenSearchIndex(to_cluster, place, corpus)


@cache
def _made_by() -> str:
    return uuid.uuid4().hex[:8]


# Where there is no cluster, the contract is that of the other engines; `test_cluster` says so.
BUILDS = {"opensearch": build} if HOSTS else {}
