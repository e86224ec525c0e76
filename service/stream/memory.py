"""The memory that the workers of a group share through a topic; apart from the event loop.

The topic holds an observation an article, in one partition: whoever has read it up to an offset
has the same memory. Every worker reads all of it at its start, follows it, and adds to it. No
article waits for that: without news the memory stays as it is, and what can't be written is lost.

Not a Faust table: its recovery holds the articles up at each rebalance, it commits by Faust's own
reckoning, and a worker's part of it knows only its own partitions' articles.
"""

import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.consumer.fetcher import ConsumerRecord
from kafka.errors import KafkaError

from service.core.memory import Memory
from service.core.repeats import Observation
from service.metrics import MemoryEvent, Metrics
from service.wire.decode import peek_outlet
from service.wire.memory import decode_observation, decode_place, encode_observation

log = logging.getLogger(__name__)

_POLL_MS = 200
# Small enough that what is to be written does not wait long while the topic is read for the first
# time; 5,000 are decoded in a tenth of a second.
_BATCH = 5_000

# Between two looks at what the outlets repeat. One takes some milliseconds for each outlet with
# news, which it takes from the event loop: no more than a twentieth of the time goes into them.
_LOOK_SECONDS = 0.5
_REST = 20

_RETRY_SECONDS = 2.0

# Observations that wait to be written: some seconds of the fastest stream.
_MOST_WAITING = 10_000

# In an outage; then they are lost.
_DELIVERY_MS, _REQUEST_MS, _BLOCK_MS = 30_000, 20_000, 2_000

# What the end of the worker may take for the last of them.
_STOP_SECONDS = 1.5


class SharedMemory:
    """A thread that reads and writes the memory; a context manager."""

    def __init__(self, client_config: Mapping[str, Any], *, topic: str, metrics: Metrics) -> None:
        """Plan it.

        Args: client_config: for kafka-python's consumer and producer.
        """
        self._client_config = client_config
        self._at = TopicPartition(topic, 0)
        self._metrics = metrics
        self._memory = Memory()
        # Replaced one by one by the thread, looked at by the event loop.
        self._repeated: dict[str, frozenset[int]] = {}
        self._changed: set[str] = set()
        self._next_look = 0.0
        self._waiting: deque[Observation] = deque()
        self._next_offset: int | None = None
        self._read = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory", daemon=True)

    def __enter__(self) -> "SharedMemory":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join(_STOP_SECONDS)

    def wait_read(self, seconds: float) -> bool:
        """Wait until all is read that was in the topic at the start; returns whether it is."""
        return self._read.wait(seconds)

    def repeated(self, value: bytes | None) -> frozenset[int] | None:
        """The marks of the boilerplate of a message's outlet; None: the message names no outlet."""
        outlet = peek_outlet(value)
        return None if outlet is None else self._repeated.get(outlet, frozenset())

    def learn(self, observation: Observation) -> None:
        """Have an observation written; it is learned when it is read."""
        if len(self._waiting) < _MOST_WAITING:
            self._waiting.append(observation)
        else:
            self._metrics.memory_records(MemoryEvent.LOST)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with (
                    contextlib.closing(self._consumer()) as consumer,
                    self._producing() as producer,
                ):
                    self._follow(consumer, producer)
            except Exception as error:
                # Not only Kafka's: nothing in here may end the worker or go without a word.
                log.warning(
                    "The memory of outlets is out of reach; going on with what is known.",
                    extra={"error": repr(error)},
                )
                self._stop.wait(_RETRY_SECONDS)

    def _consumer(self) -> KafkaConsumer:
        return KafkaConsumer(
            **self._client_config,
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            allow_auto_create_topics=False,
        )

    @contextlib.contextmanager
    def _producing(self) -> Iterator[KafkaProducer]:
        producer = KafkaProducer(
            **self._client_config,
            allow_auto_create_topics=False,
            delivery_timeout_ms=_DELIVERY_MS,
            request_timeout_ms=_REQUEST_MS,
            max_block_ms=_BLOCK_MS,
        )
        try:
            yield producer
        finally:
            # Without a limit it would wait for ever for a batch that it lost sight of.
            producer.close(timeout=2 * _DELIVERY_MS / 1000)

    def _follow(self, consumer: KafkaConsumer, producer: KafkaProducer) -> None:
        consumer.assign([self._at])
        if self._next_offset is None:
            consumer.seek_to_beginning(self._at)
        else:
            consumer.seek(self._at, self._next_offset)
        end = consumer.end_offsets([self._at])[self._at]
        stopping = False
        while not stopping:
            stopping = self._stop.is_set()
            batches = consumer.poll(timeout_ms=0 if stopping else _POLL_MS, max_records=_BATCH)
            for record in batches.get(self._at, ()):
                self._take(record)
            self._write(producer)
            if consumer.position(self._at) >= end:
                self._look()
                self._read.set()

    def _take(self, record: ConsumerRecord) -> None:
        """Learn one record; a broken one changes nothing."""
        self._next_offset = record.offset + 1
        if record.value is None:
            place = decode_place(record.key)
            if place is not None:
                self._memory.forget(*place)
                self._changed.add(place[0])
            event = MemoryEvent.BROKEN if place is None else MemoryEvent.READ
        else:
            seen = decode_observation(record.key, record.value)
            if seen is not None:
                self._memory.learn(seen)
                self._changed.add(seen.outlet)
            event = MemoryEvent.BROKEN if seen is None else MemoryEvent.READ
        self._metrics.memory_records(event)

    def _look(self) -> None:
        """Look at what the outlets with news repeat now."""
        started = time.monotonic()
        if not self._changed or started < self._next_look:
            return
        for outlet in self._changed:
            self._repeated[outlet] = self._memory.repeated(outlet)
        self._changed.clear()
        for outlet in [one for one in self._repeated if one not in self._memory]:
            del self._repeated[outlet]
        self._metrics.set_memory(outlets=self._memory.outlets, marks=self._memory.marks)
        ended = time.monotonic()
        self._next_look = ended + max(_LOOK_SECONDS, _REST * (ended - started))

    def _write(self, producer: KafkaProducer) -> None:
        while self._waiting:
            record = encode_observation(self._waiting.popleft())
            try:
                future = producer.send(
                    self._at.topic, key=record.key, value=record.value, partition=0
                )
            except KafkaError:
                self._metrics.memory_records(MemoryEvent.LOST)
                return
            future.add_callback(self._written)
            future.add_errback(self._lost)

    def _written(self, _: object) -> None:
        self._metrics.memory_records(MemoryEvent.WRITTEN)

    def _lost(self, _: object) -> None:
        self._metrics.memory_records(MemoryEvent.LOST)
