"""The choice of a partition."""

from dataclasses import replace

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner.default import murmur2 as kafka_python_murmur2
from stream_fakes import NOW, FakeMessage

from service.stream.message import outgoing
from service.stream.transport import choose_partition
from service.wire.encode import Record


@given(key=st.binary(), count=st.integers(1, 50))
def test_partition_is_that_of_kafkas_clients(key: bytes, count: int) -> None:
    partitions = list(range(count))
    record = outgoing(
        Record(key=b"another", value=b""), FakeMessage(), topic="t", article_key=key, now=NOW
    )
    chosen = choose_partition(record, partitions)
    assert chosen == DefaultPartitioner()(key, partitions, partitions)
    assert chosen == (kafka_python_murmur2(key) & 0x7FFFFFFF) % count


@pytest.mark.parametrize(("source", "expected"), [(0, 0), (2, 2), (3, 0), (10, 1)])
def test_record_without_key_stays_in_its_partition_wrapped_round(
    source: int, expected: int
) -> None:
    record = outgoing(
        Record(key=b"k", value=b""),
        FakeMessage(partition=source),
        topic="t",
        article_key=b"",
        now=NOW,
    )
    keyless = replace(record, partition_key=None)
    assert choose_partition(keyless, [0, 1, 2]) == expected
