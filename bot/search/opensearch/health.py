"""How a cluster is, as one of its nodes sees it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.search.opensearch.connecting import Connection


@dataclass(frozen=True, slots=True)
class ClusterHealth:
    """`unassigned` counts the copies of our indexes that no node holds; `lost` is set where some have no copy left.

    `silent` are the hosts of the settings that cannot be asked, and why.
    """

    version: str
    data_nodes: int
    managed: bool
    unassigned: int
    lost: bool
    silent: Mapping[str, str]


def health(connection: Connection, prefix: str) -> ClusterHealth:
    """How it is. Raises SearchError."""
    version = str(connection.call("GET", "/")["version"]["number"])
    # A node answers for itself: without a manager nobody else would, for half a minute.
    whole = connection.call("GET", "/_cluster/health?local=true")
    ours = connection.call("GET", f"/_cluster/health/{prefix}-*-base-*,{prefix}-*-changes-*?local=true")
    managed = bool(whole.get("discovered_cluster_manager", whole.get("discovered_master", True)))
    is_lost = ours["status"] == "red"
    nodes, unassigned = whole["number_of_data_nodes"], ours["unassigned_shards"]
    return ClusterHealth(version, nodes, managed, unassigned, is_lost, connection.silent())
