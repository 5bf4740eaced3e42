"""Starts, stops, kills and freezes the nodes of a cluster.

They run from Maven's jars alone, by whichever user: two hold data, and a third only votes, so that the loss of any one
leaves a majority.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# Quick to start and small, for nodes that live for minutes.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData")
HEAP, VOTER_HEAP = "512m", "192m"
START_SECONDS = 120
VOTERS = 3


class NoClusterError(Exception):
    """Why there is no cluster here."""


class Nodes:
    """The nodes of one cluster, from 0; their data lies in a folder."""

    def __init__(
        self, jars: Path, folder: Path, count: int = VOTERS, heap: str = HEAP, jvm: Sequence[str] = JVM
    ) -> None:
        if not jars.is_dir():
            raise NoClusterError(f"there is nothing of OpenSearch in {jars}; `make opensearch` fetches it")
        if shutil.which("java") is None:
            raise NoClusterError("Java 17 is not installed")
        self._jars, self._folder, self._heap, self._jvm = jars, folder, heap, jvm
        self._ports = _free_ports(2 * count)
        self.processes: list[subprocess.Popen[bytes] | None] = [None] * count

    @property
    def addresses(self) -> list[str]:
        """Where the nodes that hold data are asked."""
        return [f"http://127.0.0.1:{port}" for port in self._ports[: min(2, len(self.processes))]]

    def start(self, number: int) -> None:
        """Starts a node, or starts it again with what it has; does not wait for it."""
        count = len(self.processes)
        home = self._folder / f"n{number}"
        home.mkdir(parents=True, exist_ok=True)
        transport = self._ports[count:]
        settings = {
            "cluster.name": "policybot-tests",
            "node.name": f"n{number}",
            "network.host": "127.0.0.1",
            "http.port": self._ports[number],
            "transport.port": transport[number],
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transport),
            "cluster.initial_cluster_manager_nodes": ",".join(f"n{each}" for each in range(count)),
            "node.roles": "cluster_manager" if number == 2 else "cluster_manager,data",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "action.auto_create_index": "false",
            # What docs/scale.md tells operators: a node that hangs is noticed within some seconds, and a manager that
            # hangs is not waited for by its successor.
            "cluster.publish.timeout": "5s",
            "cluster.fault_detection.follower_check.timeout": "1s",
            "cluster.fault_detection.follower_check.interval": "500ms",
            "cluster.fault_detection.follower_check.retry_count": "2",
            "cluster.fault_detection.leader_check.timeout": "1s",
            "cluster.fault_detection.leader_check.interval": "500ms",
            "cluster.fault_detection.leader_check.retry_count": "2",
        }
        heap = VOTER_HEAP if number == 2 else self._heap
        command = [
            "java", f"-Xms{heap}", f"-Xmx{heap}", *self._jvm,
            f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
            "-cp", f"{self._jars}/*", str(HERE / "OpenSearchNode.java"), str(home),
            *(f"{name}={value}" for name, value in settings.items()),
        ]  # fmt: skip
        with (home / "log").open("ab") as log:
            self.processes[number] = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def start_all(self) -> None:
        """Starts every node and waits until the cluster is green. Raises NoClusterError."""
        for number in range(len(self.processes)):
            self.start(number)
        self.wait()

    def wait(self, status: str = "green") -> None:
        """Waits until every node says that all have joined and the cluster has this status. Raises NoClusterError.

        One that has just ended still counts for another one for a moment.
        """
        ends = time.monotonic() + START_SECONDS
        path = f"/_cluster/health?wait_for_nodes={len(self.processes)}&wait_for_status={status}&timeout=2s"
        addresses = [f"http://127.0.0.1:{port}" for port in self._ports[: len(self.processes)]]
        while time.monotonic() < ends:
            with suppress(OSError):
                if not any(get(address + path)["timed_out"] for address in addresses):
                    return
            if any(process is not None and process.poll() is not None for process in self.processes):
                break
            time.sleep(0.2)
        raise NoClusterError(f"the cluster did not start; see the logs in {self._folder}")

    def manager(self) -> int:
        """The number of the node that manages the cluster."""
        for address in self.addresses:
            with suppress(OSError):
                return int(get(f"{address}/_cat/cluster_manager?format=json")[0]["node"].removeprefix("n"))
        raise NoClusterError("nobody says who manages the cluster")

    def signal(self, number: int, what: signal.Signals) -> None:
        """Sends a node a signal; one that ends by it is waited for."""
        process = self.processes[number]
        if process is not None:
            process.send_signal(what)
            if what in {signal.SIGKILL, signal.SIGTERM}:
                process.wait()

    def stop(self) -> None:
        """Ends every node, whatever became of it."""
        for process in self.processes:
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                process.wait()

    def memory(self) -> list[int]:
        """What each node has in memory, in bytes."""
        return [resident(process.pid) if process and process.poll() is None else 0 for process in self.processes]


@contextmanager
def running(nodes: Nodes) -> Iterator[Nodes]:
    """A cluster that is green, and ended at last."""
    try:
        nodes.start_all()
        yield nodes
    finally:
        nodes.stop()


def get(address: str) -> Any:
    """What a node answers."""
    with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # loopback
        return json.load(answer)


def resident(pid: int) -> int:
    """The bytes of a process that are in memory."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
