"""How log records are written."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from aiokafka.errors import GroupAuthorizationFailedError, GroupCoordinatorNotAvailableError

from service.logs import JsonFormatter, LimitedHandler, TextFormatter, configure_logging
from service.settings import LogFormat, LogLevel
from service.wire.html import html_blocks


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


class TerminalIO(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.fixture
def clock() -> Clock:
    """A clock at 0."""
    return Clock()


@pytest.fixture
def stream() -> io.StringIO:
    """Where the log goes."""
    return io.StringIO()


@pytest.fixture
def log(clock: Clock, stream: io.StringIO) -> logging.Logger:
    """A logger of the test's own that writes JSON, repeats limited."""
    logger = logging.Logger("test")
    handler = LimitedHandler(stream, clock=clock)
    handler.setFormatter(JsonFormatter())
    logger.addHandler(handler)
    return logger


@pytest.fixture
def _root() -> Iterator[None]:
    """The root logger as it was, afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    logging.captureWarnings(False)
    root.handlers[:], root.level = before


def _entries(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_repeats_are_held_back_and_counted(
    log: logging.Logger, clock: Clock, stream: io.StringIO
) -> None:
    for number in range(250):
        log.error("Can't connect to node %s, try %s.", 1, number)
    assert len(_entries(stream)) == 5
    clock.now = 10.0
    log.info("Another.")
    last, another = _entries(stream)[5:]
    assert (last["message"], last["suppressed"]) == ("Can't connect to node 1, try 249.", 245)
    assert another["message"] == "Another."
    assert "suppressed" not in another


def test_numbers_in_the_template_itself_make_no_new_kind(
    log: logging.Logger, stream: io.StringIO
) -> None:
    for number in range(20):
        log.error(f"Connection 0x7f{number:02x} lost after {number} s.")  # as libraries do
    assert len(_entries(stream)) == 5


def test_kinds_are_limited_apart(log: logging.Logger, stream: io.StringIO) -> None:
    for _ in range(10):
        log.error("One.")
        log.error("Two.")
        log.warning("Two.")
    assert len(_entries(stream)) == 15


def test_a_new_interval_starts_anew(log: logging.Logger, clock: Clock, stream: io.StringIO) -> None:
    for interval in range(3):
        clock.now = 10.0 * interval
        for _ in range(5):
            log.error("One.")
    assert len(_entries(stream)) == 15


def test_what_is_held_back_is_told_at_the_end(log: logging.Logger, stream: io.StringIO) -> None:
    for _ in range(8):
        log.error("One.")
    log.handlers[0].close()
    assert _entries(stream)[-1]["suppressed"] == 3
    assert len(_entries(stream)) == 6


def test_json_keeps_extra_fields(log: logging.Logger, stream: io.StringIO) -> None:
    log.error("Message dead-lettered.", extra={"stage": "decode", "offset": 7, "odd": {1}})
    [entry] = _entries(stream)
    assert str(entry.pop("time")).endswith("Z")
    assert entry == {
        "level": "error",
        "logger": "test",
        "message": "Message dead-lettered.",
        "stage": "decode",
        "offset": 7,
        "odd": "{1}",
    }


def test_json_keeps_a_traceback_in_its_line(log: logging.Logger, stream: io.StringIO) -> None:
    try:
        raise KeyError("x")
    except KeyError:
        log.exception("Trouble.")
    [entry] = _entries(stream)
    assert str(entry["exception"]).endswith("KeyError: 'x'")


def test_text_is_one_readable_line() -> None:
    record = logging.makeLogRecord(
        {"msg": "Served on %s.", "args": ("x",), "levelname": "INFO", "port": 9108}
    )
    assert TextFormatter().format(record)[8:] == " info    Served on x. port=9108"


@pytest.mark.usefixtures("_root")
@pytest.mark.parametrize(
    ("chosen", "target", "is_json"),
    [
        (LogFormat.AUTO, io.StringIO, True),
        (LogFormat.AUTO, TerminalIO, False),
        (LogFormat.JSON, TerminalIO, True),
        (LogFormat.TEXT, io.StringIO, False),
    ],
)
def test_format_is_readable_on_a_terminal(
    chosen: LogFormat, target: type[io.StringIO], is_json: bool
) -> None:
    stream = target()
    configure_logging(level=LogLevel.INFO, log_format=chosen, stream=stream)
    logging.getLogger("service.x").info("Hello.")
    assert stream.getvalue().startswith("{") is is_json
    assert "Hello." in stream.getvalue()


@pytest.mark.usefixtures("_root")
@pytest.mark.parametrize("level", list(LogLevel))
@pytest.mark.parametrize("name", ["aiokafka.producer", "faust.topics", "mode.services"])
def test_libraries_never_log_what_they_send(level: LogLevel, name: str) -> None:
    """At debug aiokafka logs keys and values."""
    stream = io.StringIO()
    configure_logging(level=level, log_format=LogFormat.JSON, stream=stream)
    logging.getLogger(name).debug("Sending (key=%s value=%s)", b"k", b"article text")
    assert stream.getvalue() == ""


@pytest.mark.usefixtures("_root")
def test_libraries_errors_go_the_same_way() -> None:
    stream = io.StringIO()
    configure_logging(level=LogLevel.INFO, log_format=LogFormat.JSON, stream=stream)
    logging.getLogger("aiokafka.x").error("Broken.")
    logging.getLogger("aiokafka.x").info("Chatter.")
    assert [entry["message"] for entry in _entries(stream)] == ["Broken."]


@pytest.mark.usefixtures("_root")
def test_extractor_says_nothing_of_pages_without_an_article() -> None:
    stream = io.StringIO()
    configure_logging(level=LogLevel.DEBUG, log_format=LogFormat.JSON, stream=stream)
    html_blocks("<p>x")
    assert stream.getvalue() == ""


COORDINATOR = "aiokafka.consumer.group_coordinator"


@pytest.mark.parametrize(
    ("level", "seen"),
    [(LogLevel.WARNING, [("warning", COORDINATOR)]), (LogLevel.ERROR, [])],
)
def test_error_that_a_library_retries_is_a_warning(
    level: LogLevel, seen: list[tuple[str, str]]
) -> None:
    stream = io.StringIO()
    configure_logging(level=level, log_format=LogFormat.JSON, stream=stream)

    logging.getLogger(COORDINATOR).error("Request failed: %s", GroupCoordinatorNotAvailableError())

    assert [(entry["level"], entry["logger"]) for entry in _entries(stream)] == seen


def test_error_that_a_library_does_not_retry_stays_one() -> None:
    stream = io.StringIO()
    configure_logging(level=LogLevel.ERROR, log_format=LogFormat.JSON, stream=stream)

    logging.getLogger(COORDINATOR).error("Request failed: %s", GroupAuthorizationFailedError())

    assert [entry["level"] for entry in _entries(stream)] == ["error"]
