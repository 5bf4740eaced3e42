"""A line in the log from where hardly ever one is written: the log is loaded when there is something to say."""

import logging


def warn(event: str, /, **facts: object) -> None:
    """Writes a warning."""
    import structlog  # noqa: PLC0415  # it takes a tenth of the time that `policybot ask` has

    from bot.service.logs import configure_logs  # noqa: PLC0415

    if not structlog.is_configured():
        configure_logs(level=logging.WARNING)
    structlog.get_logger().warning(event, **facts)
