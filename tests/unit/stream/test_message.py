"""Records that are made of a message."""

import pytest
from stream_fakes import NOW, FakeMessage

from service import __version__
from service.errors import Failure, Reason, Stage
from service.stream.message import dead_letter, outgoing, without_value
from service.wire.encode import Record

RECORD = Record(key=b"quote id", value=b"value")
FAILURE = Failure(reason=Reason.NOT_JSON, stage=Stage.DECODE, message="no JSON: ü")


def test_quote_goes_to_the_partition_of_its_article() -> None:
    record = outgoing(RECORD, FakeMessage(), topic="quotes", article_key=b"article", now=NOW)
    assert (record.topic, record.key, record.value) == ("quotes", b"quote id", b"value")
    assert record.partition_key == b"article"


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (NOW, 1_735_689_600_000),
        # The float nearest to .001 s is a little less.
        (NOW - 0.999, 1_735_689_599_001),
        (NOW - 86_400, 1_735_603_200_000),
        (NOW - 86_401, None),
        (NOW + 600, 1_735_690_200_000),
        # Kafka would refuse it, over and over.
        (NOW + 7200, None),
        (-0.001, None),
        (None, None),
    ],
)
def test_only_a_time_near_now_is_kept(time: float | None, expected: int | None) -> None:
    message = FakeMessage(timestamp=time)
    made = outgoing(RECORD, message, topic="clean", article_key=b"a", now=NOW)
    dead = dead_letter(message, FAILURE, topic="dead", now=NOW)
    assert (made.timestamp_ms, dead.timestamp_ms) == (expected, expected)


def test_dead_letter_keeps_the_message_and_adds_headers() -> None:
    headers = [("a", b"1"), ("a", b"2"), ("none", None)]
    message = FakeMessage(partition=2, offset=7, key=b"\xff", value=None, headers=headers)
    record = dead_letter(message, FAILURE, topic="dead", now=NOW)
    assert (record.topic, record.key, record.value) == ("dead", b"\xff", None)
    assert list(record.headers) == [
        *headers,
        ("quotesieve-reason", b"not_json"),
        ("quotesieve-stage", b"decode"),
        ("quotesieve-error", "no JSON: ü".encode()),
        ("quotesieve-source", b"raw/2/7"),
        ("quotesieve-version", __version__.encode()),
    ]
    assert (record.partition_key, record.partition_hint) == (b"\xff", 2)


def test_value_left_out_is_told() -> None:
    whole = dead_letter(FakeMessage(value=b"12345"), FAILURE, topic="dead", now=NOW)
    record = without_value(whole)
    assert (record.key, record.value) == (b"key", None)
    assert list(record.headers) == [*whole.headers, ("quotesieve-value-omitted-bytes", b"5")]
