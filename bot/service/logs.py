"""Logs on standard error: lines for people at a terminal, JSON for machines. No secret, no question is in them."""

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Literal

import structlog

from bot.core.hidden import escaped
from bot.service.log_lines import plain_event, write_traceback
from bot.service.redaction import Redact, hide_in_tracebacks, redactor

# How many different complaints are counted.
MOST_COMPLAINTS = 1_000


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last word on each line, tracebacks included: whatever a library logs goes through here, too."""

    redact: Redact = staticmethod(redactor())

    def format(self, record: logging.LogRecord) -> str:
        return escaped(self.redact(super().format(record)))


class _Throttle(logging.Filter):
    """Lets `most` equal complaints through in `seconds` seconds, and says afterwards how many were held back.

    Whoever makes us complain, a stranger at the door or a disk that is full, must not fill the log with it.
    """

    def __init__(self, most: int = 20, seconds: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._most, self._seconds, self._now = most, seconds, now
        self._lock = threading.Lock()
        self._seen: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record may pass."""
        if record.levelno < logging.WARNING:
            return True
        said = record.msg.get("event", "") if isinstance(record.msg, dict) else record.msg
        key, now = (record.name, str(said)[:200]), self._now()
        with self._lock:
            since, count = self._seen.pop(key, (now, 0))
            held_back = 0
            if now - since > self._seconds:
                held_back, since, count = max(0, count - self._most), now, 0
            self._seen[key] = (since, count + 1)
            if len(self._seen) > MOST_COMPLAINTS:
                del self._seen[next(iter(self._seen))]
        if held_back and isinstance(record.msg, dict):
            record.msg["held_back"] = held_back
        return count < self._most


Format = Literal["auto", "console", "json"]


# What every line has, whoever wrote it.
SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    plain_event,
)


def configure_logs(*, level: int = logging.INFO, form: Format = "auto", secrets: Iterable[str] = ()) -> None:
    """Sends structlog and the standard library's loggers down the same road, with these secrets hidden.

    What we log ourselves appears from this level on; what libraries do, from warnings on: below that they tell words.
    Tracebacks that nobody catches go that road as well. May be called again, once more is known.
    """
    for_people = form == "console" or (form == "auto" and sys.stderr.isatty())
    last = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=write_traceback)
        if for_people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = _Redacting(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([] if for_people else [structlog.processors.format_exc_info]),
            last,
        ],
    )
    formatter.redact = redact = redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_Throttle())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("bot").setLevel(level)
    hide_in_tracebacks(redact)
