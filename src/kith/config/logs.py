"""Logs as JSON lines, with no local variables, no request bodies and no exception text: those may hold a child's data."""

from __future__ import annotations

import logging
import traceback
from typing import Any

import structlog


def _error_without_values(logger: object, name: str, event: dict[str, Any]) -> dict[str, Any]:
    """Put in place of an exception its type and where it was raised, leaving out what it says."""
    record = event.get("_record")
    info = event.pop("exc_info", None) or getattr(record, "exc_info", None)
    if record is not None:
        record.exc_info = None
        record.exc_text = None
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[0] is not None:
        frames = traceback.extract_tb(info[2])
        event["error"] = info[0].__name__
        event["where"] = [
            f"{frame.filename.rsplit('/src/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames[-8:]
        ]
    return event


def formatter() -> logging.Formatter:
    """Return the formatter that every log record goes through."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            _error_without_values,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
