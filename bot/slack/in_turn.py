"""What opens at once (windows, homes) needs a thread meanwhile: of these, one person has a few at a time.

Whatever else somebody presses in that time is acked, and opens nothing: nobody can look at so much at once, and others
wait for the same threads.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

import structlog
from slack_bolt import App, BoltResponse

log = structlog.get_logger()

# Of the threads below, so many are one person's at most.
THREADS, MOST_OF_ONE = 10, 3
_whose: ContextVar[str] = ContextVar("whose", default="")


class Listeners(ThreadPoolExecutor):
    """The threads, and how many each person has under way. Safe between threads."""

    def __init__(self) -> None:
        super().__init__(THREADS, thread_name_prefix="listener")
        self._lock = threading.Lock()
        self._under_way = Counter[str]()

    def has_room(self, person: str) -> bool:
        """Whether this person may have another one."""
        return not person or self._under_way[person] < MOST_OF_ONE

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        person = _whose.get()
        with self._lock:
            self._under_way[person] += 1
        future = super().submit(fn, *args, **named)
        future.add_done_callback(lambda _: self._end(person))
        return future

    def _end(self, person: str) -> None:
        with self._lock:
            self._under_way[person] -= 1
            if not self._under_way[person]:
                del self._under_way[person]


def register(app: App, listeners: Listeners) -> None:
    """Lets listeners run as long as whoever wants them has room."""

    @app.middleware
    def in_turn(body: dict[str, Any], next_: Callable[[], BoltResponse]) -> BoltResponse:
        person = person_of(body)
        if not listeners.has_room(person):
            log.warning("somebody opens more than anybody can look at; some of it is left out")
            return BoltResponse(status=200, body="")
        # Bolt runs the listener after its middleware, in this same thread.
        _whose.set(person)
        return next_()


def person_of(body: Mapping[str, Any]) -> str:
    """Who opens something, by Slack's id; "" for what nobody waits for."""
    event, user = body.get("event"), body.get("user")
    if isinstance(event, Mapping):
        return str(event.get("user") or "") if event.get("type") == "app_home_opened" else ""
    return str(user.get("id") or "") if isinstance(user, Mapping) else ""
