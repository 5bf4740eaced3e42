"""`policybot run` with a fuse: the process kills itself, and its whole group, at a given step of its work.

A step is a statement that changes requests, keys, posts or what was told, the commit of such a change, the moment after
that commit, or a call to Slack that is about to leave. FUSE names the step, counted from the first one; 0 is never.
"""

import os
import signal
import sys
import threading
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import Pool

from bot.__main__ import main
from bot.service import corpus_changes, problem_reports

TABLES = (
    *("requests", "seen_keys", "posts", "told", "notices", "marks", "read_requests", "read_people"),
    *("hand_overs", "askers", "own_pins", "own_documents"),
)


class Fuse:
    """Burns down by one with each step."""

    def __init__(self, steps: int) -> None:
        self._left = steps
        self._lock = threading.Lock()
        self._changed = threading.local()

    def burn(self) -> None:
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.killpg(os.getpgid(0), signal.SIGKILL)

    def on_statement(self, _connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        first, rest = statement[:6], statement[6:50]
        if first in {"INSERT", "UPDATE", "DELETE"} and any(table in rest for table in TABLES):
            self._changed.yes = True
            self.burn()

    def on_commit(self, _connection: Connection) -> None:
        if getattr(self._changed, "yes", False):
            self.burn()

    def on_return(self, *_: object) -> None:
        if getattr(self._changed, "yes", False):
            self._changed.yes = False
            self.burn()

    def on_audit(self, name: str, given: tuple[Any, ...]) -> None:
        if name == "urllib.Request" and "auth.test" not in str(given[0]):
            self.burn()


if __name__ == "__main__":
    if steps := int(os.environ.get("FUSE", "0")):
        fuse = Fuse(steps)
        event.listen(Engine, "before_cursor_execute", fuse.on_statement)
        event.listen(Engine, "commit", fuse.on_commit)
        event.listen(Pool, "checkin", fuse.on_return)
        sys.addaudithook(fuse.on_audit)
    # No life lasts as long as a file must stay as it is before somebody is told of it.
    problem_reports.GRACE = corpus_changes.SETTLED = timedelta(0)
    sys.argv = ["policybot", "run"]
    main()
