"""What stands in indexes: the digests of the articles of each revision, in the order of its corpus.

An article in a base has its place there. One in an index of changes has its place in the revision; those that are left
of the base fill the other places, in their order.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.search.opensearch.connecting import LONG_SECONDS, Connection

# Articles that are listed at a time.
PAGE = 5_000
ARTICLES = {"term": {"kind": "article"}}

Listed = tuple[str, str]
"""An article of a revision: its key in the cluster, and its digest."""


@dataclass(slots=True)
class Listing:
    """Lists indexes. What stands in the base that was looked at last is remembered: it never changes.

    All methods raise SearchError.
    """

    connection: Connection
    _bases: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def base(self, name: str) -> Mapping[str, str]:
        """The digest of each article in a base, by its key, in order."""
        if name not in self._bases:
            self._bases = {name: {key: digest for _, key, digest in self._listed(name)}}
        return self._bases[name]

    def remember(self, name: str, digests: Mapping[str, str]) -> None:
        """What was put into a base just now."""
        self._bases = {name: digests}

    def in_order(self, base: str, changes: str | None, gone: frozenset[str]) -> Iterator[Listed]:
        """Key and digest of each article of a revision, in the order of its corpus."""
        come = {place: (key, digest) for place, key, digest in self._listed(changes)} if changes else {}
        stays = (each for each in self.base(base).items() if each[0] not in gone)
        place = 0
        for each in stays:
            while place in come:
                yield come.pop(place)
                place += 1
            yield each
            place += 1
        yield from (come[each] for each in sorted(come))

    def _listed(self, index: str) -> Iterator[tuple[int, str, str]]:
        """Place, key and digest of each article in an index, by place."""
        after: list[int] = []
        while True:
            body: dict[str, Any] = {
                "size": PAGE,
                "query": ARTICLES,
                "sort": [{"place": "asc"}],
                "docvalue_fields": ["article", "digest"],
                "track_total_hits": False,
                **({"search_after": after} if after else {}),
            }
            hits = self.connection.search(index, json.dumps(body), LONG_SECONDS)["hits"]["hits"]
            for hit in hits:
                yield hit["sort"][0], hit["fields"]["article"][0], hit["fields"]["digest"][0]
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]
