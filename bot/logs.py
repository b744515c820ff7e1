"""Write the log: ids, codes and durations, one line an event; never what people wrote."""

import logging
import sys
from typing import Final

import structlog
from structlog.typing import Processor

_OURS: Final = ("bot", "alembic", "uvicorn.error")
"""What LOG_LEVEL is for. Every other library may quote people below WARNING: messages, bodies, rows."""


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
    logging.basicConfig(level=max(logging.WARNING, logging.getLevelName(level)), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(level)


def bolts_log() -> logging.Logger:
    """Return the logger that Bolt copies for its parts: its warnings are about variables it would rather have used."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    return logger


def slacks_log() -> logging.Logger:
    """Return the logger of Slack's client: of its own level, for what is below it is not even put together then."""
    logger = logging.getLogger("slack_sdk")
    logger.setLevel(logging.WARNING)
    return logger
