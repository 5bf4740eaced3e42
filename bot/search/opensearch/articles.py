"""The articles as they stand in the cluster: whoever has no files of them takes them from there.

All methods raise SearchError.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bot.core.errors import SearchError
from bot.core.model import Article
from bot.search.opensearch.connecting import LONG_SECONDS, Connection
from bot.search.opensearch.documents import key
from bot.search.opensearch.listing import ARTICLES, Listed
from bot.search.opensearch.publishing import Published, Publisher
from bot.search.opensearch.stored import unpacked

# Articles that are fetched at a time.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class StoredRevision:
    """The articles of one revision: what they are, in order, and themselves, as far as they are asked for."""

    connection: Connection
    published: Published
    listed: Sequence[Listed]

    def articles(self, wanted: Iterable[Listed]) -> Iterator[Article]:
        """Those that are wanted, in that order, some at a time: all of them may be more than memory holds."""
        remaining = iter(wanted)
        while keys := [name for name, _ in islice(remaining, AT_ONCE)]:
            found = {
                hit["fields"]["article"][0]: hit["fields"]["stored"][0]
                for hit in _hits(self.connection, self.published.alias, keys, ["article", "stored"], AT_ONCE)
            }
            for each in keys:
                if each not in found:
                    raise SearchError(f"the search cluster has no article {each}, though its revision is there")
                yield unpacked(found[each])


def revision_in(publisher: Publisher, revision: str) -> StoredRevision:
    """A revision that is published. Raises SearchError if it is not."""
    published = publisher.find(revision)
    if published is None:
        raise SearchError(
            f"the search cluster has no revision {revision} that this version of policybot reads: "
            "the leading replica has to be of the same version, on the same Python, and have the same opensearch.prefix"
        )
    base, *changes = published.indexes
    listed = publisher.listing.in_order(base, changes[0] if changes else None, frozenset(published.gone))
    return StoredRevision(publisher.connection, published, list(listed))


def article_in(publisher: Publisher, name: str, digest: str) -> Article | None:
    """An article with this digest, of whichever revision; None if there is none."""
    fields = ["digest", "stored"]
    for hit in _hits(publisher.connection, publisher.every_index, [key(name)], fields, AT_ONCE):
        if hit["fields"]["digest"][0] == digest:
            return unpacked(hit["fields"]["stored"][0])
    return None


def _hits(connection: Connection, index: str, keys: Sequence[str], fields: Sequence[str], size: int) -> list[Any]:
    body = {
        "size": size,
        "track_total_hits": False,
        "docvalue_fields": list(fields),
        "sort": ["_doc"],
        "query": {"bool": {"filter": [ARTICLES, {"terms": {"article": list(keys)}}]}},
    }
    hits: list[Any] = connection.search(index, json.dumps(body), LONG_SECONDS)["hits"]["hits"]
    return hits
