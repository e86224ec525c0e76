"""What the stream knows of a message, and the records that it makes of one."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from service.dead_letters import Headers, added_headers, omitted_header
from service.errors import Failure
from service.wire.encode import Record

# Records keep their message's time only near now: Kafka refuses timestamps more than an hour
# ahead (message.timestamp.after.max.ms), and a topic that deletes by age would delete an old
# one at once.
_OLDEST_SECONDS = 86_400.0
_NEWEST_SECONDS = 600.0


class Partition(NamedTuple):
    """A topic and a partition of it; equal to Faust's own tuple of the two."""

    topic: str
    partition: int


class Message(Protocol):
    """A Kafka record as Faust hands it on; `timestamp` in seconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: float | None
    headers: Headers
    key: bytes | None
    value: bytes | None
    generation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A record on its way to a topic.

    `partition_key` chooses the partition as Kafka's producers do with a key; without one it is
    `partition_hint`, wrapped round. `timestamp_ms`: None lets the producer take now.
    """

    topic: str
    key: bytes | None
    value: bytes | None
    partition_key: bytes | None
    partition_hint: int
    timestamp_ms: int | None
    headers: Headers = ()


def outgoing(
    record: Record, message: Message, *, topic: str, article_key: bytes, now: float
) -> Outgoing:
    """A clean article or a quote; all of one article go to the same partition of their topic.

    Args: now: seconds since 1970.
    """
    return Outgoing(
        topic=topic,
        key=record.key,
        value=record.value,
        partition_key=article_key,
        partition_hint=message.partition,
        timestamp_ms=_timestamp_ms(message, now),
    )


def dead_letter(message: Message, failure: Failure, *, topic: str, now: float) -> Outgoing:
    """The message untouched, with what went wrong in added headers."""
    source = f"{message.topic}/{message.partition}/{message.offset}"
    return Outgoing(
        topic=topic,
        key=message.key,
        value=message.value,
        partition_key=message.key,
        partition_hint=message.partition,
        timestamp_ms=_timestamp_ms(message, now),
        headers=[*message.headers, *added_headers(failure, source=source)],
    )


def without_value(record: Outgoing) -> Outgoing:
    """The record with its value left out, and a header that says so."""
    headers = [*record.headers, omitted_header(len(record.value or b""))]
    return replace(record, value=None, headers=headers)


def _timestamp_ms(message: Message, now: float) -> int | None:
    """The message's own time, so that an article and its quotes stay together in time."""
    time = message.timestamp
    if time is None or not now - _OLDEST_SECONDS <= time <= now + _NEWEST_SECONDS:
        return None
    return round(time * 1000)
