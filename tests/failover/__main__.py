"""Two bots on one PostgreSQL answer twenty questions a second from a cluster, while processes are killed and frozen.

    python -m tests.failover

Printed for each fault: questions asked, lost (no answer), answered twice, told to wait, and the seconds from the moment
of a question to the moment at which its answer stands in the channel: the median, and the longest. A question that was
first told to wait counts as answered when its answer stands there.
"""

import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tests.benchmarks import corpus
from tests.failover.asking import asked_during
from tests.failover.faults import FAULTS, Everything, heal
from tests.failover.house import living, options
from tests.opensearch.__main__ import JARS
from tests.opensearch.nodes import VOTERS, Nodes, running
from tests.store.postgres import Postgres
from tests.store.postgres import started as started_postgres

HEADER = ("fault", "asked", "lost", "twice", "told to wait", "median s", "longest s")


def main() -> int:
    """The command line; 1 if a question was lost, or answered twice."""
    parser = options(__doc__)
    parser.add_argument("--paragraphs", type=int, default=4_000)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that no process of ours is left behind
    out = Console(highlight=False, soft_wrap=True)
    with ExitStack() as ends:
        place = given.keep or Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="policybot-failover-")))
        corpus.write(place / "corpus", given.paragraphs)
        questions = corpus.questions(given.paragraphs, 200)
        nodes = ends.enter_context(running(Nodes(JARS, place, VOTERS)))
        server = ends.enter_context(started_postgres())
        postgres = Postgres(server)
        database = ends.enter_context(postgres.database())
        # As servers are, unless told otherwise: what it has said to be kept is kept, also if it is killed.
        postgres.run(f"ALTER DATABASE {database.database} SET synchronous_commit TO on")
        settings = {
            "POLICYBOT_DATABASE": database.render_as_string(hide_password=False),
            "POLICYBOT_SEARCH__ENGINE": "opensearch",
            "POLICYBOT_OPENSEARCH__HOSTS": str(nodes.addresses).replace("'", '"'),
        }
        bots = ends.enter_context(living(place, settings))
        for number in (0, 1):
            bots.start(number)
        nodes.wait()
        here = Everything(nodes, bots, server)
        asked_during(lambda: FAULTS[0].act(here), bots.workspace, questions)  # warm
        out.print("| " + " | ".join(HEADER) + " |")
        out.print("|" + " --- |" * len(HEADER))
        wrong = 0
        for fault in (each for each in FAULTS if given.only in each.name):
            found = asked_during(lambda fault=fault: fault.act(here), bots.workspace, questions)  # type: ignore[misc]
            out.print(f"| {fault.name} | {found.cells()} |", markup=False)
            wrong += found.lost + found.twice
            heal(nodes)
        return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
