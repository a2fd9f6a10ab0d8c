"""Logs as JSON lines, with no local variables, no request bodies and no exception text: those may hold a child's data."""

from __future__ import annotations

import logging
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

PACKAGE = str(Path(__file__).resolve().parents[1])


def _error_without_values(
    logger: object, name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
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
        own = [frame for frame in frames if frame.filename.startswith(PACKAGE)][-6:]
        # Our own lines say which page it was; the last line of all, what broke.
        event["where"] = [
            f"{frame.filename.rsplit('/src/', 1)[-1].rsplit('/site-packages/', 1)[-1]}:{frame.lineno} {frame.name}"
            for frame in [*own, *(frames[-1:] if frames[-1] not in own else [])]
        ]
    return event


class WithoutTheAddress(logging.Filter):
    """Takes the address out of what Django says of a request: it may hold the name that was searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave the kind of trouble and the name of the page, never its address."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        status = getattr(record, "status_code", "")
        record.msg = (
            f"A request was not answered as asked: {status} {match.view_name if match else ''}".strip()
        )
        record.args = ()
        record.__dict__.pop("request", None)
        return True


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
