"""The window and the lanes: order, limits, offsets, and what happens in trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry
from stream_fakes import FakeMessage, outcome

from service.core.repeats import Observation
from service.errors import Failure, InfrastructureError
from service.metrics import Metrics
from service.stream.lanes import Lanes
from service.stream.message import Message, Partition
from service.wire.encode import EncodedArticle
from service.work import Outcome

RAW = Partition("raw", 0)


class Bench:
    """Lanes between a pool and topics that the test plays."""

    def __init__(self, *, window: int = 10) -> None:
        self.registry = CollectorRegistry()
        self.generation = 1
        self.work: dict[bytes, Future[Outcome]] = {}
        self.published: list[tuple[int, int]] = []
        self.acked: list[tuple[int, int]] = []
        self.failures: list[BaseException] = []
        self.learned: list[Observation] = []
        self.publish_error: Exception | None = None
        self.on_publish: Callable[[], None] = lambda: None
        self.lanes = Lanes(
            window=window,
            submit=self._submit,
            publish=self._publish,
            generation=lambda: self.generation,
            fail=self._fail,
            metrics=Metrics(self.registry),
            learn=self.learned.append,
        )
        self.lanes.open()

    async def take(self, offset: int, *, partition: int = 0, generation: int = 1) -> None:
        """Take a message."""
        message = FakeMessage(
            partition=partition,
            offset=offset,
            key=f"{partition}/{offset}".encode(),
            generation_id=generation,
        )
        await self.lanes.take(message, lambda: self._ack(message))

    def finish(
        self, offset: int, *, partition: int = 0, observation: Observation | None = None
    ) -> None:
        """Let the pool be done with a message."""
        done = replace(outcome(), observation=observation)
        self.work[f"{partition}/{offset}".encode()].set_result(done)

    def metric(self, name: str) -> float | None:
        """A metric's value."""
        return self.registry.get_sample_value(f"quotesieve_{name}")

    def _submit(self, key: bytes | None, value: bytes | None) -> Future[Outcome]:
        future: Future[Outcome] = Future()
        self.work[key or b""] = future
        return future

    async def _publish(self, message: Message, result: EncodedArticle | Failure) -> None:
        await asyncio.sleep(0)
        self.on_publish()
        if self.publish_error is not None:
            raise self.publish_error
        self.published.append((message.partition, message.offset))

    async def _ack(self, message: Message) -> None:
        self.acked.append((message.partition, message.offset))

    async def _fail(self, error: BaseException) -> None:
        await asyncio.sleep(0)
        self.failures.append(error)


async def _settle() -> None:
    """Let everything run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


def run(test: Callable[[], Awaitable[None]]) -> None:
    """Run a test's coroutine."""

    async def body() -> None:
        await test()

    asyncio.run(body())


def test_a_partition_finishes_in_order_and_another_does_not_wait() -> None:
    async def test() -> None:
        bench = Bench()
        await bench.take(5)
        await bench.take(7)
        await bench.take(9, partition=1)
        bench.finish(7)
        bench.finish(9, partition=1)
        await _settle()
        assert bench.acked == bench.published == [(1, 9)]
        assert bench.lanes.committable(RAW) == 5
        assert bench.lanes.committable(Partition("raw", 1)) == 10
        bench.finish(5)
        await _settle()
        assert bench.acked == bench.published == [(1, 9), (0, 5), (0, 7)]
        # Past the gap of the offset 6, which was never there.
        assert bench.lanes.committable(RAW) == 8

    run(test)


def test_a_partition_without_messages_has_nothing_to_commit() -> None:
    async def test() -> None:
        bench = Bench()
        assert bench.lanes.committable(RAW) is None
        assert bench.lanes.partitions() == []
        await bench.take(3)
        assert bench.lanes.partitions() == [RAW]
        assert bench.lanes.committable(RAW) == 3

    run(test)


def test_window_bounds_what_is_in_flight() -> None:
    async def test() -> None:
        bench = Bench(window=2)
        await bench.take(0)
        await bench.take(1)
        third = asyncio.create_task(bench.take(2))
        await _settle()
        assert not third.done()
        assert len(bench.work) == 2
        assert bench.metric("window_size_messages") == bench.metric("window_used_messages") == 2
        bench.finish(1)
        await _settle()
        # Done, but not published yet: it still holds its place.
        assert not third.done()
        bench.finish(0)
        await _settle()
        assert third.done()
        assert len(bench.work) == 3

    run(test)


@pytest.mark.parametrize("error", [None, InfrastructureError("no broker")])
def test_memory_learns_of_an_article_that_is_published(error: Exception | None) -> None:
    async def test() -> None:
        bench = Bench()
        bench.publish_error = error
        seen = Observation(outlet="a", slot=1, marks=(4,), repeated=())
        await bench.take(0)
        await bench.take(1)
        bench.finish(1, observation=seen)
        await _settle()
        assert bench.learned == []
        bench.finish(0)
        await _settle()
        assert bench.learned == ([] if error else [seen])

    run(test)


def test_what_can_not_be_published_is_not_acknowledged() -> None:
    async def test() -> None:
        bench = Bench()
        bench.publish_error = InfrastructureError("no broker")
        await bench.take(0)
        await bench.take(1)
        await bench.take(2, partition=1)
        bench.finish(0)
        bench.finish(1)
        await _settle()
        assert bench.failures == [bench.publish_error]
        assert bench.acked == []
        assert bench.lanes.partitions() == []
        assert bench.metric("messages_returned_total") == 3

    run(test)


def test_broken_pool_is_trouble() -> None:
    async def test() -> None:
        bench = Bench()
        await bench.take(0)
        bench.work[b"0/0"].set_exception(InfrastructureError("broken"))
        await _settle()
        assert [str(error) for error in bench.failures] == ["broken"]
        assert bench.acked == bench.published == []

    run(test)


def test_message_of_an_old_generation_is_not_taken() -> None:
    async def test() -> None:
        bench = Bench(window=1)
        await bench.take(0, generation=0)
        assert bench.work == {}
        # And its place is free.
        await asyncio.wait_for(bench.take(0), 1)

    run(test)


def test_message_whose_generation_ends_while_it_is_published_is_not_acknowledged() -> None:
    async def test() -> None:
        bench = Bench()
        bench.on_publish = lambda: setattr(bench, "generation", 2)
        await bench.take(0)
        bench.finish(0)
        await _settle()
        assert bench.published == [(0, 0)]
        assert bench.acked == []

    run(test)


def test_message_that_waits_for_a_place_is_dropped_when_its_partition_goes() -> None:
    async def test() -> None:
        bench = Bench(window=1)
        await bench.take(0)
        waiting = asyncio.create_task(bench.take(1))
        await _settle()
        bench.lanes.clear()
        await _settle()
        assert waiting.done()
        assert list(bench.work) == [b"0/0"]
        bench.lanes.open()
        await asyncio.wait_for(bench.take(1), 1)

    run(test)


def test_clear_forgets_offsets_and_frees_the_window() -> None:
    async def test() -> None:
        bench = Bench(window=3)
        await bench.take(0)
        await bench.take(1)
        bench.finish(0)
        await _settle()
        bench.lanes.clear()
        bench.finish(1)
        await _settle()
        assert bench.acked == [(0, 0)]
        assert bench.lanes.committable(RAW) is None
        assert bench.metric("messages_returned_total") == 1
        assert bench.metric("window_used_messages") == 0
        bench.lanes.open()
        for offset in range(10, 13):
            await asyncio.wait_for(bench.take(offset), 1)

    run(test)


@pytest.mark.parametrize("finished", [True, False])
def test_drain_waits_for_what_is_in_flight_up_to_its_limit(finished: bool) -> None:
    async def test() -> None:
        bench = Bench()
        await bench.take(0)
        draining = asyncio.create_task(bench.lanes.drain(seconds=0.2))
        await _settle()
        assert not draining.done()
        # Nothing new comes in meanwhile.
        await bench.take(1)
        assert list(bench.work) == [b"0/0"]
        for offset in range(int(finished)):
            bench.finish(offset)
        assert await draining is finished
        assert bench.lanes.committable(RAW) == int(finished)

    run(test)


def test_drain_of_nothing_is_done_at_once() -> None:
    async def test() -> None:
        assert await Bench().lanes.drain(seconds=0.0)

    run(test)


def test_consumed_is_cleaned_and_dead_lettered_and_returned() -> None:
    async def test() -> None:
        bench = Bench()
        for offset in range(4):
            await bench.take(offset)
        bench.finish(0)
        bench.finish(1)
        await _settle()
        bench.lanes.clear()
        assert bench.metric("messages_consumed_total") == 4
        assert bench.metric("messages_returned_total") == 2
        assert bench.metric("end_to_end_delay_seconds_count") == 2
        assert bench.metric("window_used_messages") == 0

    run(test)
