"""What the headers of a dead letter say, written and read.

Headers that begin with `quotesieve-` are the service's own: those that a dead letter adds, and the
number of the attempt, which goes with a message that was put back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service import __version__
from service.errors import Failure

Headers = Sequence[tuple[str, bytes | None]]

_PREFIX = "quotesieve-"
_ADDED = tuple(_PREFIX + name for name in ("reason", "stage", "error", "source", "version"))
_OMITTED = f"{_PREFIX}value-omitted-bytes"
_ATTEMPT = f"{_PREFIX}attempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """What a dead letter tells of its message.

    `source`: topic/partition/offset. `version`: of the service. `omitted_bytes`: the size of a
    value that did not fit; None where the value is there. `attempt`: how often it was tried.
    `headers`: the message's own.
    """

    reason: str
    stage: str
    error: str
    source: str
    version: str
    omitted_bytes: int | None
    attempt: int
    headers: Headers


def added_headers(failure: Failure, *, source: str) -> Headers:
    """What a dead letter has after its message's headers."""
    values = (failure.reason, failure.stage, failure.message, source, __version__)
    return [(name, text.encode()) for name, text in zip(_ADDED, values, strict=True)]


def omitted_header(size: int) -> tuple[str, bytes]:
    """Says that the value, of so many bytes, is not there."""
    return _OMITTED, str(size).encode()


def read_headers(headers: Headers) -> DeadLetter | None:
    """Read the headers of a dead letter; None if it is none of the service's."""
    own = list(headers)
    omitted = None
    if own and own[-1][0] == _OMITTED:
        omitted = _number(own.pop()[1])
    told = own[-len(_ADDED) :]
    if tuple(name for name, _ in told) != _ADDED:
        return None
    own = own[: -len(_ADDED)]
    attempts = [_number(value) for name, value in own if name == _ATTEMPT]
    reason, stage, error, source, version = (_text(value) for _, value in told)
    return DeadLetter(
        reason=reason,
        stage=stage,
        error=error,
        source=source,
        version=version,
        omitted_bytes=omitted,
        attempt=attempts[-1] if attempts else 1,
        headers=[(name, value) for name, value in own if name != _ATTEMPT],
    )


def headers_of_retry(letter: DeadLetter) -> Headers:
    """The headers under which the message is put back: its own, and the number of the attempt."""
    return [*letter.headers, (_ATTEMPT, str(letter.attempt + 1).encode())]


def _text(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


def _number(value: bytes | None) -> int:
    # A crawler may have sent anything under this name.
    text = _text(value)
    return int(text) if text.isdecimal() and len(text) < 10 else 1
