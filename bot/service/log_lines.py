"""Lines of the log stay lines: what somebody else wrote can neither begin another one nor move a terminal's cursor."""

from io import StringIO
from typing import TextIO

import structlog
from structlog.typing import EventDict, ExcInfo, WrappedLogger

_CONTROLS = {code: f"\\x{code:02x}" for code in range(0x20)} | {ord("\n"): "\\n", ord("\t"): " "}


def plain_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A processor: what is said has no control characters."""
    return {**event, "event": str(event.get("event", "")).translate(_CONTROLS)}


def write_traceback(out: TextIO, trace: ExcInfo) -> None:
    """Writes a traceback whose every line is indented."""
    written = StringIO()
    structlog.dev.plain_traceback(written, trace)
    for line in written.getvalue().split("\n"):
        out.write(f"\n    {line.translate(_CONTROLS)}" if line else "")
