"""Logs on standard error: lines for people at a terminal, JSON for machines. No secret, no question is in them."""

import logging
import sys
from collections.abc import Iterable

import structlog

from bot.service.redaction import Redact, hide_in_tracebacks, redactor


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """The last word on each line, tracebacks included: whatever a library logs goes through here, too."""

    redact: Redact = staticmethod(redactor())

    def format(self, record: logging.LogRecord) -> str:
        return self.redact(super().format(record))


def configure_logs(*, level: int = logging.INFO, secrets: Iterable[str] = ()) -> None:
    """Sends structlog and the standard library's loggers down the same road, with these secrets hidden.

    Tracebacks that nobody catches go that road as well. May be called again, once more is known.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    terminal = sys.stderr.isatty()
    last = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = _Redacting(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([] if terminal else [structlog.processors.format_exc_info]),
            last,
        ],
    )
    formatter.redact = redact = redactor(secrets)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    logging.getLogger("bot").setLevel(level)
    hide_in_tracebacks(redact)
