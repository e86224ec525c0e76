"""Asks the broker how far behind the group is, apart from the consumer and the event loop.

A consumer's own idea of its lag freezes when the consumer is stuck, which is when it is needed.
"""

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import KafkaError

from service.metrics import Metrics
from service.stream.message import Partition

log = logging.getLogger(__name__)

# Scrapers come every 15-60 s; more often than that is of use to a person watching.
_INTERVAL_SECONDS = 2.0


class LagWatch:
    """A thread that keeps the lag of this worker's partitions; a context manager."""

    def __init__(
        self,
        client_config: Mapping[str, Any],
        *,
        topic: str,
        group: str,
        assigned: Callable[[], frozenset[int]],
        fetched: Callable[[Partition], int | None],
        metrics: Metrics,
    ) -> None:
        """Plan the watch.

        Args: client_config: for kafka-python's admin client. assigned: this worker's partitions.
        fetched: the offset that the consumer fetches next in a partition, if it knows.
        """
        self._client_config = client_config
        self._topic = topic
        self._group = group
        self._assigned = assigned
        self._fetched = fetched
        self._metrics = metrics
        self._lag: dict[int, int] = {}
        # Messages that the consumer has not fetched, when the broker last answered. Not the lag:
        # that stays above 0 where a producer's transaction ends in a marker without a message.
        self.unfetched = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lag", daemon=True)

    def __enter__(self) -> "LagWatch":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # Not joined: it may be waiting for a broker that is away.
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with contextlib.closing(KafkaAdminClient(**self._client_config)) as admin:
                    self._watch(admin)
            except (KafkaError, OSError) as error:
                log.warning("Can't ask the broker for the lag.", extra={"error": repr(error)})
                self._stop.wait(_INTERVAL_SECONDS)

    def _watch(self, admin: KafkaAdminClient) -> None:
        while not self._stop.wait(_INTERVAL_SECONDS):
            partitions = [TopicPartition(self._topic, number) for number in self._assigned()]
            lag = self._ask(admin, partitions) if partitions else {}
            self._metrics.set_lag(lag, gone=self._lag.keys() - lag.keys())
            self._lag = lag

    def _ask(self, admin: KafkaAdminClient, partitions: list[TopicPartition]) -> dict[int, int]:
        ends = _offsets(admin, partitions, OffsetSpec.LATEST)
        # What the topic has deleted is not waited for.
        starts = _offsets(admin, partitions, OffsetSpec.EARLIEST)
        committed = admin.list_group_offsets({self._group: partitions})[self._group]
        done = {at: max(committed[at].offset, starts[at]) for at in partitions}
        fetched = {at: self._fetched(Partition(*at)) for at in partitions}
        self.unfetched = sum(ends[at] - (fetched[at] or done[at]) for at in partitions)
        return {at.partition: max(ends[at] - done[at], 0) for at in partitions}


def _offsets(
    admin: KafkaAdminClient, partitions: list[TopicPartition], which: OffsetSpec
) -> dict[TopicPartition, int]:
    found = admin.list_partition_offsets(dict.fromkeys(partitions, which))
    return {at: one.offset for at, one in found.items()}
