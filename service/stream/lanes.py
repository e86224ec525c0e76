"""The bounded window of messages in flight, and the lane of each partition.

Messages are worked on side by side; each partition's are published and acknowledged in their
order. So a partition's offset may be committed up to the head of its lane, and no further.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from service.core.repeats import Observation
from service.errors import Failure
from service.metrics import Metrics
from service.stream.message import Message, Partition
from service.wire.encode import EncodedArticle
from service.work import Outcome

log = logging.getLogger(__name__)

Submit = Callable[[bytes | None, bytes | None], "Future[Outcome]"]
Publish = Callable[[Message, EncodedArticle | Failure], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    message: Message
    outcome: "asyncio.Future[Outcome]"
    ack: Callable[[], Awaitable[object]]


@dataclass(slots=True, kw_only=True)
class _Lane:
    """One partition's jobs in order; `next_offset`: after the last one that was finished."""

    jobs: deque[_Job] = field(default_factory=deque)
    next_offset: int
    task: "asyncio.Task[None] | None" = None


class Lanes:
    """Takes messages up to the size of the window and finishes them, in order per partition."""

    def __init__(
        self,
        *,
        window: int,
        submit: Submit,
        publish: Publish,
        generation: Callable[[], int],
        fail: Callable[[BaseException], Awaitable[None]],
        metrics: Metrics,
        learn: Callable[[Observation], None] | None = None,
    ) -> None:
        """Plan the lanes; they open when partitions are assigned.

        Args: generation: the consumer group's generation now. fail: told of the first thing
        that was no message's fault. learn: told what may be learned of an article, once it is
        published.
        """
        self.last_progress = time.monotonic()
        self._slots = asyncio.Semaphore(window)
        self._submit = submit
        self._publish = publish
        self._generation = generation
        self._fail = fail
        self._metrics = metrics
        self._learn = learn
        self._lanes: dict[Partition, _Lane] = {}
        self._open = False
        metrics.set_window(window)

    def open(self) -> None:
        """Take messages; partitions were assigned."""
        self._open = True
        self.last_progress = time.monotonic()

    async def take(self, message: Message, ack: Callable[[], Awaitable[object]]) -> None:
        """Put one message into its lane; waits for a free place in the window.

        Raises: InfrastructureError: the process pool is broken.
        """
        await self._slots.acquire()
        # The wait may have outlasted the assignment; whoever has the partition gets it again.
        if not self._open or message.generation_id != self._generation():
            self._slots.release()
            return
        outcome = asyncio.wrap_future(self._submit(message.key, message.value))
        partition = Partition(message.topic, message.partition)
        lane = self._lanes.setdefault(partition, _Lane(next_offset=message.offset))
        lane.jobs.append(_Job(message=message, outcome=outcome, ack=ack))
        self._metrics.consumed()
        if lane.task is None:
            lane.task = asyncio.create_task(self._run(lane))

    @property
    def in_flight(self) -> int:
        """Messages taken and not finished."""
        return sum(len(lane.jobs) for lane in list(self._lanes.values()))

    def partitions(self) -> list[Partition]:
        """The partitions that messages came from since the last assignment."""
        return list(self._lanes)

    def committable(self, partition: Partition) -> int | None:
        """The offset up to which all is done: that of the head of the lane.

        Returns: None if no message came from the partition.
        """
        lane = self._lanes.get(partition)
        if lane is None:
            return None
        return lane.jobs[0].message.offset if lane.jobs else lane.next_offset

    async def drain(self, *, seconds: float) -> bool:
        """Take no more messages and wait for those in flight.

        Returns: whether all were finished in time.
        """
        self._open = False
        tasks = [lane.task for lane in self._lanes.values() if lane.task is not None]
        if not tasks:
            return True
        _, pending = await asyncio.wait(tasks, timeout=seconds)
        return not pending

    def clear(self) -> None:
        """Give up what is in flight and forget all offsets; the partitions are not ours any more.

        References that a lane keeps would also hold Faust's shutdown up.
        """
        self._open = False
        lanes, self._lanes = self._lanes, {}
        for lane in lanes.values():
            if lane.task is not None:
                lane.task.cancel()
            for job in lane.jobs:
                job.outcome.cancel()
                self._metrics.returned()
                self._slots.release()

    async def _run(self, lane: _Lane) -> None:
        try:
            while lane.jobs:
                await self._finish(lane.jobs[0])
                job = lane.jobs.popleft()
                lane.next_offset = job.message.offset + 1
                self._slots.release()
            lane.task = None
        except Exception as error:
            # This task must outlive its lane to tell.
            lane.task = None
            self.clear()
            await self._fail(error)

    async def _finish(self, job: _Job) -> None:
        message = job.message
        outcome = await job.outcome
        started = time.perf_counter()
        await self._publish(message, outcome.result)
        publish_seconds = time.perf_counter() - started
        if message.generation_id == self._generation():
            await job.ack()
        self.last_progress = time.monotonic()
        if self._learn is not None and outcome.observation is not None:
            self._learn(outcome.observation)
        self._metrics.finished(
            outcome,
            publish_seconds=publish_seconds,
            delay_seconds=_age_seconds(message),
        )
        if isinstance(outcome.result, Failure):
            _log_dead_letter(message, outcome.result)


def _age_seconds(message: Message) -> float | None:
    """Seconds since the message's timestamp; None if its producer gave none (-1 ms)."""
    if message.timestamp is None or message.timestamp < 0:
        return None
    return time.time() - message.timestamp


def _log_dead_letter(message: Message, failure: Failure) -> None:
    log.error(
        "Message dead-lettered.",
        extra={
            "stage": failure.stage.value,
            "reason": failure.reason.value,
            "topic": message.topic,
            "partition": message.partition,
            "offset": message.offset,
        },
    )
