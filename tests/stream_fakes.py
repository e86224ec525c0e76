"""Messages and outcomes for tests of the stream."""

from dataclasses import dataclass, field

from service.stream.message import Headers
from service.wire.encode import EncodedArticle, Record
from service.work import Outcome, WorkStats

# 2025-01-01; whole milliseconds.
NOW = 1_735_689_600.0


@dataclass(kw_only=True)
class FakeMessage:
    """A message as Faust hands it on."""

    topic: str = "raw"
    partition: int = 0
    offset: int = 0
    timestamp: float | None = NOW
    headers: Headers = field(default_factory=list)
    key: bytes | None = b"key"
    value: bytes | None = b"value"
    generation_id: int = 1


def encoded(key: bytes = b"a", quotes: int = 0) -> EncodedArticle:
    """An encoded article with that many quotes."""
    return EncodedArticle(
        clean=Record(key=key, value=b"clean"),
        quotes=tuple(Record(key=f"q{number}".encode(), value=b"quote") for number in range(quotes)),
    )


def outcome(key: bytes = b"a") -> Outcome:
    """A good outcome."""
    return Outcome(result=encoded(key), stats=WorkStats())
