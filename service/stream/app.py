"""The Faust app: one agent, from the raw topic through the lanes to the output topics."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import Any

import faust
from yarl import URL

from service.broker import tls_context
from service.metrics import Metrics
from service.pool import ArticlePool
from service.settings import SaslMechanism, Settings
from service.stream.lanes import Lanes, Submit
from service.stream.memory import SharedMemory
from service.stream.message import Outgoing, Partition
from service.stream.publisher import OutputTopics, Publisher
from service.stream.transport import Transport
from service.work import Outcome

# How long a rebalance waits for what is in flight. Articles take milliseconds; what is not done
# by then hangs, and the group must not wait for it until its rebalance timeout (60 s).
_REVOKE_SECONDS = 10.0

# The broker answers a commit in milliseconds, or is away.
_COMMIT_SECONDS = 5.0

# The most that a broker takes in one request (socket.request.max.bytes). The topics' own limits
# are lower, and the broker sees to them.
_MAX_REQUEST_BYTES = 104_857_600


class StreamApp(faust.App):  # type: ignore[misc]
    """Consumes raw articles; made and run inside one event loop."""

    # As in transport.py: mode's own would tell of every part that starts.
    logger = logging.getLogger("faust.app")

    def __init__(
        self,
        settings: Settings,
        *,
        pool: ArticlePool,
        metrics: Metrics,
        memory: SharedMemory | None = None,
        on_crash: Callable[[], None],
    ) -> None:
        """Plan the app; `on_crash` is called in the loop when it can't go on.

        Args: memory: of what outlets repeat; None: messages are processed without.
        """
        super().__init__(settings.group_id, **_options(settings))
        self._on_crash = on_crash
        # Whether the last drain finished everything and could commit it.
        self.drained = True
        self.assigned: frozenset[int] | None = None
        self._own_loop = asyncio.get_running_loop()
        self._drain_seconds = _REVOKE_SECONDS
        topics = OutputTopics(
            clean=settings.topic_clean,
            quotes=settings.topic_quotes,
            dead_letter=settings.topic_dead_letter,
        )
        self.lanes = Lanes(
            window=settings.window,
            submit=pool.submit if memory is None else _submit_with(memory, pool),
            publish=Publisher(
                topics=topics,
                send=self._send,
                timeout_seconds=settings.producer_timeout_seconds,
            ).publish,
            generation=lambda: self.consumer_generation_id,
            fail=self.crash,
            metrics=metrics,
            learn=None if memory is None else memory.learn,
        )
        raw = self.topic(settings.topic_raw, key_serializer="raw", value_serializer="raw")
        self.agent(raw, name="articles", concurrency=1)(self._consume)

    def fetched(self, partition: Partition) -> int | None:
        """The offset that is fetched next in a partition, if known; from any thread."""
        offset: int | None = self.consumer.fetched(partition)
        return offset

    async def stop_within(self, seconds: float) -> bool:
        """Take no more messages, finish those in flight, commit, leave the group.

        Returns: whether all that was done in time.
        """
        # The rest is for the commit and for leaving.
        self._drain_seconds = max(seconds - 2 * _COMMIT_SECONDS, seconds / 2)
        try:
            await asyncio.wait_for(self.stop(), seconds)
        except TimeoutError:
            return False
        return self.drained

    async def _consume(self, stream: Any) -> None:
        # `noack`: else Faust acknowledges, and so loses, the message under which an agent fails.
        stream = stream.noack()
        async for event in stream.events():
            # `event.headers` would be a dict, without the second of two headers of one name.
            await self.lanes.take(event.message, partial(stream.ack, event))

    async def _send(self, record: Outgoing) -> "asyncio.Future[object]":
        future: asyncio.Future[object] = await self.producer.publish(record)
        return future

    async def _on_partitions_revoked(self, revoked: set[Partition]) -> None:
        if self.should_stop:
            # Another worker came while this one drains. Faust would close the consumer, and the
            # drain could not commit.
            await self._consumer_wait_empty(self.consumer, self.log)
        else:
            await super()._on_partitions_revoked(revoked)
        self.lanes.clear()
        self.assigned = None

    async def _on_partitions_assigned(
        self, assigned: set[Partition], generation_id: int = 0
    ) -> None:
        if self.should_stop:
            return
        self.assigned = frozenset(partition for _, partition in assigned)
        self.lanes.open()
        await super()._on_partitions_assigned(assigned, generation_id)

    async def _consumer_wait_empty(self, consumer: Any, logger: Any) -> None:
        """Drain and commit; Faust calls it, intake stopped, before a rebalance and at the end.

        Its own version waits without a limit, and a rebalance without the commit replays all
        that was done since the last one.
        """
        finished = await self.lanes.drain(seconds=self._drain_seconds)
        self.drained = await _commit(consumer) and finished

    def _crash(self, reason: BaseException) -> None:
        super()._crash(reason)
        # From the consumer's thread, too.
        self._own_loop.call_soon_threadsafe(self._on_crash)

    def _create_directories(self) -> None:
        """Leave the disk alone: there are no tables."""

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)

    def _new_producer_transport(self) -> Transport:
        return Transport(self.conf.broker_producer, self)


def _submit_with(memory: SharedMemory, pool: ArticlePool) -> Submit:
    """Give each message the boilerplate of its outlet as it is known now."""

    def submit(key: bytes | None, value: bytes | None) -> Future[Outcome]:
        return pool.submit(key, value, memory.repeated(value))

    return submit


async def _commit(consumer: Any) -> bool:
    """Commit what is done; returns whether the broker answered in time."""
    try:
        async with asyncio.timeout(_COMMIT_SECONDS):
            # False also when a commit was under way already, which knows less.
            if not await consumer.commit():
                await consumer.commit()
    except TimeoutError:
        return False
    return True


def _options(settings: Settings) -> dict[str, Any]:
    """Faust's settings; the sizes and times are those that lost nothing in the fault tests."""
    return {
        "broker": [URL(f"kafka://{server}") for server in settings.servers],
        "agent_supervisor": "mode.CrashingSupervisor",
        "consumer_auto_offset_reset": "earliest",
        "stream_wait_empty": False,
        "web_enabled": False,
        "topic_disable_leader": True,
        # Topics are made by `quotesieve topics create`.
        "topic_allow_declare": False,
        "table_standby_replicas": 0,
        "broker_commit_interval": settings.commit_interval_seconds,
        "broker_session_timeout": settings.session_timeout_seconds,
        "broker_heartbeat_interval": settings.heartbeat_interval_seconds,
        # Faust wants it no smaller than the session timeout.
        "broker_request_timeout": max(90.0, settings.session_timeout_seconds),
        # The default of 4,096 messages could hold 16 GiB.
        "stream_buffer_maxsize": 128,
        "consumer_max_fetch_size": 1_048_576,
        "producer_request_timeout": settings.producer_timeout_seconds,
        "producer_max_request_size": _MAX_REQUEST_BYTES,
        **_security(settings),
    }


def _security(settings: Settings) -> Mapping[str, Any]:
    context = tls_context(settings)
    if settings.uses_sasl:
        return {"broker_credentials": _sasl(settings, context)}
    return {"broker_credentials": context} if context else {}


def _sasl(settings: Settings, context: ssl.SSLContext | None) -> faust.SASLCredentials:
    assert settings.sasl_password is not None
    return faust.SASLCredentials(
        username=settings.sasl_username,
        password=settings.sasl_password.reveal(),
        mechanism=SaslMechanism(settings.sasl_mechanism).value,
        ssl_context=context,
    )
