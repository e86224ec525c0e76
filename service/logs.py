"""Sets logging up: readable on a terminal, JSON lines otherwise, repeats limited.

Nothing here or elsewhere logs article text. The Kafka libraries would, below INFO and in debug
messages, so they never log below INFO.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from service.settings import LogFormat, LogLevel

# aiokafka writes 250 lines a second while a broker is away (measured);
# 5 of a kind in 10 s show what goes on.
_REPEATS = 5
_INTERVAL_SECONDS = 10.0

# Their INFO tells of every service that starts and stops.
_LIBRARIES = ("aiokafka", "faust", "mode", "asyncio")

_DIGITS = re.compile(r"0x[0-9a-f]+|\d+")

# Long enough to tell templates apart; some libraries put whole tables into one.
_TEMPLATE_CHARS = 200

# What every LogRecord has; anything else came in by `extra`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "suppressed"}


def configure_logging(
    *, level: LogLevel, log_format: LogFormat, stream: TextIO | None = None
) -> None:
    """Set the root logger up, in place of what it had; faust, mode and aiokafka go through it.

    Args: stream: standard error if None.
    """
    stream = sys.stderr if stream is None else stream
    readable = log_format is LogFormat.TEXT or (log_format is LogFormat.AUTO and stream.isatty())
    handler = LimitedHandler(stream)
    handler.setFormatter(TextFormatter() if readable else JsonFormatter())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(True)
    for name in _LIBRARIES:
        quiet = logging.INFO if level is LogLevel.DEBUG else logging.WARNING
        logging.getLogger(name).setLevel(max(quiet, logging.root.level))
    coordinator = logging.getLogger("aiokafka.consumer.group_coordinator")
    coordinator.filters = [_RetriedFilter(logging.root.level)]
    # Who uses kafka-python here tells its errors; it tells each of them several times itself.
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    # A page without an article is no error; trafilatura names it one, and may quote the page.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


class _RetriedFilter(logging.Filter):
    """Makes warnings of the errors that the library itself retries until they are over.

    The first worker of a new broker has one: the broker has yet to make its coordinator.
    """

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's level; keep it if that is still one to log."""
        arguments = record.args if isinstance(record.args, tuple) else ()
        if any(getattr(argument, "retriable", False) for argument in arguments):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        return record.levelno >= self._level


@dataclass(slots=True)
class _Repeats:
    """How often one kind of record came since `since`, and the last one that was held back."""

    since: float
    count: int = 0
    held: logging.LogRecord | None = None


class LimitedHandler(logging.StreamHandler[TextIO]):
    """Writes at most 5 records of a kind in 10 s, then says how many more there were.

    A kind is logger, level and message template, numbers apart.
    """

    def __init__(self, stream: TextIO, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(stream)
        self._clock = clock
        self._kinds: dict[tuple[str, int, str], _Repeats] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record or hold it back; called under the handler's lock."""
        now = self._clock()
        self._end_intervals(now)
        kind = (record.name, record.levelno, _DIGITS.sub("#", str(record.msg)[:_TEMPLATE_CHARS]))
        repeats = self._kinds.setdefault(kind, _Repeats(since=now))
        repeats.count += 1
        if repeats.count <= _REPEATS:
            super().emit(record)
        else:
            repeats.held = record

    def close(self) -> None:
        """Write what was held back, then close."""
        self.acquire()
        try:
            self._end_intervals(float("inf"))
        finally:
            self.release()
        super().close()

    def _end_intervals(self, now: float) -> None:
        """Forget the kinds whose interval is over, so that few are kept."""
        over = [kind for kind, one in self._kinds.items() if now - one.since >= _INTERVAL_SECONDS]
        for kind in over:
            repeats = self._kinds.pop(kind)
            if repeats.held is not None:
                repeats.held.suppressed = repeats.count - _REPEATS
                super().emit(repeats.held)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, logger, message, then the extra fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record; values that JSON does not know become their text."""
        entry: dict[str, object] = {
            "time": _timestamp(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extra(record),
        }
        trouble = _exception(self, record)
        if trouble:
            entry["exception"] = trouble
        return json.dumps(entry, default=str, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """Time, level and message, then the extra fields as `name=value`."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record; a traceback follows on its own lines."""
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        line = f"{clock} {record.levelname.lower():<7} {record.getMessage()}"
        fields = "".join(f" {name}={value}" for name, value in _extra(record).items())
        trouble = _exception(self, record)
        return line + fields + (f"\n{trouble}" if trouble else "")


def _timestamp(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03d}Z"


def _extra(record: logging.LogRecord) -> dict[str, object]:
    fields = {name: value for name, value in vars(record).items() if name not in _STANDARD}
    suppressed = getattr(record, "suppressed", 0)
    return fields | ({"suppressed": suppressed} if suppressed else {})


def _exception(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    return formatter.formatException(record.exc_info) if record.exc_info else ""
