"""Write the log: ids, codes and durations, one line an event; never what people wrote."""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import Processor

_LEVELS: Final = {
    "aiohttp": logging.WARNING,
    "asyncio": logging.WARNING,
    "slack_bolt": logging.ERROR,  # warns of variables it would have used itself, and quotes requests it does not know
    "slack_bolt.RequestVerification": logging.WARNING,  # quotes whole bodies at INFO
    "slack_sdk": logging.WARNING,  # quotes messages and answers at DEBUG
    "sqlalchemy": logging.WARNING,
    "uvicorn.access": logging.WARNING,
}
"""The least level of libraries that quote content below it, whatever LOG_LEVEL says."""


def write_logs(level: str) -> None:
    """Send this process's log to standard error: readable lines on a terminal, JSON elsewhere."""
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, stamp]
    renderer: Processor = (
        structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                renderer,
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _LEVELS.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
