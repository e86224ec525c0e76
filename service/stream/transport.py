"""Faust's Kafka transport with what it needs not to lose messages.

These override private methods of faust-streaming 0.15.3, which is pinned for that; each says
what happens without it, as it was seen.
"""

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aiokafka.partitioner import murmur2
from aiokafka.structs import TopicPartition
from faust.transport.drivers import aiokafka as driver

from service.stream.message import Outgoing, Partition

# Without it mode names one after this module and tells in it of every part that starts.
_LOG = logging.getLogger("faust.transport")


class Consumer(driver.Consumer):  # type: ignore[misc]
    """Commits what the lanes say is done, and nothing else.

    Faust's own reckoning commits past messages in flight when offsets have gaps and in a group
    that has committed nothing yet.
    """

    logger = _LOG

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Iterator[Partition]:
        return iter(self.app.lanes.partitions())

    def _new_offset(self, tp: Partition) -> int | None:
        # Faust's lists of acknowledged offsets are not used, so they must not grow.
        self._acked[tp].clear()
        self._acked_index[tp].clear()
        offset: int | None = self.app.lanes.committable(tp)
        return offset

    def fetched(self, tp: Partition) -> int | None:
        """The offset that is fetched next; from any thread.

        Returns: None while the partition is not assigned or its position is not known.
        """
        client = self._thread._consumer
        subscription = client._subscription.subscription if client else None
        assignment = subscription.assignment if subscription else None
        state = assignment.state_value(TopicPartition(*tp)) if assignment else None
        return state.position if state and state.has_valid_position else None


class Producer(driver.Producer):  # type: ignore[misc]
    """A producer whose records are not lost, doubled or swapped by a broker's failure."""

    logger = _LOG

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}

    async def publish(self, record: Outgoing) -> "asyncio.Future[object]":
        """Buffer one record.

        Not Faust's `Topic.send`: that one logs the whole record when the broker refuses it.

        Returns: a future that is done when the broker has the record.
        Raises: KafkaError: it can't be buffered.
        """
        producer = self._ensure_producer()
        partition = choose_partition(record, sorted(await producer.partitions_for(record.topic)))
        headers = list(record.headers)
        if record.key is None and record.value is None:
            # `send` refuses such a record; as a dead letter it must go as it came.
            batch = producer.create_batch()
            batch.append(timestamp=record.timestamp_ms, key=None, value=None, headers=headers)
            future = await producer.send_batch(batch, record.topic, partition=partition)
        else:
            future = await producer.send(
                record.topic,
                record.value,
                key=record.key,
                partition=partition,
                timestamp_ms=record.timestamp_ms,
                headers=headers,
            )
        assert isinstance(future, asyncio.Future)
        return future


class Transport(driver.Transport):  # type: ignore[misc]
    """Makes the two of them."""

    Consumer = Consumer
    Producer = Producer


def choose_partition(record: Outgoing, partitions: Sequence[int]) -> int:
    """Choose as Kafka's own clients do: by the positive part of the key's murmur2 hash."""
    if record.partition_key is None:
        return partitions[record.partition_hint % len(partitions)]
    return partitions[(int(murmur2(record.partition_key)) & 0x7FFFFFFF) % len(partitions)]
