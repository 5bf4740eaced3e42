"""Puts a corpus into the cluster: one large base index, and beside it a small one with what has changed since.

No index changes once it is filled. An alias, named by the revision of the corpus, joins a base and the index of its
changes, and leaves out what has gone from the base. Whoever asks names a revision, so that all requests of a question
see the same articles, whatever is published meanwhile.

Several replicas may come with the same revision: one publishes it, and the others find it.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.core.corpus import Corpus
from bot.core.errors import SearchError
from bot.search.opensearch.connecting import LONG_SECONDS, AbsentError, Connection
from bot.search.opensearch.documents import LAYOUT, key, lines_of, mapping
from bot.search.opensearch.lease import Lease
from bot.search.opensearch.listing import Listing
from bot.search.rising import rising

# Characters of a bulk request: as many are held in memory at a time.
BULK = 4_000_000
# Once more than one article in so many has changed, a new base is made. So many articles may always have changed.
CHANGED, FEW = 16, 32
# How many revisions are kept, and how young none is deleted: a replica may still ask it.
KEPT, YOUNG_SECONDS = 3, 900

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """A revision in the cluster. `alias` has its articles; `indexes` are what it joins, the base first.

    `gone` are the keys of the articles that stand in the base and not in this revision.
    """

    alias: str
    indexes: tuple[str, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How indexes are made: their names begin with `prefix`."""

    prefix: str = "policybot"
    shards: int = 1
    replicas: int = 1


@dataclass(slots=True)
class Publisher:
    """Publishes the revisions of a corpus, and finds those that are published.

    `made_by` names the analysis: what another one made is another corpus.
    """

    connection: Connection
    layout: Layout
    made_by: str
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    listing: Listing = field(init=False)
    # What this process, and others that have not seen the latest revision yet, answer from: it goes after the next one.
    _current: str = ""

    def __post_init__(self) -> None:
        self.listing = Listing(self.connection)

    @property
    def _name(self) -> str:
        return f"{self.layout.prefix}-{self.made_by}"

    @property
    def every_index(self) -> str:
        """All that is published, whatever the revision."""
        return f"{self._name}-base-*,{self._name}-changes-*"

    def find(self, revision: str) -> Published | None:
        """The revision, if it is published. Raises SearchError."""
        alias = self._alias(revision)
        try:
            found = self.connection.call("GET", f"/_alias/{alias}")
        except AbsentError:
            return None
        base = next((name for name in found if name.startswith(f"{self._name}-base-")), None)
        if base is None:
            return None
        left_out = found[base]["aliases"][alias].get("filter")
        # A base with changes beside it leaves something out, or nothing. One of the two may have been taken away.
        if len(found) != (1 if left_out is None else 2):
            return None
        gone = tuple(left_out["bool"]["must_not"][0]["terms"]["article"]) if left_out else ()
        return Published(alias, (base, *(found.keys() - {base})), gone)

    def publish(self, corpus: Corpus, told: Told = lambda done, total: None, *, beside: str = "") -> Published:
        """The revision of a corpus, published by now: by this process, or by another one. Raises SearchError.

        What is published `beside` the revision that is answered from is asked for a moment only, and never makes a new
        base if there is one.
        """
        if beside:
            self._current = self._alias(beside)
        revision = corpus.revision
        with_lease = Lease(self.connection, f"{self.layout.prefix}-publishing", f"{self.made_by}-{revision}", self.now)
        while (found := self.find(revision)) is None:
            if with_lease.take():
                try:
                    self._publish(corpus, with_lease, told, aside=bool(beside))
                finally:
                    with_lease.give()
                    self._tidy()  # where there is no room for one more, too
            else:
                self.wait(1.0)
        if not beside:
            self._current = found.alias
        return found

    def _publish(self, corpus: Corpus, lease: Lease, told: Told, *, aside: bool) -> None:
        digests = dict(zip(map(key, corpus.names), corpus.digests, strict=True))
        for base in self._bases():
            there = self.listing.base(base)
            places = {name: place for place, name in enumerate(there)}
            stays = rising([places[name] if there.get(name) == digest else None for name, digest in digests.items()])
            come = [place for place, stayed in enumerate(stays) if stayed is None]
            gone = there.keys() - {name for name, stayed in zip(digests, stays, strict=True) if stayed is not None}
            if aside or len(gone) + len(come) <= max(FEW, len(there) // CHANGED):
                self._publish_changes(corpus, base, sorted(gone), come, lease)
                return
        base = self._made("base", corpus, range(len(digests)), lease, told)
        self.listing.remember(base, digests)
        self._join(corpus.revision, {base: None})

    def _publish_changes(
        self, corpus: Corpus, base: str, gone: Sequence[str], come: Sequence[int], lease: Lease
    ) -> None:
        changes = self._made("changes", corpus, come, lease)
        left_out = {"bool": {"must_not": [{"terms": {"article": gone}}]}}
        self._join(corpus.revision, {base: left_out, changes: None})

    def _made(
        self,
        kind: str,
        corpus: Corpus,
        places: Sequence[int],
        lease: Lease,
        told: Told = lambda done, total: None,
    ) -> str:
        """The name of a new index that has the articles at these places, on as many nodes as it is to be."""
        name = f"{self._name}-{kind}-{uuid.uuid4().hex[:12]}"
        shards = self.layout.shards if kind == "base" else 1
        self.connection.call("PUT", f"/{name}", json.dumps(mapping(shards)), seconds=LONG_SECONDS)
        batches = 0
        for lines in _batched(name, corpus, places, lambda number: told(number, len(places))):
            self.connection.bulk(lines)
            lease.renew()
            batches += 1
        self.connection.call("POST", f"/{name}/_refresh", seconds=LONG_SECONDS)
        if kind == "base" and batches > 1:
            self.connection.call("POST", f"/{name}/_forcemerge?max_num_segments=5", seconds=10 * LONG_SECONDS)
        if self.layout.replicas:
            self._copy(name)
        return name

    def _copy(self, name: str) -> None:
        """Has an index copied to other nodes: until that is done, the loss of one would be the loss of the index.

        A cluster that has too few nodes for it answers all the same; `policybot doctor` tells of it.
        """
        replicas = json.dumps({"index": {"number_of_replicas": self.layout.replicas}})
        self.connection.call("PUT", f"/{name}/_settings", replicas, seconds=LONG_SECONDS)
        nodes = self.connection.call("GET", "/_cluster/health", seconds=LONG_SECONDS)["number_of_data_nodes"]
        if nodes > self.layout.replicas:
            path = f"/_cluster/health/{name}?wait_for_status=green&timeout=60s"
            self.connection.call("GET", path, seconds=LONG_SECONDS, fine=(408,))

    def _join(self, revision: str, indexes: Mapping[str, Any]) -> None:
        alias = self._alias(revision)
        # What is left of an earlier one, or what another process has published meanwhile, would stand there twice.
        actions: list[Any] = [{"remove": {"index": f"{self._name}-*", "alias": alias, "must_exist": False}}]
        actions += [
            {"add": {"index": name, "alias": alias, **({"filter": left_out} if left_out else {})}}
            for name, left_out in indexes.items()
        ]
        self.connection.call("POST", "/_aliases", json.dumps({"actions": actions}), seconds=LONG_SECONDS)

    def _alias(self, revision: str) -> str:
        return f"{self._name}-at-{revision}"

    def _bases(self) -> list[str]:
        """The bases that were filled to their end, the latest first."""
        return [name for name, (_, aliases) in self._indexes("base").items() if aliases]

    def _indexes(self, kind: str) -> dict[str, tuple[float, list[str]]]:
        """The indexes of a kind, the latest first: since when each is there, and its aliases."""
        pattern = f"{self._name}-{kind}-*"
        found = self.connection.call("GET", f"/{pattern}?expand_wildcards=open", seconds=LONG_SECONDS)
        dated = {
            name: (int(each["settings"]["index"]["creation_date"]) / 1000, list(each["aliases"]))
            for name, each in found.items()
        }
        return dict(sorted(dated.items(), key=lambda item: -item[1][0]))

    def _tidy(self) -> None:
        """Takes away what nobody can be asking any more. What cannot be taken away now goes the next time."""
        try:
            old = self.now() - YOUNG_SECONDS
            changes, bases = self._indexes("changes"), self._indexes("base")
            kept = [*list(changes)[:KEPT], *(name for name, (_, own) in changes.items() if self._current in own)]
            going = [name for name, (since, _) in changes.items() if name not in kept and since < old]
            aliases = {alias for name in going for alias in changes[name][1]}
            used = {alias for name in changes.keys() - going for alias in changes[name][1]}
            latest = next((name for name, (_, own) in bases.items() if own), None)
            for name, (since, own) in bases.items():
                if name != latest and since < old and used.isdisjoint(own) and self._current not in own:
                    going.append(name)
                elif leaving := aliases.intersection(own):
                    self.connection.call("DELETE", f"/{name}/_alias/{','.join(sorted(leaving))}")
            for name in going:
                self.connection.call("DELETE", f"/{name}", seconds=LONG_SECONDS)
        except SearchError:
            return


def _batched(index: str, corpus: Corpus, places: Sequence[int], told: Callable[[int], None]) -> Iterator[list[str]]:
    """The lines of bulk requests of bearable size."""
    waiting: list[str] = []
    size = 0
    articles, digests = corpus.articles, corpus.digests
    for number, place in enumerate(places, start=1):
        for line in lines_of(index, articles[place], digests[place], place):
            waiting.append(line)
            size += len(line)
            # An action and its document stay together.
            if size >= BULK and len(waiting) % 2 == 0:
                yield waiting
                waiting, size = [], 0
        told(number)
    if waiting:
        yield waiting


def made_by(analysis: str) -> str:
    """Names what stands in an index: the analysis of the terms, and how documents are laid out."""
    return f"{analysis}-{LAYOUT}"
