"""What may become of a process: each fault strikes something that answers need, and mends it after some seconds."""

import signal
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import URL

from tests.failover.house import Bots
from tests.opensearch.nodes import Nodes
from tests.store.postgres import restart

# For so long something is away that somebody has to start again, or is frozen.
AWAY = 9.0


@dataclass(frozen=True)
class Everything:
    """All that can be struck."""

    nodes: Nodes
    bots: Bots
    database: URL


@dataclass(frozen=True)
class Fault:
    """What happens, from the first blow to the moment at which it is mended."""

    name: str
    act: Callable[[Everything], None]


def _away(choose: Callable[[Nodes], Sequence[int]], blow: signal.Signals) -> Callable[[Everything], None]:
    """Nodes are killed and started again, or frozen and thawed."""

    def act(here: Everything) -> None:
        struck = choose(here.nodes)
        for number in struck:
            here.nodes.signal(number, blow)
        time.sleep(AWAY)
        for number in struck:
            if blow is signal.SIGSTOP:
                here.nodes.signal(number, signal.SIGCONT)
            else:
                here.nodes.start(number)

    return act


def _one(nodes: Nodes) -> list[int]:
    """A node that holds data and does not manage the cluster."""
    manager = nodes.manager()
    return [next(number for number in (0, 1) if number != manager)]


def _manager(nodes: Nodes) -> list[int]:
    return [nodes.manager()]


def _every(nodes: Nodes) -> list[int]:
    return list(range(len(nodes.processes)))


def _each_node_restarts(here: Everything) -> None:
    """As nodes are updated: each ends when it is told to, starts again, and is waited for."""
    for number in _every(here.nodes):
        here.nodes.signal(number, signal.SIGTERM)
        here.nodes.start(number)
        here.nodes.wait()


def _bot_restarts(by: signal.Signals) -> Callable[[Everything], None]:
    def act(here: Everything) -> None:
        here.bots.end(0, by)
        here.bots.start(0)

    return act


FAULTS = (
    Fault("none", lambda _: time.sleep(AWAY)),
    Fault("a node is killed", _away(_one, signal.SIGKILL)),
    Fault("a node hangs", _away(_one, signal.SIGSTOP)),
    Fault("the manager is killed", _away(_manager, signal.SIGKILL)),
    Fault("the manager hangs", _away(_manager, signal.SIGSTOP)),
    Fault("each node is restarted in turn", _each_node_restarts),
    Fault("all nodes are killed and started", _away(_every, signal.SIGKILL)),
    Fault("a bot is restarted", _bot_restarts(signal.SIGTERM)),
    Fault("a bot is killed and started", _bot_restarts(signal.SIGKILL)),
    Fault("PostgreSQL is killed and started", lambda here: restart(here.database)),
)


def heal(nodes: Nodes) -> None:
    """Has copies placed that a hung node lost, and waits until all is as before."""
    nodes.wait("yellow")
    for address in nodes.addresses:
        with suppress(OSError):
            request = urllib.request.Request(f"{address}/_cluster/reroute?retry_failed=true", method="POST")  # noqa: S310
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310  # loopback
    nodes.wait()
