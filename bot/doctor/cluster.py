"""The search cluster: whether it answers, and whether the loss of a node can be borne."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from bot.core.counting import counted
from bot.core.errors import SearchError
from bot.doctor.finding import Finding
from bot.settings import OpenSearchSettings

if TYPE_CHECKING:
    from bot.search.opensearch.health import ClusterHealth

WITHOUT_MODEL = "passages are found by their words alone: a sentence encoder does not work with it"


def check_cluster(chosen: OpenSearchSettings, look: Callable[[], "ClusterHealth"]) -> Iterator[Finding]:
    """What a look at the cluster says, or why there can be none."""
    try:
        found = look()
    except SearchError as error:
        what, _, remedy = str(error).partition("; ")
        yield Finding("cluster", False, f"{what}; questions are kept until it can be asked", remedy)
        return
    yield Finding(
        "cluster", True, f"OpenSearch {found.version}, {counted(found.data_nodes, 'node')} with data; {WITHOUT_MODEL}"
    )
    for host, reason in found.silent.items():
        what, _, remedy = reason.partition("; ")
        yield Finding("cluster", False, f"{host}: {what}", remedy)
    if not found.managed:
        says = "no node manages it: nothing new can be published"
        yield Finding("cluster", False, says, "restart the nodes that may manage it (cluster_manager)")
    if found.lost:
        says = "a part of an index is on no node"
        yield Finding(
            "cluster", False, says, "start again the nodes that held it; else remove that index, to have it made"
        )
    if found.unassigned:
        yield Finding("cluster", False, f"{found.unassigned} copies of indexes are on no node", _remedy(chosen, found))


def _remedy(chosen: OpenSearchSettings, found: "ClusterHealth") -> str:
    if found.data_nodes <= chosen.replicas:
        fewer = f"or set opensearch.replicas to {max(0, found.data_nodes - 1)}"
        return f"start another node with data ({chosen.replicas + 1} are needed), {fewer}"
    # A node that hung and came back is not tried again by itself.
    return f"have them placed: curl -X POST '{chosen.hosts[0]}/_cluster/reroute?retry_failed=true'"
