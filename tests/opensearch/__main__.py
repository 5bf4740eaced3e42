"""Starts a cluster on loopback, and keeps it until it is interrupted, or until a command has ended that is given to it:

python -m tests.opensearch [--nodes 3] [--heap 512m] [COMMAND…]

The command finds the addresses in POLICYBOT_TEST_OPENSEARCH.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.opensearch.nodes import HEAP, VOTERS, NoClusterError, Nodes, running

JARS = Path(os.environ.get("POLICYBOT_OPENSEARCH_JARS", ".opensearch/lib"))
ADDRESSES = "POLICYBOT_TEST_OPENSEARCH"


def main() -> int:
    """Returns the status of the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.opensearch", description=__doc__)
    parser.add_argument("--nodes", type=int, default=VOTERS, choices=range(1, VOTERS + 1))
    parser.add_argument("--heap", default=HEAP)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            running(Nodes(JARS, Path(folder), given.nodes, given.heap)) as nodes,
        ):
            addresses = ",".join(nodes.addresses)
            if given.command:
                return subprocess.run(given.command, env={**os.environ, ADDRESSES: addresses}, check=False).returncode
            print(f"The cluster answers at {addresses}; Ctrl-C ends it.", flush=True)
            signal.pause()
    except NoClusterError as reason:
        print(f"No cluster: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
